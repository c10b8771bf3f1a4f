"""Deadlines as other systems got them wrong, each named after the report of their users."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from luoshi.kernel.calendar.actions import load_calendar
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.cases.actions import recompute_clocks, tick
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Deadline
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.kernel.notices.models import Notice
from luoshi.platforms.hotline.tests.factories import (
    DONE,
    PLEASED,
    SENT,
    WHY,
    answered,
    asked,
    do,
    due,
    finished,
    handled,
    record_of,
    sent,
)

STATUS = Deadline.Status


def last_day(case: Case, clock: str = "finish") -> str:
    return due(case, clock).due_at.astimezone(LOCAL).date().isoformat()


def test_zammad_390_only_the_notices_of_the_state_council_are_days_off(town: Town):
    case = sent(town, "2026-11-10 10:00")  # St Martin's day follows

    assert last_day(case) == "2026-11-17"


def test_zammad_390_forty_eight_hours_are_two_days_and_emergencies_two_hours(town: Town):
    emergency = sent(town, "2026-10-01 23:30", limit="emergency")
    utility = sent(town, "2026-10-02 10:00", limit="utility")

    assert due(emergency, "finish").due_at == moment("2026-10-02 01:30")
    assert due(utility, "finish").due_at == moment("2026-10-03 10:00")


def test_zammad_188_closed_and_opened_again_each_round_has_its_own_full_term(town: Town):
    case = finished(town)

    for day in ("2026-03-09", "2026-03-16", "2026-03-23"):
        do(town, case, "reopen", "resident", day, reason="又不热了")
        row = due(case, "redo")
        friday = date.fromisoformat(day) + timedelta(days=7)  # five working days
        assert (row.started_at, row.due_at.astimezone(LOCAL).date()) == (moment(day), friday)
        do(town, case, "contact", "transport_handler", f"{day} 10:00", reached="yes", said="上门")
        do(town, case, "answer", "transport_head", f"{day} 11:00", **DONE)
        assert due(case, "redo").status == STATUS.MET
        do(town, case, "confirm", "agent", f"{day} 12:00", **PLEASED)

    assert case.deadlines.filter(clock="redo").count() == 3
    assert due(case, "finish").due_at == moment("2026-03-10").replace(hour=0) - timedelta(microseconds=1)
    assert not record_of(case).late


def test_zammad_188_returned_and_sent_again_one_finishing_clock_runs(town: Town):
    case = sent(town)
    do(town, case, "return", "transport_handler", "2026-03-02 11:00", reason="无权", fitting="education")
    do(town, case, "dispatch", "dispatcher", "2026-03-03", **SENT)

    running = case.deadlines.filter(clock="finish", status=STATUS.RUNNING)
    assert [row.started_at for row in running] == [moment("2026-03-03")]


def test_zammad_4432_deadlines_in_working_days_end_on_working_days(town: Town):
    calendar = working_calendar()
    start = moment("2026-02-09 22:00")

    for days in range(40):
        case = sent(town, (start + timedelta(days=days)).strftime("%Y-%m-%d %H:%M"))
        row = due(case, "finish")
        assert calendar.is_working_day(row.due_at.astimezone(LOCAL).date())
        assert row.warn_at is not None
        assert calendar.is_working_day(row.warn_at.astimezone(LOCAL).date())


def test_glpi_10594_a_pause_over_the_spring_festival_adds_exactly_its_working_days(town: Town):
    with_pause, without = handled(town, "2026-02-12 10:00"), handled(town, "2026-02-12 10:00")
    calendar = working_calendar()

    do(town, with_pause, "suspend", "dispatcher", "2026-02-13 09:00", **WHY)
    do(town, with_pause, "resume", "dispatcher", "2026-02-25 09:00")

    days = [date.fromisoformat(last_day(case)) for case in (without, with_pause)]
    paused = calendar.working_days_between(date(2026, 2, 13), date(2026, 2, 24))
    assert calendar.working_days_between(*days) == paused


def test_glpi_10594_a_pause_on_a_weekend_adds_nothing(town: Town):
    case = handled(town, "2026-03-05 10:00")
    before = last_day(case)

    do(town, case, "suspend", "dispatcher", "2026-03-07 10:00", **WHY)
    do(town, case, "resume", "dispatcher", "2026-03-08 20:00")

    assert last_day(case) == before


@pytest.mark.parametrize(
    ("at", "last"),
    [
        ("2026-03-06 23:59", "2026-03-13"),  # a Friday night
        (
            "2026-02-17 12:00",
            "2026-02-28",
        ),  # in the Spring Festival; the 28th makes up for it
        ("2026-02-28 09:00", "2026-03-06"),  # a Saturday on which people work
    ],
)
def test_glpi_687_what_comes_outside_working_hours_has_its_full_term(town: Town, at: str, last: str):
    assert last_day(sent(town, at)) == last


def test_frappe_2449_a_changed_calendar_moves_open_deadlines_one_event_each_and_no_closed_one(
    town: Town, tmp_path: Path, settings: Any
):
    running, settled = handled(town, "2026-03-02 10:00"), answered(town, "2026-03-03")
    before = due(settled, "finish").due_at
    folder = settings.CITY.folder / "calendar"
    days = (folder / "2026.csv").read_text("utf-8") + "2026-03-05,holiday,试验假日,试验通知\n"
    _published(tmp_path, folder, days)

    moves = [move for move in recompute_clocks(at=moment("2026-03-04")) if move.clock == "finish"]

    assert [move.case for move in moves] == [running.code]
    assert last_day(running) == "2026-03-10"
    assert due(settled, "finish").due_at == before
    assert running.events.filter(action="clock.recomputed", data__clock="finish").count() == 1
    assert not settled.events.filter(action="clock.recomputed", data__clock="finish").exists()


def test_frappe_2449_time_on_hold_moves_the_end_not_the_beginning(town: Town):
    case = handled(town)
    do(town, case, "suspend", "dispatcher", "2026-03-03 09:00", **WHY)
    do(town, case, "resume", "dispatcher", "2026-03-05 09:00")

    row = due(case, "finish")
    assert row.started_at == moment("2026-03-02 10:00")
    assert last_day(case) == "2026-03-10"  # the one whole day of the three


def test_fixmystreet_897_still_broken_after_closing_reaches_the_unit(town: Town):
    case = finished(town)

    do(town, case, "reopen", "resident", "2026-03-10", reason="路灯又灭了")

    assert case.state == "redo"
    told = set(Notice.objects.filter(topic="case.reopen").values_list("recipient__username", flat=True))
    assert told == {"transport_handler", "transport_head"}


def test_fixmystreet_897_what_others_say_goes_to_review_and_has_a_clock(town: Town):
    case = finished(town)
    do(town, case, "report_again", "agent", "2026-03-10", reason="邻居说仍不亮")
    assert (case.state, last_day(case, "review")) == ("finished", "2026-03-13")

    do(town, case, "reopen", "dispatcher", "2026-03-11", **WHY)

    assert (case.state, due(case, "review").status) == ("redo", STATUS.MET)


def test_fixmystreet_897_a_review_may_let_the_matter_rest_even_after_it_was_filed(town: Town):
    case = finished(town)
    do(town, case, "report_again", "agent", "2026-03-18", reason="邻居说仍不亮")
    tick(now=moment("2026-03-20"))
    case.refresh_from_db()
    assert case.state == "archived"

    do(town, case, "settle", "dispatcher", "2026-03-20 10:00", reason="现场完好")

    assert due(case, "review").status == STATUS.MET


@pytest.mark.parametrize("state", ["received", "dispatched", "handling", "answered", "archived"])
def test_signals_364_only_what_is_finished_is_reopened(town: Town, state: str):
    make = {"received": asked, "dispatched": sent, "handling": handled, "answered": answered}
    case = make.get(state, finished)(town)
    if state == "archived":
        tick(now=moment("2026-03-20"))
        case.refresh_from_db()

    assert case.state == state
    with pytest.raises(ActRefused, match="当前为"):
        do(town, case, "reopen", "resident", "2026-03-20", reason="又坏了")


def test_the_clock_runs_from_dispatch_whenever_the_unit_signs(town: Town):
    case = sent(town)
    before = due(case, "finish").due_at

    do(town, case, "sign", "transport_handler", "2026-03-06 16:00")

    assert due(case, "finish").started_at == moment("2026-03-02 10:00")
    assert due(case, "finish").due_at == before


def _published(tmp_path: Path, folder: Path, days: str) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (tmp_path / "2026.csv").write_text(days, "utf-8")
    load_calendar(tmp_path, at=moment("2026-03-04"))
