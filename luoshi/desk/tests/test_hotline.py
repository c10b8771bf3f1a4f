"""The desk's generic pages with what only requests have: entries of a table, bearers, confidence."""

from __future__ import annotations

import pytest

from luoshi.desk.tests.factories import at_case, hidden, text_of
from luoshi.kernel.cases.models import Case
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
    assert answer.headers["Location"] == at_case(case)
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
