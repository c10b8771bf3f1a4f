"""What is to be reached by a day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.base.periods import year
from luoshi.kernel.commitments.assessing import Baseline
from luoshi.kernel.commitments.assessing.codes import Comparator
from luoshi.kernel.commitments.assessing.trajectories import (
    Course,
    Node,
    Trajectory,
    budget_burn,
    constant,
    declared_nodes,
    expected,
    fitted,
    linear_from_start,
    linear_time,
    s_curve,
    seasonal_share,
    step_at_deadline,
    usual_trajectory,
)
from luoshi.kernel.commitments.tests.assessing.factories import (
    END,
    LATER,
    MID,
    YEAR,
    judge,
    make_target,
    months,
    said,
)
from luoshi.kernel.measures.points import MeasureKind

SUMMER = [0, 0, 5, 10, 15, 20, 20, 15, 10, 5, 0, 0]  # works that rest in winter
DAYS = st.dates(date(2025, 12, 1), date(2027, 1, 31))
STAGES = [Decimal(10), Decimal(20), Decimal(50), Decimal(20)]


def share(course, on=MID, target=None):
    found = expected(course, target or make_target(), on)
    return None if found is None else found.share


def level(course, target):
    found = expected(course, target, MID)
    return None if found is None else found.value


def test_straight_lines_count_whole_months_or_days():
    assert share(linear_time()) == Decimal("0.5")
    assert share(linear_time(), date(2026, 7, 15)) == Decimal("0.5")
    assert round(share(linear_time(by_day=True)), 6) == round(Decimal(181) / 365, 6)
    assert str(round(share(linear_time(), date(2026, 11, 30)) * 100, 1)) == "91.7"


def test_a_task_that_starts_late_is_not_behind_before_it_starts():
    course = linear_from_start(date(2026, 7, 1))

    assert (share(course), share(course, END)) == (0, 1)
    assert share(course, date(2026, 9, 30)) == Decimal(92) / 184


def history(*years):
    return [
        each
        for number, values in zip(range(2026 - len(years), 2026), years, strict=True)
        for each in months(*values, first=f"{number}-01")
    ]


def test_seasonal_work_is_held_against_its_own_season():
    course = seasonal_share(history(SUMMER, SUMMER, SUMMER), before=YEAR, known_at=LATER)

    assert course.course is Course.SEASONAL_SHARE
    assert (share(course, date(2026, 2, 28)), share(course)) == (0, Decimal("0.5"))
    assert judge(make_target(), months(0, 0), on=date(2026, 2, 28), trajectory=course).state == "on_pace"


@pytest.mark.parametrize(
    ("years", "words"),
    [((SUMMER,), "只有1个完整年度"), ((), "只有0个"), ((SUMMER, [100] + [0] * 11), "相差")],
)
def test_too_little_or_too_unlike_history_falls_back_and_says_so(years, words):
    course = seasonal_share(history(*years), before=YEAR, known_at=LATER)

    assert course.course is Course.LINEAR_TIME
    assert words in said(judge(make_target(), months(*[9] * 6), trajectory=course))


def test_a_year_with_a_month_lacking_is_no_full_year():
    points = [each for each in history(SUMMER, SUMMER) if str(each.period) != "2025-04"]

    assert seasonal_share(points, before=YEAR, known_at=LATER).course is Course.LINEAR_TIME


def test_history_that_was_not_known_is_not_used():
    points = history(SUMMER, SUMMER)

    assert seasonal_share(points, before=YEAR, known_at=points[0].known_at).years == ()


def test_only_the_last_five_years_are_used():
    course = seasonal_share(history(*[SUMMER] * 7), before=YEAR, known_at=LATER)

    assert [number for number, _ in course.years] == [2021, 2022, 2023, 2024, 2025]


def test_nodes_are_steps_or_lines_and_show_their_fingerprint():
    nodes = [Node(date(2026, 3, 31), Decimal("0.2")), Node(END, Decimal(1))]
    steps, lines = declared_nodes(nodes), declared_nodes(reversed(nodes), interpolate=True)

    assert (share(steps, date(2026, 3, 30)), share(steps), share(steps, END)) == (0, Decimal("0.2"), 1)
    assert Decimal("0.2") < share(lines) < 1
    assert share(lines, END) == 1
    assert steps.fingerprint in steps.title
    assert steps.fingerprint != declared_nodes(nodes[1:]).fingerprint


@pytest.mark.parametrize(
    "nodes",
    [
        [],
        [Node(END, Decimal("1.1"))],
        [Node(MID, Decimal("0.5")), Node(END, Decimal("0.4"))],
        [Node(END, Decimal("0.5")), Node(END, Decimal("0.6"))],
    ],
)
def test_nodes_that_fall_or_leave_the_whole_are_refused(nodes):
    with pytest.raises(ValueError, match="nodes"):
        declared_nodes(nodes)


def test_works_follow_an_s_curve_by_their_stages():
    even, late = s_curve([Decimal(1)] * 4), s_curve([Decimal(0), Decimal(0), Decimal(1), Decimal(9)])

    assert even.beta == (3, 3)
    assert late.beta == (5, 1)
    assert abs(share(even) - Decimal("0.5")) < Decimal("0.01")
    assert share(late) < Decimal("0.05")
    assert (share(even, date(2025, 12, 31)), share(even, END)) == (0, 1)


@pytest.mark.parametrize("weights", [[], [Decimal(0)], [Decimal(-1), Decimal(2)]])
def test_weights_of_stages_must_be_positive(weights):
    with pytest.raises(ValueError, match="positive"):
        s_curve(weights)


def test_steps_know_no_pace_before_the_deadline():
    assert (share(step_at_deadline()), share(step_at_deadline(), END)) == (None, 1)


def test_levels_are_the_same_all_the_time_and_caps_burn():
    assert level(constant(), make_target()) == 100
    assert level(budget_burn(), make_target(Comparator.LE)) == 50


def test_a_stock_moves_from_its_base():
    target = make_target(value=80, kind=MeasureKind.STOCK, baseline=Baseline(Decimal(40), year(2025)))

    assert level(usual_trajectory(target), target) == 60


@pytest.mark.parametrize(
    "kind", [MeasureKind.GROWTH, MeasureKind.RATE, MeasureKind.INDEX, MeasureKind.SURVEY]
)
def test_rates_and_growth_are_not_prorated_even_when_asked_to(kind):
    assert fitted(linear_time(), make_target(kind=kind)).course is Course.CONSTANT


def test_ranks_are_steps_even_when_asked_otherwise():
    assert fitted(linear_time(), make_target(Comparator.RANK_LE, kind=MeasureKind.RANK)).course is Course.STEP


@given(DAYS, DAYS)
def test_no_course_ever_falls(one, other):
    nodes = [Node(date(2026, 4, 30), Decimal("0.3")), Node(END, Decimal(1))]
    courses: list[Trajectory] = [
        *(linear_time(), linear_time(by_day=True), linear_from_start(date(2026, 2, 10)), s_curve(STAGES)),
        *(declared_nodes(nodes), declared_nodes(nodes, interpolate=True), budget_burn(), constant()),
        seasonal_share(history(SUMMER, SUMMER), before=YEAR, known_at=LATER),
    ]
    early, late = sorted((one, other))

    for course in courses:
        assert 0 <= share(course, early) <= share(course, late) <= 1
