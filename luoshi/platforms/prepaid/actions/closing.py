"""Pay out a closure that is being distributed. Every other step of it is an act upon its case."""

from __future__ import annotations

from datetime import datetime

from luoshi.kernel.cases.actions import act
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.platforms.prepaid.closing.paying import pay_claims
from luoshi.platforms.prepaid.models import Closure


def distribute(closure: Closure, *, at: datetime) -> int:
    """Enter what each claim gets, then say so in the case; return how many entries were new.

    Done before, or killed and called again, it ends where one call would have. Nothing is done before the act
    that divides.
    """
    closure.refresh_from_db()
    if closure.distributing_at is None or closure.distributed_at is not None:
        return 0
    done = pay_claims(closure)
    act(closure.code, "paid", by=SYSTEM, at=at, key=f"{closure.code}:paid")
    return done


def distribute_due(*, at: datetime) -> int:
    """Pay out every closure that waits for it, and return how many entries were new."""
    waiting = Closure.objects.filter(distributing_at__isnull=False, distributed_at=None).order_by("pk")
    return sum(distribute(closure, at=at) for closure in waiting)
