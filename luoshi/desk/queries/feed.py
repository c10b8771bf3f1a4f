"""What of somebody's deadlines goes into their calendar."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from luoshi.desk.queries.turn import turn_condition, under
from luoshi.kernel.cases.access import visible
from luoshi.kernel.cases.clocks import OWED
from luoshi.kernel.cases.models import Case, Deadline
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.notices.feeds import FeedItem
from luoshi.kernel.orgs.actor import Actor

MOST = 1000


def feed_items(actor: Actor, at: datetime, *, site: str) -> list[FeedItem]:
    """Return the deadlines still owed in cases that wait for the actor, are theirs, or are their units'.

    A calendar program lies outside: of a case that is not public it learns the number, never the title.
    """
    concerned = turn_condition(actor) | Q(assignee=actor.account) | under(actor.paths)
    cases = visible(actor, Case.objects.filter(concerned))
    owed = Deadline.objects.filter(status__in=OWED, case__in=cases.values("pk"))
    rows = owed.select_related("case").defer("case__data").order_by("due_at", "pk")[:MOST]
    return [_item(row, site) for row in rows]


def _item(row: Deadline, site: str) -> FeedItem:
    declared, case = case_types().get(row.case.type), row.case
    clock = (
        next((c.title for c in declared.clocks if c.key == row.clock), row.clock) if declared else row.clock
    )
    about = case.title if case.secrecy == 0 else ""
    return FeedItem(
        uid=f"deadline-{row.pk}@luoshi",
        title=f"{clock}：{about or case.code}" + ("（暂定）" if row.provisional else ""),
        due_at=row.due_at,
        url=site + reverse("desk:case", args=[case.code]),
        note=f"{case.code}，依据{row.law}",
    )
