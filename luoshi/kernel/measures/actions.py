"""The one write of measures: a take. It adds a run and the readings that differ from what was known."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.measures.arithmetic import Figure, periods_of
from luoshi.kernel.measures.comparing import Change, changes
from luoshi.kernel.measures.definitions import Definition
from luoshi.kernel.measures.engines import Engine
from luoshi.kernel.measures.models import Formula, Reading, Run
from luoshi.kernel.measures.queries import last_run, latest_readings
from luoshi.kernel.measures.taking import compute

_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Taken:
    """What a take came to: its run, and how many readings were new or different."""

    run: Run
    figures: int
    changed: int


@transaction.atomic
def take(definition: Definition, *, engine: Engine, years: Sequence[int], on: date, at: datetime) -> Taken:
    """Take the measure for the years up to the day and keep what differs from what was known.

    ``at`` is when the records were as they are: from then on the readings are known. Taking again without
    a change in the records adds a run and no reading. Raises ``take-out-of-order`` for a day or moment
    before that of the last run: what is known is never made less.
    """
    _lock(definition.key)
    _require_order(definition, on, at)
    fresh, found = fresh_changes(definition, engine=engine, years=years, on=on)
    formula, _ = Formula.objects.get_or_create(
        sha256=definition.sha256, defaults={"measure": definition.key, "text": definition.text}
    )
    run = Run.objects.create(
        measure=definition.key,
        formula=formula,
        engine=engine.name,
        on=on,
        at=at,
        rows=_rows(fresh),
        readings=len(found),
    )
    Reading.objects.bulk_create((_reading(change, run) for change in found), batch_size=_BATCH)
    return Taken(run, len(fresh), len(found))


def fresh_changes(
    definition: Definition, *, engine: Engine, years: Sequence[int], on: date
) -> tuple[list[Figure], list[Change]]:
    """Return the figures of a fresh take and those that differ from what is known, writing nothing."""
    periods = [period for number in sorted(set(years)) for period in periods_of(number, on=on)]
    known = latest_readings(definition.key, periods)
    series = {(row.org, row.place, row.simulated) for row in known}
    fresh = compute(definition, engine, years=years, on=on, known=series)
    return fresh, list(changes(known, fresh, on=on))


def _reading(change: Change, run: Run) -> Reading:
    figure = change.figure
    return Reading(
        run=run,
        measure=run.measure,
        org=figure.org,
        place=figure.place,
        start=figure.period.start,
        end=figure.period.end,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        rows=figure.rows,
        expected=figure.expected,
        arrived=figure.arrived,
        known_at=run.at,
        status=change.status,
        simulated=figure.simulated,
    )


def _rows(fresh: Sequence[Figure]) -> int:
    """Return how many records the whole of the longest periods rests on."""
    whole = [figure for figure in fresh if not figure.org and not figure.place]
    longest = max((figure.period.months for figure in whole), default=0)
    return sum(figure.rows for figure in whole if figure.period.months == longest)


def _require_order(definition: Definition, on: date, at: datetime) -> None:
    last = last_run(definition.key)
    if last is not None and (on < last.on or at <= last.at):
        raise LuoshiError(
            "take-out-of-order",
            f"{definition.key} 已按截至 {last.on} 的记录取数（{last.at:%m-%d %H:%M}）。请用不早于它的日期。",
            f"{definition.key} was taken up to {last.on} already, at {last.at}. Take it for no earlier day.",
        )


def _lock(key: str) -> None:
    """Let one take of a measure run at a time."""
    number = int.from_bytes(hashlib.sha256(f"measures:{key}".encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
