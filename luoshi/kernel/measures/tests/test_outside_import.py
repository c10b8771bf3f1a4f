"""A table of figures brought in: every bad cell named, all or none, twice is once, revisions keep the old."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.measures.models import Formula
from luoshi.kernel.measures.outside.models import ImportBatch, Observation
from luoshi.kernel.measures.outside.queries import points_of
from luoshi.kernel.measures.points import Status
from luoshi.kernel.measures.tests.factories import moment
from luoshi.kernel.measures.tests.outside_factories import GDP, JOBS, SCHOOLS, bring, gdp, make_bureau, parts

pytestmark = pytest.mark.django_db
FIRST = gdp("2026年一季度,5.1,初步,2026-04-20", "2026年上半年,5.3,,2026-07-18")


@pytest.fixture
def town(settings):
    return make_bureau(settings)


def known(key, at):
    return {str(p.period): (p.value, p.status) for p in points_of(key, known_at=moment(at))}


def test_a_table_is_checked_and_nothing_written_until_it_is_committed(town):
    report = bring(town, FIRST, at="2026-07-20", commit=False)

    assert (report.new, report.batch, Observation.objects.count()) == (2, None, 0)


def test_figures_are_known_from_the_day_they_were_published(town):
    bring(town, FIRST, at="2026-07-20")

    assert known(GDP, "2026-04-19") == {}
    assert known(GDP, "2026-04-21") == {"2026-Q1": (Decimal("5.1"), Status.PROVISIONAL)}
    assert known(GDP, "2026-07-20")["2026-H1"] == (Decimal("5.3"), Status.NORMAL)


def test_the_same_table_again_adds_nothing(town):
    bring(town, FIRST, at="2026-07-20")

    again = bring(town, FIRST, at="2026-08-01")

    assert (again.new, again.existing, again.batch) == (0, 2, None)
    assert (Observation.objects.count(), ImportBatch.objects.count()) == (2, 1)


def test_a_table_without_days_again_adds_nothing(town):
    table = "指标,时期,数值\noutside.gdp_growth,2026年一季度,5.1\n"
    bring(town, table, at="2026-05-01")

    assert bring(town, table, at="2026-06-01").new == 0


def test_every_bad_row_is_named_and_nothing_is_half_loaded(town):
    table = (
        "指标,时期,数值,分子,分母,状态,公布日期\n"
        "城镇新增就业,2026年1—3月,4200,,,,2026-04-10\n"
        "城镇失业率,2026年1—3月,5,,,,2026-04-10\n"
        "城镇新增就业,2026年4月,1200,,,,2026-05-10\n"
        "城镇新增就业,四月份,1200,,,,2026-05-10\n"
        "城镇新增就业,2026年1—5月,许多,,,,2026-06-10\n"
        "城镇新增就业,2026年1—6月,,,,,2026-07-10\n"
        "城镇新增就业,2026年1—6月,9000,,,大概,2026-07-10\n"
        "城镇新增就业,2026年1—6月,9000,,,,2027-07-10\n"
        "城镇新增就业,2026年1—12月,9000,,,,2026-07-10\n"
        "义务教育学校集团化覆盖率,2026年一季度,80,89,100,,2026-04-20\n"
        "义务教育学校集团化覆盖率,2026年二季度,,89,,,2026-07-20\n"
        "城镇新增就业,2026年1—2月,3000亩,,,,2026-03-10\n"
        "城镇新增就业,2026年1—2月,3000,,,缺数,2026-03-10\n"
    )
    report = bring(town, table, at="2026-08-01", commit=False)

    assert [fault.row for fault in report.plan.faults] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]
    with pytest.raises(LuoshiError, match="有 12 处需要更正") as caught:
        bring(town, table, at="2026-08-01")
    assert caught.value.code == "import-faults"
    assert not Observation.objects.exists()
    assert not ImportBatch.objects.exists()


def test_titles_that_are_unknown_or_missing_are_refused(town):
    with pytest.raises(LuoshiError, match=r"没有这些列：颜色.*缺少这些列：时期") as caught:
        bring(town, "指标,数值,颜色\nx,1,红\n", at="2026-08-01")

    assert caught.value.code == "sheet-columns"


def test_a_month_of_a_feed_to_date_is_refused_and_not_guessed(town):
    report = bring(town, "指标,时期,数值\n城镇新增就业,2026年4月,1200\n", at="2026-08-01", commit=False)

    assert "年初至今的累计数" in str(report.plan.faults[0])


def test_a_revision_keeps_the_old_figure(town):
    bring(town, FIRST, at="2026-07-20")

    bring(town, gdp("2026年一季度,4.9,修订,2026-10-20"), at="2026-10-21")

    assert known(GDP, "2026-10-19")["2026-Q1"] == (Decimal("5.1"), Status.PROVISIONAL)
    assert known(GDP, "2026-10-21")["2026-Q1"] == (Decimal("4.9"), Status.REVISED)


def test_a_final_figure_confirms_a_provisional_one(town):
    bring(town, FIRST, at="2026-07-20")

    bring(town, gdp("2026年一季度,5.1,正式,2026-10-20"), at="2026-10-21")

    assert known(GDP, "2026-10-21")["2026-Q1"] == (Decimal("5.1"), Status.NORMAL)


def test_a_table_with_a_figure_and_its_revision_is_taken_in_their_order(town):
    table = gdp("2026年一季度,4.9,修订,2026-10-20", "2026年一季度,5.1,,2026-04-20")

    assert bring(town, table, at="2026-10-21").new == 2
    assert bring(town, table, at="2026-10-22").new == 0
    assert known(GDP, "2026-05-01")["2026-Q1"] == (Decimal("5.1"), Status.NORMAL)


def test_what_was_known_is_not_altered_by_a_figure_brought_in_later(town):
    bring(town, gdp("2026年一季度,5.1,,2026-04-20"), at="2026-04-21")

    for row in ("2026年一季度,5.0,,2026-04-18", "2026年一季度,5.0,,2026-04-20"):
        report = bring(town, gdp(row), at="2026-05-01", commit=False)
        assert len(report.plan.faults) == 1


def test_a_figure_published_as_missing_is_no_zero(town):
    bring(town, gdp("2026年一季度,,缺数,2026-04-20"), at="2026-05-01")
    assert known(GDP, "2026-05-01")["2026-Q1"] == (None, Status.MISSING)

    bring(town, gdp("2026年一季度,5.1,,2026-05-20"), at="2026-06-01")
    assert known(GDP, "2026-06-01")["2026-Q1"] == (Decimal("5.1"), Status.REVISED)


def test_a_wide_table_has_a_column_for_each_period(town):
    table = "指标,单位,2026年1-2月,2026年1—3月,2026年1—4月,来源\n城镇新增就业,万人,0.3,,0.56,就业统计月报\n"

    bring(town, table, at="2026-05-20")

    values = {text: value for text, (value, _) in known(JOBS, "2026-05-20").items()}
    assert values == {"2026-01..2026-02": 3000, "2026-01..2026-04": 5600}


def test_a_rate_is_computed_from_its_parts(town):
    rows = "义务教育学校集团化覆盖率,2026年一季度,,89,96\n义务教育学校集团化覆盖率,2026年二季度,92.7,89,96\n"
    bring(town, "指标,时期,数值,分子,分母\n" + rows, at="2026-08-01")

    found = points_of(SCHOOLS, known_at=moment("2026-08-01"))

    assert parts(found) == [(Decimal("92.708333"), 89, 96)] * 2


def test_nothing_over_nothing_is_no_zero(town):
    bring(town, "指标,时期,数值,分子,分母\n义务教育学校集团化覆盖率,2026年一季度,,0,0\n", at="2026-08-01")

    found = points_of(SCHOOLS, known_at=moment("2026-08-01"))

    assert (parts(found), found[0].status) == ([(None, 0, 0)], Status.NORMAL)


def test_who_brings_a_table_publishes_it_or_hands_matters_out(town):
    for name in ("statistics", "office"):
        assert not bring(town, FIRST, at="2026-07-20", by=name, commit=False).plan.faults
    for name in ("finance_head", "monitor", "deputy"):
        faults = bring(town, FIRST, at="2026-07-20", by=name, commit=False).plan.faults
        assert [fault.column for fault in faults] == ["指标", "指标"]


def test_a_batch_and_each_figure_say_where_they_come_from(town):
    bring(town, FIRST, at="2026-07-20")

    batch = ImportBatch.objects.get()
    kept = batch.observations.select_related("formula").earliest("known_at")
    assert (batch.name, batch.rows, batch.by_id) == ("数据.csv", 2, town["office"].account)
    assert (kept.source, kept.formula.measure) == ("地区生产总值核算季报（不变价）", GDP)
    assert Formula.objects.count() == 1


def test_a_long_table_asks_no_more_than_a_short_one(town):
    def queries(months, at):
        rows = "".join(f"城镇新增就业,2026年1—{n}月,{100 * n},2026-11-{n + 10:02}\n" for n in months)
        with CaptureQueriesContext(connection) as asked:
            bring(town, "指标,时期,数值,公布日期\n" + rows, at=at, by="human-resources")
        return len(asked)

    assert queries([2], "2026-11-25") == queries(range(3, 11), "2026-11-26")
