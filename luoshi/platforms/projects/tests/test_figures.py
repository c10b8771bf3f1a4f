"""The figures of the report's sentence, from what was done about projects."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from luoshi.kernel.base.uscc import completed
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.taking import compute
from luoshi.platforms.projects.simulate import simulate
from luoshi.platforms.projects.tests.factories import MILLION, PHOTO, do, propose, started
from luoshi.platforms.projects.tests.invented import make_city

pytestmark = pytest.mark.django_db


def of(name, period="2026", on="2026-12-31", *, simulated=False):
    """Return the city's figure of the period."""
    years = [int(period[:4])]
    found = compute(measure(f"projects.{name}"), Postgres(), years=years, on=date.fromisoformat(on))
    wanted = ("", "", period, simulated)
    return next((f for f in found if (f.org, f.place, str(f.period), f.simulated) == wanted), None)


def value(name, period="2026", on="2026-12-31"):
    figure = of(name, period, on)
    return None if figure is None or figure.value is None else float(figure.value)


def stop_and_go(case, by, *, stopped="2026-11-10", resumed="2027-04-01", photo=True):
    case = do(case, "suspend", by, stopped, suspended_on=stopped, reason="冬季停工")
    files = [PHOTO] if photo else []
    return do(case, "resume", by, resumed, *files, resumed_on=resumed)


def test_a_project_counts_once_a_year_however_often_it_is_taken_up(builder):
    case = started(builder)
    case = stop_and_go(case, builder, stopped="2026-06-01", resumed="2026-07-01")

    stop_and_go(case, builder)

    assert value("started_resumed") == 1
    assert value("started_resumed", "2026-04") == 1
    assert value("started_resumed", "2026-07") == 0
    assert value("started_resumed", "2027", "2027-12-31") == 1
    assert value("resume_rate", "2027", "2027-12-31") == 100


def test_below_the_threshold_or_without_a_photograph_nothing_counts(builder):
    started(builder, planned=49 * MILLION)
    case = started(builder)

    stop_and_go(case, builder, photo=False)  # the photograph of the start is no proof of going on

    assert value("started_resumed") == 1
    assert value("started_resumed", "2027", "2027-12-31") == 0


def test_what_ends_in_the_year_it_began_does_not_count_and_later_it_still_does(builder):
    gone, later = started(builder), started(builder)

    do(gone, "terminate", builder, "2026-09-01", reason="投资方撤回")
    do(later, "terminate", builder, "2027-02-01", reason="投资方撤回")

    assert value("started_resumed") == 1


def test_the_share_of_industry_is_told_by_count_and_by_investment(builder):
    started(builder, planned=300 * MILLION)
    for _ in range(2):
        started(builder, planned=100 * MILLION, sort="infrastructure")

    assert value("industry_share") == pytest.approx(100 / 3, abs=0.001)
    assert value("industry_share_by_investment") == 60


def test_the_reserve_is_a_stock_of_what_has_not_begun_in_bands_that_contain_each_other(builder):
    started(builder, until="reserve", planned=20_000 * MILLION)
    started(builder, until="fund", planned=120 * MILLION)
    started(builder, planned=60 * MILLION)  # begins on 15 April
    gone = started(builder, until="reserve", planned=60 * MILLION)
    do(gone, "terminate", builder, "2026-06-01", reason="不再实施")
    propose(builder)

    at = {
        day: [value(f"reserved_{band}", day, "2026-12-31") for band in BANDS]
        for day in ("2026-03", "2026-12")
    }
    assert at == {"2026-03": [4, 2, 1, 1], "2026-12": [2, 2, 1, 1]}


BANDS = ("50m", "100m", "1b", "10b")


def test_rates_say_what_of_the_planned_has_begun_and_what_of_that_is_counted(builder):
    case = started(builder, major=True)
    case = do(case, "enter_library", builder, "2026-04-20", library="K-1", entered_on="2026-04-20")
    started(builder, until="fund")

    assert value("start_rate") == 50
    assert value("conversion_rate") == 50
    assert value("in_statistics_rate") == 0
    assert value("major_started") == 1


def test_a_plan_whose_day_has_not_come_is_not_yet_late(builder):
    started(builder, until="fund", plans_start_on="2026-11-01")

    assert (
        of("start_rate", "2026-11", "2026-10-15") is None or value("start_rate", "2026", "2026-10-15") is None
    )


def test_the_facts_name_nobody(builder):
    started(
        builder,
        developer="某某实业有限公司",
        developer_uscc=completed("91220300MA123456"),
        address="某镇某路9号",
    )

    with connection.cursor() as cursor:
        told = ""
        for name in ("projects", "starts", "pauses"):
            cursor.execute(f"SELECT to_jsonb(f)::text FROM facts.projects_{name} AS f")
            told += " ".join(row[0] for row in cursor.fetchall())
    assert "project-2026-0001" in told
    assert not any(word in told for word in ("某某", "MA1234567X", "某路", "示例", "builder"))


def test_invented_projects_make_invented_figures():
    make_city()
    for year in (2024, 2025, 2026):
        simulate(year=year, until=moment("2026-12-31"), every=5)

    assert value("started_resumed") == 0
    assert 30 < of("started_resumed", simulated=True).value < 60
    assert 90 < of("resume_rate", simulated=True).value <= 100
    assert 85 < of("in_statistics_rate", simulated=True).value <= 100
