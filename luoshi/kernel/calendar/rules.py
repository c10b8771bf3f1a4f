"""Working days, and when a period ends. Pure arithmetic over a table that is handed in; no clock, no Django.

Days are those of Asia/Shanghai. A year without a published notice counts Monday to Friday and is flagged.
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import assert_never
from zoneinfo import ZoneInfo

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.terms import Term, Unit

LOCAL = ZoneInfo("Asia/Shanghai")
Pause = tuple[datetime, datetime | None]  # from, to; None while it lasts
_Span = tuple[datetime, datetime]
_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """How a day differs from Monday to Friday."""

    HOLIDAY = "holiday"  # statutory or bridged: a Monday to Friday without work
    MAKEUP = "makeup"  # 调休: a Saturday or Sunday with work


@dataclass(frozen=True, slots=True)
class Due:
    """When a period ends (期限届满): the last moment of a local day, or for hours the exact moment.

    ``strict_at`` is the same without rolling: the stricter date an agency shows for its own limit.
    ``provisional`` (暂定) is true where the period touches a year whose notice is not published.
    """

    at: datetime
    strict_at: datetime
    provisional: bool

    @property
    def day(self) -> date:
        """Return the local day on which the period ends."""
        return self.at.date()

    @property
    def strict_day(self) -> date:
        """Return the local day on which the period would end without rolling."""
        return self.strict_at.date()


class WorkingCalendar:
    """The days on which offices work: those that differ from Monday to Friday, and the published years.

    Immutable. Builds its table once; afterwards every sum is a bisection.
    """

    __slots__ = ("_first", "_last", "_work", "published")

    def __init__(self, days: Mapping[date, DayKind], published: Iterable[int]) -> None:
        self.published = frozenset(published)
        years = self.published | {day.year for day in days}
        start, end = (min(years), max(years)) if years else (2004, 2004)
        self._first = date(start, 1, 1).toordinal()
        self._last = date(end, 12, 31).toordinal()
        made = {day.toordinal(): kind is DayKind.MAKEUP for day, kind in days.items()}
        ordinals = range(self._first, self._last + 1)
        self._work = [n for n in ordinals if made.get(n, (n - 1) % 7 < 5)]  # ordinal 1 was a Monday

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on the day."""
        number = day.toordinal()
        return self._count(number) > self._count(number - 1)

    def add_working_days(self, day: date, n: int) -> date:
        """Return the ``n``-th working day after the day; with a negative ``n``, before it."""
        number = day.toordinal()
        count = self._count(number) if n > 0 else self._count(number - 1) + 1
        return date.fromordinal(self._nth(count + n)) if n else day

    def working_days_between(self, a: date, b: date) -> int:
        """Return how many working days lie after ``a`` up to and with ``b``, negative if ``b`` is earlier."""
        return self._count(b.toordinal()) - self._count(a.toordinal())

    def due(self, start: date | datetime, term: Term, *, roll: bool, backwards: bool = False) -> Due:
        """Return when a period that starts at ``start`` ends. The day of the start is not counted.

        Months end on the same day of the month or on its last; hours are exact and never roll.
        ``roll``: a period whose last day is a rest day ends on the first working day after it
        (民事诉讼法(2023) 第85条). ``backwards`` counts back from a date, for "at least 7 working days before
        the hearing": the result is the last day on which that can still be done, so that the period
        from it reaches ``start``; here ``roll`` goes to the working day before, never to a shorter notice.
        Raises ``calendar-moment`` where hours are counted from a bare date, or a time has no zone.
        """
        if backwards:
            return self._back(start, term, roll=roll)
        return self.due_after(start, (term,), roll=roll)

    def due_after(
        self,
        start: date | datetime,
        terms: tuple[Term, ...],
        *,
        roll: bool,
        paused: Iterable[Pause] = (),
        now: datetime | None = None,
    ) -> Due:
        """Return when a term with its extensions ends, the paused spans left out.

        Neighbouring terms of one unit are added up first (1 month + 1 month from 31 January is 31 March);
        another unit goes on from where the one before ended. Only days that are paused from
        midnight to midnight are left out: working days for working-day terms, any day for calendar days and
        months, exact time for hours. So a pause from Friday evening to Monday morning costs no working day,
        and pausing overnight gains nothing. But no period ends while it is paused: where the last day
        closes inside a pause it ends on the next day that counts. A pause without an end lasts until ``now``.
        Raises ``calendar-moment`` as ``due`` does, and ``calendar-pause`` for an open pause without ``now``.
        """
        spans = _merged(paused, now)
        if spans or any(term.unit is Unit.HOUR for term in terms):
            return self.counted(start, terms, spans, roll=roll)
        return _counted_in_days(self, _local_day(start), terms, roll=roll)

    def counted(
        self, start: date | datetime, terms: tuple[Term, ...], spans: list[_Span], *, roll: bool
    ) -> Due:
        """Count what ``due_after`` returns, the merged spans left out."""
        end: date | datetime = start
        for unit, group in groupby(terms, key=lambda term: term.unit):
            n = sum(term.n for term in group)
            if unit is Unit.HOUR:
                end = _after_hours(_moment(end), n, spans)
            else:
                end = self._last_day(_local_day(end), n, unit, spans)
        strict, at = _close(end), _close(end)
        if roll and not isinstance(end, datetime):
            at = _close(self._rolled(end, spans))
        first = min(_local_day(start) + _DAY, at.date())  # hours may end on the day they start
        return Due(at, strict, self._provisional(first, at.date()))

    def remaining(self, due_at: datetime, now: datetime, unit: Unit) -> int:
        """Return how many whole units are left until ``due_at``, negative once it has passed.

        Days and months go by local dates, so the last day counts 0; working days overdue over a weekend
        are 0 too: whether a moment has passed is told by comparing it.
        """
        if unit is Unit.HOUR:
            return (due_at - now) // timedelta(hours=1)
        today, last = _local_day(now), _local_day(due_at)
        if unit is Unit.WORK:
            return self.working_days_between(today, last)
        if unit is Unit.CAL:
            return (last - today).days
        months = (last.year - today.year) * 12 + last.month - today.month
        return months if add_months(today, months) <= last else months - 1

    def _back(self, start: date | datetime, term: Term, *, roll: bool) -> Due:
        if term.unit is Unit.HOUR:
            at = (_moment(start) - timedelta(hours=term.n)).astimezone(LOCAL)
            last = max(at.date(), _local_day(start) - _DAY)
            return Due(at, at, self._provisional(at.date(), last))
        from_day = _local_day(start)
        strict = self._moved(from_day, -term.n, term.unit)
        working = not roll or self.is_working_day(strict)
        day = strict if working else self.add_working_days(strict, -1)
        return Due(_close(day), _close(strict), self._provisional(day, from_day - _DAY))

    def _moved(self, day: date, n: int, unit: Unit) -> date:
        match unit:
            case Unit.WORK:
                return self.add_working_days(day, n)
            case Unit.CAL:
                return day + timedelta(days=n)
            case Unit.MONTH:
                return add_months(day, n)
            case Unit.HOUR:
                raise AssertionError("hours are moments, not days")
            case _:
                assert_never(unit)

    def _last_day(self, start: date, n: int, unit: Unit, spans: list[_Span]) -> date:
        last = self._moved(start, n, unit)
        step = Unit.WORK if unit is Unit.WORK else Unit.CAL
        for first, final in _whole_days(spans, after=start):
            if first > last:
                break
            before = first - _DAY
            days = (final - before).days if step is Unit.CAL else self.working_days_between(before, final)
            last = self._moved(last, days, step)
        while _closes_paused(last, spans):
            last = self._moved(last, 1, step)
        return last

    def _rolled(self, day: date, spans: list[_Span]) -> date:
        while not self.is_working_day(day) or _closes_paused(day, spans):
            day = self.add_working_days(day, 1)
        return day

    def _provisional(self, first: date, last: date) -> bool:
        return not self.published.issuperset(range(first.year, last.year + 1))

    def _count(self, number: int) -> int:
        """Return the working days of the table up to the ordinal; outside the table, Monday to Friday."""
        if number > self._last:
            return len(self._work) + _weekdays(number) - _weekdays(self._last)
        if number < self._first:
            return _weekdays(number) - _weekdays(self._first - 1)
        return bisect_right(self._work, number)

    def _nth(self, n: int) -> int:
        """Return the ordinal of the ``n``-th working day, where 1 is the first of the table."""
        if 0 < n <= len(self._work):
            return self._work[n - 1]
        if n <= 0:
            return _nth_weekday(_weekdays(self._first - 1) + n)
        return _nth_weekday(_weekdays(self._last) + n - len(self._work))


def add_months(day: date, n: int) -> date:
    """Return the same day ``n`` months later, or earlier, clipped to the end of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _weekdays(number: int) -> int:
    weeks, days = divmod(number, 7)
    return 5 * weeks + min(days, 5)


def _nth_weekday(n: int) -> int:
    weeks, days = divmod(n - 1, 5)
    return 7 * weeks + days + 1


@lru_cache(maxsize=4_096)  # of the periods that begin on one day most are of few lengths
def _counted_in_days(calendar: WorkingCalendar, start: date, terms: tuple[Term, ...], *, roll: bool) -> Due:
    return calendar.counted(start, terms, [], roll=roll)


def _close(end: date | datetime) -> datetime:
    if isinstance(end, datetime):
        return end
    return datetime.combine(end, time.max, tzinfo=LOCAL)


def _local_day(start: date | datetime) -> date:
    return _zoned(start).astimezone(LOCAL).date() if isinstance(start, datetime) else start


def _moment(start: date | datetime) -> datetime:
    """Return the moment in UTC, in which hours are exact."""
    return _zoned(start).astimezone(UTC)


def _zoned(start: date | datetime) -> datetime:
    if isinstance(start, datetime) and start.tzinfo is not None:
        return start
    raise LuoshiError(
        "calendar-moment",
        f"{start} 缺少带时区的时刻。按小时计算的期限请给出起算时刻，例如 2026-03-02T09:30+08:00。",
        f"{start} is no moment with a time zone. Hours need one to start from, as 2026-03-02T09:30+08:00.",
    )


def _after_hours(start: datetime, n: int, spans: list[_Span]) -> datetime:
    end = start + timedelta(hours=n)
    for a, b in spans:
        if a >= end:
            break
        end += max(timedelta(), b - max(a, start))
    return end.astimezone(LOCAL)


def _merged(paused: Iterable[Pause], now: datetime | None) -> list[_Span]:
    """Return the pauses in order, those that touch made one, an open one closed at ``now``."""
    spans: list[_Span] = []
    for a, b in sorted(((a, b or now) for a, b in paused), key=lambda span: span[0]):
        if b is None:
            raise LuoshiError(
                "calendar-pause",
                "期限正在暂停，未给出计算到哪一刻，无法计算届满日。",
                "The period is paused and no moment is given up to which to count, so it has no end yet.",
            )
        start, end = _moment(a), _moment(b)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        elif start < end:
            spans.append((start, end))
    return spans


def _whole_days(spans: list[_Span], *, after: date) -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of each pause that are paused from midnight to midnight."""
    for a, b in spans:
        start, end = a.astimezone(LOCAL), b.astimezone(LOCAL)
        first = start.date() if start.time() == time.min else start.date() + _DAY
        first, last = max(first, after + _DAY), end.date() - _DAY
        if first <= last:
            yield first, last


def _closes_paused(day: date, spans: list[_Span]) -> bool:
    close = _close(day)
    return any(a <= close < b for a, b in spans)
