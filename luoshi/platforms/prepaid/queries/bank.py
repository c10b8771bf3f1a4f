"""What the bank holds for a shop, by its latest files."""

from __future__ import annotations

from luoshi.platforms.prepaid.models import BankBalance, Shop


def bank_balances() -> dict[str, int]:
    """Return the latest closing balance in fen, by shop, where the shop has an account to itself."""
    latest = BankBalance.objects.order_by("account", "-day").distinct("account")
    closing = dict(latest.values_list("account", "closing"))
    shops = Shop.objects.filter(bank__code__in=closing).values_list("bank__code", "code")
    found: dict[str, list[str]] = {}
    for account, shop in shops:
        found.setdefault(account, []).append(shop)
    return {shops[0]: closing[account] for account, shops in found.items() if len(shops) == 1}
