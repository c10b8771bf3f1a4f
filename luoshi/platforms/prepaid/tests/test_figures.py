"""The figures of prepaid consumption, from a few days told act by act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.ledger.actions import post
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.taking import compute
from luoshi.platforms.prepaid.actions import redeem
from luoshi.platforms.prepaid.tests.banking import Custody
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def shown(name: str, *, on: date = date(2026, 12, 31), period: str = "2026-03") -> Decimal | None:
    figures = compute(measure(f"prepaid.{name}"), Postgres(), years=[2026], on=on)
    found = (one.value for one in figures if (one.org, one.place, str(one.period)) == ("", "", period))
    return next(found, None)


@pytest.fixture
def town() -> Custody:
    """Two cards of 1,000 yuan, 400 of each in custody; one is half used and the other's money came twice."""
    town = Custody()
    first, second = town.sell(), town.sell()
    town.receive(first)
    town.receive(second)
    town.receive(second)
    redeem(first.card, key="prepaid:redeem:t:1", at=NOW, known_at=NOW, value=50_000)
    town.bring()
    return town


def test_custody_covers_the_cards_by_what_the_bank_says(town):
    assert shown("escrow_cover") == Decimal(200)
    assert shown("custody_balance") == Decimal(1200)


def test_where_money_has_not_come_the_cards_are_not_covered():
    town = Custody()
    town.receive(town.sell())
    town.sell()
    town.bring()

    assert shown("escrow_cover") == Decimal(50)


def test_of_a_month_its_last_day_counts(town):
    town.bring(1)
    town.book(60_000, "保证金", day=2)
    town.bring(2)

    assert shown("escrow_cover") == Decimal(300)


def test_the_identities_hold_and_a_fen_that_breaks_one_shows(town):
    assert shown("identity_gap") == 0
    other = Custody()

    accounts, others = town.shop.accounts, other.shop.accounts
    post("by hand", debit=accounts["escrow"], credit=others["deposit"], amount=1, kind="x", on=TODAY)

    assert shown("identity_gap") == Decimal("0.02")


def test_what_was_paid_for_cards_counts_by_the_day_of_signing(town):
    assert shown("sold") == Decimal(2000)
