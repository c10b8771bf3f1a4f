"""What holds for every comparator and every kind of measure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.kernel.base.periods import Period, add_months, parse_period, year
from luoshi.kernel.commitments.assessing import Baseline, Event, Target, assess, canonical
from luoshi.kernel.commitments.assessing.codes import (
    GOOD,
    Comparator,
    Direction,
    EventKind,
    Form,
    MultiYear,
    Process,
    Progress,
    Verdict,
)
from luoshi.kernel.commitments.assessing.trajectories import (
    Node,
    Trajectory,
    budget_burn,
    constant,
    declared_nodes,
    linear_from_start,
    linear_time,
    s_curve,
    step_at_deadline,
    usual_trajectory,
)
from luoshi.kernel.commitments.tests.assessing.factories import (
    LATER,
    luoshi,
    make_target,
    months,
    presets,
    said,
)
from luoshi.kernel.measures.points import MeasureKind, Point, Status

PAIRS = list(product(Comparator, MeasureKind))
IDS = [f"{comparator}-{kind}" for comparator, kind in PAIRS]
FIGURES = st.decimals(-1000, 1000, places=2) | st.sampled_from([Decimal(0), Decimal(100), Decimal(-100)])
MOMENTS = st.integers(0, 1000).map(lambda days: datetime(2025, 2, 1, tzinfo=UTC) + timedelta(days=days))
DAYS = st.integers(0, 760).map(lambda days: date(2025, 12, 1) + timedelta(days=days))
COURSES: list[Trajectory | None] = [
    *(None, linear_time(), linear_time(by_day=True), linear_from_start(date(2026, 3, 5))),
    *(budget_burn(), constant(), step_at_deadline(), s_curve([Decimal(1), Decimal(3)])),
    declared_nodes([Node(date(2026, 6, 30), Decimal("0.3")), Node(date(2026, 12, 31), Decimal(1))]),
]
PERIODS = [year(2026), parse_period("2026-H1"), parse_period("2025..2027")]
DEADLINES = [None, date(2026, 6, 30), date(2026, 11, 15), date(2027, 1, 31)]
BASES = st.builds(Baseline, FIGURES, st.sampled_from([year(2025), parse_period("2025-12")]))
SPANS = st.builds(
    lambda month, length: Period(
        add_months(date(2025, 1, 1), month), add_months(date(2025, 1, 1), month + length)
    ),
    st.integers(0, 26),
    st.sampled_from([1, 1, 1, 3, 6, 12]),
)
PARTS = st.sampled_from([None, *((Decimal(n), Decimal(d)) for n, d in ((0, 0), (0, 7), (3, 10), (10, 10)))])
POINTS = st.builds(
    lambda span, value, known, parts, status, running, feeds: Point(
        *(span, value, known, *(parts or (None, None)), status, running, *feeds)
    ),
    *(SPANS, st.none() | FIGURES, MOMENTS, PARTS, st.sampled_from(Status), st.booleans()),
    st.sampled_from([(None, None), (3, 3), (3, 2), (3, None)]),
)
EVENTS = st.builds(
    lambda kind, on, known, ref, days, share: Event(
        kind=kind, on=on, known_at=known, ref=ref, closed=days and on + timedelta(days=days), share=share
    ),
    *(st.sampled_from(EventKind), DAYS, MOMENTS, st.sampled_from(["", "甲", "乙", "丙"])),
    st.sampled_from([None, 20, 90]),
    st.sampled_from([None, Decimal(0), Decimal("0.4"), Decimal(1)]),
)
KINDS = [kind for kind in MeasureKind if kind not in (MeasureKind.MILESTONE, MeasureKind.DOCUMENT)]
YEARS = st.lists(st.integers(0, 40), min_size=12, max_size=12)
ENDS = [add_months(date(2026, 1, 1), n + 1) - timedelta(days=1) for n in range(12)]


@st.composite
def targets(draw, comparator: Comparator) -> Target:
    return make_target(
        comparator,
        draw(st.none() | FIGURES),
        high=draw(st.sampled_from([None, 1000])),
        form=draw(st.sampled_from(Form)),
        direction=draw(st.sampled_from(Direction)),
        unit=draw(st.sampled_from(["%", "人", "", "‰", "倍"])),
        period=draw(st.sampled_from(PERIODS)),
        deadline=draw(st.sampled_from(DEADLINES)),
        baseline=draw(st.none() | BASES),
        method=draw(st.sampled_from([None, *MultiYear])),
        sla_days=draw(st.sampled_from([None, 30])),
        sensitive=draw(st.booleans()),
        strict=draw(st.booleans()),
        pending=draw(st.sampled_from(["", "", "", "未定"])),
    )


@pytest.mark.parametrize("comparator", Comparator)
@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_every_question_has_one_answer_whatever_the_order_and_the_future(comparator, data):
    drawn = data.draw(targets(comparator))
    given_ = [data.draw(st.lists(each, max_size=n)) for each, n in ((POINTS, 14), (POINTS, 4), (EVENTS, 5))]
    shared = {
        "rules": data.draw(st.sampled_from(sorted(presets().items())))[1],
        "trajectory": data.draw(st.sampled_from(COURSES)),
        "reported": data.draw(st.sampled_from(Process)),
        "on": data.draw(DAYS),
        "known_at": data.draw(MOMENTS),
    }
    shuffled = [data.draw(st.permutations(each)) for each in given_]
    known = [[item for item in each if was_known(item, **shared)] for each in given_]

    for kind in MeasureKind:
        target = replace(drawn, kind=kind)
        first, again, past = (
            assess(target, points, reference=reference, events=events, **shared)
            for points, reference, events in (given_, shuffled, known)
        )

        assert canonical(first) == canonical(again) == canonical(past)
        assert_whole(first, target, **shared)
        if not any(given_):
            assert first.verdict not in GOOD


def was_known(item: Point | Event, *, on, known_at, **_) -> bool:
    over = item.on <= on if isinstance(item, Event) else item.period.over(on)
    return over and item.known_at <= known_at


def assert_whole(found, target, *, on, rules, **_) -> None:
    """Hold an assessment against what every one must keep."""
    assert rules.name in said(found)
    assert found.headline
    assert found.shape in "●▶▲■○"
    assert found.grey is None or found.grey_text
    if found.verdict is Verdict.UNDETERMINED or (found.progress is Progress.NO_PACE and not found.verdict):
        assert found.grey is not None
    if on < target.due and not found.irreversible:
        assert found.verdict is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("comparator", "up"),
    [(Comparator.GE, True), (Comparator.GT, True), (Comparator.LE, False), (Comparator.LT, False)],
)
@given(values=YEARS, more=st.integers(0, 30), which=st.integers(0, 11))
@settings(max_examples=8, deadline=None)
def test_a_better_actual_never_gives_a_worse_verdict(kind, comparator, up, values, more, which):
    added_up = kind in (MeasureKind.FLOW, MeasureKind.EVENTS)
    target = make_target(comparator, 200 if added_up else 20, kind=kind)
    raised = [value + more * (n == which) for n, value in enumerate(values)]

    low, high = ([rank(target, each, on) for on in ENDS] for each in (values, raised))

    assert all((b >= a) if up else (b <= a) for a, b in zip(low, high, strict=True))


def rank(target, values, on) -> int:
    """Return the place of the verdict from worst to best, an open one between."""
    found = assess(target, months(*values), rules=luoshi(), on=on, known_at=LATER)
    return {Verdict.NOT_MET: 0, None: 1, Verdict.MET: 2, Verdict.EXCEEDED: 3}[found.verdict]


@pytest.mark.parametrize(("comparator", "kind"), PAIRS, ids=IDS)
@pytest.mark.parametrize("value", [0, 500])
def test_figures_of_an_unfinished_period_give_no_verdict(comparator, kind, value):
    at, number = datetime(2026, 7, 1, tzinfo=UTC), Decimal(value)
    unfinished = [
        Point(year(2026), number, at, number, Decimal(500)),
        Point(parse_period("2026-07"), number, at),
    ]
    target = make_target(comparator, 100, kind=kind, baseline=Baseline(Decimal(50), year(2025)))

    found = assess(target, unfinished, rules=luoshi(), on=date(2026, 7, 15), known_at=LATER)

    assert (found.verdict, found.actual) == (None, None)


@given(YEARS)
@settings(max_examples=40, deadline=None)
def test_a_cap_once_broken_stays_broken(values):
    found = [rank(make_target(Comparator.LE, 150), values, on) for on in ENDS]

    assert all(later == 0 for n, one in enumerate(found) if one == 0 for later in found[n:])


@given(YEARS)
@settings(max_examples=40, deadline=None)
def test_a_floor_once_reached_stays_reached(values):
    found = [rank(make_target(Comparator.GE, 150), values, on) for on in ENDS]

    assert all(later >= 2 for n, one in enumerate(found) if one >= 2 for later in found[n:])


@pytest.mark.parametrize(("comparator", "kind"), PAIRS, ids=IDS)
def test_every_pair_has_a_usual_course(comparator, kind):
    assert usual_trajectory(make_target(comparator, 10, kind=kind)).title
