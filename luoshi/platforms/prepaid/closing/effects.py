"""What each act upon a closure brings about, in its transaction; the ledger is called last."""

from __future__ import annotations

from datetime import date
from typing import Any

from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.ledger import actions as ledger
from luoshi.platforms.prepaid.closing import listing, paying
from luoshi.platforms.prepaid.closing.conditions import number_of
from luoshi.platforms.prepaid.codes import new_token
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import Claim, Closure, Contract, Shop

INCLUDES_DUE = "prepaid.closure_includes_due"


@effect
def begin(doing: Doing) -> None:
    """Note the shop. One closure of a shop may be open at a time."""
    given = doing.context.given
    shop = Shop.objects.select_for_update().filter(code=given["shop"]).first()
    if shop is None:
        raise refused(
            "shop-missing",
            f"没有编号为 {given['shop']} 的备案门店。请核对门店编号。",
            f"There is no filed shop {given['shop']}; check its code.",
        )
    if running := Closure.objects.filter(shop=shop, ended_at=None).first():
        raise refused(
            "closure-open",
            f"{shop.name} 已有清退事项 {running.code}，请在该事项中办理。",
            f"A closure of {shop.name} is open already: {running.code}.",
        )
    Closure.objects.create(
        case=doing.case,
        code=doing.case.code,
        shop=shop,
        signalled_on=date.fromisoformat(given["signalled_on"]),
        simulated=doing.case.simulated or shop.simulated,
    )


@effect
def freeze(doing: Doing) -> None:
    """Stop the shop's sales and every movement of its money and cards at once."""
    closure = _closure(doing)
    shop, stopped = closure.shop, doing.context.given.get("stopped_on")
    closure.shop_state, closure.frozen_at = shop.state, doing.event.at
    closure.stopped_on = date.fromisoformat(stopped) if stopped else None
    closure.save(update_fields=["shop_state", "frozen_at", "stopped_on"])
    Shop.objects.filter(pk=shop.pk).update(state=Shop.State.CLOSING)
    ledger.freeze(_accounts(shop))


@effect
def thaw(doing: Doing) -> None:
    """Give the shop back where it stood."""
    closure = _closure(doing)
    closure.ended_at = doing.event.at
    closure.save(update_fields=["ended_at"])
    Shop.objects.filter(pk=closure.shop_id).update(state=closure.shop_state)
    ledger.thaw(_accounts(closure.shop))


@effect
def end(doing: Doing) -> None:
    """Note that nothing more comes of it."""
    Closure.objects.filter(case=doing.case).update(ended_at=doing.event.at)


@effect
def draw(doing: Doing) -> None:
    """Make a claim of every contract that still has money, as the ledger holds it."""
    closure = _closure(doing)
    closure.announced_at = doing.event.at
    closure.save(update_fields=["announced_at"])
    listing.draw_claims(closure, without=closure.stopped_on or doing.context.today)


@effect
def file(doing: Doing) -> None:
    """Enter a claim that has no record: what was shown is kept with the case, the person sealed there."""
    given, event = doing.context.given, doing.event
    if given["amount"] <= 0:
        raise refused("claim-amount", "申报金额须大于零。", "A claim is for more than nothing.")
    Claim.objects.create(
        closure=_closure(doing),
        number=number_of(doing.case.code, event),
        basis=Claim.Basis.EVIDENCE,
        card=new_token(),
        claimed=given["amount"],
        proofs=list(event.evidence),
    )


@effect
def decide(doing: Doing) -> None:
    """Accept a claim that has no record, for all or part, or none of it."""
    given = doing.context.given
    claim = _claim(doing, basis=Claim.Basis.EVIDENCE)
    accepted = given.get("accepted")
    if given["outcome"] == "deny":
        accepted = 0
    _accept(doing, claim, claim.claimed if accepted is None else accepted)


@effect
def correct(doing: Doing) -> None:
    """Set right what a claim is for, before the list is fixed."""
    _accept(doing, _claim(doing), doing.context.given["accepted"])


@effect
def fix_list(doing: Doing) -> None:
    """Fix the list: from its digest anyone sees that it is the one that was approved.

    What a bank paid back meanwhile is no claim any more. Raises ``prepaid-money-under-way`` while it may yet.
    """
    closure = _closure(doing)
    if Claim.objects.filter(closure=closure, accepted=None).exists():
        raise refused(
            "claims-undecided",
            "还有举证申报没有决定，不能形成清单。请先逐件决定。",
            "Some evidence-based claims are undecided; decide each first.",
        )
    paying.require_nothing_under_way(closure)
    listing.take_off_paid(closure)
    listed = listing.list_of(closure)
    closure.listed_at, closure.digest = doing.event.at, listed.digest
    closure.claims_count, closure.accepted = listed.count, listed.accepted
    closure.save(update_fields=["listed_at", "digest", "claims_count", "accepted"])


@effect
def loosen_list(doing: Doing) -> None:
    """Take the list back, so that it can be corrected."""
    Closure.objects.filter(case=doing.case).update(listed_at=None, digest="", claims_count=0, accepted=0)


@effect
def allocate(doing: Doing) -> None:
    """Divide what there is among the claims of the list, by the rule of the day."""
    rule = doing.context.books().value(INCLUDES_DUE, on=doing.context.today, scope=doing.context.scope)
    closure = _closure(doing)
    if listing.list_of(closure).digest != closure.digest:
        raise refused(
            "list-changed",
            "清单与核准时的摘要不符，不能分配。请退回更正后重新形成清单。",
            "The list is not the one that was approved; take it back and fix it anew.",
        )
    paying.allocate(closure, includes_due=bool(rule.value), rule=str(rule), at=doing.event.at)


@effect
def settle_shop(doing: Doing) -> None:
    """Note that all entries stand: the shop is closed, its contracts are claims."""
    closure = _closure(doing)
    closure.distributed_at = doing.event.at
    closure.save(update_fields=["distributed_at"])
    Shop.objects.filter(pk=closure.shop_id).update(state=Shop.State.CLOSED)
    paid = Claim.objects.filter(closure=closure, contract__isnull=False).values("contract")
    Contract.objects.filter(pk__in=paid).update(state=Contract.State.CLAIMED)


def _closure(doing: Doing) -> Closure:
    return Closure.objects.select_related("shop").select_for_update(of=("self",)).get(case=doing.case)


def _claim(doing: Doing, **more: Any) -> Claim:
    number = doing.context.given["claim"]
    claim = Claim.objects.filter(closure__case=doing.case, number=number, **more).first()
    if claim is None:
        raise refused(
            "claim-missing",
            f"本案没有编号为 {number} 的申报。请核对申报编号。",
            f"This closure has no claim {number}; check its number.",
        )
    return claim


def _accept(doing: Doing, claim: Claim, accepted: int) -> None:
    if accepted < 0:
        raise refused("claim-amount", "确认金额不能小于零。", "What is accepted is not below nothing.")
    claim.accepted, claim.reason = accepted, doing.context.given["reason"]
    claim.decided_by_id, claim.decided_at = doing.event.by_id, doing.event.at
    claim.proofs = [*claim.proofs, *doing.event.evidence]
    claim.save(update_fields=["accepted", "reason", "decided_by", "decided_at", "proofs"])


def _accounts(shop: Shop) -> list[int]:
    rows = Contract.objects.filter(shop=shop).values_list("card_account", "open_account", "bonus_account")
    return [*shop.accounts.values(), *(pk for row in rows for pk in row)]
