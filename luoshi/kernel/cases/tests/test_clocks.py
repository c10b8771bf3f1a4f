from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Deadline
from luoshi.kernel.cases.queries import can
from luoshi.kernel.cases.tests.factories import Town, assign, moment, propose
from luoshi.kernel.cases.tests.invented import deadline, do, errand, paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
ANSWER = {"result": "A", "reply": "已修缮。", "talked_on": "2026-03-20"}
RUNNING, PAUSED, MET, LATE = (Deadline.Status(key) for key in ("running", "paused", "met", "late"))


def day(row: Deadline) -> str:
    return row.due_at.astimezone(LOCAL).date().isoformat()


def test_a_clock_starts_on_the_day_after_and_ends_with_its_day(town: Town):
    row = deadline(errand(town), "decide")

    assert (row.status, row.seq, row.unit.code) == (RUNNING, 1, "education")
    assert row.due_at == moment("2026-03-30 23:59:59.999999")
    assert row.warn_at == moment("2026-03-25 23:59:59.999999")
    assert row.law == "试验条例(2026)第3条"


def test_a_case_opened_a_minute_before_midnight_on_a_friday_counts_from_monday(town: Town):
    case = errand(town, "2026-03-06 23:59")

    assert day(deadline(case, "decide")) == "2026-04-03"
    assert deadline(case, "take").due_at == moment("2026-03-07 23:59")  # hours are exact


def test_what_is_done_in_time_is_met_and_leaves_the_case_no_deadline_of_that_kind(town: Town):
    case = errand(town)
    assert case.due_at == moment("2026-03-03 09:00")

    do(town, case, "take", "education_handler", "2026-03-02 17:00")

    row = deadline(case, "take")
    assert (row.status, row.stopped_at) == (MET, moment("2026-03-02 17:00"))
    assert case.due_at == deadline(case, "decide").due_at


def test_what_is_done_late_is_late_though_no_sweep_has_noted_it(town: Town):
    case = errand(town)

    do(town, case, "take", "education_handler", "2026-03-03 09:01")

    assert deadline(case, "take").status == LATE


def test_a_pause_over_a_weekend_gains_no_working_day(town: Town):
    case = errand(town)

    do(town, case, "ask", "education_handler", "2026-03-13 17:00")
    do(town, case, "bring", "deputy", "2026-03-16 10:00", words="补正材料")

    assert day(deadline(case, "decide")) == "2026-03-30"


def test_whole_days_of_a_pause_are_added(town: Town):
    case = errand(town)

    do(town, case, "ask", "education_handler", "2026-03-09")
    assert deadline(case, "decide").status == PAUSED
    assert case.due_at == deadline(case, "take").due_at
    do(town, case, "bring", "deputy", "2026-03-12", words="补正材料")

    row = deadline(case, "decide")
    assert (row.status, day(row)) == (RUNNING, "2026-04-01")
    assert row.warn_at == moment("2026-03-27 23:59:59.999999")


def test_a_clock_stands_still_until_the_last_of_two_pauses_ends(town: Town):
    case = errand(town)

    do(town, case, "ask", "education_handler", "2026-03-09")
    do(town, case, "test", "education_handler", "2026-03-10")
    do(town, case, "bring", "deputy", "2026-03-12", words="补正材料")
    assert deadline(case, "decide").status == PAUSED
    do(town, case, "tested", "office", "2026-03-16")

    row = deadline(case, "decide")
    assert (row.status, day(row)) == (RUNNING, "2026-04-03")
    assert [span["action"] for span in row.pauses] == ["ask", "test"]


def test_a_pause_begun_twice_is_one_pause(town: Town):
    case = errand(town)

    do(town, case, "ask", "education_handler", "2026-03-09")
    do(town, case, "ask", "education_handler", "2026-03-10")
    do(town, case, "bring", "deputy", "2026-03-12", words="补正材料")

    row = deadline(case, "decide")
    assert (row.status, len(row.pauses), day(row)) == (RUNNING, 1, "2026-04-01")


def test_what_is_done_while_the_clock_stands_still_is_in_time(town: Town):
    case = errand(town)
    do(town, case, "ask", "education_handler", "2026-03-09")

    do(town, case, "decide", "education_head", "2026-05-20", words="同意")

    row = deadline(case, "decide")
    assert row.status == MET
    assert row.due_at >= moment("2026-05-20")


def test_extensions_are_granted_once_each_in_their_order(town: Town):
    case, days = errand(town), []

    for at in ("2026-03-20", "2026-04-10", "2026-04-11"):
        do(town, case, "extend", "education_head", at)
        days.append(day(deadline(case, "decide")))

    assert days == ["2026-04-14", "2026-04-21", "2026-04-21"]
    assert [e["seq"] for e in deadline(case, "decide").extensions] == [2, 3]


def test_an_extension_is_granted_while_the_clock_stands_still(town: Town):
    case = errand(town)
    do(town, case, "ask", "education_handler", "2026-03-09")

    do(town, case, "extend", "education_head", "2026-03-10")
    do(town, case, "bring", "deputy", "2026-03-12", words="补正材料")

    assert day(deadline(case, "decide")) == "2026-04-16"


@pytest.mark.parametrize("action", ["extend", "ask"])
def test_a_clock_that_has_run_out_is_neither_extended_nor_paused(town: Town, action: str):
    case = errand(town)

    do(town, case, action, "education_head" if action == "extend" else "education_handler", "2026-03-31")

    row = deadline(case, "decide")
    assert (row.status, day(row), row.extensions, row.pauses) == (RUNNING, "2026-03-30", [], [])


def test_a_case_that_changes_hands_takes_its_deadline_along(town: Town):
    case = errand(town, helpers=["finance"])

    do(town, case, "hand", "office", "2026-03-10", unit="transport", helpers=["finance"])

    row = deadline(case, "decide")
    assert (row.unit.code, day(row), row.seq) == ("transport", "2026-03-30", 1)
    assert [(row.unit.code, row.seq) for row in case.deadlines.filter(clock="help")] == [("finance", 1)]
    assert case.path == "siping/transport/"


def test_a_case_handed_out_again_runs_its_clock_once_though_the_act_begins_it(town: Town):
    case = errand(town)
    do(town, case, "ask", "education_handler", "2026-03-09")

    do(town, case, "hand", "office", "2026-03-10", unit="transport")

    [row] = case.deadlines.filter(clock="decide").select_related("unit")
    assert (row.unit.code, row.status, row.seq) == ("transport", PAUSED, 1)


def test_who_gets_a_case_that_was_missed_elsewhere_has_time_of_their_own(town: Town):
    case = errand(town)
    case.deadlines.filter(clock="decide").update(status=Deadline.Status.MISSED)

    do(town, case, "hand", "office", "2026-04-10", unit="transport")

    rows = case.deadlines.filter(clock="decide").order_by("seq")
    found = [(row.unit.code, row.status, row.seq) for row in rows.select_related("unit")]
    assert found == [("education", Deadline.Status.MISSED, 1), ("transport", RUNNING, 2)]


def test_every_helping_unit_has_a_deadline_of_its_own(town: Town):
    case = errand(town, helpers=["finance", "transport"])

    do(town, case, "help", "finance_handler", "2026-03-04", words="同意")

    assert deadline(case, "help", "finance").status == MET
    assert deadline(case, "help", "transport").status == RUNNING


def test_a_decision_ends_the_deadlines_of_all_helping_units(town: Town):
    case = errand(town, helpers=["finance", "transport"])

    do(town, case, "decide", "education_head", "2026-03-04", words="同意")

    assert {row.status for row in case.deadlines.filter(clock="help")} == {MET}


def test_units_that_are_no_longer_asked_help_no_more(town: Town):
    case = errand(town, helpers=["finance", "transport"])

    do(town, case, "hand", "office", "2026-03-03", unit="education", helpers=["transport"])
    do(town, case, "hand", "office", "2026-03-04", unit="education")

    assert list(case.tasks.all()) == []
    with pytest.raises(ActRefused, match="须由协办人办理"):
        do(town, case, "help", "finance_handler", "2026-03-05", words="同意")


def test_a_last_day_of_rest_moves_on_and_the_stricter_day_is_kept(town: Town):
    row = deadline(errand(town, helpers=["finance"]), "help")

    assert day(row) == "2026-03-09"
    assert row.strict_at.astimezone(LOCAL).date() == date(2026, 3, 7)


def test_clocks_run_to_a_date_and_backwards_from_it(town: Town):
    case = errand(town)

    do(town, case, "summon", "education_handler", "2026-03-03", hearing="2026-04-20")

    assert deadline(case, "hearing").due_at == moment("2026-04-20 23:59:59.999999")
    assert day(deadline(case, "notice")) == "2026-04-09"


def test_a_second_hearing_starts_clocks_of_its_own(town: Town):
    case = errand(town)
    do(town, case, "summon", "education_handler", "2026-03-03", hearing="2026-03-10")
    do(town, case, "heard", "education_handler", "2026-03-10", paper("笔录"))

    do(town, case, "summon", "education_handler", "2026-03-11", hearing="2026-03-20")

    rows = case.deadlines.filter(clock="hearing").order_by("seq")
    assert [(row.status, day(row)) for row in rows] == [(MET, "2026-03-10"), (RUNNING, "2026-03-20")]


def test_a_clock_outlives_the_end_of_its_case(town: Town):
    case = errand(town)
    do(town, case, "decide", "education_head", "2026-03-04", words="同意")
    assert (case.closed_at, day(deadline(case, "publish"))) == (moment("2026-03-04"), "2026-03-13")

    do(town, case, "publish", "office", "2026-03-16")

    assert deadline(case, "publish").status == LATE
    assert (case.closed_at, case.due_at) == (moment("2026-03-04"), None)


def test_a_proposal_that_is_disputed_three_times_is_answered_within_the_law_each_time(town: Town):
    case = propose(town)
    assign(town, case)

    def answer(at: str) -> None:
        paperwork = [paper("答复件")]
        act(case, "answer", by=town["education_head"], data=ANSWER, evidence=paperwork, at=moment(at))

    answer("2026-03-25")
    for again in ("2026-04-10", "2026-05-11", "2026-06-10"):
        act(case, "dissent", by=town["deputy"], data={"reason": "没有解决。"}, at=moment(again))
        answer(again.replace("-1", "-2", 1) if again != "2026-05-11" else "2026-05-25")
    act(case, "rate", by=town["deputy"], data={"rating": "satisfied"}, at=moment("2026-06-25"))

    case.refresh_from_db()
    rows = case.deadlines.filter(clock="reanswer").order_by("seq")
    assert [row.status for row in rows] == [MET, MET, MET]
    assert len({row.seq for row in rows}) == 3
    assert (case.state, case.version) == ("closed", 10)
    assert not case.deadlines.filter(clock="feedback", status=RUNNING).exists()


def offered(town: Town, case: Case, who: str, at: str) -> set[str]:
    return {o.action.key for o in can(town[who], case, at=moment(at)) if o.allowed}


def test_a_right_that_ends_with_a_clock_ends_on_time_though_no_sweep_has_come(town: Town):
    case = propose(town)
    assign(town, case)
    case.refresh_from_db()
    last = deadline(case, "return").due_at.astimezone(LOCAL)

    assert "return" in offered(town, case, "education_head", f"{last:%Y-%m-%d} 23:59")
    assert "return" not in offered(town, case, "education_head", f"{last:%Y}-12-01")
