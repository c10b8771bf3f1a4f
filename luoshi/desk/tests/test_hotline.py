"""The desk's generic pages with what only requests have: entries of a table, bearers, confidence."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from luoshi.desk.tests.factories import at_case, hidden, text_of
from luoshi.kernel.cases.models import Case, Event
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.queries import request_by
from luoshi.platforms.hotline.tests.factories import COLD, DONE, PLEASED, do, handled, make_hotline

ADDRESS = "/desk/new/hotline/"


@pytest.fixture
def town(db, settings):
    return make_hotline(settings)


def test_an_entry_is_chosen_under_what_stands_above_it(town, sign_in):
    page = sign_in("agent").get(ADDRESS).content.decode()

    assert '<optgroup label="城乡建设 / 供热">' in page
    assert 'value="010101"' in page
    assert 'value="0101"' not in page


def test_a_chosen_entry_stays_chosen_where_something_else_is_wrong(town, sign_in):
    answer = sign_in("agent").post(ADDRESS, COLD | {"title": "", "callback": "1"})

    assert answer.status_code == 422
    said = " ".join(answer.content.decode().split())
    assert '<option value="010101" selected' in said


def test_a_request_is_opened_at_the_desk_and_shows_its_category_in_words(town, sign_in):
    client = sign_in("agent")
    form = COLD | {"callback": "1", "key": hidden(client.get(ADDRESS), "key"), "point": "124.35,43.16"}

    answer = client.post(ADDRESS, form)

    case = Case.objects.get()
    assert f'href="{at_case(case)}"' in answer.content.decode()
    said = text_of(client.get(at_case(case)))
    assert "城乡建设 / 供热 / 室温不达标" in said
    assert "13900001111" not in said


def test_what_a_resident_did_is_told_as_theirs(town, sign_in):
    case = handled(town)
    do(town, case, "answer", "transport_head", "2026-03-03", **DONE)
    do(town, case, "confirm", "resident", "2026-03-04", **PLEASED)

    page = sign_in("transport_head").get(at_case(case))

    steps = {step.event.action: step for step in page.context["dossier"].steps}
    assert (steps["confirm"].who, steps["confirm"].post, steps["confirm"].system) == ("诉求人", "", False)


def code_on(page):
    number, code = re.findall(r"<code>([^<]+)</code>", page.content.decode())
    assert request_by(code).code == number
    return code


def test_a_request_opened_at_the_desk_has_a_code_that_is_told_once_and_kept_nowhere(town, sign_in):
    client = sign_in("agent")
    form = COLD | {"callback": "1", "key": hidden(client.get(ADDRESS), "key")}

    page = client.post(ADDRESS, form)

    code = code_on(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert code not in str([*Case.objects.values(), *Event.objects.values(), *Request.objects.values()])
    assert code not in str([*client.session.items(), *client.cookies.values()])


def test_the_form_sent_again_takes_no_code_away(town, sign_in, monkeypatch, now):
    client = sign_in("agent")
    form = COLD | {"callback": "1", "key": hidden(client.get(ADDRESS), "key")}
    code = code_on(client.post(ADDRESS, form))

    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(seconds=1))
    again = client.post(ADDRESS, form)

    assert "<code>" not in again.content.decode()
    assert "请补发" in text_of(again)
    assert request_by(code).code == Case.objects.get().code


def test_a_code_that_was_lost_is_given_out_anew_at_the_desk(town, sign_in):
    case = handled(town)
    client = sign_in("agent")
    form = {"key": hidden(client.get(at_case(case)), "key")}

    page = client.post(f"{at_case(case)}do/give_code/", form)

    code_on(page)
    assert case.events.filter(action="give_code").count() == 1
