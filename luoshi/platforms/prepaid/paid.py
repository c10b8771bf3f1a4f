"""Which instructions of a bank stand for one act: the first, and those made again after it failed."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from luoshi.platforms.prepaid.models import Payment

_AGAIN = "#"


def base_of(key: str) -> str:
    """Return the key of the act, however often a bank was asked for it."""
    return key.partition(_AGAIN)[0]


def payments_for(key: str) -> QuerySet[Payment]:
    """Return every instruction for the act, whichever of them is named."""
    base = base_of(key)
    return Payment.objects.filter(Q(key=base) | Q(key__startswith=f"{base}{_AGAIN}"))
