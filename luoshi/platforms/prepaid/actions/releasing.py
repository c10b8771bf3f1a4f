"""Release the money of cards for a term as the term passes, in whole months or weeks."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from luoshi.kernel.ledger.actions import post_group
from luoshi.platforms.prepaid.actions.redeeming import legs_of_use
from luoshi.platforms.prepaid.models import Contract, Use
from luoshi.platforms.prepaid.rules.releasing import face_passed


def release_due(now: datetime) -> str:
    """Release what has passed of every running term. Say how many contracts had something to release."""
    on = timezone.localtime(now).date()
    running = Contract.objects.filter(form="period", state=Contract.State.ACTIVE, used__lt=F("paid"))
    contracts = running.filter(starts_on__lte=on).values_list("pk", "paid", "used", "starts_on", "terms")
    due = [pk for pk, paid, used, starts_on, terms in contracts if _passed(paid, starts_on, terms, on) > used]
    done = sum(_release(pk, on, at=now) for pk in due)
    return f"期限卡释放 {done}" if done else ""


@transaction.atomic
def _release(pk: int, on: date, *, at: datetime) -> bool:
    contract = Contract.objects.select_related("shop").select_for_update(of=("self",)).get(pk=pk)
    face = _passed(contract.paid, contract.starts_on, contract.terms, on) - contract.used
    if face <= 0 or contract.state != Contract.State.ACTIVE:
        return False
    legs, key = legs_of_use(contract, face), f"prepaid:term:{contract.number}:{contract.used + face}"
    Use.objects.create(
        key=key, contract=contract, shop=contract.shop, value=face, before=contract.used, at=at, known_at=at
    )
    contract.used += face
    contract.save(update_fields=["used"])
    post_group(key, legs, on=on)
    return True


def _passed(paid: int, starts_on: date, terms: dict[str, object], on: date) -> int:
    return face_passed(paid, starts_on, term=int(str(terms["term"])), unit=str(terms["term_unit"]), on=on)
