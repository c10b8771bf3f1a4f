"""Tills that are killed in the middle of a sale or a use: nothing is lost and nothing done twice."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.models import Account
from luoshi.kernel.ledger.tests.killing import transfer_and_kill
from luoshi.platforms.prepaid.actions import Buyer, sell
from luoshi.platforms.prepaid.models import Contract, Use
from luoshi.platforms.prepaid.tests.factories import NOW, make_kind, make_shop

TURNS = int(os.environ.get("LUOSHI_CRASH_TURNS", "60"))  # of all writers; a longer run finds rarer orders
KILLS, WRITERS, CARDS = max(3, TURNS // 50), 3, 3
MODULE = "luoshi.platforms.prepaid.tests.writer"


def address() -> str:
    """Return the address of the tests' own database, on the server they were given."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


@pytest.mark.django_db(transaction=True)
def test_killed_tills_lose_no_fen_and_sell_and_use_nothing_twice(tmp_path: Path):
    kinds = [make_kind(make_shop(share=share), price=20_011, bonus=4_003) for share in (0, 3_333)]
    for number in range(CARDS):
        buyer = Buyer(name="示例居民", phone="13800000000")
        sell(kinds[number % 2], receipt=f"opening-{number}", at=NOW, buyer=buyer)

    transfer_and_kill(address(), tmp_path, writers=WRITERS, turns=TURNS, kills=KILLS, module=MODULE)

    each = TURNS // WRITERS
    assert Contract.objects.count() == CARDS + WRITERS * len(range(0, each, 3))
    assert faults() == []
    assert differences() == 0


def differences() -> int:
    """Return how many contracts do not agree with their uses, or their accounts with the contract."""
    wrong = Contract.objects.annotate(counted=Coalesce(Sum("uses__value"), 0)).exclude(used=F("counted"))
    posted = dict(Account.objects.values_list("pk", "posted"))
    owed = [
        (one, posted[one.card_account] + posted[one.open_account], posted[one.bonus_account])
        for one in Contract.objects.all()
    ]
    assert Use.objects.exists()
    return wrong.count() + sum(
        money != one.paid - one.used * one.paid // (one.paid + one.bonus)
        or money + bonus != one.paid + one.bonus - one.used
        for one, money, bonus in owed
    )
