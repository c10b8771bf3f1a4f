"""Shops as anyone sees them: filed or not, how much of what was paid lies in custody, what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from luoshi.kernel.base.money import Money
from luoshi.kernel.base.uscc import is_uscc
from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.accounts import SHOP
from luoshi.platforms.prepaid.models import CardKind, Shop
from luoshi.platforms.prepaid.rules.equation import Equation, equation_of

_POSTED = "SELECT id, posted FROM ledger_account WHERE id = ANY(%s::bigint[])"
_PLACES = (Kind.DISTRICT, Kind.STREET, Kind.TOWN, Kind.INSTITUTION)
COLUMNS = (
    *("code", "name", "merchant", "uscc", "sector", "locality", "address", "state", "filed_on"),
    *("custody_share_percent", "owed_yuan", "in_custody_yuan", "kept_by_shop_yuan", "reconciled_on"),
    "simulated",
)


@dataclass(frozen=True, slots=True)
class ShopSeen:
    """A shop with what it owes on all its cards: in custody and kept by itself, in fen.

    ``reconciled_on`` is the last day its custody was compared with the bank's file without a difference.
    """

    shop: Shop
    money: Equation
    reconciled_on: date | None = None

    @property
    def share(self) -> str:
        """Return the share of each payment that goes into custody, in percent."""
        whole, rest = divmod(self.shop.share, 100)
        return f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)

    @property
    def owed(self) -> int:
        """Return what is owed on all its cards: what lies in custody for them and what the shop keeps."""
        return self.money.custody + self.money.free


def found_shops(asked: str = "", *, place: str = "", sector: str = "", state: str = "") -> QuerySet[Shop]:
    """Return the shops of a name, a code or a place, by name; a whole code finds the one it names."""
    rows = Shop.objects.select_related("merchant", "bank").order_by("name", "pk")
    asked = asked.strip().replace("\0", "")
    if is_uscc(asked.upper()):
        rows = rows.filter(merchant__uscc=asked.upper())
    elif asked:
        named = Q(name__icontains=asked) | Q(merchant__name__icontains=asked) | Q(address__icontains=asked)
        rows = rows.filter(named | Q(code=asked.lower()))
    if place:
        rows = rows.filter(locality__in=_within(place))
    if sector in Shop.Sector.values:
        rows = rows.filter(sector=sector)
    if state in Shop.State.values:
        rows = rows.filter(state=state)
    return rows


def seen(shops: Iterable[Shop]) -> list[ShopSeen]:
    """Return the shops with their money. One query, however many."""
    listed = list(shops)
    ids = [shop.accounts[part] for shop in listed for part in SHOP]
    posted = dict(ask(_POSTED, (ids,))) if ids else {}
    return [ShopSeen(shop, _money(shop, posted)) for shop in listed]


def kinds_on(shop: Shop) -> list[CardKind]:
    """Return what the shop sells, then what it no longer does."""
    return sorted(shop.kinds.order_by("price", "pk"), key=lambda kind: kind.withdrawn_on is not None)


def places(on: date) -> list[tuple[str, str]]:
    """Return the districts, streets and towns in force on the day, each with its depth shown."""
    rows = Organisation.objects.filter(kind__in=_PLACES).in_force(on).exclude(region="").order_by("path")
    return [
        (code, short if kind == Kind.DISTRICT else f"　{name}")
        for code, short, name, kind in rows.values_list("code", "short", "name", "kind")
    ]


def rows_of(shops: Iterable[ShopSeen], names: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Yield each shop as a row of the published list."""
    for one in shops:
        shop = one.shop
        yield {
            "code": shop.code,
            "name": shop.name,
            "merchant": shop.merchant.name,
            "uscc": shop.merchant.uscc,
            "sector": shop.get_sector_display(),
            "locality": names.get(shop.locality, shop.locality).strip(),
            "address": shop.address,
            "state": shop.get_state_display(),
            "filed_on": shop.filed_on.isoformat(),
            "custody_share_percent": one.share,
            "owed_yuan": str(Money(one.owed)),
            "in_custody_yuan": str(Money(one.money.custody)),
            "kept_by_shop_yuan": str(Money(one.money.free)),
            "reconciled_on": one.reconciled_on.isoformat() if one.reconciled_on else "",
            "simulated": shop.simulated,
        }


def _money(shop: Shop, posted: dict[int, int]) -> Equation:
    sign = {"debit": -1, "credit": 1}
    return equation_of(
        {part: sign[type_.side] * posted.get(shop.accounts[part], 0) for part, type_ in SHOP.items()}
    )


def _within(place: str) -> list[str]:
    path = Organisation.objects.filter(code=place).values_list("path", flat=True).first()
    if path is None:
        return [place]
    return list(Organisation.objects.filter(path__startswith=path).values_list("code", flat=True))
