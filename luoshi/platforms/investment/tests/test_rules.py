"""What counts, what is claimed twice, what flows back: the rules as tables and as properties. No database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from luoshi.platforms.investment.rules.duplicates import duplicates
from luoshi.platforms.investment.rules.exclusions import Claim, Rule, exclusions, months_between
from luoshi.platforms.investment.rules.paid import Flow, Groups, Paid
from luoshi.platforms.investment.rules.references import follow, plain, slips
from luoshi.platforms.investment.rules.returning import round_trips
from luoshi.platforms.investment.rules.spikes import spikes

DAY, WAN = date(2026, 3, 10), 1_000_000  # fen in 万元
NOBODY = Groups({})
KIN = Groups({"payer": "top", "sister": "top", "child": "payer"})
RULES = {
    key: Rule(key, key, value, f"investment.{key}@2020-01-01")
    for key, value in {
        **{"exclude_local": 1, "exclude_fiscal": 1, "exclude_property": 1, "exclude_retail": 1},
        **{"exclude_second_phase": 24, "minimum": 10 * WAN, "before_contract": 1},
    }.items()
}
FINE = Claim(
    paid_on=DAY,
    signed_on=date(2026, 1, 5),
    first_signed_on=date(2026, 1, 5),
    second_phase=False,
    amount=500 * WAN,
    purpose="plant",
    origin="investor",
    local=False,
)
OLD: dict[str, Any] = {"second_phase": True, "first_signed_on": date(2024, 3, 10)}


@pytest.mark.parametrize(
    ("change", "keys"),
    [
        ({}, []),
        ({"local": True}, ["exclude_local"]),
        ({"origin": "fiscal"}, ["exclude_fiscal"]),
        ({"purpose": "property"}, ["exclude_property"]),
        ({"purpose": "retail"}, ["exclude_retail"]),
        (OLD, ["exclude_second_phase"]),
        (OLD | {"first_signed_on": date(2024, 3, 11)}, []),
        (OLD | {"second_phase": False}, []),
        ({"amount": 10 * WAN}, []),
        ({"amount": 10 * WAN - 1}, ["minimum"]),
        ({"signed_on": DAY}, []),
        ({"signed_on": DAY + timedelta(1)}, ["before_contract"]),
        ({"purpose": "retail", "local": True}, ["exclude_local", "exclude_retail"]),
    ],
)
def test_what_does_not_count_is_told_by_rule_and_version(change, keys):
    found = exclusions(replace(FINE, **change), RULES)

    assert [one.rule.key for one in found] == keys
    assert all(one.words and one.rule.version.endswith("@2020-01-01") for one in found)


def test_a_rule_that_is_not_in_force_keeps_nothing_out():
    assert exclusions(replace(FINE, local=True), RULES | {"exclude_local": Rule("x", "x", 0, "x")}) == ()


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [("2024-01-31", "2024-02-29", 0), ("2024-01-15", "2024-02-15", 1), ("2023-12-01", "2026-01-01", 25)],
)
def test_months_are_whole(first, last, months):
    assert months_between(date.fromisoformat(first), date.fromisoformat(last)) == months


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        ("202603100012", "202603100012", 0),
        ("202603100012", "202603100021", 1),  # swapped
        ("202603100012", "20260310012", 1),  # dropped
        ("202603100012", "202603100112", 1),  # changed
        ("202603100012", "202603109912", 2),
        ("202603100012", "999903109912", 3),
    ],
)
def test_slips_of_the_finger_are_counted(one, other, wrong):
    assert slips(one, other) == slips(other, one) == wrong


def test_slips_of_one_book_follow_each_other():
    assert follow("202603100012", "202603100013")
    assert not follow("202603100012", "202603109912")
    assert plain(" 2026-Ｏ3 1l ") == "2026031" + "1"


def paid(key: str = "a", **more: Any) -> Paid:
    said: dict[str, Any] = {
        **{"key": key, "paid_on": DAY, "payer": "payer", "payee": "payee", "amount": 500 * WAN, "unit": "u"},
        **{"agreement": "1", "voucher": "bank", "reference": "202603100012", "digest": key},
        **{"claimed_on": DAY + timedelta(2)},
    }
    return Paid(**(said | more))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"digest": "a"}, "exact"),
        ({"digest": "a", "payer": "other", "amount": 7}, "exact"),
        ({}, "near"),
        ({"reference": "202603100072"}, "near"),
        ({"reference": "202603100021", "paid_on": DAY + timedelta(4)}, "near"),
        ({"payer": "sister", "reference": "20260310012"}, "near"),
        ({"voucher": "invoice", "reference": "FP-1", "claimed_on": DAY + timedelta(40)}, "near"),
        ({"amount": 400 * WAN}, "near"),  # one slip, two sums
        ({"reference": "202603100013"}, ""),  # the next slip, claimed together
        ({"reference": "202603770099"}, ""),
        ({"paid_on": DAY + timedelta(30)}, ""),
        ({"payer": "other", "payee": "another"}, ""),
    ],
)
def test_one_payment_claimed_twice_is_seen_and_two_payments_are_not(change, kind):
    found = duplicates([paid("a"), paid("b", **change)], KIN, days=10, least=75)

    assert [match.kind for match in found] == ([kind] if kind else [])
    assert all(match.reasons and match.keys == {"a", "b"} for match in found)


def test_a_payment_claimed_again_in_parts_is_seen():
    parts = [
        paid("b", amount=200 * WAN, reference="202603100012-1"),
        paid("c", amount=300 * WAN, reference="202603100012-2"),
    ]

    (match,) = duplicates([paid("a"), *parts], NOBODY, days=10, least=75)

    assert (match.kind, match.first.key, match.keys) == ("split", "a", frozenset("abc"))


def test_sums_that_agree_by_chance_are_no_parts():
    others = [
        paid("b", amount=200 * WAN, reference="202603088812"),
        paid("c", amount=300 * WAN, reference="202603077712"),
    ]

    assert duplicates([paid("a"), *others], NOBODY, days=10, least=75) == []


def back(key: str, payer: str, payee: str, *, days: int, wan: int = 500) -> Flow:
    return Flow(key=key, paid_on=DAY + timedelta(days), payer=payer, payee=payee, amount=wan * WAN)


CHAIN = ("payee", "m", "n", "o", "top")
FOUR_HOPS = [back(one, one, other, days=5) for one, other in pairwise(CHAIN)]


@pytest.mark.parametrize(
    ("flows", "found"),
    [
        ([back("x", "payee", "payer", days=5)], True),
        ([back("x", "payee", "sister", days=5)], True),
        ([back("x", "payee", "m", days=5), back("y", "m", "child", days=9)], True),
        (
            [back("x", "payee", "m", days=5), back("y", "m", "n", days=9), back("z", "n", "top", days=80)],
            True,
        ),
        (
            [back("x", "payee", "sister", days=5, wan=200), back("y", "payee", "sister", days=9, wan=100)],
            True,
        ),
        ([back("x", "payee", "sister", days=5, wan=249)], False),
        ([back("x", "payee", "sister", days=91)], False),
        ([back("x", "payee", "sister", days=-1)], False),
        ([back("x", "payee", "m", days=9), back("y", "m", "child", days=5)], False),  # before it came
        ([back("x", "payee", "m", days=5), back("y", "m", "n", days=6)], False),
        (FOUR_HOPS, False),
    ],
)
def test_money_that_flows_back_is_seen(flows, found):
    trips = round_trips([paid()], flows, KIN, days=90, hops=3, share=Decimal("0.5"))

    assert bool(trips) is found
    assert all(trip.returned <= trip.instalment.amount for trip in trips)


def test_a_month_whose_money_comes_at_its_end_is_seen():
    late = [paid(f"l{n}", paid_on=date(2026, 3, 29 + n)) for n in range(3)]
    early = [paid(f"e{n}", paid_on=date(2026, 3, 5 + n)) for n in range(3)]

    def seen(*rows: Paid) -> list[tuple[str, date, int]]:
        found = spikes(rows, days=3, share=Decimal("0.5"), least=3)
        return [(one.unit, one.month, one.percent) for one in found]

    assert seen(*late, *early) == [("u", date(2026, 3, 1), 50)]
    assert seen(*late, *early, paid("e9", paid_on=date(2026, 3, 9))) == []
    assert seen(*late[:2]) == []


@given(
    some.lists(some.tuples(some.integers(1, 5), some.integers(0, 3), some.text("ab", max_size=3)), max_size=9)
)
def test_matches_name_each_instalment_once_and_never_exceed_their_points(rows):
    claims = [
        paid(str(n), amount=wan * WAN, paid_on=DAY + timedelta(days), reference=text, digest=str(n))
        for n, (wan, days, text) in enumerate(rows)
    ]

    for match in duplicates(claims, NOBODY, days=10, least=75):
        assert 75 <= match.score <= 100
        assert len(match.keys) == 1 + len(match.again)
