"""Fen divided and fen earned, and money that is never rounded on the way."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.exactjson import dump_json, load_json
from luoshi.kernel.base.money import Money
from luoshi.kernel.ledger.rules import largest_remainder, simple_interest

SHARES = [
    (100_000, [75_000, 70_000, 3_334], [50_561, 47_191, 2_248]),
    (10_000, [30_000, 20_000, 10_000], [5_000, 3_333, 1_667]),
    (1, [1, 1, 1], [1, 0, 0]),
    (100, [33, 33, 34], [33, 33, 34]),
    (0, [5, 7], [0, 0]),
    (99_999, [1, 1], [1, 1]),
]


@pytest.mark.parametrize(("available", "claims", "paid"), SHARES)
def test_what_is_left_is_divided_to_the_fen(available, claims, paid):
    assert largest_remainder(available, claims) == paid


@given(available=st.integers(0, 10**12), claims=st.lists(st.integers(0, 10**9), max_size=30))
def test_all_that_is_available_is_paid_and_nobody_gets_more_than_claimed(available, claims):
    paid = largest_remainder(available, claims)

    assert sum(paid) == min(available, sum(claims))
    assert all(share <= claim for share, claim in zip(paid, claims, strict=True))


@pytest.mark.parametrize(
    ("principal", "percent", "interest"),
    [(75_000, "3.00", 370), (28_000, "1.75", 81), (42_000, "1.50", 104), (75_000, "4.00", 493)],
)
def test_interest_is_rounded_once(principal, percent, interest):
    assert simple_interest(principal, percent=Decimal(percent), days=60) == interest


@given(fen=st.integers(-(10**15), 10**15))
def test_money_survives_being_written_and_read(fen):
    assert Money.yuan(str(Money(fen))) == Money(fen)
    assert Money.yuan(Money(fen).in_yuan) == Money(fen)


@pytest.mark.parametrize("written", ["12.345", "一百", "NaN", "1e30", ""])
def test_what_is_no_amount_is_refused(written):
    with pytest.raises(LuoshiError, match="不是以元为单位"):
        Money.yuan(written)


@pytest.mark.parametrize("wrong", [12.5, True])
def test_a_float_is_no_money(wrong):
    with pytest.raises(TypeError):
        Money.yuan(wrong)
    with pytest.raises(TypeError):
        Money(wrong)
    with pytest.raises(TypeError):
        Money(100) * wrong


def test_money_adds_compares_and_multiplies_exactly():
    assert sum([Money(10)] * 3, Money(0)) == Money.yuan("0.30")
    assert -Money(5) < Money(5) - Money(1) < Money(5) * 2
    assert not Money(0)
    with pytest.raises(OverflowError):
        Money(2**63 - 1) + Money(1)


def test_json_keeps_every_digit():
    assert load_json('{"a": 0.10, "b": 12345678901234567890}') == {
        "a": Decimal("0.10"),
        "b": 12345678901234567890,
    }
    assert (
        dump_json({"a": Decimal("0.10"), "b": [Money(1234)], "c": 1})
        == '{"a": "0.10", "b": ["12.34"], "c": 1}'
    )
    assert dump_json(Decimal("1E+3")) == '"1000"'


@pytest.mark.parametrize("text", ["NaN", '{"a": 1, "a": 2}', "{", "Infinity"])
def test_json_that_says_two_things_or_nothing_is_refused(text):
    with pytest.raises(LuoshiError, match="JSON"):
        load_json(text)


@pytest.mark.parametrize("value", [0.1, {"a": [0.1]}, Decimal("NaN")])
def test_a_float_has_no_exact_json(value):
    with pytest.raises(TypeError):
        dump_json(value)
