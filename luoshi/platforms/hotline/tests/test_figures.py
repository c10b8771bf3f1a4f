"""The figures the hotline publishes, from a handful of requests told act by act."""

from __future__ import annotations

from django.db import connection

from luoshi.kernel.cases.actions import tick
from luoshi.kernel.cases.actions.relate import relate_case
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.kernel.cases.tests.invented import paper
from luoshi.kernel.measures.arithmetic import Figure
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.taking import compute
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.tests.factories import (
    DONE,
    PLEASED,
    WHY,
    answered,
    asked,
    do,
    finished,
    handled,
    record_of,
    sent,
)

RATES = ("finished_rate", "replied_rate", "on_time_rate", "satisfied_rate", "solved_rate")
EXCUSED = {"reached": "yes", "solved": "no", "satisfied": "no", "cause": "policy"}
DIRECT = {"outcome": "solved", "reply": "缴费窗口八点开门。"}


def figures_of(name: str, on: str) -> list[Figure]:
    definition = measure(f"hotline.{name}")
    return compute(definition, Postgres(), years=[2026], on=moment(on).date())


def shown(
    name: str, on: str = "2026-12-31", period: str = "2026", org: str = "", place: str = ""
) -> tuple[int, int] | int | None:
    """Return what the figure shows: of how many how many, or how many."""
    asked_for = (org, place, period)
    found = next((f for f in figures_of(name, on) if (f.org, f.place, str(f.period)) == asked_for), None)
    if found is None or found.value is None:
        return None
    if found.numerator is None or found.denominator is None:
        return int(found.value)
    return int(found.numerator), int(found.denominator)


def fact_of(case: Case, *columns: str) -> tuple[object, ...]:
    with connection.cursor() as cursor:
        named = ", ".join(columns)
        cursor.execute(f"SELECT {named} FROM facts.hotline_requests WHERE subject = %s", [case.code])
        row: tuple[object, ...] = cursor.fetchone()
        return row


def excluded(town: Town, case: Case, at: str = "2026-03-05") -> None:
    do(town, case, "ask_exclusion", "transport_head", f"{at} 10:00", paper("证明材料"), **WHY)
    do(town, case, "exclude", "arbiter", f"{at} 11:00")


def a_spring(town: Town) -> dict[str, Case]:
    """Tell of ten requests of March that ended in ten ways, or had not ended when it was over."""
    told = {
        "pleased": finished(town),
        "excused": answered(town),
        "unrated": answered(town),
        "unreached": answered(town),
        "late": handled(town),
        "silent": handled(town),
        "direct": asked(town, sort="question", limit="question"),
        "declined": asked(town),
        "merged": asked(town),
        "excluded": answered(town),
    }
    do(town, told["excused"], "confirm", "agent", "2026-03-04", **EXCUSED)
    do(town, told["unreached"], "confirm", "agent", "2026-03-04", **PLEASED | {"reached": "no"})
    do(town, told["direct"], "reply_now", "agent", "2026-03-02 09:05", **DIRECT)
    do(town, told["declined"], "decline", "dispatcher", "2026-03-02 10:00", door="police", reply="请拨110。")
    do(town, told["merged"], "merge", "agent", "2026-03-02 09:10", into=told["pleased"].code)
    do(town, told["excluded"], "confirm", "agent", "2026-03-04", **EXCUSED)
    excluded(town, told["excluded"])
    tick(now=moment("2026-03-10"))
    do(town, told["late"], "answer", "transport_head", "2026-03-11", **DONE)
    do(town, told["late"], "confirm", "agent", "2026-03-12", **PLEASED)
    tick(now=moment("2026-03-25"))
    return told


def test_each_rate_counts_what_it_says_and_nothing_else(town: Town):
    a_spring(town)

    assert shown("taken") == 10
    assert shown("finished_rate") == (6, 7)  # the silent one is not; three are not counted
    assert shown("replied_rate") == (6, 7)
    assert shown("on_time_rate") == (4, 6)  # the direct reply had no day to keep
    assert shown("satisfied_rate") == (2, 3)  # rung up and reached: pleased, late, excused
    assert shown("solved_rate") == (2, 3)


def test_an_exclusion_leaves_every_rate_and_is_counted_apart(town: Town):
    case = finished(town)
    before = [shown(name) for name in RATES]

    do(town, case, "ask_exclusion", "transport_head", "2026-03-05", paper("证明材料"), **WHY)
    asked_for = [shown(name) for name in RATES]
    do(town, case, "exclude", "arbiter", "2026-03-05 10:00")

    assert before == asked_for == [(1, 1)] * 5
    assert [shown(name) for name in RATES] == [None] * 5  # nothing to count is no rate, not nought
    assert (shown("excluded"), shown("taken")) == (1, 1)


def test_an_exclusion_that_is_refused_changes_nothing(town: Town):
    case = finished(town)
    do(town, case, "ask_exclusion", "transport_head", "2026-03-05", paper("证明材料"), **WHY)

    do(town, case, "keep", "arbiter", "2026-03-05 10:00", **WHY)

    assert [shown(name) for name in RATES] == [(1, 1)] * 5
    assert shown("excluded") == 0


def test_what_is_not_yet_due_is_no_failure_until_its_day_has_passed(town: Town):
    case = handled(town)

    tick(now=moment("2026-03-09"))
    assert [shown(name) for name in RATES] == [None] * 5

    tick(now=moment("2026-03-11"))
    assert fact_of(case, "due_on::text", "overdue", "on_time") == ("2026-03-09", True, False)
    assert [shown(name) for name in RATES] == [(0, 1), (0, 1), (0, 1), None, None]


def test_a_request_that_nobody_sent_on_is_a_failure_too(town: Town):
    case = asked(town)

    tick(now=moment("2026-03-03"))

    assert fact_of(case, "dispatched_on", "overdue", "on_time") == (None, True, None)
    assert (shown("finished_rate"), shown("on_time_rate")) == ((0, 1), None)


def test_what_is_suspended_waits_without_being_late(town: Town):
    case = handled(town)
    do(town, case, "suspend", "dispatcher", "2026-03-03", **WHY)

    tick(now=moment("2026-03-20"))

    assert fact_of(case, "overdue", "on_time") == (False, None)
    assert [shown(name) for name in RATES] == [None] * 5


def test_an_answer_before_its_day_counts_on_the_day_it_was_due(town: Town):
    answered(town)

    assert shown("on_time_rate", on="2026-03-06") is None
    assert shown("on_time_rate", on="2026-03-09", period="2026-03") == (1, 1)
    assert shown("replied_rate", on="2026-03-06") == (1, 1)


def test_a_request_that_is_handled_again_is_unsolved_until_it_is_answered_again(town: Town):
    case = answered(town)
    do(town, case, "redo", "agent", "2026-03-04", **WHY)

    again = shown("satisfied_rate"), shown("solved_rate"), shown("finished_rate")
    do(town, case, "contact", "transport_handler", "2026-03-05", reached="yes", said="再次上门")
    do(town, case, "answer", "transport_head", "2026-03-05 10:00", **DONE)
    waiting = shown("satisfied_rate")
    do(town, case, "confirm", "agent", "2026-03-06", **PLEASED)

    assert again == ((0, 1), (0, 1), None)
    assert waiting is None
    assert (shown("satisfied_rate"), shown("finished_rate")) == ((1, 1), (1, 1))


def test_a_rating_does_not_outlive_the_answer_it_was_of(town: Town):
    case = finished(town)
    do(town, case, "reopen", "resident", "2026-03-05", **WHY)
    do(town, case, "contact", "transport_handler", "2026-03-06", reached="yes", said="再次上门")
    do(town, case, "answer", "transport_head", "2026-03-06 10:00", **DONE)

    assert (record_of(case).satisfied, shown("satisfied_rate")) == (None, None)


def test_each_message_of_somebody_who_asks_again_is_counted_and_marked(town: Town):
    first, again = finished(town), finished(town, "2026-03-05")
    unit, why = town["transport_head"], "同一人再次反映"
    relate_case(again, first.code, kind="repeats", reason=why, by=unit, at=moment("2026-03-12"))

    assert shown("taken") == 2
    assert (fact_of(first, "repeated"), fact_of(again, "repeated")) == ((False,), (True,))


def test_figures_are_kept_apart_by_unit_place_and_month(town: Town):
    Organisation.objects.filter(code="education").update(region="220302")
    finished(town)
    asked(town, "2026-04-01", locality="education")
    sent(town, "2026-04-02 10:00", unit="education")

    assert shown("taken", org="siping/transport/") == 1
    assert shown("taken", org="siping/education/") == 1
    assert shown("taken", org="siping/") == 3
    assert shown("taken", place="220302") == 2
    assert (shown("taken", period="2026-03"), shown("taken", period="2026-04")) == (1, 2)
    assert shown("finished_rate", org="siping/transport/", period="2026-03") == (1, 1)
    assert shown("finished_rate", period="2026-04") is None


def test_the_fact_says_nothing_of_who_asked_nor_what(town: Town):
    a_spring(town)

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(r)::text FROM facts.hotline_requests AS r")
        told = " ".join(row[0] for row in cursor.fetchall())

    assert not any(word in told for word in ("王某", "1390000", "暖气", "阀门", "person"))
