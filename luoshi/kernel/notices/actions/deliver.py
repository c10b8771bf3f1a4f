"""Deliver what is due, each at least once, and let no delivery stop another."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.notices.channels import Undeliverable, carry
from luoshi.kernel.notices.models import Delivery, Revival, Status
from luoshi.kernel.notices.rules import MOST_ATTEMPTS, wait_after

logger = logging.getLogger(__name__)

# A claim outlasts the longest run by far, so only a worker that died loses it.
LEASE = timedelta(minutes=10)
_RUN_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """How many deliveries of one run ended how."""

    sent: int = 0
    simulated: int = 0
    failed: int = 0
    dead: int = 0

    def __str__(self) -> str:
        """Return the counts that are not zero, in words; nothing where nothing was due."""
        counts = {
            "已投递": self.sent,
            "模拟": self.simulated,
            "将重试": self.failed,
            "已放弃": self.dead,
        }
        return " · ".join(f"{title} {number}" for title, number in counts.items() if number)


def deliver_due(*, now: datetime, limit: int = 500) -> Delivered:
    """Deliver up to ``limit`` of what is due at ``now``, for about a minute at most.

    Safe to run in several processes: each delivery is claimed by one. A claim ends by itself, so what a
    dead worker held is taken up again; hence "at least once". After a failure the same address is left
    alone until the next run, so that a slow receiver delays nobody else. Never call it in a transaction.
    """
    ended: Counter[str] = Counter()
    troubled: set[str] = set()
    began = monotonic()
    while ended.total() < limit and monotonic() - began < _RUN_SECONDS:
        delivery = _claim(now, apart_from=troubled)
        if delivery is None:
            break
        status = _attempt(delivery, now)
        ended[status.value] += 1
        if status in (Status.FAILED, Status.DEAD):
            troubled.add(delivery.address)
    return Delivered(**ended)


@transaction.atomic
def revive(delivery: Delivery, *, at: datetime, by: int | None = None) -> bool:
    """Give a dead delivery all its attempts again, from ``at`` on, and note who did.

    ``by`` is an account, None for the command line. Returns whether it was dead.
    """
    dead = Delivery.objects.dead().select_for_update().filter(pk=delivery.pk).first()
    if dead is None:
        return False
    Revival.objects.create(delivery=dead, by_id=by, at=at, attempts=dead.attempts, error=dead.last_error)
    dead.status, dead.attempts, dead.next_at = Status.WAITING, 0, at
    dead.save(update_fields=["status", "attempts", "next_at"])
    return True


@transaction.atomic(durable=True)  # a claim that others cannot see yet would be none
def _claim(now: datetime, *, apart_from: Collection[str]) -> Delivery | None:
    due = Delivery.objects.due(now).exclude(address__in=apart_from).select_related("notice", "subscription")
    delivery = due.select_for_update(skip_locked=True, of=("self",)).first()
    if delivery is not None:
        delivery.attempts += 1
        delivery.next_at = now + LEASE
        delivery.save(update_fields=["attempts", "next_at"])
    return delivery


def _attempt(delivery: Delivery, now: datetime) -> Status:
    if delivery.attempts > MOST_ATTEMPTS:  # claimed that often, and no worker lived to tell
        return _record(delivery, Status.DEAD, error="投递途中程序多次中断。")
    try:
        status = carry(delivery, now=now)
    except LuoshiError as error:
        return _record_failure(delivery, now, error=error.zh, final=isinstance(error, Undeliverable))
    except Exception as error:  # whatever it is, the next delivery must go out
        logger.exception("Delivery %s failed unexpectedly", delivery.pk)
        return _record_failure(delivery, now, error=f"程序出错：{type(error).__name__}。请查看日志。")
    return _record(delivery, status, sent_at=now)


def _record_failure(delivery: Delivery, now: datetime, *, error: str, final: bool = False) -> Status:
    wait = None if final else wait_after(delivery.attempts)
    if wait is None:
        return _record(delivery, Status.DEAD, error=error)
    return _record(delivery, Status.FAILED, error=error, next_at=now + wait)


def _record(
    delivery: Delivery,
    status: Status,
    *,
    error: str = "",
    next_at: datetime | None = None,
    sent_at: datetime | None = None,
) -> Status:
    ours = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts)  # not another's later claim
    ours.update(status=status, last_error=error, next_at=next_at or delivery.next_at, sent_at=sent_at)
    return status
