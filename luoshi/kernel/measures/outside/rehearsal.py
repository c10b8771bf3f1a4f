"""Invented observations of every outside series, as if published month by month. Marked as simulated."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from luoshi.kernel.calendar.models import CalendarDay
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.measures.outside.actions import keep_wordings
from luoshi.kernel.measures.outside.inventing import YEARS_BEFORE, Invented, invent
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.kernel.measures.outside.series import OutsideSeries

SOURCE = "模拟数据"
_BATCH = 2_000


@transaction.atomic
def rehearse_observations(*, year: int, until: datetime, seed: int = 1) -> int:
    """Invent what would have been published by the moment about the year and the three before it.

    The same seed gives the same figures; again it adds only what has come since. Of the year most series
    are on pace, some behind, some far behind. Returns how many observations came.
    """
    series = outside_series()
    festival = _festivals()
    wordings = keep_wordings(series.values())
    told = set(
        Observation.objects.filter(series__in=series, simulated=True).values_list(
            "series", "start", "end", "known_at"
        )
    )
    rows = [
        _row(one, figure, wordings[one.key])
        for one in series.values()
        for number in range(year - YEARS_BEFORE, year + 1)
        for figure in invent(
            one, number=number, this=year, seed=seed, festival=festival.get(number, 2), zone=LOCAL
        )
        if figure.known_at <= until
        and (one.key, figure.period.start, figure.period.end, figure.known_at) not in told
    ]
    Observation.objects.bulk_create(rows, batch_size=_BATCH)
    return len(rows)


def _row(series: OutsideSeries, figure: Invented, wording: str) -> Observation:
    return Observation(
        series=series.key,
        start=figure.period.start,
        end=figure.period.end,
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        cumulative=series.cumulative,
        status=figure.status,
        known_at=figure.known_at,
        recorded_at=figure.known_at,
        source=f"{SOURCE}：{series.document}"[:200],
        formula_id=wording,
        simulated=True,
    )


def _festivals() -> dict[int, int]:
    """Return the month of the Spring Festival of each year in the calendar."""
    found: dict[int, int] = {}
    days = CalendarDay.objects.filter(name__contains="春节", kind="holiday").order_by("-date")
    for day in days.values_list("date", flat=True):
        found[day.year] = day.month
    return found
