"""What a contract's refund comes to on a day: the facts its rows tell, and what was asserted beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.prepaid.models import Contract, SignedRules
from luoshi.platforms.prepaid.rules import (
    Claim,
    Facts,
    Form,
    Reason,
    Terms,
    Use,
    from_rows,
    refund_of,
    signed_under,
    terms_of,
)
from luoshi.platforms.prepaid.rules import Contract as Signed
from luoshi.platforms.prepaid.rules import Refund as Computed


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserted:
    """What is said of a refund and stands in no record. ``stopped_on`` is the first day without service."""

    reason: str
    payer_age: int | None = None
    stopped_on: date | None = None
    had_before: bool = False
    had_before_proven: bool = False
    consented: bool | None = None


def refund_due(contract: Contract, asserted: Asserted, *, asked_on: date, on: date) -> Computed:
    """Return what is to be given back if it is paid on the day, with each step. Raises ``refund-facts``."""
    claim = Claim(
        reason=Reason(asserted.reason),
        asked_on=asked_on,
        ended_on=asked_on,
        paid_back_on=on,
        had_before=asserted.had_before,
        had_before_proven=asserted.had_before_proven,
        payer_age=asserted.payer_age,
        consented=asserted.consented,
    )
    use = Use(face=contract.used, times=contract.used_times, stopped_on=asserted.stopped_on)
    return refund_of(Facts(contract=signed(contract), claim=claim, use=use), calendar=working_calendar())


def signed(contract: Contract) -> Signed:
    """Return the contract as the rules read it."""
    terms = contract.terms
    return Signed(
        form=Form(contract.form),
        paid=contract.paid,
        paid_on=timezone.localtime(contract.signed_at).date(),
        terms=signed_terms(contract),
        bonus=contract.bonus,
        supervised=contract.supervised,
        times=contract.times or 0,
        list_price=terms.get("list_price") or 0,
        starts_on=contract.starts_on,
        term=terms.get("term") or 0,
        unit=terms.get("term_unit") or "month",
    )


def signed_terms(contract: Contract) -> Terms:
    """Return the rules the contract keeps from its day; one that keeps none, those in force then."""
    if found := SignedRules.objects.filter(digest=contract.terms.get("rules", "")).first():
        return terms_of(from_rows(found.rows))
    on = timezone.localtime(contract.signed_at).date()
    return terms_of(signed_under(parameter_book(), on=on, scope=settings.CITY.scope))
