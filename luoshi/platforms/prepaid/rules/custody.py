"""How much of what is owed must lie in custody, and which shops fall short of a share. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.kernel.parameters.rules import Book, Setting
from luoshi.platforms.prepaid.rules.splitting import WHOLE

SIZES = ("large", "group", "brand")  # 规模、集团、品牌发卡企业


@dataclass(frozen=True, slots=True)
class Cover:
    """What a shop owes its cards and what of it lies in custody, in fen."""

    shop: str
    balance: int
    custody: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A shop whose custody is below the share, and how much is missing, in fen."""

    shop: str
    balance: int
    custody: int
    required: int

    @property
    def missing(self) -> int:
        """Return what would have to be paid in."""
        return self.required - self.custody


def share_of(book: Book, *, on: date, scope: str, size: str) -> Setting | None:
    """Return the share that binds a merchant of the size: the higher of all that apply, or None."""
    keys = ["prepaid.share", *([f"prepaid.share.{size}"] if size in SIZES else [])]
    choices = [book.choice_if_any(key, on=on, scope=scope) for key in keys]
    found = [choice.setting for choice in choices if choice is not None]
    return max(found, key=lambda setting: Decimal(setting.value)) if found else None


def required_of(balance: int, *, share: Decimal) -> int:
    """Return what must lie in custody for a balance, rounded up to the fen."""
    numerator, denominator = share.as_integer_ratio()
    return -(-balance * numerator // denominator)


def basis_points(share: Decimal) -> int:
    """Return the share as a shop keeps it, rounded up."""
    return required_of(WHOLE, share=share)


def shops_below(covers: Iterable[Cover], *, share: Decimal) -> Iterator[Shortfall]:
    """Yield the shops whose custody is below the share of their balance, in the order given."""
    for cover in covers:
        required = required_of(cover.balance, share=share)
        if cover.custody < required:
            yield Shortfall(cover.shop, cover.balance, cover.custody, required)


def newly_below(covers: Iterable[Cover], *, before: Decimal, after: Decimal) -> Iterator[Shortfall]:
    """Yield the shops that meet the share of today and would fall below that of tomorrow."""
    for cover in covers:
        if not list(shops_below([cover], share=before)):
            yield from shops_below([cover], share=after)
