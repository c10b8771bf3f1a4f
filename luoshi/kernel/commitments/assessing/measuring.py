"""实际值: what the figures of a target's time come to, in the form the target is about. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from luoshi.kernel.base.periods import Period, add_months
from luoshi.kernel.commitments.assessing.codes import Comparator, Form, Grey, MultiYear
from luoshi.kernel.commitments.assessing.series import Seen, rolling_twelve, tile, within
from luoshi.kernel.commitments.assessing.targets import ADDITIVE, Event, Target
from luoshi.kernel.commitments.assessing.words import amount
from luoshi.kernel.measures.points import MeasureKind, Status

ZERO = Decimal(0)
_GROWN = frozenset({MeasureKind.GROWTH, MeasureKind.AVERAGE_GROWTH})
_BASED = frozenset({Comparator.MULT, Comparator.IMPROVE, Comparator.MAINTAIN, Comparator.MONOTONE})
_LAST = frozenset({Comparator.FULL, Comparator.ORDINAL_GE})  # coverage and class are as they stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    """What was reached, for which span, from which figures; or the problem that leaves it open."""

    value: Decimal | None = None
    span: Period | None = None
    used: tuple[Seen, ...] = ()
    gaps: tuple[Period, ...] = ()
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    problem: Grey | None = None
    notes: tuple[str, ...] = ()
    growing: bool = False  # a count that later figures can only raise

    @property
    def whole(self) -> bool:
        """Tell whether no figure and no feed is lacking up to where it reaches."""
        return self.value is not None and not self.gaps and all(each.arrived for each in self.used)


def window_of(target: Target, until: date) -> Period | None:
    """Return the whole months of the target's period that are over at the end of the day."""
    end = min((until + timedelta(days=1)).replace(day=1), target.period.end)
    return Period(target.period.start, end) if end > target.period.start else None


def measure(target: Target, seen: Sequence[Seen], window: Period) -> Actual:
    """Return what the figures in the window come to as level, growth in percent, or change."""
    if target.form is Form.GROWTH and target.kind not in _GROWN:
        return _growth(target, seen, window)
    actual = _level(target, seen, window)
    if target.form is Form.CHANGE and actual.value is not None and target.kind not in _GROWN:
        return _change(target, actual, seen)
    return actual


def checks(target: Target, seen: Sequence[Seen], window: Period) -> list[tuple[Seen, Decimal]]:
    """Return every figure in the window as a check of its own, in order; nothing to count is no check."""
    values = [(each, _own(target, each)) for each in within(seen, window)]
    return [(each, value) for each, value in values if value is not None]


def breaks(
    target: Target, seen: Sequence[Seen], actual: Actual, events: Sequence[Event]
) -> list[tuple[Seen, date]]:
    """Return every break (口径变化) between what is compared that no note bridges, with its day."""
    if actual.span is None:
        return []
    lower, from_then = _compared_from(target)
    found = []
    years: set[date] = set()
    for each in seen:
        first_of_year = each.span.start not in years
        years.add(each.span.start)
        if each.point.status is not Status.BREAK or each.span.end > actual.span.end:
            continue
        inside = each.point.cumulative and not first_of_year
        on = add_months(each.span.end, -1) if inside else each.span.start
        bridged = any(event.ref and on <= event.on <= each.span.last for event in events)
        if (on > lower or (from_then and on == lower)) and not bridged:
            found.append((each, on))
    return found


def _compared_from(target: Target) -> tuple[date, bool]:
    """Return the first day of what is compared, and whether a break on that very day matters."""
    start = target.period.start
    absolute = target.form is Form.LEVEL and target.comparator not in _BASED
    if absolute or target.kind in _GROWN:
        return start, False
    if target.baseline is not None:
        return min(target.baseline.period.end, start), True
    return add_months(start, -12), False


def _own(target: Target, each: Seen) -> Decimal | None:
    if target.kind is MeasureKind.RATE and each.parts is not None:
        n, d = each.parts
        return _per(target) * n / d if d else None
    return each.value


def _per(target: Target) -> Decimal:
    return Decimal(1000 if target.unit == "‰" else 100)


def _level(target: Target, seen: Sequence[Seen], window: Period) -> Actual:
    if target.kind in ADDITIVE:
        return _twelve(target, seen, window) if _by_level(target) else _sum(seen, window)
    if target.kind is MeasureKind.RATE and target.comparator not in _LAST:
        return _rate(target, seen, window)
    return _latest(target, seen, window)


def _by_level(target: Target) -> bool:
    return target.method is MultiYear.LEVEL and target.period.months > 12


def _sum(seen: Sequence[Seen], window: Period) -> Actual:
    tiling = tile([each for each in seen if each.value is not None], window)
    if not tiling.used:
        return Actual()
    values = [each.value for each in tiling.used if each.value is not None]
    return Actual(
        value=sum(values, ZERO),
        span=Period(window.start, tiling.end),
        used=tiling.used,
        gaps=tiling.gaps,
        growing=all(value >= 0 for value in values),
    )


def _twelve(target: Target, seen: Sequence[Seen], window: Period) -> Actual:
    """水平法: the best of any twelve consecutive months of the plan."""
    tiling = tile([each for each in seen if each.value is not None], window)
    if not tiling.used:
        return Actual()
    stretches = rolling_twelve(seen, window)
    if not stretches:
        note = "水平法以连续12个月计，完整的12个月尚未满"
        span = Period(window.start, tiling.end)
        return Actual(span=span, used=tiling.used, problem=Grey.EARLY, notes=(note,))
    best = max(stretches, key=lambda item: item[1])
    last = stretches[-1]
    notes = [f"水平法：{best[0].title}连续12个月合计{amount(best[1], target.level_unit)}，为历次最高"]
    if last[0] != best[0]:
        notes.append(f"最近连续12个月（{last[0].title}）合计{amount(last[1], target.level_unit)}")
    return Actual(
        value=best[1],
        span=Period(window.start, tiling.end),
        used=tiling.used,
        gaps=tiling.gaps,
        notes=tuple(notes),
        growing=True,
    )


def _rate(target: Target, seen: Sequence[Seen], window: Period) -> Actual:
    tiling = tile(seen, window)
    if not tiling.used:
        return Actual()
    span = Period(window.start, tiling.end)
    parts = [each.parts for each in tiling.used if each.parts is not None]
    if len(parts) == len(tiling.used):
        n, d = sum((a for a, _ in parts), ZERO), sum((b for _, b in parts), ZERO)
        return Actual(
            value=_per(target) * n / d if d else None,
            span=span,
            used=tiling.used,
            gaps=tiling.gaps,
            numerator=n,
            denominator=d,
            problem=None if d else Grey.NO_VOLUME,
        )
    note = "有的数据没有分子分母，比率不能平均，取最近一期"
    latest = _latest(target, seen, window)
    return replace(latest, notes=(*latest.notes, note))


def _latest(target: Target, seen: Sequence[Seen], window: Period) -> Actual:
    inside = within(seen, window)
    if not inside:
        return Actual()
    last = max(inside, key=lambda each: (each.span.end, each.span.start == window.start, each.span.months))
    value, parts = _own(target, last), last.parts if target.kind is MeasureKind.RATE else None
    return Actual(
        value=value,
        span=last.span,
        used=(last,),
        numerator=parts[0] if parts else None,
        denominator=parts[1] if parts else None,
        problem=Grey.NO_VOLUME if value is None and parts else None,
    )


def _year_ago(target: Target, seen: Sequence[Seen], span: Period) -> Decimal | None:
    """Return the value of the same months a year before, None where it is not known in full."""
    before = _level(replace(target, form=Form.LEVEL, method=None), seen, span.year_before())
    return (
        before.value if before.whole and before.span and before.span.end == span.year_before().end else None
    )


def _base(target: Target, seen: Sequence[Seen], actual: Actual) -> tuple[Decimal | None, str]:
    """Return what to compare with: the same months a year before, else the baseline for the full period."""
    assert actual.span is not None
    span = actual.span
    if (before := _year_ago(target, seen, span)) is not None:
        return before, f"{span.year_before().title}（去年同期）"
    base = target.baseline
    if base and (target.kind not in ADDITIVE or actual.span.end == target.period.end):
        return base.value, f"基期{base.period.title}"
    return None, ""


def _growth(target: Target, seen: Sequence[Seen], window: Period) -> Actual:
    actual = _level(target, seen, window)
    if actual.value is None or actual.span is None or actual.problem:
        return actual
    if actual.gaps:
        return replace(actual, value=None, problem=Grey.PARTIAL, growing=False)
    base, name = _base(target, seen, actual)
    if base is None:
        return replace(actual, value=None, problem=Grey.NO_BASELINE, growing=False)
    if base <= 0 or actual.value < 0:
        note = f"{name}{amount(base, '')}，本期{amount(actual.value, '')}，不计算增速"
        return replace(actual, value=None, problem=Grey.BASE_SIGN, notes=(note,), growing=False)
    growth = 100 * (actual.value / base - 1)
    note = f"增速由绝对数计算：本期{amount(actual.value, '')}，{name}{amount(base, '')}"
    return replace(actual, value=growth, notes=(*actual.notes, note), growing=False)


def _change(target: Target, actual: Actual, seen: Sequence[Seen]) -> Actual:
    assert actual.value is not None
    if target.kind in ADDITIVE or target.baseline is None:
        base, name = _base(target, seen, actual)
    else:
        base, name = target.baseline.value, f"基期{target.baseline.period.title}"
    if base is None:
        return replace(actual, value=None, problem=Grey.NO_BASELINE, growing=False)
    note = f"增减量：本期{amount(actual.value, target.level_unit)}，{name}{amount(base, target.level_unit)}"
    return replace(actual, value=actual.value - base, notes=(*actual.notes, note), growing=False)
