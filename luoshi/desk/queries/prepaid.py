"""Shops that take money ahead as the market regulator sees them: how much, where it is, what warns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case as When
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models import When as If
from django.utils import timezone

from luoshi.kernel.cases.access import Sight
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.ledger.models import Account
from luoshi.platforms.prepaid.models import Risk, RiskDay, Shop
from luoshi.platforms.prepaid.types import ALARM
from luoshi.platforms.prepaid.types.alarm import FOUNDED

SHOWN = 50
_FREE = ("due", "deposit", "interest", "unmatched")  # in custody, and not owed to holders
_TYPES = ("escrow", "outside", *_FREE, "fee")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which shops: by name, number or code of the merchant, by sector, state and level."""

    q: str = ""
    sector: str = ""
    state: str = ""
    level: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Money:
    """A shop's money, in fen: owed to holders from custody and from its own hands, and what else there is."""

    escrow: int
    card: int
    open: int
    due: int
    deposit: int
    interest: int
    unmatched: int
    fee: int

    @property
    def owed(self) -> int:
        """Return what holders could ask back."""
        return self.card + self.open


@dataclass(frozen=True, slots=True)
class Line:
    """A shop in the list, with its latest finding."""

    shop: Shop
    money: Money
    risk: Risk | None

    @property
    def level(self) -> str:
        """Return how serious it is."""
        return self.risk.level if self.risk else Risk.Level.NONE


@dataclass(frozen=True, slots=True)
class Listed:
    """What the page of shops shows."""

    lines: list[Line]
    total: int
    more: bool
    day: RiskDay | None
    sums: dict[str, int]
    alarms: list[Line]
    simulated: bool


@dataclass(frozen=True, slots=True)
class Inspection:
    """A check of the shop as its officer told it; ``visited_on`` is empty where nobody went there."""

    code: str
    on: date
    visited_on: str
    founded: str
    seen: str


@dataclass(frozen=True, slots=True)
class Opened:
    """One shop with everything that is known of it."""

    line: Line
    risks: list[Risk]
    cases: list[Case]
    inspections: list[Inspection]


def shops_listed(wanted: Wanted) -> Listed:
    """Return the shops asked for, the most serious first, and what all come to. A fixed number of queries."""
    rows = _wanted(wanted)
    start = (wanted.page - 1) * SHOWN
    found = list(rows[start : start + SHOWN + 1])
    alarms = list(_warning(rows)[:SHOWN]) if wanted.page == 1 else []
    lines = _lines([*found, *alarms])
    return Listed(
        lines=lines[: min(len(found), SHOWN)],
        total=rows.count(),
        more=len(found) > SHOWN,
        day=RiskDay.objects.order_by("-on").first(),
        sums=_sums(),
        alarms=lines[len(found) :],
        simulated=any(line.shop.simulated for line in lines),
    )


def shop_opened(code: str, *, sight: Sight) -> Opened | None:
    """Return the shop of the code with its findings and the matters the reader may see; None: no shop."""
    shop = Shop.objects.filter(code=code).select_related("merchant", "bank").first()
    if shop is None:
        return None
    (line,) = _lines([shop])
    cases = list(Case.objects.filter(sight.condition, type=ALARM.key, data__shop=code))
    risks = Risk.objects.filter(shop=shop).select_related("case").order_by("-on")[:SHOWN]
    return Opened(line, list(risks), cases, _inspections(cases))


def _inspections(cases: list[Case]) -> list[Inspection]:
    codes, words = {case.pk: case.code for case in cases}, dict(FOUNDED)
    acts = Event.objects.filter(case__in=codes, action="check").order_by("-at")[:SHOWN]
    return [
        Inspection(
            code=codes[act.case_id],
            on=timezone.localdate(act.at),
            visited_on=act.data.get("visited_on") or "",
            founded=words[act.data["founded"]],
            seen=act.data["seen"],
        )
        for act in acts
    ]


def _warning(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Keep the shops with an alarm that have a place on the map."""
    return rows.filter(weight=0, longitude__isnull=False)


def _wanted(wanted: Wanted) -> QuerySet[Shop, Any]:
    latest = Risk.objects.filter(shop=OuterRef("pk")).order_by("-on").values("level")[:1]
    weight = When(
        If(level=Risk.Level.ALARM, then=Value(0)),
        If(level=Risk.Level.WATCH, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = Shop.objects.annotate(level=Subquery(latest)).annotate(weight=weight).order_by("weight", "code")
    rows = rows.select_related("merchant", "bank")
    if words := wanted.q.strip():
        rows = rows.filter(
            Q(name__icontains=words)
            | Q(code=words)
            | Q(merchant__uscc=words)
            | Q(merchant__name__icontains=words)
        )
    for key in ("sector", "state", "level"):
        if value := getattr(wanted, key):
            rows = rows.filter(**{key: value})
    return rows


def _lines(shops: Iterable[Shop]) -> list[Line]:
    shops = list(shops)
    ids = [pk for shop in shops for pk in shop.accounts.values()]
    posted = dict(Account.objects.filter(pk__in=ids).values_list("pk", "posted"))
    risks = (
        Risk.objects.filter(shop__in=shops).order_by("shop", "-on").distinct("shop").select_related("case")
    )
    latest = {row.shop_id: row for row in risks}
    return [Line(shop, _money(shop, posted), latest.get(shop.pk)) for shop in shops]


def _money(shop: Shop, posted: dict[int, int]) -> Money:
    held = {part: posted.get(shop.accounts.get(part, 0), 0) for part in _TYPES}
    escrow, fee = -held["escrow"], -held["fee"]
    free = {part: held[part] for part in _FREE}
    return Money(
        escrow=escrow, card=escrow - sum(free.values()) + fee, open=-held["outside"], fee=fee, **free
    )


def _sums() -> dict[str, int]:
    """Return what all shops come to: how many by state, and the money owed and in custody."""
    types = [f"prepaid:{part}" for part in ("card", "open", "escrow")]
    sums = Account.objects.filter(type__in=types).values_list("type").annotate(total=Sum("posted")).order_by()
    money = {type_.removeprefix("prepaid:"): abs(total) for type_, total in sums}
    states = dict(Shop.objects.values_list("state").annotate(n=Count("pk")).order_by())
    return {
        "shops": sum(states.values()) - states.get(Shop.State.CLOSED, 0),
        "owed": money.get("card", 0) + money.get("open", 0),
        "supervised": money.get("card", 0),
        "escrow": money.get("escrow", 0),
    }
