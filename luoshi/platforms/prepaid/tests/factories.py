"""Shops and cards for tests, by the actions that make them."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from zoneinfo import ZoneInfo

from luoshi.kernel.base.uscc import completed
from luoshi.platforms.prepaid.actions import Buyer, file_kind, file_shop, register_merchant, sell
from luoshi.platforms.prepaid.models import BankAccount, CardKind, Contract, Shop

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
_number = itertools.count(1)


def make_shop(*, share: int = 4_000, sector: str = "fitness", opened_on: date = date(2024, 1, 8)) -> Shop:
    """File a shop of a merchant of its own, with a bank account."""
    number = next(_number)
    merchant = register_merchant(
        completed(f"92220300MA{number:06d}"), name=f"铁西区示例{number}号健身店", registered_on=opened_on
    )
    bank = BankAccount.objects.create(
        code=f"acct-{number}", merchant=merchant, bank="示例银行", tail=f"{number:04d}", opened_on=opened_on
    )
    return file_shop(
        f"shop-{number}",
        merchant=merchant,
        name=merchant.name,
        sector=sector,
        address="铁西区英雄大路1号",
        filed_on=opened_on,
        share=share,
        bank=bank,
    )


def make_kind(
    shop: Shop,
    *,
    form: str = "stored",
    price: int = 100_000,
    bonus: int = 20_000,
    text: str = "示例合同",
    **more,
) -> CardKind:
    """File a kind of card of the shop: 1,000 yuan and 200 on top, where nothing else is said."""
    return file_kind(
        f"kind-{next(_number)}",
        shop=shop,
        name="示例卡",
        form=form,
        price=price,
        bonus=bonus,
        text=text,
        filed_on=TODAY,
        **more,
    )


def make_contract(kind: CardKind, *, at: datetime = NOW, **more) -> Contract:
    """Sell a card of the kind."""
    number = next(_number)
    buyer = Buyer(name="示例居民", phone=f"1380000{number:04d}")
    return sell(kind, receipt=f"r{number}", at=at, buyer=buyer, **more).contract
