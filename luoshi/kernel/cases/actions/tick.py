"""The sweep over deadlines: warn before, note what was missed, do what the law attaches to silence."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from luoshi.kernel.cases.actions.act import act, open_case
from luoshi.kernel.cases.actions.draft import Draft
from luoshi.kernel.cases.actions.preparing import draft_of, locked
from luoshi.kernel.cases.clocks import LAPSED, MISSED, WARNED, run_out, said_of
from luoshi.kernel.cases.context import LOCAL, Context
from luoshi.kernel.cases.declarations import Clock
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Deadline, Event
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.orgs.actor import SYSTEM

logger = logging.getLogger(__name__)

_RUNNING = Q(status=Deadline.Status.RUNNING)


def tick(*, now: datetime) -> list[Event]:
    """Note every deadline to warn of and every one that ran out, and return the events, oldest first.

    Each deadline has a transaction of its own. Running it twice, or twice at once, writes each event once.
    After an outage it catches up in the order of the deadlines.
    """
    near = Deadline.objects.filter(_RUNNING, warn_at__lte=now, due_at__gte=now).order_by("warn_at", "pk")
    past = Deadline.objects.filter(_RUNNING, due_at__lt=now).order_by("due_at", "pk")
    work = [(_warn, *row) for row in near.values_list("case__code", "pk")]
    work += [(_miss, *row) for row in past.values_list("case__code", "pk")]
    return [event for note, code, pk in work if (event := _done(note, code, pk, now))]


def _done(
    note: Callable[[str, int, datetime], Event | None], code: str, pk: int, now: datetime
) -> Event | None:
    """Do one deadline's part. A case that fails is left as it was, and keeps no other from its turn."""
    try:
        return note(code, pk, now)
    except Exception:
        logger.exception("The deadline %s of the case %s could not be swept", pk, code)
        return None


@transaction.atomic
def _warn(code: str, pk: int, now: datetime) -> Event | None:
    context, draft, row = _held(code, pk, now)
    if row is None or row.warn_at is None or row.warn_at > now:
        return None  # another sweep, or an act, was faster
    row.warn_at = None
    row.save(update_fields=["warn_at"])
    return _note(WARNED, "临近期限", context, draft, row, roles=("handler",))


@transaction.atomic
def _miss(code: str, pk: int, now: datetime) -> Event | None:
    context, draft, row = _held(code, pk, now)
    if row is None or row.due_at >= now:
        return None
    clock = _clock(draft, row)
    run_out(row, clock, now)
    row.save(update_fields=["status", "warn_at", "stopped_at"])
    if clock.lapses:
        event = _note(LAPSED, "已期满", context, draft, row, roles=())
    else:
        event = _note(MISSED, "已逾期", context, draft, row, roles=("handler", "head"))
    if miss := clock.miss:
        with suppress(ActRefused):  # a condition of law stands against it: the deadline stays missed
            act(draft.case, miss, by=SYSTEM, at=now)
    return event


def _held(code: str, pk: int, now: datetime) -> tuple[Context, Draft, Deadline | None]:
    row = locked(code)
    context, draft = draft_of(case_type(row.type), row, actor=SYSTEM, at=now)
    running = (d for d in draft.deadlines if d.pk == pk and d.status == Deadline.Status.RUNNING)
    return context, draft, next(running, None)


def _note(
    action: str, what: str, context: Context, draft: Draft, row: Deadline, *, roles: tuple[str, ...]
) -> Event:
    clock, unit = _clock(draft, row), row.unit.code
    event = draft.append(action, context=context, data=said_of(row, unit))
    doing = Doing(context, draft.case, event, draft.standing, draft.deadlines, open_case)
    doing.tell(
        f"case.{action}",
        f"{what}：{draft.case.title}（{clock.title}）",
        to=doing.holders(roles, [unit]),
        body=f"期限 {row.due_at.astimezone(LOCAL):%Y年%m月%d日}，依据{row.law}。",
        required=action == MISSED,
    )
    return event


def _clock(draft: Draft, row: Deadline) -> Clock:
    return next(clock for clock in draft.type.clocks if clock.key == row.clock)
