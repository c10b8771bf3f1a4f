"""An invented year: the checks see what was put in, it is told by real acts, and its figures add up."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import Sum

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.city import bring_in_city
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.taking import compute
from luoshi.platforms.investment.models import Counted, Instalment, Lead, Ruling, Transfer
from luoshi.platforms.investment.queries.limits import limits_on
from luoshi.platforms.investment.queries.paid import groups_of_firms, paid_of
from luoshi.platforms.investment.simulate import simulate
from luoshi.platforms.investment.year.paying import year_of
from luoshi.platforms.investment.year.precision import precision_of

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 5, 9, tzinfo=LOCAL)
DAY = date(2026, 1, 5)


@pytest.fixture
def city():
    bring_in_city(AT, staffed=DAY)


@pytest.mark.parametrize("seed", [1, 2, 7])
def test_the_checks_see_what_was_put_in(city, seed):
    years = [year_of(year, seed=seed) for year in (2024, 2025, 2026)]

    found = precision_of(years, limits_on(DAY))

    assert sum(len(year.paid) for year in years) == 900
    assert (found["exact"].recall, found["exact"].precision) == (1, 1)
    assert found["near"].recall >= 0.95
    assert found["near"].precision >= 0.98
    assert found["back"].recall >= 0.9


def test_the_same_seed_tells_the_same_year():
    assert year_of(2025, seed=3).paid == year_of(2025, seed=3).paid
    assert year_of(2025, seed=3).paid != year_of(2025, seed=4).paid


def test_the_command_says_its_shares_and_that_nothing_of_it_is_real(city, capsys):
    call_command("investment", "precision", "--years", "2025")

    said = capsys.readouterr().out
    assert "同一凭证：放入 12，查出 12（100.0%）" in said
    assert "(simulated)" in said


def shown(name: str) -> Decimal:
    figures = compute(measure(f"investment.{name}"), Postgres(), years=[2025], on=date(2026, 1, 1))
    return sum(
        (
            one.value or Decimal(0)
            for one in figures
            if (one.org, one.place) == ("", "") and str(one.period) in MONTHS
        ),
        Decimal(0),
    )


MONTHS = {f"2025-{month:02d}" for month in range(1, 13)}


def test_a_year_is_told_by_the_acts_of_real_ones_and_its_figures_add_up(city):
    simulate(year=2025, until=datetime(2025, 7, 1, tzinfo=LOCAL), every=5)
    half = Instalment.objects.count()
    simulate(year=2025, until=AT, every=5)

    told = year_of(2025, deals=6)
    before = (Instalment.objects.count(), Ruling.objects.count(), Transfer.objects.count())
    assert simulate(year=2025, until=AT, every=5) > 0
    assert (Instalment.objects.count(), Ruling.objects.count(), Transfer.objects.count()) == before
    assert 0 < half < before[0] <= len(told.paid)
    assert Instalment.objects.filter(simulated=False).count() == 0
    assert all(verify(case).sound for case in Case.objects.all()[:6])
    assert Lead.objects.filter(state="producing").exists()
    by_hash = Counted.objects.values_list("voucher_hash", flat=True)
    assert len(set(by_hash)) == len(by_hash)
    counted = Counted.objects.aggregate(sum=Sum("amount"))["sum"]
    claimed = Instalment.objects.aggregate(sum=Sum("amount"))["sum"]
    assert shown("funds_in_place") * 100 == counted
    assert shown("claimed") * 100 == claimed
    assert 0 < shown("disputed") * 100 < claimed - counted
    kept = {row.digest: (row.amount, row.payer, row.paid_on) for row in paid_of(Instalment.objects.all())}
    planned = {row.digest: (row.amount, row.payer, row.paid_on) for row in told.paid}
    assert kept.items() <= planned.items()
    assert groups_of_firms().together(told.deals[0].sister.uscc, told.deals[0].investor.uscc)
