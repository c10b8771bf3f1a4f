"""Who is stuck, since when, at which gate, and what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.cases.tests.factories import moment
from luoshi.platforms.projects.queries.reporting import unreported
from luoshi.platforms.projects.queries.stalls import stalls
from luoshi.platforms.projects.rules.months import month_due, owed_months, window
from luoshi.platforms.projects.rules.stalls import STAGES, gate_of, waiting
from luoshi.platforms.projects.tests.steps import BUILT, FREE, put_forward, take
from luoshi.platforms.projects.types import PROJECT

pytestmark = pytest.mark.django_db
DAY = date.fromisoformat


def test_a_project_is_stuck_once_its_stage_has_lasted_too_long(builder):
    case = take(put_forward(builder), "reserve, file, fund, planning, construction", builder)

    assert stalls(builder, at=moment("2026-06-10")) == []  # the 120th day
    [stall] = stalls(builder, at=moment("2026-06-11"))

    assert stall.project.case == case
    assert (stall.wait.since, stall.wait.days, stall.wait.over) == (DAY("2026-02-10"), 121, 1)
    assert stall.gate.key == "start"
    assert stall.words == (
        "尚未取得用地批准手续：取得后请登记许可；依法无需办理的，请由发展改革部门认定（建筑法(2019)第8条）",
        "缺少材料：现场照片或施工合同",
    )
    assert stall.advised == ("环评", "节能审查")


def test_where_nothing_is_missing_the_words_say_whose_turn_it_is(builder):
    take(put_forward(builder), "reserve", builder)

    [stall] = stalls(builder, at=moment("2027-06-01"))

    assert stall.words == ("条件已具备，待发展改革部门办理“立项”",)


def test_works_are_stuck_where_nobody_reports_of_them(builder):
    take(put_forward(builder), f"{BUILT}, april", builder)

    assert stalls(builder, at=moment("2026-07-02")) == []
    [stall] = stalls(builder, at=moment("2026-07-03"))
    assert (stall.gate.key, stall.wait.since) == ("report", DAY("2026-05-01"))


def test_what_has_ended_is_stuck_nowhere(builder):
    take(put_forward(builder), "terminate", builder)

    assert stalls(builder, at=moment("2030-01-01")) == []


def test_nobody_reads_of_projects_that_are_not_theirs(town, builder):
    put_forward(builder)

    assert len(stalls(town["education_head"], at=moment("2027-06-01"))) == 1
    assert stalls(town["finance_head"], at=moment("2027-06-01")) == []


def test_the_number_of_queries_does_not_grow(builder):
    def count():
        with CaptureQueriesContext(connection) as asked:
            found = stalls(builder, at=moment("2028-06-01"))
        return len(found), len(asked)

    put_forward(builder)
    one = count()
    take(put_forward(builder), BUILT, builder)
    take(put_forward(builder), FREE, builder)
    three = count()

    assert (one[0], three[0]) == (1, 3)
    assert one[1] == three[1]


def test_the_longest_stuck_come_first_and_only_so_many(builder):
    old = put_forward(builder)
    put_forward(builder, at="2026-03-01")

    [stall] = stalls(builder, at=moment("2028-06-01"), most=1)

    assert stall.project.case == old


@pytest.mark.parametrize("state", [state.key for state in PROJECT.states if not state.end])
@pytest.mark.parametrize("nature", ["government", "enterprise"])
def test_every_stage_has_a_gate_that_leads_on_from_it(state, nature):
    gate = PROJECT.action(gate_of(state, nature) or "")

    assert state in STAGES
    assert gate
    assert state in gate.frm


def test_a_stage_without_a_limit_is_never_stuck():
    since, on = DAY("2026-01-01"), DAY("2030-01-01")

    assert waiting("proposed", since, reported_on=None, on=on, limits={}) is None


@pytest.mark.parametrize(
    ("on", "due"), [("2026-05-10", "2026-03-01"), ("2026-05-11", "2026-04-01"), ("2026-01-11", "2025-12-01")]
)
def test_a_month_is_due_by_a_day_of_the_next(on, due):
    assert month_due(DAY(on), by=10) == DAY(due)


def test_months_are_owed_from_the_start_on():
    told = {DAY("2026-05-01")}

    owed = owed_months(DAY("2026-04-15"), told, on=DAY("2026-07-11"), by=10)

    assert owed == [DAY("2026-04-01"), DAY("2026-06-01")]
    assert owed_months(DAY("2026-07-01"), set(), on=DAY("2026-07-11"), by=10) == []


@pytest.mark.parametrize(
    ("on", "said"), [("2026-05-10", "new"), ("2026-05-11", ""), ("2026-05-20", "review"), ("2026-05-26", "")]
)
def test_a_day_of_the_month_says_what_it_is_for(on, said):
    assert window(DAY(on), new_by=10, review_from=20, review_by=25) == said


def test_whoever_owes_a_month_is_listed_with_the_months(builder):
    owing = take(put_forward(builder), f"{BUILT}, april", builder)
    take(put_forward(builder), FREE, builder)

    assert unreported(builder, on=DAY("2026-06-10")) == []
    [(project, months)] = unreported(builder, on=DAY("2026-07-11"))

    assert (project.case, months) == (owing, [DAY("2026-05-01"), DAY("2026-06-01")])
