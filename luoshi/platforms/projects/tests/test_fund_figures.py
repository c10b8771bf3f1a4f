"""Figures of projects' money: each is what its rows add up to, and says of every other row why not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.taking import compute
from luoshi.platforms.projects.actions import give_back, reverse_allocation, reverse_payment
from luoshi.platforms.projects.models import FundApplication
from luoshi.platforms.projects.queries.fund_counting import compared, count
from luoshi.platforms.projects.queries.fund_limits import fund_limits
from luoshi.platforms.projects.queries.funds import FundLine, ahead_projects, by_source, fund_lines
from luoshi.platforms.projects.tests.factories import MILLION, do, started
from luoshi.platforms.projects.tests.funds import AT, approved, asking, paid, passed

pytestmark = pytest.mark.django_db
END = date(2026, 12, 31)


def shown(name: str, *, on: date = END, period: str = "2026") -> Decimal | None:
    figures = compute(measure(f"projects.{name}"), Postgres(), years=[on.year], on=on)
    found = (one.value for one in figures if (one.org, one.place, str(one.period)) == ("", "", period))
    return next(found, None)


def lines(on: date = END) -> list[FundLine]:
    return fund_lines(FundApplication.objects.all(), on=on, limits=fund_limits(on))


@pytest.fixture
def money(builder):
    """Bonds of 20 million passed on and half paid; a loan of 10 million; 5 million asked of the centre."""
    bond = approved(builder)
    passed(bond, builder, 20 * MILLION)
    paid(bond, builder, 10 * MILLION)
    case = bond.project.case
    loan = approved(builder, case=case, source="bank", amount=10 * MILLION)
    asking(builder, case=case, source="central_budget", amount=5 * MILLION)
    return bond, loan


def test_only_what_was_approved_of_the_three_kinds_counts(money):
    counting = count("funds_secured", lines(), year=2026)

    assert shown("funds_secured") == Decimal(20_000_000)
    assert counting.numerator == 20 * MILLION
    assert {one.line.application.source: one.why for one in counting.left_out} == {
        "bank": "银行贷款不在承诺的三类资金之内",
        "central_budget": "已申请",
    }
    assert next(iter(count("funds_secured", lines(), year=2025).left_out)).why == "计入 2026 年"


def test_rates_are_sums_over_sums_and_the_same_as_the_measures(money):
    for name, rate in (("fund_arrival_rate", 20 / 30), ("fund_payment_rate", 10 / 20)):
        counting = count(name, lines(), year=2026)

        assert counting.numerator / counting.denominator == pytest.approx(rate)
        assert float(shown(name) or 0) == pytest.approx(100 * rate, abs=1e-5)


def test_money_lies_idle_from_the_day_its_term_is_over_until_it_goes_out(money, builder):
    bond, _ = money

    assert shown("fund_idle", on=date(2026, 9, 15), period="2026-09") == 0
    assert shown("fund_idle", on=date(2026, 9, 16), period="2026-09") == Decimal(10_000_000)
    assert [line.idle for line in lines(date(2026, 9, 15))] == [0, 0, 0]
    assert count("fund_idle", lines(date(2026, 9, 16)), year=2026).numerator == 10 * MILLION
    paid(bond, builder, 4 * MILLION, on="2026-10-20")
    give_back(bond, amount=6 * MILLION, on=date(2026, 11, 2), voucher="R", by=builder, at=AT)
    assert shown("fund_idle", period="2026-10") == Decimal(6_000_000)
    assert shown("fund_idle", period="2026-11") == 0


def test_what_was_passed_on_by_mistake_is_not_idle(builder):
    bond = approved(builder)
    given = passed(bond, builder, 20 * MILLION)
    reverse_allocation(given, reason="重复下达", on=date(2026, 4, 1), by=builder, at=AT)

    assert [line.idle for line in lines()] == [0]
    assert shown("fund_idle") in (None, 0)


def test_a_payment_reversed_is_idle_again(money, builder):
    bond, _ = money
    reverse_payment(bond.drawdowns.get(), reason="退票", on=date(2026, 10, 1), by=builder, at=AT)

    assert shown("fund_idle", period="2026-10") == Decimal(20_000_000)


def test_growth_compares_the_same_days_of_two_years(money):
    assert compared(lines(), year=2026, until=date(2026, 3, 9)) == (0, 0)
    assert compared(lines(), year=2026, until=date(2026, 3, 10)) == (20 * MILLION, 0)
    assert compared(lines(), year=2027, until=date(2027, 12, 31)) == (0, 20 * MILLION)


def test_sources_add_up_and_each_fault_is_found(money, builder):
    on = date(2027, 1, 15)
    found = lines(on)

    sums = {one.source: one for one in by_source(found)}
    assert (sums["special_bond"].paid, sums["special_bond"].arrived) == (5_000, 10_000)
    assert sums["central_budget"].approved == 0
    kinds = {line.application.source: {one.kind for one in line.findings} for line in found}
    assert kinds == {"special_bond": {"idle", "unspent"}, "bank": set(), "central_budget": set()}


def test_a_project_that_paid_beyond_its_works_is_found_by_what_it_reported(builder):
    bond = approved(builder, case=started(builder))
    passed(bond, builder, 20 * MILLION)
    paid(bond, builder, 20 * MILLION, physical=3_000)  # as the contractor said

    limits = fund_limits(END)
    ((project, finding),) = ahead_projects(lines(), limits=limits)
    assert (project.pk, finding.words) == (bond.project_id, "支付 25%，形象进度 0%，允许超前 10%")
    do(bond.project.case, "report", builder, "2026-06-02", month="2026-05-01", invested=1, physical=1_500)
    assert ahead_projects(lines(), limits=limits) == []


@pytest.mark.parametrize("projects", [1, 4])
def test_the_lines_cost_the_same_however_many(builder, projects, django_assert_num_queries):
    for number in range(projects):
        case = started(builder, until="approve", title=f"示例项目{number}")
        passed(approved(builder, case=case), builder, MILLION)

    limits = fund_limits(END)
    with django_assert_num_queries(6):
        assert len(fund_lines(FundApplication.objects.all(), on=END, limits=limits)) == projects
