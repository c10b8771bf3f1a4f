"""Use a card at the till: the oldest contract first, released money in step, once by its key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from luoshi.kernel.base.money import Money
from luoshi.kernel.ledger.actions import post_group, reverse
from luoshi.kernel.ledger.types import Leg
from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.looking import COUNTED, left_of
from luoshi.platforms.prepaid.models import Card, Contract, Shop, Use
from luoshi.platforms.prepaid.rules.splitting import drawn, face_of_times

_TAKE = """
UPDATE prepaid_contract c SET used = c.used + t.face, used_times = c.used_times + t.visits
  FROM unnest(%s::bigint[], %s::bigint[], %s::integer[]) AS t (id, face, visits) WHERE c.id = t.id
"""


@dataclass(frozen=True, slots=True)
class Redeemed:
    """What one use of a card took: from which contracts, and what is left on the card, in fen and times."""

    uses: tuple[Use, ...]
    left: int
    left_times: int


@transaction.atomic
def redeem(
    card: Card,
    *,
    key: str,
    at: datetime,
    known_at: datetime,
    value: int = 0,
    times: int = 0,
    shop: Shop | None = None,
) -> Redeemed:
    """Use a card for a face value in fen, or for so many visits or lessons; exactly one of the two.

    ``key`` names the act at its till, ``prepaid:redeem:<terminal>:<serial>``. Sent again with the same
    content it answers as the first time. ``at`` may lie before ``known_at``: a till off the line tells later.
    ``shop`` is where it is used, if not where it was sold; the money is released to the shop that sold it.
    Raises ``prepaid-key-used``, ``prepaid-card-not-active``, ``prepaid-not-enough``.
    """
    counted = times > 0
    contracts = _locked(card)
    if found := list(Use.objects.filter(key=key).order_by("pk")):
        return _again(found, contracts, value=value, times=times, counted=counted)
    _check_card(card)
    on = timezone.localtime(at).date()
    fitting = [one for one in contracts if fits(one, counted=counted, on=on)]
    parts = list(taken(fitting, value=value, times=times))
    if sum(part[2] if counted else part[1] for part in parts) < (times if counted else value):
        raise refused(
            "not-enough",
            f"卡内可用余额不足：可用 {_usable(fitting, counted=counted)}。合同届满的部分不能再用，可退款。",
            "Not enough is left on the card; what belongs to ended contracts cannot be used but refunded.",
        )
    uses = [
        Use(
            key=key,
            contract=contract,
            shop=shop or contract.shop,
            value=face,
            times=visits,
            before=contract.used,
            at=at,
            known_at=known_at,
        )
        for contract, face, visits in parts
    ]
    legs = [leg for contract, face, _ in parts for leg in legs_of_use(contract, face)]
    _take(parts)
    Use.objects.bulk_create(uses)
    if legs:
        post_group(key, legs, on=on)
    return _redeemed(uses, contracts)


@transaction.atomic
def undo_redemption(card: Card, *, key: str, at: datetime) -> None:
    """Take back a use that was a mistake, as long as nothing was used of its contracts since.

    Done before, nothing is done. Raises ``prepaid-use-missing``, ``prepaid-contract-over``,
    ``prepaid-used-since``.
    """
    contracts = {one.pk: one for one in Contract.objects.filter(card=card).select_for_update()}
    uses = list(Use.objects.filter(key=key, contract__in=contracts))
    if not uses:
        raise refused("use-missing", "没有这笔核销。", "There is no such use of the card.")
    if all(use.undone_at for use in uses):
        return
    for use in uses:
        contract = contracts[use.contract_id]
        if contract.state != Contract.State.ACTIVE:
            raise refused(
                "contract-over",
                f"这份合同{contract.get_state_display()}，核销不能再撤销；有异议请在退款或清退中提出。",
                "The contract is being refunded or wound up; say there what is wrong with the use.",
            )
        if contract.used != use.before + use.value:
            raise refused(
                "used-since",
                "这张卡此后又有核销，不能直接撤销；请先撤销后面的核销。",
                "The card was used since; take back the later uses first.",
            )
        Contract.objects.filter(pk=contract.pk).update(
            used=F("used") - use.value, used_times=F("used_times") - use.times
        )
    Use.objects.filter(pk__in=[use.pk for use in uses]).update(undone_at=at)
    if any(use.value for use in uses):
        reverse(f"{key}:undo", of=key, kind="undo", on=timezone.localtime(at).date())


def _locked(card: Card) -> list[Contract]:
    rows = Contract.objects.filter(card=card).select_related("shop").select_for_update(of=("self",))
    return list(rows.order_by("signed_at", "pk"))


def _check_card(card: Card) -> None:
    card.state = ask("SELECT state FROM prepaid_card WHERE id = %s::bigint", (card.pk,))[0][0]
    if card.state != Card.State.ACTIVE:
        raise refused(
            "card-not-active",
            f"这张卡{card.get_state_display()}，不能使用。",
            "The card is lost, replaced or closed and cannot be used.",
        )


def fits(contract: Contract, *, counted: bool, on: date) -> bool:
    """Tell whether the contract can be used on the day, by face value or by number."""
    runs = contract.starts_on <= on and (contract.ends_on is None or on <= contract.ends_on)
    right = contract.form in COUNTED if counted else contract.form == "stored"
    return right and runs and contract.state == Contract.State.ACTIVE


def taken(contracts: list[Contract], *, value: int, times: int) -> Iterator[tuple[Contract, int, int]]:
    """Yield contract, face value and times, the oldest contract first, as far as they reach."""
    for contract in contracts:
        if contract.times:
            visits = min(times, contract.times - contract.used_times)
            if visits:
                times -= visits
                after = face_of_times(contract.used_times + visits, of=contract.times, paid=contract.paid)
                yield contract, after - contract.used, visits
        elif face := min(value, contract.paid + contract.bonus - contract.used):
            value -= face
            yield contract, face, 0


def legs_of_use(contract: Contract, face: int) -> list[Leg]:
    """Return what a use of the face value releases, before it is counted in the contract."""
    part = drawn(
        contract.used,
        contract.used + face,
        paid=contract.paid,
        bonus=contract.bonus,
        supervised=contract.supervised,
    )
    shop = contract.shop.accounts
    ways = (
        (contract.card_account, shop["due"], part.card),
        (contract.open_account, shop["outside"], part.open),
        (contract.bonus_account, shop["bonus_granted"], part.bonus),
    )
    return [
        Leg(debit=source, credit=target, amount=amount, kind="redeem", ref=contract.number)
        for source, target, amount in ways
        if amount
    ]


def _take(taken: list[tuple[Contract, int, int]]) -> None:
    ask(_TAKE, ([c.pk for c, _, _ in taken], [face for _, face, _ in taken], [n for _, _, n in taken]))
    for contract, face, visits in taken:
        contract.used += face
        contract.used_times += visits


def _again(found: list[Use], contracts: list[Contract], *, value: int, times: int, counted: bool) -> Redeemed:
    mine = {one.pk for one in contracts}.issuperset(use.contract_id for use in found)
    same = sum(use.times for use in found) == times and (counted or sum(use.value for use in found) == value)
    if not (mine and same):
        raise _key_used(found[0].key)
    return _redeemed(found, contracts)


def _redeemed(uses: list[Use], contracts: list[Contract]) -> Redeemed:
    held = {one.pk: one for one in contracts}
    for use in uses:
        use.contract = held[use.contract_id]
    return Redeemed(tuple(uses), left_of(contracts, counted=False), left_of(contracts, counted=True))


def _usable(contracts: list[Contract], *, counted: bool) -> str:
    left = left_of(contracts, counted=counted)
    return f"{left} 次" if counted else f"{Money(left)} 元"


def _key_used(key: str) -> Exception:
    return refused(
        "key-used",
        f"核销编号 {key} 已用于另一笔核销。请核对终端的流水号。",
        f"The key {key} stands for another use; check the till's serial numbers.",
    )
