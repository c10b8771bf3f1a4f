"""The sweep over deadlines, alone and twice at once, and what a newly published calendar moves."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from luoshi.kernel.calendar.actions import publish_year
from luoshi.kernel.cases.actions import act, recompute_clocks, tick
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import guard
from luoshi.kernel.cases.models import Case, Deadline, Event
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.tests.factories import Town, make_town, moment
from luoshi.kernel.cases.tests.invented import ERRAND, LAW, deadline, do, errand
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.notices.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]


def swept(at: str) -> list[tuple[str, str]]:
    """Sweep, and return what was noted of which clock."""
    return [(event.action, event.data["clock"]) for event in tick(now=moment(at))]


def taken(town: Town, at: str = "2026-03-02", **more: Any) -> Case:
    """Return an errand of which only the clock ``decide`` runs."""
    case = errand(town, at, **more)
    do(town, case, "take", "education_handler", at)
    return case


def test_the_unit_is_warned_once_before_a_deadline(town: Town):
    case = taken(town)
    assert swept("2026-03-25") == []

    first, again = swept("2026-03-26"), swept("2026-03-26")

    assert (first, again) == ([("clock.warned", "decide")], [])
    told = Notice.objects.filter(topic="case.clock.warned")
    assert [notice.recipient_id for notice in told] == [town.accounts["education_handler"].pk]
    assert verify(Case.objects.get(pk=case.pk)).sound


def test_a_warning_is_given_anew_only_for_a_new_day(town: Town):
    case = taken(town)
    swept("2026-03-26")

    do(town, case, "ask", "education_handler", "2026-03-27 09:00")
    do(town, case, "bring", "deputy", "2026-03-27 16:00", words="补正材料")
    assert swept("2026-03-28") == []
    do(town, case, "extend", "education_head", "2026-03-29")

    assert swept("2026-04-10") == [("clock.warned", "decide")]


def test_silence_has_the_effect_that_the_law_gives_it_once(town: Town):
    case = taken(town)

    first, again = swept("2026-03-31"), swept("2026-03-31")

    case.refresh_from_db()
    assert (first, again) == ([("clock.missed", "decide")], [])
    assert list(case.events.values_list("action", "by")) == [
        ("open", town.accounts["deputy"].pk),
        ("take", town.accounts["education_handler"].pk),
        ("clock.missed", None),
        ("silent", None),
    ]
    assert (case.state, deadline(case, "decide").status) == ("decided", "late")
    assert deadline(case, "publish").status == "running"
    assert verify(case).sound


def test_what_was_missed_stays_owed_and_is_late_when_done(town: Town):
    case = errand(town)

    assert swept("2026-03-04") == [("clock.missed", "take")]
    assert deadline(case, "take").status == "missed"
    case.refresh_from_db()
    assert case.due_at == deadline(case, "take").due_at
    do(town, case, "take", "education_handler", "2026-03-05")

    assert deadline(case, "take").status == "late"
    assert swept("2026-03-06") == []


def test_who_missed_a_deadline_and_their_head_are_told(town: Town):
    errand(town)

    swept("2026-03-04")

    told = set(Notice.objects.filter(topic="case.clock.missed").values_list("recipient__username", flat=True))
    assert told == {"education_handler", "education_head"}


def test_a_clock_that_stands_still_is_never_missed(town: Town):
    case = taken(town)
    do(town, case, "ask", "education_handler", "2026-03-09")

    assert swept("2027-03-09") == []

    assert deadline(case, "decide").status == "paused"


def test_after_an_outage_the_sweep_catches_up_in_the_order_of_the_deadlines(town: Town):
    later, earlier = taken(town, "2026-03-05"), taken(town, "2026-03-02")
    helped = taken(town, "2026-03-03", helpers=["finance"])

    events = tick(now=moment("2026-05-01"))

    order = [(event.case.code, event.data["clock"]) for event in events]
    assert order == [
        (helped.code, "help"),
        (earlier.code, "decide"),
        (helped.code, "decide"),
        (later.code, "decide"),
    ]
    assert all(verify(case).sound for case in Case.objects.all())


def test_a_condition_of_law_that_stands_against_the_effect_leaves_the_deadline_missed(town: Town):
    @guard("须先承办", LAW)
    def was_taken(context: Context) -> bool:
        return context.has("take")

    guarded = [replace(a, guards=(was_taken,)) if a.key == "silent" else a for a in ERRAND.actions]
    case_types()[ERRAND.key] = replace(ERRAND, actions=tuple(guarded))
    case = errand(town)

    swept("2026-03-31")

    case.refresh_from_db()
    assert (case.state, deadline(case, "decide").status) == ("received", "missed")
    assert verify(case).sound


def test_a_case_that_cannot_be_swept_keeps_no_other_from_its_turn(town: Town, caplog: Any):
    broken, fine = taken(town), taken(town, "2026-03-03")
    Deadline.objects.filter(case=broken, clock="decide").update(clock="forgotten")

    assert swept("2026-04-01") == [("clock.missed", "decide")]

    assert fine.events.filter(action="clock.missed").exists()
    assert broken.code in caplog.text
    assert broken.events.count() == 2


NOTICE = "date,kind,name,source\n2027-01-01,holiday,元旦,通知\n2027-01-04,holiday,元旦,通知\n"


def publish_2027(folder: Path) -> None:
    path = folder / "2027.csv"
    path.write_text(NOTICE, "utf-8")
    publish_year(2027, path=path, notice="通知", published_on=date(2026, 12, 22), at=moment("2026-12-22"))


def test_a_published_year_moves_the_deadlines_it_touches_with_one_event_each(town: Town, tmp_path: Path):
    moving, paused, ended = (taken(town, "2026-12-21") for _ in range(3))
    staying = taken(town, "2026-11-02")
    do(town, paused, "ask", "education_handler", "2026-12-22")
    do(town, ended, "decide", "education_head", "2026-12-22", words="同意")
    row = deadline(moving, "decide")
    assert (row.due_at.date(), row.provisional) == (date(2027, 1, 18), True)
    publish_2027(tmp_path)

    rehearsed = recompute_clocks(at=moment("2026-12-23"), commit=False)
    assert Event.objects.filter(action="clock.recomputed").count() == 0
    assert deadline(moving, "decide").due_at == row.due_at
    done = recompute_clocks(at=moment("2026-12-23"))
    again = recompute_clocks(at=moment("2026-12-24"))

    assert (rehearsed, again) == (done, [])
    moved = {(move.case, move.clock, move.now.date(), move.provisional) for move in done}
    assert moved == {
        (moving.code, "decide", date(2027, 1, 20), False),
        (paused.code, "decide", date(2027, 1, 20), False),
    }
    event = moving.events.get(action="clock.recomputed")
    assert (event.data["was"], event.data["provisional"]) == ("2027-01-18T15:59:59.999999+00:00", False)
    moving.refresh_from_db()
    assert moving.due_at == deadline(moving, "decide").due_at
    assert not staying.events.filter(action="clock.recomputed").exists()
    assert all(verify(case).sound for case in Case.objects.all())


def at_once(*works: Callable[[], Any]) -> list[Any]:
    def run(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_and_an_act_at_once_write_each_event_once(settings: Any):
    town = make_town(settings)
    cases = [errand(town) for _ in range(6)]
    now = moment("2026-03-04")
    deputy = town["deputy"]

    def withdraw() -> list[Event]:
        return [act(case, "withdraw", by=deputy, at=now) for case in cases[3:]]

    one, other, _ = at_once(lambda: tick(now=now), lambda: tick(now=now), withdraw)

    noted = [event.case_id for event in (*one, *other)]
    assert len(noted) == len(set(noted))
    assert {case.pk for case in cases[:3]} <= set(noted)
    for case in Case.objects.all():
        assert verify(case).sound
        assert deadline(case, "take").status in ("missed", "late")
        assert case.events.filter(action="clock.missed").count() <= 1
