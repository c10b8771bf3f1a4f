"""Forget who asked once it is no longer needed (个人信息保护法第十九条、第四十七条). The record stays."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from luoshi.kernel.base.law import Law
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.cases.actions import erase
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case
from luoshi.kernel.orgs.actor import SYSTEM, Actor
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.models import Opinion, Request
from luoshi.platforms.hotline.types import REQUEST

_ENDS = [state.key for state in REQUEST.states if state.end]


@transaction.atomic
def forget_caller(case: Case, *, reason: str, at: datetime, by: Actor = SYSTEM) -> None:
    """Erase name, number and code of a request: nobody can look them up or follow it any more. Idempotent."""
    erase(case, reason=reason, at=at, by=by)
    Request.objects.filter(case=case).update(person=None, follow=None, known=False)


def forget_due(*, now: datetime, limit: int = 500) -> int:
    """Forget whoever asked longer ago than ``hotline.retention`` allows, and return how many requests it was.

    Counted from the last step of a request that has ended. At most ``limit`` at a time, the oldest first.
    """
    if not Request.objects.filter(known=True).exists():
        return 0  # also before any parameter is loaded
    until, law = _kept_until(now)
    rows = Request.objects.filter(known=True, moved_at__lte=until, state__in=_ENDS)
    found = list(rows.order_by("moved_at").select_related("case")[:limit])
    for row in found:
        forget_caller(row.case, reason=f"保存期限已满（{law}）", at=now)
    return len(found)


@transaction.atomic
def forget_contacts(*, now: datetime) -> int:
    """Erase the numbers left with opinions longer ago than that, unless their question is still open.

    Returns how many it were. What was said stays.
    """
    known = Opinion.objects.filter(contact__isnull=False)
    if not known.exists():
        return 0
    until, _ = _kept_until(now)
    ended = Q(topic=None) | Q(topic__closed_at__isnull=False)
    due = known.filter(ended, at__lte=until).values("pk")
    return Opinion.objects.filter(pk__in=due).update(contact=None, person=None)


def _kept_until(now: datetime) -> tuple[datetime, Law]:
    """Return the moment before which nobody's number is kept at ``now``, and the rule."""
    day = now.astimezone(LOCAL).date()
    term, law = parameter_book().term("hotline.retention", on=day, scope=settings.CITY.scope)
    return working_calendar().due(now, term, roll=False, backwards=True).at, law
