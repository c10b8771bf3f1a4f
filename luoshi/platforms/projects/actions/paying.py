"""Pass money on, pay it out, give it back: each a row and an entry of the ledger, each can be reversed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from luoshi.kernel.ledger.actions import post, reverse
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.accounts import MONEY
from luoshi.platforms.projects.actions.keeping import (
    accounts_of,
    locked,
    repeated,
    require_commission,
    require_none,
    require_unit,
)
from luoshi.platforms.projects.errors import refused
from luoshi.platforms.projects.models import Allocation, Drawdown, FundApplication, FundReturn
from luoshi.platforms.projects.queries.fund_limits import fund_limits
from luoshi.platforms.projects.queries.fund_standing import standing_of
from luoshi.platforms.projects.rules.funding import (
    Payment,
    Standing,
    ahead_of_works,
    objections_to_allocation,
    objections_to_payment,
)

Money = TypeVar("Money", Allocation, Drawdown, FundReturn)


@transaction.atomic
def pass_on(
    application: FundApplication, *, amount: int, on: date, document: str, by: Actor, at: datetime
) -> Allocation:
    """Enter that money was passed on to the project by the document, and return the row.

    Raises ``projects-not-approved``, ``projects-over-approval``, ``projects-before-approved``.
    """
    require_commission(by)
    key = f"projects:pass:{application.code}:{document}"
    if found := repeated(Allocation, key, {"amount": amount, "happened_on": on}):
        return found
    row = _checked(application, amount)
    require_none(objections_to_allocation(amount, standing_of(row)))
    if row.approved_on and on < row.approved_on:
        raise refused("before-approved", "下达日期早于批准日期。", "It was passed on before it was approved.")
    made = Allocation.objects.create(
        application=row, amount=amount, happened_on=on, document=document, by_id=by.account, at=at, key=key
    )
    _book(row, key, debit="undrawn", credit="allocated", amount=amount, kind="allocate", on=on)
    return made


@transaction.atomic
def pay(
    application: FundApplication,
    *,
    amount: int,
    on: date,
    voucher: str,
    payee: str,
    purpose: str,
    physical: int,
    afterwards: str = "",
    by: Actor,
    at: datetime,
) -> Drawdown:
    """Enter a payment by its voucher, with the works' progress that day in basis points; return the row.

    A payment that ran ahead of the works is refused, unless ``afterwards`` says why it was made all the same:
    then it is kept with how far ahead it ran, and found. Raises ``projects-over-allocation``,
    ``projects-ahead``, ``projects-advance``, ``projects-not-approved``, ``projects-before-passed-on``.
    """
    require_unit(by, application.project)
    key = f"projects:pay:{application.code}:{voucher}"
    said = {"amount": amount, "happened_on": on, "payee": payee, "purpose": purpose, "physical": physical}
    if found := repeated(Drawdown, key, said):
        return found
    row, limits = _checked(application, amount), fund_limits(on)
    standing, payment = standing_of(row), Payment(amount=amount, purpose=purpose, physical=physical)
    found_against = objections_to_payment(payment, standing, limits)
    require_none(one for one in found_against if one.code != "ahead" or not afterwards)
    _require_passed_on_before(row, on)
    made = Drawdown.objects.create(
        application=row,
        voucher=voucher,
        ahead=ahead_of_works(payment, standing, limits),
        afterwards=afterwards,
        by_id=by.account,
        at=at,
        key=key,
        **said,
    )
    _book(row, key, debit="drawn", credit="undrawn", amount=amount, kind="pay", on=on)
    return made


@transaction.atomic
def give_back(
    application: FundApplication, *, amount: int, on: date, voucher: str, by: Actor, at: datetime
) -> FundReturn:
    """Enter that unspent money was given back, and return the row. Raises ``projects-over-allocation``."""
    require_unit(by, application.project)
    key = f"projects:return:{application.code}:{voucher}"
    if found := repeated(FundReturn, key, {"amount": amount, "happened_on": on}):
        return found
    row = _checked(application, amount)
    _require_undrawn(amount, standing_of(row))
    _require_passed_on_before(row, on)
    made = FundReturn.objects.create(
        application=row, amount=amount, happened_on=on, voucher=voucher, by_id=by.account, at=at, key=key
    )
    _book(row, key, debit="returned", credit="undrawn", amount=amount, kind="return", on=on)
    return made


def reverse_allocation(entry: Allocation, *, reason: str, on: date, by: Actor, at: datetime) -> Allocation:
    """Undo a passing on that was entered wrongly; what was paid of it stays covered, or it is refused."""
    return _reversed(entry, {"document": entry.document}, reason=reason, on=on, by=by, at=at)


def reverse_payment(entry: Drawdown, *, reason: str, on: date, by: Actor, at: datetime) -> Drawdown:
    """Undo a payment that was entered wrongly or came back."""
    same = ("voucher", "payee", "purpose", "physical")
    return _reversed(entry, {name: getattr(entry, name) for name in same}, reason=reason, on=on, by=by, at=at)


def reverse_return(entry: FundReturn, *, reason: str, on: date, by: Actor, at: datetime) -> FundReturn:
    """Undo a giving back that was entered wrongly."""
    return _reversed(entry, {"voucher": entry.voucher}, reason=reason, on=on, by=by, at=at)


@transaction.atomic
def _reversed(entry: Money, same: dict[str, Any], *, reason: str, on: date, by: Actor, at: datetime) -> Money:
    require_commission(by)
    key = f"{entry.key}:reversed"
    if found := repeated(type(entry), key, {"reason": reason, "happened_on": on}):
        return found
    row = locked(entry.application)
    if entry.reverses_id is not None:
        raise refused(
            "reversal", "冲正记录不能再冲正。请重新登记。", "A reversal is not reversed. Enter it anew."
        )
    if not reason:
        raise refused("reason", "请写冲正原因。", "Say why it is reversed.")
    if on < entry.happened_on:
        raise refused("before-entry", "冲正日期早于原记录。", "It is reversed before it happened.")
    if isinstance(entry, Allocation):
        _require_undrawn(entry.amount, standing_of(row))
    made = type(entry)._default_manager.create(
        application=row,
        amount=-entry.amount,
        happened_on=on,
        reason=reason,
        reverses=entry,
        by_id=by.account,
        at=at,
        key=key,
        **same,
    )
    reverse(key, of=entry.key, kind="correction", ref=row.code, on=on)
    return made


def _checked(application: FundApplication, amount: int) -> FundApplication:
    if amount <= 0:
        raise refused("amount-wrong", "金额应大于零。", "An amount is above zero.")
    return locked(application)


def _require_undrawn(amount: int, standing: Standing) -> None:
    if amount > standing.undrawn:
        raise refused(
            "over-allocation",
            "超过已下达未支付的金额。",
            "It is more than was passed on and not paid out.",
        )


def _require_passed_on_before(row: FundApplication, on: date) -> None:
    if not row.allocations.filter(happened_on__lte=on).exists():
        raise refused("before-passed-on", "日期早于资金下达。", "It is before any money was passed on.")


def _book(
    row: FundApplication, key: str, *, debit: str, credit: str, amount: int, kind: str, on: date
) -> None:
    accounts = accounts_of(row, MONEY)
    post(key, debit=accounts[debit], credit=accounts[credit], amount=amount, kind=kind, ref=row.code, on=on)
