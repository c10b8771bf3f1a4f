"""A project from the idea to the statistics, and what its row then says."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.proofs import faults_of
from luoshi.kernel.cases.verifying import verify
from luoshi.platforms.projects.tests.factories import (
    MILLION,
    PAPER,
    PHOTO,
    PROPOSED,
    REPORT,
    do,
    propose,
    row,
    started,
)
from luoshi.platforms.projects.types import PROJECT

pytestmark = pytest.mark.django_db


def test_the_type_is_sound():
    assert faults_of(PROJECT, known={"project_problem"}) == []


def test_a_project_goes_from_the_idea_to_the_statistics(builder):
    case = started(builder)
    case = do(case, "enter_library", builder, "2026-04-20", library="K-1", entered_on="2026-04-20")
    survey = {"survey_code": "T-1", "counted_on": "2026-05-08", "photo_on": "2026-05-07"}
    case = do(case, "count", builder, "2026-05-08", PAPER, PHOTO, **survey)
    case = do(case, "report", builder, "2026-05-10", month="2026-04-01", invested=3 * MILLION, physical=400)
    case = do(case, "accept", builder, "2027-09-20", REPORT, finished_on="2027-09-20")

    project = row(case)
    assert project.state == "accepted"
    assert (project.started_on, project.statistics_on) == (date(2026, 4, 15), date(2026, 5, 8))
    assert (project.invested, project.physical, project.secured) == (3 * MILLION, 400, 80 * MILLION)
    assert project.permits.count() == 3
    assert project.stage_since == date(2027, 9, 20)
    assert verify(case).sound


def test_a_month_told_again_counts_once(builder):
    case = started(builder)
    for invested in (3, 5):
        case = do(
            case,
            "report",
            builder,
            "2026-05-10",
            month="2026-04-01",
            invested=invested * MILLION,
            physical=400,
            note="更正：漏报设备",
        )

    assert row(case).invested == 5 * MILLION
    assert row(case).progress.count() == 2


def test_no_start_without_permits_and_money(builder):
    case = started(builder, until="approve")

    with pytest.raises(ActRefused) as refused:
        do(case, "start", builder, "2026-04-15", PHOTO, started_on="2026-04-15", advance=False)

    assert "许可" in str(refused.value)
    assert "资金" in str(refused.value)


def test_a_small_project_enters_no_statistics(builder):
    case = started(builder, planned=4 * MILLION)

    with pytest.raises(ActRefused, match="500万元"):
        do(case, "enter_library", builder, "2026-04-20", library="K-1", entered_on="2026-04-20")


def test_whoever_plans_reserves_nothing(town):
    planner = town["education_handler"]
    case = propose(planner)

    with pytest.raises(ActRefused):
        do(case, "reserve", planner, "2026-02-02", horizon="one")

    assert row(case).name == PROPOSED["title"]
