"""The sixteen lists that come along: who stands on each, and who does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.conf import settings

from luoshi.kernel.cases.tests.factories import moment
from luoshi.platforms.projects.lists.asking import counted, standings
from luoshi.platforms.projects.lists.definition import STAGES
from luoshi.platforms.projects.lists.keeping import keep_lists
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.tests.factories import MILLION
from luoshi.platforms.projects.tests.populations import TODAY, load, on_list, placed

LONG_AGO, LATELY, LATER = date(2025, 1, 2), date(2026, 3, 1), date(2027, 1, 2)
BUILDING = {"state": "building", "started_on": LATELY, "funded_on": LATELY, "secured": 80 * MILLION}
READY = {"state": "approved", "approved_on": LATELY}
FUNDED = READY | {"funded_on": LATELY, "secured": 80 * MILLION}
IN_LIBRARY = BUILDING | {"library_on": LATELY}
SMALL = {"planned": 4_999_999 * 100}

# list: (who stands on it, who nearly does)
Columns = list[dict[str, Any]]
CASES: dict[str, tuple[Columns, Columns]] = {
    "ideas": ([{"state": "proposed"}], [{"state": "reserved"}]),
    "reserve": ([{"state": "reserved"}], [{"state": "proposed"}, {"state": "approved"}]),
    "reserve-this-year": (
        [{"state": "reserved", "horizon": "one"}, READY | {"horizon": "one", "planned": 50 * MILLION}],
        [
            {"state": "reserved", "horizon": "three"},
            {"state": "reserved", "horizon": "one", "planned": 49 * MILLION},
        ],
    ),
    "planning-stuck": (
        [{"state": "reserved", "stage_since": date(2025, 9, 11)}],
        [{"state": "reserved", "stage_since": date(2025, 9, 12)}, READY | {"stage_since": LONG_AGO}],
    ),
    "funds-wanted": ([READY, READY | {"state": "designed"}], [FUNDED, {"state": "reserved"}]),
    "funds-late": (
        [READY | {"approved_on": date(2025, 12, 10)}],
        [READY | {"approved_on": date(2025, 12, 11)}, FUNDED | {"approved_on": LONG_AGO}],
    ),
    "funds-short": (
        [FUNDED | {"secured": 72 * MILLION}, BUILDING | {"secured": 8 * MILLION}],
        [FUNDED | {"secured": 72 * MILLION + 1}, READY, {"state": "accepted", "funded_on": LATELY}],
    ),
    "funds-ready": ([FUNDED], [READY, BUILDING]),
    "start-late": (
        [{"state": "proposed", "plans_start_on": LATELY}, FUNDED | {"plans_start_on": LONG_AGO}],
        [FUNDED | {"plans_start_on": TODAY}, READY, BUILDING | {"plans_start_on": LATELY}],
    ),
    "building": ([BUILDING], [BUILDING | {"state": "suspended"}, FUNDED, {"state": "accepted"}]),
    "suspended": ([BUILDING | {"state": "suspended", "suspended_on": LATELY}], [BUILDING]),
    "finish-late": (
        [BUILDING | {"plans_finish_on": LATELY}],
        [BUILDING | {"plans_finish_on": LATER}, BUILDING, {"state": "accepted", "plans_finish_on": LONG_AGO}],
    ),
    "library-wanted": (
        [BUILDING, BUILDING | {"planned": 5 * MILLION}],
        [IN_LIBRARY, BUILDING | SMALL, FUNDED],
    ),
    "statistics-wanted": (
        [IN_LIBRARY],
        [BUILDING, IN_LIBRARY | {"statistics_on": LATELY}, FUNDED | {"library_on": LATELY}],
    ),
    "statistics-late": (
        [BUILDING | {"started_on": date(2026, 1, 9)}],
        [
            BUILDING | {"started_on": date(2026, 1, 10)},
            IN_LIBRARY | {"started_on": LONG_AGO, "statistics_on": LATELY},
            BUILDING | {"started_on": LONG_AGO} | SMALL,
        ],
    ),
    "counted": (
        [IN_LIBRARY | {"statistics_on": LATELY}],
        [IN_LIBRARY, {"state": "accepted", "statistics_on": LATELY}],
    ),
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", CASES)
def test_each_list_holds_whom_it_should_and_nobody_else(builder, key):
    load()
    who, nearly = CASES[key]
    for number, columns in enumerate(who):
        placed(builder, f"在列{number}", **columns)
    for number, columns in enumerate(nearly):
        placed(builder, f"不在{number}", **columns)

    assert set(on_list(key)) == {f"在列{number}" for number in range(len(who))}


def test_there_are_sixteen_four_to_a_stage_and_none_claims_the_citys_own_name():
    load()

    lists = standings()

    assert [one.of.key for one in lists] == list(CASES)
    stages = [one.of.stage for one in lists]
    assert {stage: stages.count(stage) for stage in stages} == {stage: 4 for stage, _ in STAGES}
    assert not any(one.of.verified for one in lists)
    assert "待核" in settings.CITY.lists_path("projects").read_text("utf-8")


def test_a_list_is_ordered_as_it_says_with_what_is_empty_last(builder):
    load()
    placed(builder, "丙", **FUNDED)
    placed(builder, "乙", **FUNDED | {"plans_start_on": LATER})
    placed(builder, "甲", **FUNDED | {"plans_start_on": LATELY})

    assert on_list("funds-ready") == ["甲", "乙", "丙"]


def test_the_longest_in_their_state_come_first(builder):
    load()
    placed(builder, "短", state="suspended", stage_since=LATELY)
    placed(builder, "长", state="suspended", stage_since=LONG_AGO)

    assert on_list("suspended") == ["长", "短"]


def test_lists_are_counted_in_a_fixed_number_of_queries(builder, django_assert_num_queries):
    load()
    keep_lists(at=moment("2026-02-28"))
    for number in range(3):
        placed(builder, f"项目{number}", **BUILDING)
        with django_assert_num_queries(4):
            found = counted(Project.objects.all(), on=TODAY)

    assert {one.standing.of.key: one.now for one in found if one.now} == {"building": 3, "library-wanted": 3}
