"""The English desk is English: what stays Chinese is the case's own, and is marked so."""

from __future__ import annotations

import pytest

from luoshi.desk.tests.factories import answered, assigned, at_case, proposed
from luoshi.portal.tests.test_english import Unmarked

PAGES = [
    *(
        "/desk/?section=all&q=操场",
        "/desk/?section=mine",
        "/desk/board/?ended=1",
        "/desk/roots/?day=2026-03-01",
    ),
    *("/desk/calendar/?month=2026-03", "/desk/notices/", "/desk/notices/wishes/", "/desk/new/"),
]


def unmarked(answer):
    parser = Unmarked()
    parser.feed(answer.content.decode())
    return parser.found


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", ["office", "deputy"])
def test_a_page_of_the_english_desk_marks_every_chinese_word(town, sign_in, name, address):
    proposed(town, contact="139"), assigned(town, assisting=["finance"]), answered(town)

    assert unmarked(sign_in(name).get(address, HTTP_ACCEPT_LANGUAGE="en")) == []


@pytest.mark.parametrize("name", ["office", "education_head", "deputy"])
def test_so_does_the_page_of_a_case(town, sign_in, name):
    for case in (assigned(town, assisting=["finance"]), answered(town)):
        for more in ((), ("audit",)):
            page = sign_in(name).get(at_case(case, *more), HTTP_ACCEPT_LANGUAGE="en")

            assert unmarked(page) == []


@pytest.mark.parametrize("address", ["/desk/new/proposals/", "/desk/import/proposals/"])
def test_so_do_the_forms_of_opening(town, sign_in, address):
    assert unmarked(sign_in("deputy").get(address, HTTP_ACCEPT_LANGUAGE="en")) == []
