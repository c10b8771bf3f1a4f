from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.desk.tests.factories import answered, assigned, at_case, proposed, text_of


def test_the_board_has_a_column_for_every_state_and_says_whose_turn_it_is(town, sign_in):
    proposed(town), assigned(town), answered(town)

    page = sign_in("office").get("/desk/board/")

    columns = {column.state.key: len(column.rows) for column in page.context["columns"]}
    assert columns == {"submitted": 1, "assigned": 1, "returned": 0, "answered": 1, "unsatisfied": 0}
    assert text_of(page).count("轮到您") == 1
    assert len(sign_in("office").get("/desk/board/?ended=1").context["columns"]) == 7


def test_a_column_stops_where_a_screen_ends(town, sign_in, monkeypatch):
    monkeypatch.setattr("luoshi.desk.queries.board.IN_COLUMN", 2)
    for _ in range(4):
        assigned(town)

    page = sign_in("education_handler").get("/desk/board/")

    assert "全部列出" in text_of(page)
    assert next(c for c in page.context["columns"] if c.state.key == "assigned").more


def test_the_calendar_shows_deadlines_rest_days_and_make_up_days(town, sign_in):
    case = assigned(town)

    march = sign_in("education_head").get("/desk/calendar/?month=2026-03")
    october = text_of(sign_in("education_head").get("/desk/calendar/?month=2026-10"))

    assert at_case(case) in march.content.decode()
    days = {day.date.isoformat(): day for day in march.context["month"].days}
    assert [due.clock for due in days["2026-03-17"].dues] == ["退回"]
    assert days["2026-03-10"].today
    assert "10 班 国庆节" in october
    assert "1 休 国庆节" in october


def test_a_year_without_its_notice_says_so(town, sign_in):
    page = text_of(sign_in("office").get("/desk/calendar/?month=2027-01"))

    assert "放假安排尚未公布" in page


@pytest.mark.parametrize("address", ["/desk/board/?ended=1", "/desk/calendar/?month=2026-03"])
def test_both_are_narrowed_like_the_lists_and_ask_a_fixed_number_of_questions(town, sign_in, address):
    client, ours = sign_in("office"), assigned(town)
    theirs = assigned(town, unit="transport")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)

    for _ in range(6):
        assigned(town), proposed(town), answered(town)
    with CaptureQueriesContext(connection) as many:
        client.get(address)

    narrowed = client.get(f"{address}&unit=transport").content.decode()
    assert len(few) == len(many) <= 15
    assert theirs.code in narrowed
    assert ours.code not in narrowed
