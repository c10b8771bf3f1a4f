"""A town whose market regulator winds up shops, for tests."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from luoshi.kernel.cases.actions import act, open_case, tick
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.tests.factories import Town, organisation, person, town_of
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.ledger.actions import post
from luoshi.kernel.ledger.models import Account
from luoshi.platforms.prepaid.models import Claim, Closure, Contract, Shop
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_contract, make_kind, make_shop

WHY = {"reason": "情况如此"}
RECEIPT = StoredFile("ab" * 32, "收据.jpg", "image/jpeg", 100, "权利凭证")
CLAIMS_OVER, OBJECTIONS_OVER = timedelta(days=40), timedelta(days=55)


def make_regulator(settings: Any) -> Town:
    """Make the town with its market regulator: two handlers and two heads."""
    return _regulator_of(settings.CITY.folder)


@kept
def _regulator_of(folder: Path) -> Town:
    town = town_of(folder)
    unit = town.units["market-regulation"] = organisation("market-regulation", parent=town.units["siping"])
    for name in ("handler", "second_handler", "head", "second_head"):
        town.accounts[name] = person(name, unit, name.rpartition("_")[2])
    return town


def signalled(town: Town, shop: Shop, **more: Any) -> Case:
    """Open a closure of the shop as a handler."""
    data = {
        "title": f"{shop.name}停业",
        "shop": shop.code,
        "signal": "vanished",
        "signalled_on": TODAY.isoformat(),
        "grounds": "连续三日关门，电话无人接听。",
    }
    return open_case("closure", by=town["handler"], data=data | more, at=NOW)


def do(
    town: Town, case: Case, action: str, who: str, /, *files: StoredFile, at: Any = NOW, **data: Any
) -> Event:
    """Do the action as one of the regulator's people, and bring the case up to date."""
    event = act(case, action, by=town[who], data=data, evidence=files, at=at)
    case.refresh_from_db()
    return event


def frozen(town: Town, shop: Shop, **more: Any) -> Case:
    """Return a closure whose shop is frozen."""
    case = signalled(town, shop)
    do(town, case, "freeze", "handler", signal="vanished", **(WHY | more))
    return case


def claiming(town: Town, shop: Shop, **more: Any) -> Case:
    """Return a closure whose claims are drawn from the record."""
    case = frozen(town, shop, **more)
    do(town, case, "announce", "handler")
    return case


def file_claim(town: Town, case: Case, amount: int, **more: Any) -> Claim:
    """File a claim that has no record, by the first handler."""
    said: dict[str, Any] = {
        "amount": amount,
        "statement": "现金付款",
        "name": "示例居民",
        "phone": "13800000000",
    }
    event = do(town, case, "file_claim", "handler", RECEIPT, **(said | more))
    return Claim.objects.get(number=f"{case.code}-{event.seq}")


def listed(town: Town, case: Case) -> Case:
    """Fix the list after the time for claims."""
    tick(now=NOW + CLAIMS_OVER)
    do(town, case, "list", "handler", at=NOW + CLAIMS_OVER)
    return case


def approved(town: Town, case: Case) -> Case:
    """Have the list approved by a head after the time for objections."""
    listed(town, case)
    tick(now=NOW + OBJECTIONS_OVER)
    do(town, case, "approve", "head", at=NOW + OBJECTIONS_OVER)
    return case


def allocated(town: Town, case: Case) -> Closure:
    """Divide what there is, by another than the one who approved."""
    approved(town, case)
    do(town, case, "distribute", "handler", at=NOW + OBJECTIONS_OVER)
    return Closure.objects.get(case=case)


def shop_with(*paid: int, share: int = 10_000, deposit: int = 0) -> tuple[Shop, list[Contract]]:
    """Make a shop that sold a card for each amount, with so much deposit in custody."""
    shop = make_shop(share=share)
    contracts = [make_contract(make_kind(shop, price=amount, bonus=0)) for amount in paid]
    if deposit:
        add(shop, "deposit", deposit)
    return shop, contracts


def add(shop: Shop, part: str, amount: int) -> None:
    """Bring money into custody that is owed under the part: deposit, interest, due, unmatched."""
    accounts = shop.accounts
    post(
        f"test:{shop.code}:{part}",
        debit=accounts["escrow"],
        credit=accounts[part],
        amount=amount,
        kind=part,
        on=TODAY,
    )


def charge(shop: Shop, amount: int) -> None:
    """Have the bank take a charge out of custody, which the shop is to make good."""
    accounts = shop.accounts
    post("fee", debit=accounts["fee"], credit=accounts["escrow"], amount=amount, kind="fee", on=TODAY)


def without_custody(shop: Shop) -> Shop:
    """Let the shop keep from now on all that is paid ahead."""
    shop.share = 0
    shop.save()
    return shop


def shown(shop: Shop) -> dict[str, int]:
    """Return what each account of the shop shows."""
    found = {one.pk: one.shown for one in Account.objects.filter(pk__in=shop.accounts.values())}
    return {part: found[pk] for part, pk in shop.accounts.items()}


def gap(shop: Shop) -> int:
    """Return by how much custody differs from what is owed out of it; what the shop holds must agree too."""
    own = shown(shop)
    contracts = Contract.objects.filter(shop=shop)
    claims = Claim.objects.filter(closure__shop=shop, contract=None)
    cards = Account.objects.filter(pk__in=contracts.values("card_account"))
    opens = Account.objects.filter(pk__in=contracts.values("open_account")) | Account.objects.filter(
        pk__in=claims.values("open_account")
    )
    assert own["outside"] == sum(one.posted for one in opens)
    owed = sum(one.posted for one in cards) + own["due"] + own["deposit"] + own["interest"]
    return own["escrow"] - (owed + own["unmatched"] - own["fee"])
