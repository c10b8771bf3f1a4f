"""Look at every shop of a day: note what changed, and open or add to the matter of each alarm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.models import Case
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.platforms.prepaid.models import Risk, RiskDay, Shop
from luoshi.platforms.prepaid.queries.bank import bank_balances
from luoshi.platforms.prepaid.queries.figures import shop_figures
from luoshi.platforms.prepaid.queries.limits import warning_limits
from luoshi.platforms.prepaid.warning.figures import ShopFigures
from luoshi.platforms.prepaid.warning.signals import Finding, Level, explained, findings_of, level_of


def warn_due(now: datetime) -> str:
    """Look at the shops once a day, as they stood at the end of yesterday. Say what was found."""
    on = date.fromordinal(timezone.localtime(now).toordinal() - 1)
    if RiskDay.objects.filter(on=on).exists() or not Shop.objects.exists():
        return ""
    day = warn(on, bank=bank_balances(), at=now)
    return f"门店 {day.shops} · 关注 {day.watched} · 预警 {day.alarms}"


def warn(on: date, *, bank: Mapping[str, int], at: datetime) -> RiskDay:
    """Look at every shop as it stood at the end of the day and return what came of it. Once a day.

    Real and simulated shops are looked at apart and never compared.
    """
    if found := RiskDay.objects.filter(on=on).first():
        return found
    limits = warning_limits(on)
    shops = {shop.code: shop for shop in Shop.objects.all()}
    latest = {row.shop_id: row for row in Risk.objects.order_by("shop", "-on").distinct("shop")}
    counted = dict.fromkeys(Level, 0)
    for simulated in (False, True):
        for figures in shop_figures(on, bank=bank, simulated=simulated):
            findings = findings_of(figures, limits)
            level = level_of(findings, limits)
            counted[level] += 1
            shop = shops[figures.shop]
            if _changed(latest.get(shop.pk), level, findings):
                _note(shop, figures, level, findings, before=latest.get(shop.pk), at=at)
    return RiskDay.objects.create(
        on=on,
        shops=sum(counted.values()),
        watched=counted[Level.WATCH],
        alarms=counted[Level.ALARM],
        known_at=at,
    )


def _changed(before: Risk | None, level: Level, findings: tuple[Finding, ...]) -> bool:
    keys = {one.key for one in findings}
    if before is None:
        return bool(keys)
    return before.level != level or {one["key"] for one in before.findings} != keys


@transaction.atomic
def _note(
    shop: Shop,
    figures: ShopFigures,
    level: Level,
    findings: tuple[Finding, ...],
    *,
    before: Risk | None,
    at: datetime,
) -> None:
    Risk.objects.get_or_create(
        shop=shop,
        on=figures.on,
        defaults={
            "level": level.value,
            "findings": [asdict(one) for one in findings],
            "owed": figures.owed,
            "case": _matter(shop, figures, findings, before=before, at=at) if level is Level.ALARM else None,
            "known_at": at,
        },
    )


def _matter(
    shop: Shop, figures: ShopFigures, findings: tuple[Finding, ...], *, before: Risk | None, at: datetime
) -> Case:
    """Return the matter of the alarm: the one that still runs, with the new grounds, or a new one."""
    grounds = "\n".join([f"截至 {figures.on}：", *explained(findings)])
    running = Case.objects.filter(type="prepaid_alarm", data__shop=shop.code).open().first()
    key = f"prepaid:alarm:{shop.code}:{figures.on}"
    if running is not None:
        act(running, "add", by=SYSTEM, data={"more": grounds}, at=at, key=key)
        return running
    data = {
        "title": f"{shop.name}：{findings[0].title}等{len(findings)}项预警",
        "shop": shop.code,
        "grounds": grounds,
    }
    return open_case("prepaid_alarm", by=SYSTEM, data=data, at=at, key=key, simulated=shop.simulated)
