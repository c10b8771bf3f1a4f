"""Many entries over frozen accounts in one call: the same rows as one after the other, the same refusals."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import Error, connection, transaction

from luoshi.kernel.ledger import actions
from luoshi.kernel.ledger.actions import freeze, post_frozen, post_frozen_groups
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.errors import LedgerRefused
from luoshi.kernel.ledger.models import Account, Move
from luoshi.kernel.ledger.tests.factories import DAY, Shop, balance, set_back
from luoshi.kernel.ledger.types import Entry, Leg

pytestmark = pytest.mark.django_db


def frozen() -> Shop:
    shop = Shop()
    shop.top_up("receipt:1", 900)
    shop.top_up("receipt:2", 100, card=shop.other)
    freeze([shop.escrow, shop.card, shop.other, shop.due])
    return shop


def leg(debit: int, credit: int, amount: int, kind: str = "closure") -> Leg:
    return Leg(debit=debit, credit=credit, amount=amount, kind=kind, ref=f"ref-{amount}")


def entries(told: dict[str, list[Leg]]) -> list[Entry]:
    return [Entry(key=key, legs=tuple(legs), on=DAY) for key, legs in told.items()]


def claims(shop: Shop) -> dict[str, list[Leg]]:
    return {
        "closure:2": [leg(shop.card, shop.escrow, 500), leg(shop.card, shop.due, 400)],
        "closure:1": [leg(shop.other, shop.escrow, 100)],
    }


def rows() -> list[dict[str, Any]]:
    names = ("key", "line", "body", "debit_id", "credit_id", "amount", "kind", "ref", "effective_on")
    return [
        {**row, "body": bytes(row["body"])} for row in Move.objects.order_by("key", "line").values(*names)
    ]


def test_the_rows_are_those_of_one_entry_after_the_other():
    shop = frozen()
    with transaction.atomic():
        for key, legs in claims(shop).items():
            post_frozen(key, legs, on=DAY)
        single, balances = rows(), list(Account.objects.order_by("pk").values_list("posted", flat=True))
        transaction.set_rollback(True)

    assert post_frozen_groups(entries(claims(shop))) == 2

    assert rows() == single
    assert list(Account.objects.order_by("pk").values_list("posted", flat=True)) == balances
    assert faults() == []


def test_what_was_written_is_passed_over_by_whichever_way_it_came():
    shop = frozen()
    post_frozen("closure:2", claims(shop)["closure:2"], on=DAY)

    assert post_frozen_groups(entries(claims(shop))) == 1
    assert post_frozen_groups(entries(claims(shop))) == 0
    assert post_frozen_groups(entries({})) == 0

    assert balance(shop.card) == balance(shop.other) == (0, 0)


@pytest.mark.parametrize("amounts", [[500, 399], [500], [500, 200, 200]])
def test_a_key_of_another_body_refuses_all(amounts: list[int]):
    shop = frozen()
    post_frozen("closure:2", claims(shop)["closure:2"], on=DAY)
    changed = [leg(shop.card, shop.escrow, amount) for amount in amounts]

    with pytest.raises(LedgerRefused) as error, set_back():
        post_frozen_groups(entries(claims(shop) | {"closure:2": changed}))

    assert error.value.code == "key-reused"
    assert balance(shop.other) == (100, 0)


def test_what_passes_a_limit_is_refused_whole():
    shop = frozen()

    with pytest.raises(LedgerRefused) as error, set_back():
        post_frozen_groups(entries(claims(shop) | {"closure:3": [leg(shop.card, shop.escrow, 1)]}))

    assert error.value.code == "below-floor"
    assert balance(shop.card) == (900, 0)


def test_a_closed_account_takes_part_in_nothing():
    shop = frozen()
    post_frozen_groups(entries(claims(shop)))
    actions.close([shop.other])

    with pytest.raises(LedgerRefused), set_back():
        post_frozen_groups(entries({"closure:4": [leg(shop.due, shop.other, 1)]}))


def test_only_a_role_that_closes_may_call_it():
    shop = frozen()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE luoshi_test_closing")
        actions.grant("luoshi_test_closing")
        cursor.execute("SET LOCAL ROLE luoshi_test_closing")
        with pytest.raises(Error, match="permission denied"), transaction.atomic():
            post_frozen_groups(entries(claims(shop)))
        cursor.execute("RESET ROLE")
        actions.grant("luoshi_test_closing", closing=True)
        cursor.execute("SET LOCAL ROLE luoshi_test_closing")
        assert post_frozen_groups(entries(claims(shop))) == 2
        cursor.execute("RESET ROLE")
