"""Who calls: a shop's till or manager, by the shop's key. And how often a key may."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Header, Path, Router
from ninja.errors import AuthenticationError, Throttled
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from luoshi.kernel.cases.answers import problems
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.keys import CALLS, UNKNOWN_CARDS, WRONG_KEYS, key_of
from luoshi.platforms.prepaid.looking import card_of
from luoshi.platforms.prepaid.models import Card, ShopKey

ACT = r"^[A-Za-z0-9][-.:_A-Za-z0-9]{0,59}$"
_ACT_SAID = "Names the act: terminal and serial number, as till1:000123. Sent again, nothing is done again"
ActKey = Annotated[str, Header(..., alias="Idempotency-Key", pattern=ACT, description=_ACT_SAID)]
ActPath = Annotated[str, Path(..., pattern=ACT, description=_ACT_SAID)]
Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]  # PostgreSQL takes no NUL


class ShopBearer(HttpBearer):
    """``Authorization: Bearer till-…`` or ``manager-…``: a key of a shop. A person's token is none."""

    def authenticate(self, request: HttpRequest, token: str) -> ShopKey:
        """Return whose key it is. After too many wrong ones an address has to wait; good keys never."""
        key = key_of(token)
        if key is not None:
            return key
        address = str(request.META.get("REMOTE_ADDR", ""))
        if WRONG_KEYS.spent(address):
            raise Throttled(WRONG_KEYS.wait())
        WRONG_KEYS.count(address)
        raise AuthenticationError


class PerKey(BaseThrottle):
    """So many calls of one key in a minute, counted in the process."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the call, and tell whether it is within the limit."""
        name = str(caller(request).pk)
        if CALLS.spent(name):
            return False
        CALLS.count(name)
        return True

    def wait(self) -> float:
        """Return how many seconds are left."""
        return CALLS.wait()


router = Router(auth=[ShopBearer()], throttle=[PerKey()], tags=["prepaid"])


def caller(request: HttpRequest) -> ShopKey:
    """Return the key that calls."""
    key: ShopKey = request.auth  # type: ignore[attr-defined]  # set by the operation's authentication
    return key


def shown_card(key: ShopKey, content: str) -> Card:
    """Return the merchant's card of the code. After too many unknown ones the key is told to wait."""
    name = str(key.pk)
    if UNKNOWN_CARDS.spent(name):
        raise Throttled(UNKNOWN_CARDS.wait())
    try:
        return card_of(content, merchant=key.shop.merchant_id)
    except Refused:
        UNKNOWN_CARDS.count(name)
        raise


def errors(*more: int, **extra: Any) -> dict[str, Any]:
    """Return the documentation of what any operation of a till may be answered, and of what else."""
    return problems(401, 422, 429, *more, **extra)
