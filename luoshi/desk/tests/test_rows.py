"""A figure opens at the desk to the very records it is made of, as far as one may read them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.desk.tests.factories import INLINE, text_of
from luoshi.kernel.cases.tests.factories import assign, moment, propose
from luoshi.kernel.measures.actions import take
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.registry import measure
from luoshi.portal.tests.factories import make_city

pytestmark = pytest.mark.django_db
PAGE = "/desk/figures/proposals/matters/"
MARCH = f"{PAGE}?period=2026-03"


@pytest.fixture
def cases(town):
    """Two matters of education, one of transport, and the figures of the day."""
    make_city()
    made = [propose(town) for _ in range(3)]
    for case, unit in zip(made, ("education", "education", "transport"), strict=True):
        assign(town, case, unit=unit)
    at = moment("2026-03-09 20:00")
    take(measure("proposals.matters"), engine=Postgres(), years=[2026], on=at.date(), at=at)
    return made


def test_the_office_opens_a_figure_to_every_record_and_from_each_to_its_case(cases, sign_in):
    page = sign_in("office").get(MARCH).content.decode()

    assert "3 条记录" in page
    for case in cases:
        assert f'href="/desk/cases/{case.code}/"' in page
    assert 'href="/figures/proposals/matters/?period=2026-03"' in page
    assert not INLINE.search(page)


def test_a_unit_sees_its_own_records_and_the_others_only_as_a_number(cases, sign_in):
    page = text_of(sign_in("transport_handler").get(MARCH))

    assert cases[2].code in page
    assert cases[0].code not in page
    assert "这一页另有 2 条不归您的单位，只计入合计，不列出。" in page
    assert "3 条记录" in page


def test_records_may_be_narrowed_to_a_unit(cases, sign_in):
    page = text_of(sign_in("office").get(f"{MARCH}&unit=transport"))

    assert "1 条记录" in page
    assert cases[0].code not in page


def test_records_that_changed_since_the_figure_was_taken_say_so(cases, town, sign_in):
    before = text_of(sign_in("office").get(MARCH))
    propose(town)

    after = text_of(sign_in("office").get(MARCH))

    assert "取数以后记录有变动" not in before
    assert "取数以后记录有变动" in after
    assert "已取的读数 3件" in after


@pytest.mark.parametrize(
    "asked", ["period=x", "page=0", "page=9999", "unit=nobody", "unit=%00", "period=%00"]
)
def test_what_cannot_be_understood_shows_a_page_all_the_same(cases, sign_in, asked):
    assert sign_in("office").get(f"{PAGE}?{asked}").status_code == 200


def test_a_figure_that_is_none_is_not_there(cases, sign_in):
    assert sign_in("office").get("/desk/figures/proposals/nothing/").status_code == 404


def test_who_has_not_signed_in_is_asked_to(cases, client):
    assert client.get(MARCH).status_code == 302


def test_the_number_of_questions_does_not_grow(cases, town, sign_in):
    browser = sign_in("office")
    browser.get(MARCH)
    with CaptureQueriesContext(connection) as few:
        browser.get(MARCH)

    for _ in range(20):
        assign(town, propose(town))
    with CaptureQueriesContext(connection) as many:
        browser.get(MARCH)

    assert len(few) == len(many) <= 22
