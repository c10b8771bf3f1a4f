"""What a figure opens to is what its measure counts, over invented years; and what is told twice is found."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.taking import compute
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.queries.counting import opened
from luoshi.platforms.projects.queries.reserve import bands_of, hops_of
from luoshi.platforms.projects.queries.weighing import maturities_of, maturity_weights
from luoshi.platforms.projects.rules.counting import FIGURES, REASONS
from luoshi.platforms.projects.simulate import simulate
from luoshi.platforms.projects.tests.factories import started
from luoshi.platforms.projects.tests.invented import make_city

pytestmark = pytest.mark.django_db
ON = date(2026, 12, 31)


def measured(name, *, year, on):
    found = compute(measure(f"projects.{name}"), Postgres(), years=[year], on=on)
    wanted = ("", "", str(year), True)
    return next(f for f in found if (f.org, f.place, str(f.period), f.simulated) == wanted)


def test_every_figure_opens_to_as_many_projects_as_its_measure_counts():
    make_city()
    for year in (2024, 2025, 2026):
        simulate(year=year, until=moment("2026-12-31"), every=4)

    for key in (
        "started_resumed",
        "major_started",
        "reserved_50m",
        "reserved_100m",
        "reserved_1b",
        "reserved_10b",
    ):
        for year in (2025, 2026):
            on = date(year, 12, 31)
            found = opened(FIGURES[key], Project.objects.all(), year=year, on=on, simulated=True)
            assert found.total == measured(key, year=year, on=on).value, (key, year)
            assert len(found.rows) == Project.objects.count()
            assert set(found.by_reason) <= set(REASONS)
    share = measured("industry_share", year=2026, on=ON)
    industry = opened(FIGURES["industry"], Project.objects.all(), year=2026, on=ON, simulated=True)
    assert industry.total == share.numerator

    bands = [band.total for band in bands_of(Project.objects.all())]
    hops = hops_of(Project.objects.all(), since=date(2024, 1, 1), on=ON)
    assert bands[0] == measured("reserved_50m", year=2026, on=ON).value
    assert all(hop.days is not None and 0 < hop.reached <= hop.of for hop in hops)

    scores = maturities_of(Project.objects.all(), maturity_weights(ON))
    assert len({one.score for one in scores.values()}) > 10
    assert {one.most for one in scores.values()} == {100}

    said = StringIO()
    call_command("projects", "precision", stdout=said)
    assert "拆分项目：造了" in said.getvalue()
    assert "(simulated)" in said.getvalue()


def test_an_invented_project_does_not_count_among_real_ones(builder):
    case = started(builder)
    Project.objects.filter(case=started(builder)).update(simulated=True)

    found = opened(FIGURES["started_resumed"], Project.objects.all(), year=2026, on=ON, simulated=False)

    assert {row.code: row.reason for row in found.rows} == {
        case.code: "counts",
        "project-2026-0002": "simulated",
    }


def test_without_invented_projects_there_is_nothing_to_measure():
    with pytest.raises(CommandError, match="没有模拟项目"):
        call_command("projects", "precision")
