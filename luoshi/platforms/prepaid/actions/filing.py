"""Enter who may sell cards: merchants, shops, kinds of card, and the keys a shop acts with."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from luoshi.kernel.base.uscc import is_uscc
from luoshi.kernel.ledger.actions import open_accounts
from luoshi.platforms.prepaid.accounts import SHOP
from luoshi.platforms.prepaid.codes import key_digest
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import BankAccount, CardKind, Merchant, Shop, ShopKey
from luoshi.platforms.prepaid.rules.clauses import findings_in

WORDS = frozenset({"bank", "new"})  # of the desk's addresses, where a shop's code would stand


def register_merchant(uscc: str, *, name: str, registered_on: date, **more: Any) -> Merchant:
    """Return the merchant of the code, entered or brought up to date. Raises ``prepaid-uscc``."""
    if not is_uscc(uscc):
        raise refused(
            "uscc",
            f"统一社会信用代码 {uscc} 的校验位不对，请对照营业执照核对。",
            f"The check signs of the unified social credit code {uscc} are wrong; compare the licence.",
        )
    values = {"name": name, "registered_on": registered_on, **more}
    merchant, _ = Merchant.objects.update_or_create(uscc=uscc, defaults=values)
    return merchant


@transaction.atomic
def file_shop(
    code: str,
    *,
    merchant: Merchant,
    name: str,
    sector: str,
    address: str,
    filed_on: date,
    share: int = 0,
    bank: BankAccount | None = None,
    **more: Any,
) -> Shop:
    """File a shop and open its accounts. ``share`` of each payment, in basis points, will go into custody.

    The same code again returns the shop as it stands. Raises ``prepaid-no-bank``, ``prepaid-code-taken``.
    """
    if found := Shop.objects.filter(code=code).first():
        return found
    if code in WORDS:
        raise refused(
            "code-taken",
            f"门店编号不能用 {code}：网址中这个词另有用处。请换一个编号。",
            f"No shop is called {code}: the word stands for something else in addresses.",
        )
    if share and bank is None:
        raise refused(
            "no-bank",
            f"{name} 须存管预收资金，但没有登记存管账户。请先登记存管账户。",
            f"{name} must keep money in custody and has no bank account; enter one first.",
        )
    accounts = {part: open_accounts(type_, [code], owner=code)[0] for part, type_ in SHOP.items()}
    return Shop.objects.create(
        code=code,
        merchant=merchant,
        name=name,
        sector=sector,
        address=address,
        filed_on=filed_on,
        share=share,
        bank=bank,
        accounts=accounts,
        simulated=merchant.simulated,
        **{"opened_on": filed_on, **more},
    )


@transaction.atomic
def file_merchants_shop(given: Mapping[str, Any], *, filed_on: date) -> Shop:
    """Enter a merchant, its bank account and a shop, as one form holds them: all three or none.

    ``given`` has the fields of the three by their names, ``merchant`` for the merchant's name and ``share``
    in percent. Raises what ``register_merchant`` and ``file_shop`` raise.
    """
    of_merchant = ("individual", "size", "registered_on")
    of_shop = ("name", "sector", "address", "opened_on", "lease_ends_on")
    merchant = register_merchant(
        given["uscc"], name=given["merchant"], **{key: given[key] for key in of_merchant}
    )
    bank = None
    if given["bank"]:
        values = {
            "merchant": merchant,
            "bank": given["bank_name"],
            "tail": given["tail"],
            "opened_on": filed_on,
        }
        bank, _ = BankAccount.objects.get_or_create(code=given["bank"], defaults=values)
    return file_shop(
        given["code"],
        merchant=merchant,
        bank=bank,
        share=100 * given["share"],
        filed_on=filed_on,
        **{key: given[key] for key in of_shop},
    )


def file_kind(
    code: str, *, shop: Shop, name: str, form: str, price: int, text: str, filed_on: date, **more: Any
) -> CardKind:
    """File a kind of card under its contract. The same code again returns the kind as it stands.

    Raises ``prepaid-void-clauses`` where a term of the contract is void (法释〔2025〕4号 第九条).
    """
    if found := CardKind.objects.filter(code=code).first():
        return found
    if void := [finding for finding in findings_in(text) if not finding.ban.doubtful]:
        raise refused(
            "void-clauses",
            f"合同文本有 {len(void)} 处无效条款，不能备案：" + "；".join(map(str, void)),
            f"The contract has {len(void)} void terms and cannot be filed: "
            + "; ".join(f"{one.ban.key} ({one.ban.law})" for one in void),
        )
    values = {"shop": shop, "name": name, "form": form, "price": price, "text": text, "filed_on": filed_on}
    kind, _ = CardKind.objects.get_or_create(code=code, defaults=values | more)
    return kind


def issue_key(shop: Shop, *, role: str, title: str, at: datetime) -> str:
    """Return a new key of the shop. It is told now and kept nowhere."""
    key = f"{role}-{secrets.token_urlsafe(24)}"
    ShopKey.objects.create(digest=key_digest(key), shop=shop, role=role, title=title, issued_at=at)
    return key


def revoke_key(key: ShopKey, *, at: datetime) -> None:
    """End a key. Ended before, it stays ended since then."""
    ShopKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=at)
