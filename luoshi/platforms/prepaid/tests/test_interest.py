"""Interest in two legs, by whose reason it is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.platforms.prepaid.rules.interest import Cause, Rates, legs_of, total
from luoshi.platforms.prepaid.rules.pricing import Parts

M, C, N = Cause.MERCHANT, Cause.CONSUMER, Cause.NEITHER


def rates(account: str | None = None, agreed: str | None = None) -> Rates:
    return Rates(
        lpr=Decimal("3.00"),
        deposit=Decimal("1.50"),
        account=None if account is None else Decimal(account),
        agreed=None if agreed is None else Decimal(agreed),
    )


@pytest.mark.parametrize(
    ("parts", "cause", "account", "agreed", "amounts"),
    [
        (Parts(300_00, 450_00), M, "0.35", None, [370]),  # a: LPR on everything beats 0.17 + 2.22
        (Parts(280_00, 420_00), C, "1.75", None, [81, 104]),  # b: 1.85 beats 1.73
        (Parts(0, 750_00), M, None, "4.00", [493]),  # c: the agreement comes first
        (Parts(300_00, 450_00), M, "4.00", None, [197, 222]),  # an account better than LPR
        (Parts(700_00, 0), C, "1.50", None, [173]),  # no better: one leg
        (Parts(0, 700_00), C, "9.00", None, [173]),  # nothing in custody
        (Parts(300_00, 450_00), M, "9.00", "1.00", [123]),  # agreed, and no account asked
        (Parts(300_00, 450_00), N, None, None, [185]),  # nobody's reason: the benchmark
    ],
)
def test_the_better_of_what_may_be_claimed_is_offered(parts, cause, account, agreed, amounts):
    legs = legs_of(parts, cause=cause, rates=rates(account, agreed), days=60)

    assert [leg.amount for leg in legs] == amounts
    assert sum(leg.principal for leg in legs) == parts.whole


def test_no_day_and_a_day_before_the_start_earn_nothing():
    for days in (0, -5):
        assert total(legs_of(Parts(0, 1000_00), cause=M, rates=rates(), days=days)) == 0


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.sampled_from(Cause), st.integers(0, 5000))
def test_what_is_offered_is_never_below_the_rate_of_the_reason(supervised, held, cause, days):
    parts = Parts(supervised, held)

    plain = legs_of(parts, cause=cause, rates=rates(), days=days)
    offered = legs_of(parts, cause=cause, rates=rates("1.75"), days=days)

    assert total(offered) >= total(plain)
