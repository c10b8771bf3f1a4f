"""预期的依据: the pace still needed, what past years suggest. It feeds a proposal, never a light. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.assessing.arithmetic import EXACT
from luoshi.kernel.commitments.assessing.codes import Direction, Form, Outlook
from luoshi.kernel.commitments.assessing.goals import Goal
from luoshi.kernel.commitments.assessing.measuring import Actual, window_of
from luoshi.kernel.commitments.assessing.series import Seen, pieces
from luoshi.kernel.commitments.assessing.targets import ADDITIVE, Target
from luoshi.kernel.commitments.assessing.trajectories import Shares, Trajectory
from luoshi.kernel.commitments.assessing.words import amount, plain, title
from luoshi.kernel.commitments.assessing.words import share as percent

LEAST = 3  # observations
STRETCH = Decimal("1.5")  # needed over recent pace, past which it is unlikely: 待核
Years = tuple[tuple[int, Shares], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What a month must bring, what months have brought, and where past years would lead.

    ``hits`` is how many past years, of how many tried, the interval would have covered.
    """

    outlook: Outlook = Outlook.NOT_ASSESSED
    required: Decimal | None = None
    trailing: Decimal | None = None
    central: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    hits: tuple[int, int] | None = None
    words: tuple[str, ...] = ()


def forecast(
    target: Target, goal: Goal, actual: Actual, seen: Sequence[Seen], window: Period, course: Trajectory
) -> Forecast:
    """Return the forecast of a count that adds up over the year; empty below three observations."""
    if target.kind not in ADDITIVE or target.form is not Form.LEVEL or target.period.months > 12:
        return Forecast()
    with localcontext(EXACT):
        found = {span: value for span, value in pieces(seen).items() if span.within(window)}
        whole = window_of(target, target.due)
        left = whole.months - window.months if whole else 0
        if len(found) < LEAST or not actual.whole or actual.value is None or left <= 0:
            return Forecast()
        recent = sorted(found)[-LEAST:]
        months = sum(span.months for span in recent)
        trailing = sum((found[span] for span in recent), Decimal(0)) / months
        required = (goal.bound - actual.value) / left
        result = _seasonal(target, goal, actual.value, window, course)
        outlook = result.outlook
        if outlook is Outlook.NOT_ASSESSED:
            outlook = _by_pace(goal, required, trailing)
        words = (
            f"余下{left}个月每月{'可有' if goal.better is Direction.LESS else '需'}"
            f"{plain(required, 2)}{target.unit}，近{months}个月每月{plain(trailing, 2)}{target.unit}",
            *(result.words or ("没有足够的历史数据回测，不作区间预测",)),
            f"预期建议：{title(outlook)}（只供研判，不影响亮灯）",
        )
        return Forecast(
            outlook=outlook,
            required=required,
            trailing=trailing,
            central=result.central,
            low=result.low,
            high=result.high,
            hits=result.hits,
            words=words,
        )


def backtest(years: Years, months: int) -> tuple[int, int]:
    """Return for how many years, of how many tried, the others' interval after so many months held the total.

    A year is tried where at least two others remain.
    """
    hits = tried = 0
    for number, shares in years:
        others = [each[months - 1] for other, each in years if other != number]
        if len(others) < 2 or min(others) <= 0:
            continue
        tried += 1
        reached = shares[months - 1]
        hits += reached / max(others) <= 1 <= reached / min(others)
    return hits, tried


def _seasonal(target: Target, goal: Goal, value: Decimal, window: Period, course: Trajectory) -> Forecast:
    """Return the actual over the share that past years had reached by now; empty without a back-test."""
    whole_year = target.period.months == 12 and target.period.start.month == 1
    if not whole_year or len(course.years) < 2:
        return Forecast()
    shares = [each[window.months - 1] for _, each in course.years]
    hits = backtest(course.years, window.months)
    if min(shares) <= 0 or not hits[1]:
        return Forecast()
    central = value * len(shares) / sum(shares, Decimal(0))
    low, high = value / max(shares), value / min(shares)
    sure = goal.passes(low) if goal.better is Direction.MORE else goal.passes(high)
    hope = goal.passes(high) if goal.better is Direction.MORE else goal.passes(low)
    outlook = Outlook.LIKELY if sure else Outlook.UNCERTAIN if hope else Outlook.UNLIKELY
    rate = percent(Decimal(hits[0]) / hits[1], 0)
    words = (
        f"按历年同期占比推算全年{amount(_whole(central), target.unit)}，"
        f"区间{amount(_whole(low), target.unit)}—{amount(_whole(high), target.unit)}；"
        f"回测{hits[1]}个年度，区间命中{hits[0]}个（{rate}）"
    )
    return Forecast(outlook=outlook, central=central, low=low, high=high, hits=hits, words=(words,))


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if abs(value) >= 100 else value


def _by_pace(goal: Goal, required: Decimal, trailing: Decimal) -> Outlook:
    if goal.better is Direction.LESS:
        if required < 0:
            return Outlook.UNLIKELY
        if trailing <= required:
            return Outlook.LIKELY
        return Outlook.UNCERTAIN if trailing <= required * STRETCH else Outlook.UNLIKELY
    if required <= 0 or (trailing > 0 and required <= trailing):
        return Outlook.LIKELY
    return Outlook.UNCERTAIN if trailing <= 0 or required <= trailing * STRETCH else Outlook.UNLIKELY
