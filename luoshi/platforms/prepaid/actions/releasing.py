"""Release the money of period cards as their time passes: once a day, by what is due altogether."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from luoshi.kernel.ledger.actions import post_batch
from luoshi.kernel.ledger.types import Leg
from luoshi.platforms.prepaid.models import Contract, Shop, Use
from luoshi.platforms.prepaid.rules.releasing import passed
from luoshi.platforms.prepaid.rules.splitting import drawn

_CHUNK = 500  # contracts in one transaction
_RUNNING = (Shop.State.FILED, Shop.State.STOPPED)


def release_due(*, now: datetime) -> int:
    """Release of each period contract what has passed and was not released. Returns how many had any.

    Cumulative: a night that was missed is made up by the next, and a second call on a day finds nothing.
    """
    on = timezone.localtime(now).date()
    running = Contract.objects.filter(
        form="period",
        state=Contract.State.ACTIVE,
        shop__state__in=_RUNNING,
        starts_on__lt=on,
        used__lt=F("paid"),
    )
    due = [one.pk for one in running.iterator() if _passed(one, on) > one.used]
    return sum(_release(due[start : start + _CHUNK], on=on, now=now) for start in range(0, len(due), _CHUNK))


@transaction.atomic
def _release(keys: Sequence[int], *, on: date, now: datetime) -> int:
    held = Contract.objects.filter(pk__in=keys, state=Contract.State.ACTIVE)
    rows = held.select_related("shop").select_for_update(of=("self",), skip_locked=True).order_by("pk")
    uses: list[Use] = []
    legs: dict[str, Leg] = {}
    for contract in rows:
        face = _passed(contract, on) - contract.used
        if face <= 0:
            continue
        key = f"prepaid:period:{contract.number}:{on}"
        legs |= dict(_legs(contract, face, key))
        uses.append(
            Use(
                key=key,
                contract=contract,
                shop=contract.shop,
                value=face,
                before=contract.used,
                at=now,
                known_at=now,
            )
        )
        contract.used += face
        contract.save(update_fields=["used"])
    Use.objects.bulk_create(uses)
    if legs:
        post_batch(legs, on=on)
    return len(uses)


def _passed(contract: Contract, on: date) -> int:
    terms = contract.terms
    if not terms.get("term"):
        return 0
    return passed(
        contract.paid, starts_on=contract.starts_on, term=terms["term"], unit=terms["term_unit"], on=on
    )


def _legs(contract: Contract, face: int, key: str) -> Iterator[tuple[str, Leg]]:
    part = drawn(
        contract.used,
        contract.used + face,
        paid=contract.paid,
        bonus=contract.bonus,
        supervised=contract.supervised,
    )
    shop = contract.shop.accounts
    ways = (
        ("card", contract.card_account, shop["due"], part.card),
        ("open", contract.open_account, shop["outside"], part.open),
    )
    for name, source, target, amount in ways:
        if amount:
            leg = Leg(debit=source, credit=target, amount=amount, kind="period", ref=contract.number)
            yield f"{key}:{name}", leg
