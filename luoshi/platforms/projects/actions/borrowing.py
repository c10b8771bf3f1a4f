"""Borrowed money: enter its terms once, with the instalments that follow from them, and pay them back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from luoshi.kernel.ledger.actions import post_group, reverse
from luoshi.kernel.ledger.types import Leg
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.accounts import DEBT
from luoshi.platforms.projects.actions.keeping import (
    accounts_of,
    locked,
    repeated,
    require_commission,
    require_unit,
)
from luoshi.platforms.projects.errors import refused
from luoshi.platforms.projects.models import Debt, FundApplication, Instalment, Repayment
from luoshi.platforms.projects.rules.funding import LENT
from luoshi.platforms.projects.rules.repaying import Terms, schedule_of, split_of


@transaction.atomic
def borrow(application: FundApplication, *, terms: Terms, document: str, by: Actor, at: datetime) -> Debt:
    """Enter what an approved application must repay, write its instalments, and return the debt.

    Raises ``projects-not-lent`` for money that is not borrowed, ``projects-not-approved``,
    ``projects-over-approval``.
    """
    require_unit(by, application.project)
    key = f"projects:borrow:{application.code}"
    said = {
        **{"principal": terms.principal, "percent": terms.percent, "year": terms.year, "way": terms.way},
        **{"began_on": terms.began_on, "every": terms.every, "times": terms.times, "document": document},
    }
    if found := repeated(Debt, key, said):
        return found
    row = locked(application)
    _require_debt(row, terms)
    debt = Debt.objects.create(application=row, by_id=by.account, at=at, key=key, **said)
    dues = schedule_of(terms)
    Instalment.objects.bulk_create(
        Instalment(
            debt=debt, number=due.number, due_on=due.due_on, principal=due.principal, interest=due.interest
        )
        for due in dues
    )
    _owe(row, key, terms.principal, sum(due.interest for due in dues), on=terms.began_on)
    return debt


@transaction.atomic
def repay(
    instalment: Instalment, *, amount: int, on: date, voucher: str, by: Actor, at: datetime
) -> Repayment:
    """Enter what was paid of an instalment by its voucher, interest first, and return the row.

    Raises ``projects-over-instalment`` for more than is left of it.
    """
    application = instalment.debt.application
    require_unit(by, application.project)
    key = f"projects:repay:{application.code}:{instalment.number}:{voucher}"
    if found := repeated(Repayment, key, {"amount": amount, "happened_on": on}):
        return found
    row = locked(application)
    sums = instalment.repayments.aggregate(paid=Sum("amount"), interest=Sum("interest"))
    left = instalment.principal + instalment.interest - (sums["paid"] or 0)
    if not 0 < amount <= left:
        raise refused(
            "over-instalment", "还款应大于零，且不超过本期未还金额。", "It is more than is left of it."
        )
    interest, principal = split_of(amount, interest_left=instalment.interest - (sums["interest"] or 0))
    made = Repayment.objects.create(
        instalment=instalment,
        amount=amount,
        interest=interest,
        happened_on=on,
        voucher=voucher,
        by_id=by.account,
        at=at,
        key=key,
    )
    of = accounts_of(row, DEBT)
    legs = [
        Leg(debit=of[name], credit=of["repaid"], amount=part, kind="repay", ref=row.code)
        for name, part in (("interest", interest), ("owed", principal))
        if part
    ]
    post_group(key, legs, on=on)
    return made


@transaction.atomic
def reverse_repayment(entry: Repayment, *, reason: str, on: date, by: Actor, at: datetime) -> Repayment:
    """Undo a repayment that was entered wrongly or came back."""
    require_commission(by)
    key = f"{entry.key}:reversed"
    if found := repeated(Repayment, key, {"reason": reason, "happened_on": on}):
        return found
    row = locked(entry.instalment.debt.application)
    if entry.reverses_id is not None or not reason or on < entry.happened_on:
        raise refused(
            "reversal",
            "冲正须写原因，日期不早于原记录；冲正记录不能再冲正。",
            "A reversal has a reason and a day no earlier than its entry; it is not reversed itself.",
        )
    made = Repayment.objects.create(
        instalment=entry.instalment,
        amount=-entry.amount,
        interest=-entry.interest,
        happened_on=on,
        voucher=entry.voucher,
        reason=reason,
        reverses=entry,
        by_id=by.account,
        at=at,
        key=key,
    )
    reverse(key, of=entry.key, kind="correction", ref=row.code, on=on)
    return made


def _owe(row: FundApplication, key: str, principal: int, interest: int, *, on: date) -> None:
    of = accounts_of(row, DEBT)
    legs = [
        Leg(debit=of["debt"], credit=of[name], amount=part, kind="borrow", ref=row.code)
        for name, part in (("owed", principal), ("interest", interest))
        if part
    ]
    post_group(key, legs, on=on)


def _require_debt(row: FundApplication, terms: Terms) -> None:
    if row.source not in LENT:
        raise refused("not-lent", "这类资金不用还款。", "Money of this source is not borrowed.")
    if row.state != FundApplication.State.APPROVED:
        raise refused("not-approved", "该申请尚未批准。", "The application is not approved.")
    if not 0 < terms.principal <= (row.approved or 0):
        raise refused("over-approval", "本金应大于零，且不超过批准金额。", "It is more than was approved.")
