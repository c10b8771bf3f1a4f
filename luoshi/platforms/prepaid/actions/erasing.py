"""Forget who held a card when nobody needs it any more (个人信息保护法第十九条、第四十七条)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from luoshi.platforms.prepaid.errors import refused
from luoshi.platforms.prepaid.models import CardEvent, Contract, Holder, Use

_ENDED = Q(state__in=[Contract.State.REFUNDED, Contract.State.CLAIMED]) | Q(used=F("paid") + F("bonus"))


@transaction.atomic
def erase_holder(holder: Holder, *, at: datetime) -> None:
    """Empty name, telephone and the hash of a holder to whom nothing is owed. Done before, nothing is done.

    Raises ``prepaid-holder-owed``.
    """
    holder = Holder.objects.select_for_update().get(pk=holder.pk)
    if holder.erased_at is not None:
        return
    if Contract.objects.filter(~_ENDED, card__holder=holder).exists():
        raise refused(
            "holder-owed",
            "持卡人名下还有没用完、没退完的合同，不能清除身份。",
            "Something is still owed to this holder; who they are cannot be erased yet.",
        )
    Holder.objects.filter(pk=holder.pk).update(
        person="", sealed="", born_on=None, consented_by="", erased_at=at
    )
    kind = CardEvent.Kind.ERASED
    CardEvent.objects.create(key=f"{kind.value}:{holder.token}", kind=kind, before=holder, at=at)


def erase_due(*, before: datetime, at: datetime, limit: int = 500) -> int:
    """Forget every holder of whom nothing was heard since ``before`` and to whom nothing is owed.

    Returns how many they were, at most ``limit``, the first entered first.
    """
    found = list(_due(before)[:limit])
    for holder in found:
        erase_holder(holder, at=at)
    return len(found)


def _due(before: datetime) -> QuerySet[Holder]:
    contracts = Contract.objects.filter(card__holder=OuterRef("pk"))
    heard = Use.objects.filter(contract__card__holder=OuterRef("pk"), known_at__gte=before)
    changed = CardEvent.objects.filter(Q(before=OuterRef("pk")) | Q(after=OuterRef("pk")), at__gte=before)
    known = Holder.objects.filter(erased_at=None)
    return known.filter(
        ~Exists(contracts.filter(~_ENDED)),
        ~Exists(contracts.filter(signed_at__gte=before)),
        ~Exists(heard),
        ~Exists(changed),
    ).order_by("pk")
