"""Claim that money of an investor has arrived, and note where else money went."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.investment.errors import refused
from luoshi.platforms.investment.models import Agreement, Firm, Instalment, Lead, Transfer

VOUCHER = "到位资金凭证"  # kind of evidence
_WORKING = ("handler", "head")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Party:
    """A firm as a voucher names it. ``parent`` is the code of the firm that controls it, if known."""

    uscc: str
    name: str
    parent: str = ""
    local: bool = False


@transaction.atomic
def claim(
    agreement: Agreement,
    *,
    key: str,
    paid_on: date,
    payer: Party,
    payee: Party,
    purpose: str,
    origin: str,
    voucher: str,
    reference: str,
    amount: int,
    voucher_hash: str,
    by: Actor,
    at: datetime,
    file: StoredFile | None = None,
    simulated: bool = False,
) -> Instalment:
    """Enter the claim and return it; the same key enters it once. The amount is fen.

    The ``file`` of the voucher is kept in the chain of the lead's events.

    Raises ``investment-claim-not-yours``, ``investment-not-arrived``, ``investment-same-party``,
    ``investment-no-voucher``. A voucher that was claimed before may be claimed again: that it counts once is
    seen to when it is ruled upon.
    """
    if (found := Instalment.objects.filter(key=key).first()) is not None:
        return found
    account = _claimant(agreement, by)
    _require_arrived(paid_on, at)
    if payer.uscc == payee.uscc:
        raise refused(
            "same-party",
            "付款人和收款人是同一家企业，钱没有到位。",
            "Payer and payee are one firm: no money arrived.",
        )
    if not _HASH.fullmatch(voucher_hash):
        raise refused(
            "no-voucher", "没有凭证文件的指纹。请上传凭证。", "No hash of a voucher. Attach the voucher."
        )
    instalment = Instalment.objects.create(
        key=key,
        code=f"dw-{paid_on:%Y%m}-{sha256(key.encode()).hexdigest()[:10]}",
        agreement=agreement,
        paid_on=paid_on,
        payer=_firm(payer, simulated=simulated),
        payee=_firm(payee, simulated=simulated),
        purpose=purpose,
        origin=origin,
        voucher=voucher,
        reference=reference.strip(),
        amount=amount,
        voucher_hash=voucher_hash,
        claimed_by_id=account,
        claimed_at=at,
        simulated=simulated,
    )
    if file is not None:
        data = {"instalment": instalment.code}
        act(
            agreement.lead.case,
            "keep_voucher",
            by=by,
            data=data,
            evidence=[file],
            at=at,
            key=f"{key}:voucher",
        )
    return instalment


@transaction.atomic
def note_transfer(
    *,
    key: str,
    paid_on: date,
    payer: Party,
    payee: Party,
    amount: int,
    reference: str,
    by: Actor,
    at: datetime,
    simulated: bool = False,
) -> Transfer:
    """Note a payment that a statement of account showed, in fen; the same key notes it once.

    Raises ``investment-not-yours``, ``investment-not-arrived``, ``investment-same-party``, and
    ``investment-noted-before`` where the same line of a statement was noted under another key.
    """
    if (found := Transfer.objects.filter(key=key).first()) is not None:
        return found
    if by.account is None or "investment" not in by.roles:
        raise refused("not-yours", "往来由招商管理岗登记。", "Transfers are noted by the counting office.")
    _require_arrived(paid_on, at)
    if payer.uscc == payee.uscc:
        raise refused("same-party", "付款人和收款人是同一家企业，不是往来。", "Payer and payee are one firm.")
    line = {"payer__uscc": payer.uscc, "payee__uscc": payee.uscc, "reference": reference}
    if Transfer.objects.filter(paid_on=paid_on, amount=amount, **line).exists():
        raise refused("noted-before", "这条流水已经登记过。", "This line of the statement was noted before.")
    return Transfer.objects.create(
        key=key,
        paid_on=paid_on,
        payer=_firm(payer, simulated=simulated),
        payee=_firm(payee, simulated=simulated),
        amount=amount,
        reference=reference,
        noted_by_id=by.account,
        noted_at=at,
        simulated=simulated,
    )


def may_claim(agreement: Agreement, by: Actor) -> bool:
    """Tell whether the actor works for the unit that brought the investor in."""
    return may_claim_for(agreement.lead, by)


def may_claim_for(lead: Lead, by: Actor) -> bool:
    """Tell whether the actor works for the unit of the lead."""
    return any(by.holds(role, path=lead.path) for role in _WORKING)


def _claimant(agreement: Agreement, by: Actor) -> int:
    if by.account is None or not may_claim(agreement, by):
        raise refused(
            "claim-not-yours",
            "到位资金由招引单位申报，您不在这个单位办理招商。",
            "Instalments are claimed by the unit that brought the investor in, which is not yours.",
        )
    return by.account


def _require_arrived(paid_on: date, at: datetime) -> None:
    if paid_on > at.astimezone(LOCAL).date():
        raise refused("not-arrived", "到账日期还没有到。", "The day of payment is still to come.")


def _firm(party: Party, *, simulated: bool) -> Firm:
    parent = Firm.objects.filter(uscc=party.parent).first() if party.parent else None
    firm, _ = Firm.objects.get_or_create(
        uscc=party.uscc,
        defaults={"name": party.name, "parent": parent, "local": party.local, "simulated": simulated},
    )
    return firm
