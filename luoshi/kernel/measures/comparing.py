"""What a fresh take says that was not known before. Pure but for the rows it makes; writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.kernel.base.periods import Period
from luoshi.kernel.measures.arithmetic import Figure
from luoshi.kernel.measures.models import Reading
from luoshi.kernel.measures.points import Status

_Place = tuple[str, str, bool, Period]


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs from the latest reading of it, and the status it would have."""

    figure: Figure
    before: Reading | None
    status: Status


def changes(known: Iterable[Reading], fresh: Iterable[Figure], *, on: date) -> Iterator[Change]:
    """Yield each figure that differs from what is known, and each known one that is no longer there.

    A period that is not over is 快报; what comes first after its end is normal, what differs from that is
    revised. A figure whose records are gone has no value: never 0.
    """
    latest = {_key(row): row for row in known}
    for figure in fresh:
        before = latest.pop((figure.org, figure.place, figure.simulated, figure.period), None)
        if before is None or _differs(figure, before):
            yield Change(figure, before, _status(figure, before))
    for (org, place, simulated, period), before in latest.items():
        if before.status != Status.MISSING and period.start <= on:
            gone = Figure(
                org=org,
                place=place,
                period=period,
                value=None,
                rows=0,
                expected=before.expected,
                arrived=0 if before.arrived is not None else None,
                provisional=not period.over(on),
                simulated=simulated,
            )
            yield Change(gone, before, Status.MISSING)


def _key(row: Reading) -> _Place:
    return row.org, row.place, row.simulated, Period(row.start, row.end)


def _differs(figure: Figure, before: Reading) -> bool:
    now: tuple[Decimal | int | None, ...] = (figure.value, figure.numerator, figure.denominator, figure.rows)
    then = (before.value, before.numerator, before.denominator, before.rows)
    return now != then or figure.provisional != (before.status == Status.PROVISIONAL)


def _status(figure: Figure, before: Reading | None) -> Status:
    if figure.provisional:
        return Status.PROVISIONAL
    if before is None or before.status == Status.PROVISIONAL:
        return Status.NORMAL
    return Status.REVISED
