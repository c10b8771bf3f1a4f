"""Do what a till kept while it was off the line: in the order in which it happened, once, each answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.prepaid.actions.redeeming import Redeemed, redeem, undo_redemption
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.keys import redeem_key
from luoshi.platforms.prepaid.looking import Act, act_of, cards_of, missing
from luoshi.platforms.prepaid.models import Card, ShopKey, Use

MOST = 500  # messages of one queue
USE, UNDO = "use", "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One act of a till off the line: a use of a card at ``at``, or the taking back of the use of the key."""

    kind: str
    key: str
    at: datetime
    code: str = ""
    value: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a message: "done", "refused" and ``why``, or "later" where the database was busy."""

    status: str
    why: LuoshiError | None = None
    left: int | None = None
    left_times: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    by: ShopKey
    cards: dict[str, Card]
    recorded: frozenset[str]  # of the keys, those that stood before
    oldest: datetime
    newest: datetime
    known_at: datetime


def replay(by: ShopKey, messages: Sequence[Message], *, known_at: datetime) -> list[Answer]:
    """Do each message, the earliest first, and return an answer for each in the order given.

    Each is a transaction of its own: one that is refused holds up no other, and what was done stays done when
    the line breaks before the answer. Sent again, a message is answered as before, however old it is by then.
    """
    on = timezone.localtime(known_at).date()
    names = [redeem_key(by, message.key) for message in messages]
    this = _Round(
        by=by,
        cards=cards_of((message.code for message in messages), merchant=by.shop.merchant_id),
        recorded=frozenset(Use.objects.filter(key__in=names).values_list("key", flat=True)),
        oldest=known_at - _span("prepaid.pos.offline", on=on),
        newest=known_at + _span("prepaid.pos.ahead", on=on),
        known_at=known_at,
    )
    order = sorted(
        range(len(messages)), key=lambda place: (messages[place].at, messages[place].kind == UNDO, place)
    )
    answers = {place: _answer(messages[place], names[place], this) for place in order}
    return [answers[place] for place in range(len(messages))]


def _answer(message: Message, name: str, this: _Round) -> Answer:
    try:
        done = _done(message, name, this)
    except LuoshiError as error:
        return Answer(status="refused", why=error)
    except OperationalError:  # a deadlock or a lock that was not given in time
        return Answer(status="later")
    return Answer(status="done", left=done.left, left_times=done.left_times)


def _done(message: Message, name: str, this: _Round) -> Redeemed | Act:
    if name not in this.recorded:
        _check_age(message, this)
    at = min(message.at, this.known_at)
    if message.kind == UNDO:
        first = act_of(name).uses[0]
        undo_redemption(first.contract.card, key=name, at=max(at, first.at))
        return act_of(name)
    card = this.cards.get(message.code)
    if card is None:
        raise missing()
    if card.state == Card.State.REPLACED and name in this.recorded:  # its contracts have moved since
        return act_of(name)
    return redeem(
        card,
        key=name,
        at=at,
        known_at=this.known_at,
        value=message.value,
        times=message.times,
        shop=this.by.shop,
    )


def _check_age(message: Message, this: _Round) -> None:
    if message.at > this.newest:
        raise refused(
            "clock-ahead",
            "核销时间晚于现在。请校准收银设备的时钟后再报。",
            "The use lies in the future. Set the till's clock and send it again.",
        )
    if message.at < this.oldest:
        raise refused(
            "too-old",
            f"只能补报 {timezone.localtime(this.oldest):%Y-%m-%d %H:%M} 以后的核销；更早的请与持卡人核对。",
            "The use is older than a till may tell of by itself. Settle it with the card's holder.",
        )


def _span(key: str, *, on: date) -> timedelta:
    found = parameter_book().value(key, on=on, scope=settings.CITY.scope)
    assert isinstance(found.value, int)
    return timedelta(hours=found.value) if found.unit.value == "hour" else timedelta(minutes=found.value)
