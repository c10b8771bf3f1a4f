"""Instalments, transfers and groups of firms as the pure rules look at them."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from luoshi.platforms.investment.models import Firm, Instalment, Transfer
from luoshi.platforms.investment.queries.limits import rules_on
from luoshi.platforms.investment.rules.exclusions import Claim, Exclusion, exclusions
from luoshi.platforms.investment.rules.paid import Flow, Groups, Paid

TRANSFER = "transfer:"  # begins the key of a transfer among flows, before its number
_COLUMNS = (
    *("code", "paid_on", "payer__uscc", "payee__uscc", "amount", "agreement__lead__unit", "agreement_id"),
    *("voucher", "reference", "voucher_hash", "claimed_at", "purpose", "origin"),
)


def paid_of(instalments: QuerySet[Instalment]) -> list[Paid]:
    """Return the instalments, by their codes. One query."""
    rows = instalments.order_by("pk").values_list(*_COLUMNS)
    return [
        Paid(
            key=code,
            paid_on=paid_on,
            payer=payer,
            payee=payee,
            amount=amount,
            unit=unit,
            agreement=str(agreement),
            voucher=voucher,
            reference=reference,
            digest=digest,
            claimed_on=timezone.localtime(claimed_at).date(),
            purpose=purpose,
            origin=origin,
        )
        for (
            code,
            paid_on,
            payer,
            payee,
            amount,
            unit,
            agreement,
            voucher,
            reference,
            digest,
            claimed_at,
            purpose,
            origin,
        ) in rows
    ]


def transfers_between(since: date, until: date) -> list[Flow]:
    """Return the transfers of the days, both included. One query."""
    rows = Transfer.objects.filter(paid_on__range=(since, until)).order_by("pk")
    columns = rows.values_list("pk", "paid_on", "payer__uscc", "payee__uscc", "amount")
    return [
        Flow(key=f"{TRANSFER}{pk}", paid_on=paid_on, payer=payer, payee=payee, amount=amount)
        for pk, paid_on, payer, payee, amount in columns
    ]


def groups_of_firms() -> Groups:
    """Return which firms belong together. One query."""
    return Groups(dict(Firm.objects.exclude(parent=None).values_list("uscc", "parent__uscc")))


def exclusions_of(instalment: Instalment) -> tuple[Exclusion, ...]:
    """Return the rules in force on the day of payment that keep the instalment from counting."""
    agreement = instalment.agreement
    claim = Claim(
        paid_on=instalment.paid_on,
        signed_on=agreement.signed_on,
        first_signed_on=agreement.parent.signed_on if agreement.parent else agreement.signed_on,
        second_phase=agreement.parent is not None,
        amount=instalment.amount,
        purpose=instalment.purpose,
        origin=instalment.origin,
        local=_is_local(instalment.payer),
    )
    return exclusions(claim, rules_on(instalment.paid_on))


def _is_local(firm: Firm) -> bool:
    seen = {firm.pk}
    while firm.local and firm.parent and firm.parent.pk not in seen:
        firm = firm.parent
        seen.add(firm.pk)
    return firm.local
