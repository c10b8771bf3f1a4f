"""How long a closure of many cards takes, from the freeze to the last entry, and whether a fen is lost."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import Bar, start_server

CARDS, SECONDS, SHARE, DEPOSIT = 50_000, 10.0, 4_000, 123_456_789


class Measured(NamedTuple):
    """Seconds of each part of a closure, and by how many fen what was paid differs from what there was."""

    freeze: float
    draw: float
    fix_list: float
    allocate: float
    distribute: float
    gap: int

    @property
    def listed_and_distributed(self) -> float:
        """Return the seconds that the list and the distribution take together."""
        return self.draw + self.fix_list + self.allocate + self.distribute


def bars() -> Iterator[Bar]:
    """Yield the seconds of a closure of fifty thousand cards, and the fen that do not add up."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        start_server(Path(folder))
        done = close_many(CARDS)
    for part in ("freeze", "draw", "fix_list", "allocate", "distribute"):
        yield Bar(name=f"closure of {CARDS}: {part}", figure=getattr(done, part), limit=SECONDS, unit="s")
    yield Bar(name="list and distribute", figure=done.listed_and_distributed, limit=SECONDS, unit="s")
    yield Bar(name="fen that do not add up", figure=abs(done.gap), limit=0)


def close_many(cards: int) -> Measured:
    """Wind up an invented shop of so many cards in a migrated, empty database; return how long it took."""
    from django.conf import settings

    from luoshi.kernel.cases.actions import tick
    from luoshi.platforms.prepaid.actions import distribute
    from luoshi.platforms.prepaid.models import Closure
    from luoshi.platforms.prepaid.tests import closures
    from luoshi.platforms.prepaid.tests.factories import NOW

    town, shop = closures.make_regulator(settings), _shop(cards)
    case = closures.signalled(town, shop)
    late, later = NOW + closures.CLAIMS_OVER, NOW + closures.OBJECTIONS_OVER

    def timed(action: str, who: str, at: Any, **said: Any) -> float:
        tick(now=at)
        start = time.perf_counter()
        closures.do(town, case, action, who, at=at, **said)
        return time.perf_counter() - start

    freeze = timed("freeze", "handler", NOW, signal="vanished", **closures.WHY)
    draw, fix_list = timed("announce", "handler", NOW), timed("list", "handler", late)
    timed("approve", "head", later)
    allocate = timed("distribute", "handler", later)
    closure = Closure.objects.get(case=case)
    start = time.perf_counter()
    distribute(closure, at=later)
    took = time.perf_counter() - start
    closure.refresh_from_db()
    gap = (closure.available or 0) - (closure.paid or 0) + closures.shown(shop)["escrow"]
    return Measured(freeze, draw, fix_list, allocate, took, gap + abs(closures.gap(shop)))


def _shop(cards: int) -> Any:
    from luoshi.kernel.ledger.actions import open_accounts, post_batch
    from luoshi.kernel.ledger.types import Leg
    from luoshi.platforms.prepaid.accounts import BONUS, CARD, OPEN
    from luoshi.platforms.prepaid.codes import new_token
    from luoshi.platforms.prepaid.models import Card, Contract
    from luoshi.platforms.prepaid.rules.splitting import supervised_of
    from luoshi.platforms.prepaid.tests import closures
    from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_kind, make_shop

    chance, shop = random.Random(7), make_shop(share=SHARE)
    kind, numbers = make_kind(shop), [new_token() for _ in range(cards)]
    held = Card.objects.bulk_create(
        (Card(token=new_token(), digest=f"bench-{number}", shop=shop, issued_at=NOW) for number in numbers),
        batch_size=5_000,
    )
    accounts = zip(*(open_accounts(type_, numbers) for type_ in (CARD, OPEN, BONUS)), strict=True)
    rows, legs = [], {}
    for number, card, (own, open_, bonus) in zip(numbers, held, accounts, strict=True):
        paid = chance.randint(10_000, 500_000)
        kept = supervised_of(paid, share=SHARE)
        row = Contract(
            number=number, receipt=number, card=card, shop=shop, kind=kind, form="stored", paid=paid
        )
        row.supervised, row.signed_at, row.starts_on = kept, NOW, TODAY
        row.card_account, row.open_account, row.bonus_account = own, open_, bonus
        rows.append(row)
        for part, account, amount in (("escrow", own, kept), ("outside", open_, paid - kept)):
            leg = Leg(debit=shop.accounts[part], credit=account, amount=amount, kind="topup", ref=number)
            legs[f"bench:{number}:{part}"] = leg
    Contract.objects.bulk_create(rows, batch_size=5_000)
    post_batch(legs, on=TODAY)
    closures.add(shop, "deposit", DEPOSIT)
    return shop
