"""From a commitment's target and its plan to what an assessment runs on: only points are still wanted. Pure.

Shared words of D1 and D10: the printed figure with its comparator is executed as it stands; a plan may say by
which series and until when, and only a change by due procedure sets another value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from luoshi.kernel.base.periods import Period, parse_period, year
from luoshi.kernel.commitments.assessing.codes import Strength
from luoshi.kernel.commitments.assessing.targets import Baseline, Target
from luoshi.kernel.commitments.assessing.trajectories import (
    Course,
    Node,
    Trajectory,
    declared_nodes,
    linear_from_start,
    seasonal_share,
)
from luoshi.kernel.commitments.assessing.wording import from_deed, from_reading
from luoshi.kernel.commitments.tracking.entries import PlannedCheck, PlannedTarget
from luoshi.kernel.measures.points import Point

_YEARS = re.compile(r"(\d{4})-(\d{4})")


class Figure(Protocol):
    """A figure of a commitment, as the reviewed file or the database has it. ``high`` may be missing."""

    @property
    def quote(self) -> str:
        """Return its words."""

    @property
    def value(self) -> Any:
        """Return the value, or both ends of a range."""

    @property
    def unit(self) -> str:
        """Return its unit."""

    @property
    def cmp(self) -> str:
        """Return the reader's comparator."""

    @property
    def form(self) -> str:
        """Return level, growth or change."""

    @property
    def sign(self) -> str:
        """Return + or -."""

    @property
    def indicator(self) -> str:
        """Return what is measured, in the words of the text."""

    @property
    def period(self) -> str | None:
        """Return the period as written."""

    @property
    def wording(self) -> str:
        """Return the words of comparison."""


def target_of(
    figure: Figure | None,
    plan: PlannedTarget,
    *,
    strength: str = "expected",
    of_year: int,
    eq: str = "by_direction",
) -> Target:
    """Return the executable target. Without a figure the plan's words are read, as 与经济同步.

    Values printed as a decrease come out negative. ``eq`` is the rule set's policy for a bare figure.
    """
    low, high = _values(figure)
    wording = f"{figure.wording} {figure.quote}" if figure else plan.quote
    read = from_reading(
        cmp=figure.cmp if figure else "",
        form=plan.form.value if plan.form else (figure.form if figure else "level"),
        value=low if plan.value is None else plan.value,
        high=high if plan.value is None else plan.high,
        unit=plan.unit or (figure.unit if figure else ""),
        wording=wording,
        indicator=figure.indicator if figure else plan.quote,
        sign=figure.sign if figure else "+",
        quote=plan.quote,
        period=plan.period or period_of(figure.period if figure else None, of_year=of_year),
        direction=plan.direction,
        kind=plan.kind,
        strength=Strength(strength),
        deadline=plan.deadline,
        baseline=_baseline(plan),
        reference=plan.reference,
        eq=eq,
    )
    changes: dict[str, Any] = {"universe": plan.universe} if plan.universe else {}
    if plan.comparator is not None:
        changes["comparator"] = plan.comparator
    return replace(read, **changes)


def deed_of(check: PlannedCheck, *, verb: str, thing: str, of_year: int) -> Target:
    """Return the target of a deed. What has declared evidence can be judged; works need nodes first."""
    made = from_deed(kind=check.kind, verb=verb, thing=thing, period=year(of_year), deadline=check.deadline)
    if check.kind in ("set_up", "other"):
        return replace(made, pending="")  # the evidence is declared, so there is something to judge it by
    return made


def trajectory_of(
    plan: PlannedTarget, target: Target, *, history: Iterable[Point] = (), known_at: datetime
) -> Trajectory:
    """Return the frozen course of the plan. Shares of past years come from the history as known then.

    With too little history the seasonal course is the straight line, with a flag that says so.
    """
    course = plan.trajectory.course
    match course:
        case Course.DECLARED_NODES:
            nodes = (Node(node.on, node.share) for node in plan.trajectory.nodes)
            return declared_nodes(nodes, interpolate=plan.trajectory.interpolate)
        case Course.SEASONAL_SHARE:
            return seasonal_share(history, before=target.period, known_at=known_at)
        case Course.LINEAR_FROM_START:
            return linear_from_start(plan.trajectory.start or target.period.start)
        case _:
            return Trajectory(course=course, start=plan.trajectory.start)


def period_of(written: str | None, *, of_year: int) -> Period:
    """Return the period of a figure, "2026" or "2026-2030"; the report's year where none is written."""
    if not written:
        return year(of_year)
    if found := _YEARS.fullmatch(written):
        return parse_period(f"{found[1]}..{found[2]}")
    return parse_period(written)


def _values(figure: Figure | None) -> tuple[Decimal | None, Decimal | None]:
    if figure is None:
        return None, None
    if isinstance(figure.value, tuple):
        return figure.value
    return figure.value, getattr(figure, "high", None)


def _baseline(plan: PlannedTarget) -> Baseline | None:
    given = plan.baseline
    return Baseline(given.value, given.period, given.quote) if given else None
