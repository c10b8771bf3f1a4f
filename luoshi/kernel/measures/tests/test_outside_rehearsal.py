"""Invented observations: marked, seasonal, the same for the same seed, and never told twice."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection

from luoshi.kernel.calendar.actions import load_calendar
from luoshi.kernel.measures.outside.increments import annual, increments
from luoshi.kernel.measures.outside.inventing import pace_of
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.outside.queries import points_of
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.kernel.measures.outside.rehearsal import rehearse_observations
from luoshi.kernel.measures.points import MeasureKind, Status
from luoshi.kernel.measures.tests.factories import moment
from luoshi.kernel.measures.tests.outside_factories import values

pytestmark = pytest.mark.django_db
_FIELDS = ("series", "start", "end", "value", "numerator", "status", "known_at")


@pytest.fixture(autouse=True)
def calendar(settings):
    load_calendar(settings.CITY.calendar_folder, at=moment("2026-01-01"))


def rehearse(until="2026-11-20", seed=1):
    return rehearse_observations(year=2026, until=moment(until), seed=seed)


def rows():
    return list(Observation.objects.order_by(*_FIELDS).values_list(*_FIELDS))


def known(key, at="2026-11-20"):
    return points_of(key, known_at=moment(at), simulated=True)


def test_every_series_has_three_full_years_and_the_year_so_far():
    rehearse()

    for key, series in outside_series().items():
        years = {point.period.start.year for point in known(key)}
        assert years >= {2023, 2024, 2025}, key
        assert 2026 in years or series.cycle == "year", key


def test_all_is_marked_and_nothing_is_known_later_than_told():
    count = rehearse()

    assert count == Observation.objects.filter(simulated=True).count() > 2000
    assert not Observation.objects.filter(known_at__gt=moment("2026-11-20")).exists()
    assert points_of("outside.gdp", known_at=moment("2026-11-20")) == []


def test_told_again_it_adds_only_what_has_come_since():
    rehearse("2026-06-30")
    before = rows()
    assert rehearse("2026-06-30") == 0

    more = rehearse("2026-11-20")

    assert more > 0
    assert set(before) < set(rows())
    assert len(rows()) == len(before) + more


def test_a_year_told_in_two_parts_is_the_year_told_at_once():
    rehearse("2026-06-30")
    parts = rehearse("2026-11-20") and rows()

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM measures_observation")
    rehearse("2026-11-20")

    assert rows() == parts


def test_most_are_on_pace_some_behind_and_some_far_behind():
    paces = Counter(pace_of(series, seed=1) for series in outside_series().values())

    assert paces["on"] > paces["behind"] > 0
    assert paces["far_behind"] > 0


def test_some_are_provisional_then_revised_and_some_months_are_missing():
    rehearse()

    statuses = Counter(Observation.objects.values_list("status", flat=True))

    assert statuses[Status.PROVISIONAL] > 50
    assert statuses[Status.REVISED] > 50
    assert statuses[Status.MISSING] > 5
    gaps = [
        one
        for key, series in outside_series().items()
        if series.cumulative and series.kind is MeasureKind.FLOW
        for one in increments(known(key), first=series.first, step=series.cycle.months)
        if one.arrived != one.expected
    ]
    assert gaps


def test_works_stop_in_winter_and_farming_has_its_season():
    rehearse()

    months = increments(known("outside.farmland"))
    years = annual(known("outside.farmland"), kind=MeasureKind.FLOW)

    winter = sum(values(p for p in months if str(p.period) in ("2025-01", "2025-02", "2025-12")))
    assert [str(p.period) for p in years] == ["2023", "2024", "2025"]
    assert 15 * winter < values(years)[-1]


def test_a_cumulative_flow_never_falls_within_a_year():
    rehearse()

    for key, series in outside_series().items():
        if series.cumulative and series.kind is MeasureKind.FLOW:
            added = increments(known(key), first=series.first, step=series.cycle.months)
            assert [str(p.period) for p in added if p.value is not None and p.value < 0] == [], key
