"""What somebody wants to be told of, and where; and what could not be delivered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from luoshi.kernel.cases.telling import NoticeKind, notice_kinds
from luoshi.kernel.notices.channels import offered_channels
from luoshi.kernel.notices.models import Channel, Delivery, Preference, Revival, Subscription
from luoshi.kernel.notices.rules import covers, masked
from luoshi.kernel.orgs.models import Account

PERSONAL = (Channel.EMAIL, Channel.SMS)
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """One kind of notice and where it goes. ``systems`` is how many systems are told of it."""

    kind: NoticeKind
    email: bool
    sms: bool
    systems: int


@dataclass(frozen=True, slots=True)
class Wishes:
    """All of it, with the addresses where the person gave another than the account's."""

    rows: tuple[Wish, ...]
    addresses: dict[str, str]
    offered: frozenset[str]  # channels this installation has


def wishes_of(account: Account) -> Wishes:
    """Return what the account is told of, and where. Without a wish everything comes by e-mail alone."""
    kept = {wish.channel: wish for wish in Preference.objects.filter(account=account)}
    patterns = {channel: kept[channel].topics if channel in kept else [] for channel in PERSONAL}
    if Channel.EMAIL not in kept:
        patterns[Channel.EMAIL] = ["*"]
    told = list(Subscription.objects.filter(active=True).values_list("topics", flat=True))
    rows = (
        Wish(
            kind,
            email=bool(kind.duty) or covers(patterns[Channel.EMAIL], kind.topic),
            sms=covers(patterns[Channel.SMS], kind.topic),
            systems=sum(covers(topics, kind.topic) for topics in told),
        )
        for kind in notice_kinds()
    )
    addresses = {str(channel): wish.address for channel, wish in kept.items()}
    return Wishes(tuple(rows), addresses, frozenset(map(str, offered_channels())))


def topics_of(chosen: Iterable[str], *, always: bool) -> list[str]:
    """Return the topics to keep of those chosen; all of them are "*", so that a later kind is among them.

    ``always`` adds those of which people must be told.
    """
    wanted = set(chosen)
    kept = [kind.topic for kind in notice_kinds() if kind.topic in wanted or (always and kind.duty)]
    return ["*"] if len(kept) == len(notice_kinds()) else kept


@dataclass(frozen=True, slots=True)
class Lost:
    """A delivery that was given up: what, to whom as far as it may be shown, and why."""

    row: Delivery
    what: str
    to: str


def lost(*, before: int | None = None) -> tuple[list[Lost], int | None]:
    """Return a page of what was given up, the newest first, and where the next page begins.

    The title stays out of it: who runs the system need not know what a matter is about.
    """
    dead = Delivery.objects.dead().select_related("notice")
    rows = list((dead.filter(pk__lt=before) if before else dead)[: PER_PAGE + 1])
    titles = {kind.topic: kind.title for kind in notice_kinds()}
    shown = [
        Lost(row, titles.get(row.notice.topic, row.notice.topic), masked(row.address))
        for row in rows[:PER_PAGE]
    ]
    return shown, rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else None


def revived() -> list[Revival]:
    """Return the last attempts that somebody had begun anew."""
    return list(Revival.objects.select_related("by", "delivery__notice")[:20])
