"""What a request does to its sub-orders: opens one, waits for all, takes back those still open."""

from __future__ import annotations

from django.db.models import QuerySet

from luoshi.kernel.cases.actions.act import act
from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Link
from luoshi.kernel.cases.permit import Refusal
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.platforms.hotline.rules import HOTLINE


@effect
def open_part(doing: Doing) -> None:
    """Open a sub-order for the unit named. It holds the task, and nothing of who asked."""
    given = doing.context.given
    data = {"title": doing.standing.title, "content": given["task"], "unit": given["part_unit"]}
    doing.open_child("suborder", data | {"parent": doing.case.code}, by=SYSTEM)


@effect
def wait_for_parts(doing: Doing) -> None:
    """Refuse to answer before every sub-order has ended."""
    if codes := list(_open_parts(doing.case).values_list("code", flat=True)):
        why = f"子工单 {'、'.join(codes)} 尚未办结"
        raise ActRefused([Refusal("parts_are_open", why, HOTLINE)])


@effect
def take_parts_back(doing: Doing) -> None:
    """End the sub-orders that are still open: the unit that gave them has the request no more."""
    for part in _open_parts(doing.case):
        act(part, "withdraw", by=SYSTEM, at=doing.event.at)


def _open_parts(case: Case) -> QuerySet[Case]:
    parts = Link.objects.filter(case=case, kind="child", other__type="suborder")
    return Case.objects.open().filter(pk__in=parts.values("other")).order_by("pk")
