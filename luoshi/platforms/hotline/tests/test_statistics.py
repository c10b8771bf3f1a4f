"""The roll-up by day is what a recount gives, and the page of statistics says no small number."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.platforms.hotline.actions import count_days, recount_days
from luoshi.platforms.hotline.models import DayCount, Request
from luoshi.platforms.hotline.statistics import statistics_of
from luoshi.platforms.hotline.tests.factories import answered, asked, do, finished, sent

NOW = datetime(2026, 4, 1, 1, tzinfo=UTC)
COLUMNS = ("day", "channel", "category", "district", "unit", "outcome", "simulated", "requests")
ADDRESS = "/12345/statistics/"


def counted() -> list[tuple[Any, ...]]:
    return sorted(DayCount.objects.values_list(*COLUMNS))


def days() -> list[date]:
    return sorted(
        {row.opened_at.astimezone(moment("2026-03-02").tzinfo).date() for row in Request.objects.all()}
    )


def test_each_request_counts_on_its_day_as_it_stands(town: Town):
    asked(town, "2026-03-02")
    asked(town, "2026-03-02")
    finished(town, "2026-03-04")
    do(
        town,
        asked(town, "2026-03-03"),
        "decline",
        "dispatcher",
        "2026-03-03 10:00",
        door="police",
        reply="110",
    )

    count_days(now=NOW)

    assert [(row[0].day, row[4], row[5], row[7]) for row in counted()] == [
        (2, "government-services", "open", 2),
        (2, "transport", "solved", 1),
        (3, "government-services", "declined", 1),
    ]


def test_counted_bit_by_bit_it_is_what_a_recount_gives(town: Town):
    case, later = asked(town, "2026-03-02"), sent(town, "2026-03-05 10:00")
    count_days(now=NOW)
    steps = (
        lambda: do(town, case, "reply_now", "agent", "2026-03-02 09:05", outcome="solved", reply="好"),
        lambda: do(town, later, "correct", "dispatcher", "2026-03-05 11:00", sort="help", category="010402",
                   limit="ordinary"),
        lambda: answered(town, "2026-03-09"),
    )  # fmt: skip
    for hours, step in enumerate(steps, start=1):
        step()
        count_days(now=NOW + timedelta(hours=hours))
        kept = counted()
        recount_days(days())
        assert counted() == kept
    assert sum(row[7] for row in kept) == Request.objects.count() == 3


def test_what_does_not_move_is_not_counted_again(town: Town):
    asked(town, "2026-03-02")
    assert count_days(now=NOW) == 1
    assert count_days(now=NOW + timedelta(minutes=6)) == 1  # what was written just then may have come late
    assert count_days(now=NOW + timedelta(minutes=12)) == 0

    asked(town, "2026-03-03")
    assert count_days(now=NOW + timedelta(minutes=18)) == 1


def test_small_numbers_are_left_out(town: Town):
    for _ in range(7):
        asked(town, "2026-03-02", category="010402")
    asked(town, "2026-03-03", category="020101")
    asked(town, "2026-03-03", category="030101")
    count_days(now=NOW)

    told = statistics_of(None, at=NOW)

    assert told.month == date(2026, 3, 1)
    assert told.categories.left_out > 0
    assert all((cell.requests or 0) >= 5 for cell in told.categories.cells)
    assert statistics_of(None, category="01", at=NOW).total == 7
    assert Client().get(ADDRESS, {"month": "2026-03", "category": "01"}).status_code == 200


def test_the_page_asks_the_same_few_queries_however_much_there_is(town: Town):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked_for:
            assert Client().get(ADDRESS, {"month": "2026-03"}).status_code == 200
        return len(asked_for)

    asked(town, "2026-03-02")
    count_days(now=NOW)
    queries()
    few = queries()
    for day in range(3, 13):
        asked(town, f"2026-03-{day:02}", category="010402")
        sent(town, f"2026-03-{day:02} 10:00")
    count_days(now=NOW)

    assert queries() == few <= 8


@pytest.mark.parametrize("wrong", [{"month": "2026-13"}, {"month": "x"}, {"category": "99"}])
def test_what_there_is_none_of_is_not_found(town: Town, wrong: dict[str, str]):
    assert Client().get(ADDRESS, wrong).status_code == 404
