"""What a shop may see: a card by its code, what is left on it, an act again, the shop's money and days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.ledger.models import Account
from luoshi.kernel.orgs.codes import plain
from luoshi.platforms.prepaid.codes import digests_of
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import Card, CardKind, Contract, Shop, Use

COUNTED = ("times", "course")  # forms that are used by number
_SIGNS = 12  # of a card's code
_IN_ADDRESS = re.compile(r"[#?=/&\s]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one contract of a card still holds, in fen of face value or in times, and until when."""

    contract: Contract
    left: int
    left_times: int
    usable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One use of a card as its receipt tells it: what it took, and what is left on the card now."""

    uses: tuple[Use, ...]
    left: int
    left_times: int

    @property
    def value(self) -> int:
        """Return the face value used, in fen."""
        return sum(use.value for use in self.uses)

    @property
    def times(self) -> int:
        """Return how many visits or lessons were used."""
        return sum(use.times for use in self.uses)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A shop's money in fen, from the ledger. ``owed`` is all that cards hold: ``custody`` and the rest.

    ``due`` was released to the shop and not yet paid out.
    """

    owed: int
    custody: int
    outside: int
    due: int
    deposit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a shop sold and what was used there on one day, in fen. A use taken back does not count."""

    day: date
    sales: int = 0
    paid: int = 0
    bonus: int = 0
    supervised: int = 0
    uses: int = 0
    value: int = 0
    times: int = 0
    undone: int = 0


def code_in(content: str) -> str:
    """Return the code that was typed or that a scanned address ends with."""
    return _IN_ADDRESS.split(content.strip())[-1]


def card_of(content: str, *, merchant: int) -> Card:
    """Return the merchant's card of a code. One of another merchant is as unknown as one that is none.

    Raises ``prepaid-card-missing``.
    """
    code = code_in(content)
    found = None
    if len(plain(code)) == _SIGNS:
        found = Card.objects.filter(digest__in=digests_of(code), shop__merchant=merchant).first()
    if found is None:
        raise missing()
    return found


def cards_of(contents: Iterable[str], *, merchant: int) -> dict[str, Card]:
    """Return the merchant's cards by the contents that name them, in one query; the unknown are left out."""
    named = {content: digests_of(code_in(content)) for content in set(contents)}
    digests = [digest for several in named.values() for digest in several]
    found = {card.digest: card for card in Card.objects.filter(digest__in=digests, shop__merchant=merchant)}
    pairs = (
        (content, next((found[d] for d in several if d in found), None)) for content, several in named.items()
    )
    return {content: card for content, card in pairs if card is not None}


def left_of(contracts: Iterable[Contract], *, counted: bool) -> int:
    """Return what the contracts that are being performed still hold: times, or face value in fen."""
    live = [one for one in contracts if one.state == Contract.State.ACTIVE]
    if counted:
        return sum(one.times - one.used_times for one in live if one.times)
    return sum(one.paid + one.bonus - one.used for one in live if one.form == "stored")


def parts_of(card: Card, *, on: date) -> list[Part]:
    """Return what each contract of the card holds on the day, in the order in which they are used."""
    contracts = Contract.objects.filter(card=card).order_by("signed_at", "pk")
    return [
        Part(
            contract=one,
            left=left_of([one], counted=False),
            left_times=left_of([one], counted=True),
            usable=card.state == Card.State.ACTIVE
            and one.state == Contract.State.ACTIVE
            and (one.ends_on is None or one.ends_on >= on),
        )
        for one in contracts
    ]


def act_of(key: str) -> Act:
    """Return a use again by its key, with what is left now. Raises ``prepaid-use-missing``."""
    uses = list(Use.objects.filter(key=key).select_related("contract__card", "shop").order_by("pk"))
    if not uses:
        raise refused("use-missing", "没有这笔核销。", "There is no such use of a card.")
    contracts = list(Contract.objects.filter(card=uses[0].contract.card_id))
    return Act(
        uses=tuple(uses),
        left=left_of(contracts, counted=False),
        left_times=left_of(contracts, counted=True),
    )


def standing_of(shop: Shop) -> Standing:
    """Return the shop's money as the ledger has it now: eight rows, however many cards there are.

    What cards hold follows from the identity of ``accounts``: it is kept by every entry.
    """
    rows = Account.objects.filter(pk__in=shop.accounts.values())
    shown = {row.pk: row.shown for row in rows}
    has = {part: shown.get(pk, 0) for part, pk in shop.accounts.items()}
    custody = has["escrow"] - has["due"] - has["deposit"] - has["interest"] - has["unmatched"] + has["fee"]
    return Standing(
        owed=custody + has["outside"],
        custody=custody,
        outside=has["outside"],
        due=has["due"],
        deposit=has["deposit"],
    )


def sales_of(shop: Shop) -> QuerySet[Contract]:
    """Return the shop's sales, the latest first."""
    return Contract.objects.filter(shop=shop).select_related("card").order_by("-pk")


def uses_of(shop: Shop) -> QuerySet[Use]:
    """Return the uses at the shop, the latest first."""
    return Use.objects.filter(shop=shop).select_related("contract").order_by("-pk")


def days_of(shop: Shop, *, since: date, until: date) -> list[Day]:
    """Return each day from ``since`` to ``until``, both included, on which something was sold or used."""
    begin, end = _start(since), _start(until + timedelta(days=1))
    sold = Contract.objects.filter(shop=shop, signed_at__gte=begin, signed_at__lt=end)
    used = Use.objects.filter(shop=shop, at__gte=begin, at__lt=end)
    sums: dict[date, dict[str, int]] = {}
    for row in sold.values(day=TruncDate("signed_at")).annotate(
        sales=Count("pk"), all_paid=Sum("paid"), all_bonus=Sum("bonus"), in_custody=Sum("supervised")
    ):
        sums.setdefault(row["day"], {}).update(
            sales=row["sales"], paid=row["all_paid"], bonus=row["all_bonus"], supervised=row["in_custody"]
        )
    kept = Q(undone_at=None)
    for line in used.values(day=TruncDate("at")).annotate(
        uses=Count("key", distinct=True, filter=kept),
        all_value=Sum("value", filter=kept, default=0),
        all_times=Sum("times", filter=kept, default=0),
        undone=Count("key", distinct=True, filter=~kept),
    ):
        sums.setdefault(line["day"], {}).update(
            uses=line["uses"], value=line["all_value"], times=line["all_times"], undone=line["undone"]
        )
    return [Day(day=day, **sums[day]) for day in sorted(sums)]


def day_of(shop: Shop, day: date) -> Day:
    """Return what was sold and used on one day."""
    return next(iter(days_of(shop, since=day, until=day)), Day(day=day))


def kind_of(shop: Shop, code: str) -> CardKind:
    """Return a kind of the shop. Raises ``prepaid-kind-missing``."""
    found = CardKind.objects.filter(code=code, shop=shop).select_related("shop__merchant").first()
    if found is None:
        raise refused("kind-missing", "本店没有这个卡种。", "The shop has no such kind of card.")
    return found


def sale_of(shop: Shop, number: str) -> Contract:
    """Return a sale of the shop. Raises ``prepaid-contract-missing``."""
    found = Contract.objects.filter(number=number, shop=shop).select_related("card", "kind").first()
    if found is None:
        raise refused("contract-missing", "本店没有这份合同。", "The shop has no such contract.")
    return found


def missing() -> LuoshiError:
    """Return the refusal of a code that opens no card of the merchant."""
    return refused(
        "card-missing",
        "没有这张卡，或不是本店的卡。请核对卡码。",
        "There is no such card of yours. Check its code.",
    )


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
