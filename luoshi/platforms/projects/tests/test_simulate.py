"""Invented years of projects: near the report's figures, with a frost, and the same however often told."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.orgs.rehearsal import cast
from luoshi.platforms.projects.models import Permit, Progress, Project
from luoshi.platforms.projects.simulate import simulate
from luoshi.platforms.projects.tests.invented import make_city
from luoshi.platforms.projects.year.loading import Year, labels_of, read_towns, tell_year
from luoshi.platforms.projects.year.plan import OWN
from luoshi.platforms.projects.year.shape import invested_by_month, s_curve
from luoshi.platforms.projects.year.twins import projects_of

FIFTY_MILLION = 5_000_000_000  # fen
READY = ("reserved", "approved", "feasible", "designed")


def rows_told():
    """Return every project's row, without what a run hands out: its numbers."""
    hidden = ("case_id", "code")
    rows = Project.objects.order_by("name", "planned", "proposed_on").values()
    return [{key: value for key, value in row.items() if key not in hidden} for row in rows]


@given(st.floats(min_value=0, max_value=1), st.floats(min_value=0, max_value=1))
def test_the_curve_of_works_only_rises(one, other):
    low, high = sorted((one, other))

    assert 0 <= s_curve(low) <= s_curve(high) <= 1


def test_the_frost_brings_little_and_the_whole_comes_near_the_plan():
    told = invested_by_month(date(2025, 4, 10), months=18, total=10**11, random=Random(1))
    by_month = {month: invested for month, invested, _ in told}

    assert len(told) == 18
    assert by_month[date(2026, 1, 1)] < by_month[date(2025, 10, 1)] / 3
    assert 0.8 < sum(by_month.values()) / 10**11 < 1.2
    assert [physical for *_, physical in told] == sorted(physical for *_, physical in told)


def test_a_year_holds_two_hundred_of_which_fourteen_are_told_twice_or_in_parts():
    projects = projects_of(2025, seed=1, towns=read_towns())
    twins = [one for one in projects if one.number >= OWN]

    assert [one.number for one in projects] == list(range(200))
    assert sorted(one.twin for one in twins) == ["duplicate"] * 8 + ["split"] * 6
    assert projects == projects_of(2025, seed=1, towns=read_towns())
    assert projects != projects_of(2025, seed=2, towns=read_towns())


@pytest.mark.django_db
def test_three_years_come_near_the_figures_of_the_report():
    make_city()

    told = sum(simulate(year=year, until=moment("2026-12-31")) for year in (2024, 2025, 2026))

    rows = Project.objects.filter(planned__gte=FIFTY_MILLION)
    under_way = rows.filter(Q(started_on__year=2026) | Q(resumed_on__year=2026))
    share = under_way.filter(sort="industry").count() / under_way.count()
    reserve = rows.filter(state__in=READY)
    bands = [reserve.filter(planned__gte=FIFTY_MILLION * times).count() for times in (1, 2, 20, 200)]
    assert told == Project.objects.count() == 600
    assert 200 <= under_way.count() <= 230
    assert 0.54 < share < 0.62
    assert all(0.8 < found / aim < 1.25 for found, aim in zip(bands[:3], (300, 150, 30), strict=True))
    assert 3 <= bands[3] <= 8
    assert 90 <= rows.filter(major=True, started_on__year=2026).count() <= 115
    assert not Project.objects.filter(simulated=False).exists()
    assert {"suspend", "resume", "report", "count", "settle", "terminate", "merge"} <= set(
        Event.objects.values_list("action", flat=True)
    )
    assert all(verify(case).sound for case in Case.objects.order_by("?")[:10])


@pytest.mark.django_db
def test_told_in_two_goes_it_is_what_it_is_told_at_once():
    make_city()

    with transaction.atomic():
        for until in ("2025-08-15", "2025-08-15", "2026-12-20"):
            tell_year(Year(2025, moment(until), every=8))
        in_two = rows_told(), Progress.objects.count(), Permit.objects.count()
        transaction.set_rollback(True)
    tell_year(Year(2025, moment("2026-12-20"), every=8))

    assert 20 < Project.objects.count() < 40
    assert (rows_told(), Progress.objects.count(), Permit.objects.count()) == in_two


@pytest.mark.django_db
def test_what_somebody_has_ended_is_not_gone_on_with():
    make_city()
    simulate(year=2025, until=moment("2025-06-30"), every=8)
    case = Case.objects.filter(state="approved")[0]
    commission = cast(on=date(2025, 1, 1))["siping-projects"][0]
    act(case, "terminate", by=commission, data={"reason": "撤回"}, at=moment("2025-07-01"))

    simulate(year=2025, until=moment("2026-06-30"), every=8)

    assert Project.objects.get(case=case).state == "terminated"


@pytest.mark.django_db
def test_what_is_told_twice_is_labelled_with_what_it_repeats():
    make_city()
    year = Year(2025, moment("2026-11-27"))
    simulate(year=year.year, until=year.until)

    labels = labels_of(year)

    assert sorted(one.twin for one in labels) == ["duplicate"] * 8 + ["split"] * 10  # first parts too
    assert all(Project.objects.filter(code=one.of).exists() for one in labels)
