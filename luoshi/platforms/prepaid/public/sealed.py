"""The sealed days of all cards: what was published, and whether each fen of it is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from luoshi.kernel.ledger.models import Seal
from luoshi.platforms.prepaid.accounts import BONUS, CARD, OPEN, SHOP
from luoshi.platforms.prepaid.rules.equation import Equation, equation_of

_PREFIX = "prepaid:"
TITLES = {type_.key.removeprefix(_PREFIX): type_.title for type_ in (*SHOP.values(), CARD, OPEN, BONUS)}


@dataclass(frozen=True, slots=True)
class Day:
    """One sealed day: its head, how many accounts of cards are counted, and the equation of its totals."""

    seal: Seal
    accounts: int
    equation: Equation


def sealed_days() -> QuerySet[Seal]:
    """Return the sealed days with their totals, the latest first."""
    return Seal.objects.prefetch_related("totals").order_by("-day")


def as_equations(seals: Iterable[Seal]) -> list[Day]:
    """Return each day with the equation its published totals make."""
    return [_day(seal) for seal in seals]


def _day(seal: Seal) -> Day:
    mine = {one.type.removeprefix(_PREFIX): one for one in seal.totals.all() if one.type.startswith(_PREFIX)}
    totals = {name: one.total for name, one in mine.items()}
    counted = sum(mine[name].accounts for name in ("card", "open") if name in mine)
    return Day(seal, counted, equation_of(totals))
