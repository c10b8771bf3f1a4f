"""What the ledger takes and what it refuses, one thing at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import Error, connection, transaction

from luoshi.kernel.ledger import actions
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.errors import LedgerRefused
from luoshi.kernel.ledger.models import Account, Hold, Move
from luoshi.kernel.ledger.tests.factories import AT, CARD, DAY, ESCROW, Shop, balance, set_back
from luoshi.kernel.ledger.types import Leg

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


def refused(code: str, call, *args, **kwargs) -> None:
    """Check that the call is refused with the code and leaves nothing."""
    before = Move.objects.count()
    with pytest.raises(LedgerRefused) as error, set_back():
        call(*args, **kwargs)
    assert error.value.code == code
    assert Move.objects.count() == before


def test_an_entry_changes_both_sides_by_the_same():
    shop = Shop()

    shop.top_up("receipt:1", 10_000)

    assert balance(shop.card) == (10_000, 0)
    assert balance(shop.escrow) == (-10_000, 0)


def test_a_repeated_receipt_takes_no_money_twice():
    shop = Shop()

    first, again = shop.top_up("receipt:1", 10_000), shop.top_up("receipt:1", 10_000)

    assert first == again
    assert balance(shop.card) == (10_000, 0)


def test_the_same_key_for_another_body_is_refused():
    shop = Shop()
    shop.top_up("receipt:1", 10_000)

    refused("key-reused", shop.top_up, "receipt:1", 10_001)


def test_a_key_means_the_same_by_whichever_way_it_comes():
    shop = Shop()
    first = shop.top_up("receipt:1", 10_000)
    leg = Leg(debit=shop.escrow, credit=shop.card, amount=10_000, kind="topup")
    other = Leg(debit=shop.escrow, credit=shop.card, amount=1, kind="topup")

    assert actions.post_batch({"receipt:1": leg}, on=DAY) == 0
    assert actions.post_group("receipt:1", [leg], on=DAY) == first
    refused("key-reused", actions.post_batch, {"receipt:1": other}, on=DAY)
    refused("key-reused", actions.post_group, "receipt:1", [leg, leg], on=DAY)
    refused("key-reused", shop.refund, "receipt:1", 1, until=LATER)
    refused("key-reused", actions.reverse, "receipt:1", of="receipt:1", kind="correction", on=DAY)
    assert balance(shop.card) == (10_000, 0)


def test_a_refused_request_leaves_its_key_free():
    shop = Shop()
    refused("below-floor", shop.redeem, "till:1", 100)
    shop.top_up("receipt:1", 100)

    shop.redeem("till:1", 100)

    assert balance(shop.card) == (0, 0)


def test_no_account_falls_below_its_floor_or_rises_above_its_ceiling():
    shop = Shop()
    shop.top_up("receipt:1", 100)

    refused("below-floor", shop.redeem, "till:1", 101)
    back = {"debit": shop.due, "credit": shop.escrow, "amount": 1, "kind": "payout", "on": DAY}
    refused("below-floor", actions.post, "payout:1", **back)
    actions.limit(shop.due, floor=-500, ceiling=None)
    refused("above-ceiling", actions.post, "payout:2", **back | {"amount": 101})


def test_the_owner_of_the_tables_cannot_overdraw_either():
    shop = Shop()

    with pytest.raises(Error, match="account_floor"), connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET posted = -1 WHERE id = %s", [shop.card])


@pytest.mark.parametrize("amount", [0, -5])
def test_amounts_are_positive(amount):
    refused("amount-wrong", Shop().top_up, "receipt:1", amount)


def test_an_entry_needs_two_accounts_that_exist_and_share_a_unit():
    shop = Shop()
    (visits,) = actions.open_accounts(CARD, ["visits"], unit="visit:1")
    top_up = {"debit": shop.escrow, "amount": 1, "kind": "topup", "on": DAY}

    refused("one-account", actions.post, "k", **top_up, credit=shop.escrow)
    refused("entry-missing", actions.post, "k", **top_up, credit=10**9)
    refused("units-differ", actions.post, "k", **top_up, credit=visits)
    legs = [Leg(debit=shop.escrow, credit=visits, amount=1, kind="topup")]
    refused("units-differ", actions.post_batch, {"k": legs[0]}, on=DAY)
    refused("units-differ", actions.post_group, "k", legs * 2, on=DAY)
    refused("entry-incomplete", actions.post_group, "k", [], on=DAY)


def test_a_group_is_written_whole_or_not_at_all_and_judged_by_its_end():
    shop = Shop()
    legs = [
        Leg(debit=shop.card, credit=shop.due, amount=70, kind="redeem"),
        Leg(debit=shop.escrow, credit=shop.card, amount=100, kind="topup"),
    ]

    actions.post_group("sale:1", legs, on=DAY)

    assert balance(shop.card) == (30, 0)
    assert list(Move.objects.filter(key="sale:1").values_list("line", "amount")) == [(1, 70), (2, 100)]
    refused("below-floor", actions.post_group, "sale:2", legs[:1], on=DAY)


def test_a_batch_writes_what_is_new():
    shop = Shop()
    shop.top_up("receipt:2", 5)
    legs = {
        f"receipt:{n}": Leg(debit=shop.escrow, credit=shop.card, amount=5, kind="topup") for n in range(10)
    }

    assert actions.post_batch(legs, on=DAY) == 9
    assert actions.post_batch(legs, on=DAY) == 0
    assert balance(shop.card) == (50, 0)


def test_an_entry_is_reversed_once_by_an_entry_of_its_own():
    shop = Shop()
    shop.top_up("receipt:1", 100)

    first = actions.reverse("undo:1", of="receipt:1", kind="correction", on=DAY)

    assert actions.reverse("undo:1", of="receipt:1", kind="correction", on=DAY) == first
    assert balance(shop.card) == (0, 0)
    refused("reversed-before", actions.reverse, "undo:2", of="receipt:1", kind="correction", on=DAY)
    refused("entry-missing", actions.reverse, "undo:3", of="nothing", kind="correction", on=DAY)


def test_what_is_held_cannot_be_spent_and_is_posted_in_part():
    shop = Shop()
    shop.top_up("receipt:1", 100)

    held = shop.refund("refund:1", 60, until=LATER)

    assert shop.refund("refund:1", 60, until=LATER) == held
    assert balance(shop.card) == (100, 60)
    refused("below-floor", shop.redeem, "till:1", 41)
    refused("more-than-held", actions.post_hold, "paid:1", held, amount=61, on=DAY, at=AT)
    first = actions.post_hold("paid:1", held, amount=50, on=DAY, at=AT)
    assert actions.post_hold("paid:1", held, amount=50, on=DAY, at=LATER) == first
    assert balance(shop.card) == (50, 0)
    refused("hold-over", actions.post_hold, "paid:2", held, amount=10, on=DAY, at=AT)
    refused("hold-over", actions.void_hold, held, at=AT)
    assert faults() == []


def test_a_hold_that_is_over_cannot_be_posted_even_before_the_sweep():
    shop = Shop()
    shop.top_up("receipt:1", 100)
    held = shop.refund("refund:1", 60, until=AT)

    refused("hold-over", actions.post_hold, "paid:1", held, amount=60, on=DAY, at=AT)
    assert actions.expire_holds(at=AT) == 1
    assert actions.expire_holds(at=AT) == 0
    assert actions.void_hold(held, at=AT) is False
    assert Hold.objects.get(pk=held).state == "expired"
    assert balance(shop.card) == (100, 0)


def test_a_voided_hold_frees_the_money_once():
    shop = Shop()
    shop.top_up("receipt:1", 100)
    held = shop.refund("refund:1", 60, until=LATER)

    assert actions.void_hold(held, at=AT) is True
    assert actions.void_hold(held, at=AT) is False
    assert balance(shop.card) == (100, 0)
    refused("hold-over", actions.post_hold, "paid:1", held, amount=60, on=DAY, at=AT)


def test_frozen_accounts_move_for_a_closure_only_and_closed_ones_never():
    shop = Shop()
    shop.top_up("receipt:1", 100)
    payout = [Leg(debit=shop.card, credit=shop.escrow, amount=100, kind="closure")]

    assert actions.freeze([shop.card]) == 1
    refused("account-not-open", shop.redeem, "till:1", 1)
    refused("account-not-open", shop.top_up, "receipt:2", 1)
    refused("account-not-open", actions.post_group, "pay:1", payout, on=DAY)
    refused("account-not-empty", actions.close, [shop.card])
    actions.post_frozen("pay:1", payout, on=DAY)
    assert actions.thaw([shop.card]) == 1
    assert actions.close([shop.card]) == 1
    refused("account-not-open", shop.top_up, "receipt:3", 1)
    refused("account-not-open", actions.thaw, [shop.card])


def test_what_was_held_before_a_freeze_is_posted_at_the_banks_word():
    shop = Shop()
    shop.top_up("receipt:1", 100)
    held = shop.refund("refund:1", 60, until=LATER)
    actions.freeze([shop.card, shop.escrow])

    refused("account-not-open", shop.refund, "refund:2", 1, until=LATER)
    actions.post_hold("paid:1", held, amount=60, on=DAY, at=AT)

    assert balance(shop.card) == (40, 0)
    assert faults() == []


def test_opening_accounts_again_gives_the_same_ones():
    first = actions.open_accounts(CARD, ["a", "b"], owner="shop")

    assert actions.open_accounts(CARD, ["b", "a", "c"], owner="shop")[:2] == first[::-1]
    refused("account-differs", actions.open_accounts, CARD, ["a"], owner="another")


@pytest.mark.parametrize("table", ["move", "hold", "account", "seal", "total", "daybalance"])
def test_history_refuses_to_be_emptied(table):
    with pytest.raises(Error, match="only added to"), set_back(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE ledger_{table} CASCADE")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_move SET amount = 1",
        "DELETE FROM ledger_move",
        "UPDATE ledger_account SET code = 'another'",
        "DELETE FROM ledger_account",
        "DELETE FROM ledger_hold",
        "UPDATE ledger_hold SET expires_at = now()",
        "UPDATE ledger_hold SET state = 'pending', posted_amount = 0",
    ],
)
def test_history_refuses_to_be_changed_even_by_its_owner(statement):
    shop = Shop()
    shop.top_up("receipt:1", 100)
    actions.void_hold(shop.refund("refund:1", 60, until=LATER), at=AT)

    with pytest.raises(Error, match="only added to"), set_back(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_serving_role_may_call_the_ledger_and_write_no_table():
    shop = Shop()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE luoshi_test_serving")
        actions.grant("luoshi_test_serving")
        cursor.execute("SET LOCAL ROLE luoshi_test_serving")

        shop.top_up("receipt:1", 100)
        denied = [
            "INSERT INTO ledger_account (code, type, side) VALUES ('x', 'x', 'credit')",
            f"UPDATE ledger_account SET posted = 5 WHERE id = {shop.card}",
            "DELETE FROM ledger_move",
            "TRUNCATE ledger_move",
            "SELECT ledger_rebuild()",
            f"SELECT ledger_freeze(ARRAY[{shop.card}])",
            f"SELECT ledger_apply(ARRAY[{shop.card}], ARRAY[{shop.due}], ARRAY[1::bigint], ARRAY['open'])",
            "SELECT ledger_grant('luoshi_test_serving', true)",
        ]
        for statement in denied:
            with pytest.raises(Error, match="permission denied"), transaction.atomic():
                cursor.execute(statement)

        cursor.execute("RESET ROLE")
        actions.grant("luoshi_test_serving", closing=True)
        cursor.execute("SET LOCAL ROLE luoshi_test_serving")
        assert actions.freeze([shop.card]) == 1
        cursor.execute("RESET ROLE")
    assert balance(shop.card) == (100, 0)


def test_numbers_beyond_two_billion_are_whole():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_move ALTER COLUMN id RESTART WITH 3000000000")
        cursor.execute("ALTER TABLE ledger_account ALTER COLUMN id RESTART WITH 3000000000")
    shop = Shop("far")

    move = shop.top_up("receipt:1", 9_000_000_000_000)

    assert move >= 3_000_000_000
    assert Account.objects.get(pk=shop.card).posted == 9_000_000_000_000
    assert Account.objects.get(pk=shop.escrow).shown == 9_000_000_000_000
    assert ESCROW.ceiling == 0
