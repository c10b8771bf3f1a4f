"""A till or a manager that calls the API, and a card that was sold to somebody, with its code."""

from __future__ import annotations

import itertools
import json
from typing import Any

from django.core.cache import cache
from django.test import Client

from luoshi.kernel.cases.tests.city import bring_in_parameters
from luoshi.platforms.prepaid.actions import Buyer, Sold, issue_key, sell
from luoshi.platforms.prepaid.models import CardKind, Shop
from luoshi.platforms.prepaid.tests.factories import NOW

TILL = "/api/prepaid/till"
_number = itertools.count(1)


def ready(monkeypatch: Any, *, at: Any = NOW) -> None:
    """Load the city's parameters, forget every count, and stop the clock."""
    cache.clear()
    bring_in_parameters(NOW)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def bought(kind: CardKind, **more: Any) -> Sold:
    """Sell a card to somebody and return it with its code."""
    number = next(_number)
    buyer = Buyer(name="示例居民", phone=f"1390000{number:04d}")
    return sell(kind, receipt=f"t{number}", at=NOW, buyer=buyer, **more)


class Caller:
    """A client that shows a key of the shop."""

    def __init__(self, shop: Shop, *, role: str = "till") -> None:
        self.secret = issue_key(shop, role=role, title="一号机", at=NOW)
        self.client = Client(headers={"Authorization": f"Bearer {self.secret}"})

    def get(self, path: str) -> Any:
        """Ask."""
        return self.client.get(TILL + path)

    def post(self, path: str, body: Any = None, *, key: str = "") -> Any:
        """Send JSON, under a key where one is given."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.client.post(
            TILL + path, json.dumps(body or {}), content_type="application/json", headers=headers
        )

    def use(self, code: str, *, key: str = "t1:1", **much: int) -> Any:
        """Use a card."""
        return self.post("/uses", {"code": code} | much, key=key)
