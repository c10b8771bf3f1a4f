"""Writers killed while they move money, and twins with one key: each act has one effect."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from luoshi.kernel.ledger.actions import open_accounts, post_batch
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.tests.factories import CARD, DAY, ESCROW, Shop, balance
from luoshi.kernel.ledger.tests.killing import transfer_and_kill, transfers
from luoshi.kernel.ledger.types import Leg

pytestmark = pytest.mark.django_db(transaction=True)
POST = "SELECT ledger_post(%s, %s::bigint, %s::bigint, %s::bigint, 'topup', '', %s)"


def address() -> str:
    """Return the address of the tests' own database, on the server they were given."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def test_killed_writers_lose_nothing_and_post_nothing_twice(tmp_path: Path):
    (escrow,) = open_accounts(ESCROW, ["all"])
    cards = open_accounts(CARD, [f"{n}" for n in range(20)])
    legs = {f"o:{pk}": Leg(debit=escrow, credit=pk, amount=10**6, kind="opening") for pk in cards}
    post_batch(legs, on=DAY)

    transfer_and_kill(address(), tmp_path, writers=8, turns=800, kills=8)

    assert transfers().count() == 800
    assert faults() == []


def test_twins_with_one_key_have_one_effect():
    shop = Shop()

    def call(_: int) -> int:
        with psycopg.connect(address(), autocommit=True) as own:
            row = own.execute(POST, ("receipt:1", shop.escrow, shop.card, 100, DAY)).fetchone()
            assert row
            return int(row[0])

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(call, range(16)))

    assert len(answers) == 1
    assert balance(shop.card) == (100, 0)
