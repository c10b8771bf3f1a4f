"""What may be done with many cases at once. As many queries for fifty as for two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from luoshi.kernel.cases.access import visible
from luoshi.kernel.cases.declarations import Action, CaseType
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.permit import offers
from luoshi.kernel.cases.queries import context_of
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.orgs.actor import Actor

MOST = 100


@dataclass(frozen=True, slots=True)
class Offered:
    """An action, and on how many of the selected cases the actor may take it now."""

    action: Action
    number: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Selected cases of one type. ``other`` are of another type, ``missing`` cannot be read."""

    cases: list[Case]
    type: CaseType | None
    offered: list[Offered]
    other: int
    missing: int


def selected(actor: Actor, codes: list[str], *, at: datetime) -> Selection:
    """Return the visible ones among the cases, those of the first's type, and what may be done with them."""
    asked = Case.objects.filter(code__in=codes).select_related("unit")
    wanted = visible(actor, asked, few=True)
    known = list(
        wanted.order_by("due_at", "pk").prefetch_related(
            "evidence", "tasks__unit", "deadlines", "parties", "events"
        )
    )
    missing = len(set(codes)) - len(known)
    known = [case for case in known if case.type in case_types()]
    if not known:
        return Selection([], None, [], 0, missing)
    declared = case_types()[known[0].type]
    cases = [case for case in known if case.type == declared.key]
    numbers: dict[str, int] = {}
    for case in cases:
        context = context_of(
            declared,
            case,
            actor=actor,
            at=at,
            given={},
            kinds={file.kind for file in case.evidence.all()},
            tasks=list(case.tasks.all()),
            deadlines=list(case.deadlines.all()),
        )
        for offer in offers(context):
            if offer.mine:
                numbers[offer.action.key] = numbers.get(offer.action.key, 0) + offer.allowed
    offered = [Offered(action, numbers[action.key]) for action in declared.actions if numbers.get(action.key)]
    return Selection(cases, declared, offered, len(known) - len(cases), missing)
