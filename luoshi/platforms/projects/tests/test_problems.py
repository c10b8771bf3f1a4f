"""A problem of a project: who must decide, by when, what silence does."""

from __future__ import annotations

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.access import may_see
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.actions.tick import tick
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Link
from luoshi.kernel.cases.proofs import faults_of
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.notices.models import Notice
from luoshi.platforms.projects.tests.delivered import building, problem_of, with_leader
from luoshi.platforms.projects.types import PROBLEM

pytestmark = pytest.mark.django_db
DECIDED = {"decision": "六月十日前搬迁", "carry_out_by": "2026-06-10"}
MINUTES = StoredFile("ac" * 32, "纪要.pdf", "application/pdf", 10, "会议纪要")


@pytest.fixture
def town(town):
    with_leader(town)
    return town


@pytest.fixture
def project(builder):
    return building(builder)


def step(case, action, by, at, *files, **data):
    act(case, action, by=by, data=data, evidence=files, at=moment(at))
    case.refresh_from_db()
    return case


def test_the_type_is_sound():
    assert faults_of(PROBLEM) == []


def test_a_problem_hangs_on_its_project_and_tells_the_post_that_decides(project, builder, town):
    problem = problem_of(project, builder)

    assert problem.data["project"] == project.code
    assert Link.objects.get(other=problem).case_id == project.pk
    assert may_see(town["transport_head"], problem)
    told = Notice.objects.filter(link=f"/desk/cases/{problem.code}/").values_list(
        "recipient__username", flat=True
    )
    assert set(told) == {"transport_head"}


def test_the_post_named_decides_and_the_unit_carries_out(project, builder, town):
    problem = problem_of(project, builder)

    problem = step(problem, "decide", town["transport_head"], "2026-05-13", **DECIDED)
    problem = step(problem, "done", builder, "2026-06-08", outcome="已搬迁")

    assert problem.state == "done"
    assert set(problem.deadlines.values_list("clock", "status")) == {
        ("department", "met"),
        ("carry_out", "met"),
    }


@pytest.mark.parametrize(
    ("level", "decides"),
    [
        ("department", {"transport_head", "leader"}),
        ("leader", {"leader"}),
        ("executive", set()),
    ],
)
def test_a_level_or_the_one_above_decides_and_nobody_else(project, builder, town, level, decides):
    deciding = set()
    for name in ("transport_head", "finance_head", "education_head", "leader"):
        problem = problem_of(project, builder, problem_level=level)
        try:
            step(problem, "decide", town[name], "2026-05-13", **DECIDED)
        except ActRefused:
            continue
        deciding.add(name)

    assert deciding == decides


def test_the_executive_meeting_decides_by_its_minutes(project, builder, town):
    problem = problem_of(project, builder, problem_level="executive")

    problem = step(
        problem, "resolve", town["office"], "2026-05-20", MINUTES, minutes="2026年第9次", **DECIDED
    )

    assert problem.state == "decided"


def test_silence_takes_a_problem_up_level_by_level(project, builder):
    problem = problem_of(project, builder)
    states = []
    for day in ("2026-05-18 23:00", "2026-05-19", "2026-05-27", "2026-07-01"):
        tick(now=moment(day))
        problem.refresh_from_db()
        states.append(problem.state)

    assert states == ["raised", "at_leader", "at_executive", "at_executive"]
    assert problem.deadlines.get(clock="executive_next").status == "missed"


def test_a_problem_of_the_leaders_level_goes_straight_to_the_meeting(project, builder):
    problem = problem_of(project, builder, problem_level="leader")

    tick(now=moment("2026-05-19"))

    problem.refresh_from_db()
    assert problem.state == "at_executive"


def test_what_is_not_solved_is_raised_again(project, builder, town):
    problem = step(problem_of(project, builder), "decide", town["transport_head"], "2026-05-13", **DECIDED)

    problem = step(problem, "again", builder, "2026-06-11", why="未搬迁")

    assert problem.state == "at_executive"


def test_without_a_team_the_commission_decides(builder, town):
    problem = problem_of(building(builder, team=False), builder)

    with pytest.raises(ActRefused):
        step(problem, "decide", town["transport_head"], "2026-05-13", **DECIDED)
    assert step(problem, "decide", builder, "2026-05-13", **DECIDED).state == "decided"


@pytest.mark.parametrize("unit", ["education", "transport"])
def test_a_problem_needs_a_project_of_its_unit(project, town, unit):
    data = {
        **{"title": "缺地", "unit": unit, "project": project.code, "kind": "land", "level": "leader"},
        **{"facts": "缺指标", "needed": "调剂指标"},
    }
    if unit == "education":
        assert open_case("project_problem", by=town["education_head"], data=data, at=moment("2026-05-11"))
        data["project"] = "project-2026-9999"

    with pytest.raises(LuoshiError, match="项目编号"):
        open_case("project_problem", by=town[f"{unit}_head"], data=data, at=moment("2026-05-11"))
