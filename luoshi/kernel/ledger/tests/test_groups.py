"""Many entries in one call: the same rows as one after the other, the same refusals, all or none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from luoshi.kernel.ledger.actions import freeze, post, post_batch, post_group, post_groups
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.errors import LedgerRefused
from luoshi.kernel.ledger.models import Account, Move
from luoshi.kernel.ledger.tests.factories import DAY, Shop, balance, set_back
from luoshi.kernel.ledger.types import Entry, Leg

pytestmark = pytest.mark.django_db


def leg(debit: int, credit: int, amount: int, kind: str = "act") -> Leg:
    return Leg(debit=debit, credit=credit, amount=amount, kind=kind, ref=f"ref-{amount}")


def entries(shop: Shop) -> list[Entry]:
    sale = (leg(shop.escrow, shop.card, 900, "topup"), leg(shop.escrow, shop.other, 100, "topup"))
    use = (leg(shop.card, shop.due, 300, "redeem"), leg(shop.other, shop.due, 1, "redeem"))
    return [
        Entry(key="sale:2", legs=sale, on=DAY),
        Entry(key="sale:1", legs=sale[:1], on=DAY + timedelta(days=1)),
        Entry(key="use:1", legs=use, on=DAY + timedelta(days=2)),
    ]


def rows() -> list[dict[str, Any]]:
    names = ("key", "line", "body", "debit_id", "credit_id", "amount", "kind", "ref", "pending")
    found = Move.objects.order_by("key", "line").values(*names, "hold_id", "reverses_id", "effective_on")
    return [{**row, "body": bytes(row["body"])} for row in found]


def test_the_rows_are_those_of_one_entry_after_the_other():
    shop = Shop()
    with transaction.atomic():
        for entry in entries(shop):
            post_group(entry.key, entry.legs, on=entry.on)
        single, balances = rows(), list(Account.objects.order_by("pk").values_list("posted", "held"))
        transaction.set_rollback(True)

    assert post_groups(entries(shop)) == 3

    assert rows() == single
    assert list(Account.objects.order_by("pk").values_list("posted", "held")) == balances
    assert faults() == []


def test_what_is_known_is_passed_over_by_whichever_way_it_came():
    shop = Shop()
    told = entries(shop)
    post_group(told[0].key, told[0].legs, on=told[0].on)
    post_batch({told[1].key: told[1].legs[0]}, on=told[1].on)

    assert post_groups(told) == 1
    assert post_groups(told) == 0

    assert balance(shop.due) == (301, 0)
    assert faults() == []


@pytest.mark.parametrize("taken", [1, 2])
def test_a_key_of_another_body_refuses_all(taken: int):
    shop = Shop()
    sale, *others = entries(shop)
    post_group(sale.key, [leg(shop.escrow, shop.card, 5)] * taken, on=DAY)

    with pytest.raises(LedgerRefused) as error, set_back():
        post_groups([*others, sale])

    assert error.value.code == "key-reused"
    assert Move.objects.count() == taken


def test_limits_are_those_after_all_and_what_passes_them_is_refused_whole():
    shop = Shop()
    sale, _, use = entries(shop)

    with pytest.raises(LedgerRefused) as error, set_back():
        post_groups([use])
    assert error.value.code == "below-floor"
    post_groups([use, sale])

    assert balance(shop.card) == (600, 0)


def test_an_account_that_is_frozen_refuses_all():
    shop = Shop()
    freeze([shop.other])

    with pytest.raises(LedgerRefused) as error, set_back():
        post_groups(entries(shop))

    assert error.value.code == "account-not-open"
    assert not Move.objects.exists()


def test_one_move_under_a_key_is_the_move_of_a_single_post():
    shop = Shop()
    told = leg(shop.escrow, shop.card, 7)

    post_groups([Entry(key="k", legs=(told,), on=DAY)])

    sides = {"debit": told.debit, "credit": told.credit}
    assert post("k", **sides, amount=7, kind="act", ref="ref-7", on=DAY) == Move.objects.get().pk
    assert post_groups([]) == 0
