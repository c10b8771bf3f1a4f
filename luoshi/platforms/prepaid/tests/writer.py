"""A process that sells and uses cards until it has done its share or is killed: for the crash test.

Each turn has a receipt or key of its own and is the same when it is repeated: a writer that is started again
does once more what the killed one may have done.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from random import Random

import django


def main(url: str, number: str, turns: str, journal: str) -> None:
    """Take the writer's turns in order; the journal has a dot for each that was acknowledged."""
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "luoshi.config.settings"}
    django.setup()
    done = Path(journal)
    start = len(done.read_bytes()) if done.exists() else 0
    with done.open("ab", buffering=0) as acknowledged:
        for turn in range(start, int(turns)):
            act(number, turn)
            acknowledged.write(b".")


def act(number: str, turn: int) -> None:
    """Sell a card on every third turn, load one again on some, else use one that all writers use."""
    from luoshi.platforms.prepaid.actions import Buyer, redeem, sell
    from luoshi.platforms.prepaid.errors import Refused
    from luoshi.platforms.prepaid.models import Card, CardKind
    from luoshi.platforms.prepaid.tests.factories import NOW

    chance = Random(f"{number}:{turn}")
    cards = list(Card.objects.filter(contracts__receipt__contains=":opening-").order_by("pk").distinct())
    card, kinds = chance.choice(cards), CardKind.objects.order_by("pk")
    if turn % 3 == 0:
        again = chance.random() < 0.5
        buyer = None if again else Buyer(name="示例居民", phone="13800000000")
        kind = kinds.filter(shop=card.shop)[0] if again else chance.choice(list(kinds))
        sell(kind, receipt=f"w{number}-{turn}", at=NOW, buyer=buyer, card=card if again else None)
        return
    try:
        key = f"prepaid:redeem:w{number}:{turn}"
        redeem(card, key=key, at=NOW, known_at=NOW, value=chance.randint(1, 900))
    except Refused as refusal:
        if refusal.code != "prepaid-not-enough":
            raise


if __name__ == "__main__":
    main(*sys.argv[1:])
