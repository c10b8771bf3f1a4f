"""The gates of a project's life: which were passed and when, what the next one still wants, and of whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from luoshi.kernel.cases.context import LOCAL, Context
from luoshi.kernel.cases.declarations import SYSTEM_ROLE, Action, CaseType, Kind, Where
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.permit import refusals
from luoshi.kernel.cases.proofs import leaves
from luoshi.kernel.cases.queries import context_of
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.kernel.orgs.models import Holding
from luoshi.platforms.projects.types.project import PROJECT

ORDER = (
    *("reserve", "approve", "feasibility", "design", "start", "enter_library", "count"),
    *("accept", "settle", "evaluate"),
)
_ONLY_GOVERNMENT = "government_pays"
_PEOPLE = 20  # that are named as those who decide


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate: the day it was passed on, or what it still wants, each with its article."""

    action: Action
    passed_on: date | None
    missing: tuple[str, ...] = ()
    next: bool = False


@dataclass(frozen=True, slots=True)
class Decider:
    """Somebody who may take a step, and in which post of which body."""

    name: str
    post: str
    unit: str


def gates_of(case: Case, events: Sequence[Event], *, kinds: Iterable[str], at: datetime) -> list[Gate]:
    """Return the gates of the project in order, those left out that its investment does not know. No query.

    The next is the first that can be tried from where the project stands. What its form will ask is not
    part of what is missing.
    """
    context = context_of(
        PROJECT, case, actor=SYSTEM, at=at, given={}, kinds=kinds, tasks=(), deadlines=(), past=events
    )
    passed = {event.action: event for event in reversed(events)}
    gates, found = [], False
    for action in filter(None, map(PROJECT.action, ORDER)):
        if event := passed.get(action.key):
            gates.append(Gate(action, _passed_on(action, event)))
        elif _applies(action, context):
            nearest = not found and leaves(action, case.state)
            found = found or nearest
            gates.append(Gate(action, None, _missing(action, context) if nearest else (), nearest))
    return gates


def deciders_of(action: Action, case: Case, *, on: date) -> list[Decider]:
    """Return who may take the step today. One query."""
    held = Holding.objects.in_force(on).filter(_playing(PROJECT, action, case), account__is_active=True)
    rows = held.select_related("account", "post__organisation").order_by("post__organisation__path", "post")
    return [
        Decider(row.account.get_full_name(), row.post.title, row.post.organisation.short)
        for row in rows[:_PEOPLE]
    ]


def _playing(declared: CaseType, action: Action, case: Case) -> Q:
    found = Q(pk__in=())
    for key in set(action.by) - {SYSTEM_ROLE}:
        role = declared.role(key)
        at = Q(post__organisation__path=case.path) if role.where is Where.UNIT else Q()
        found |= Q(post__roles__contains=[role.post]) & at
    return found


def _applies(action: Action, context: Context) -> bool:
    return all(guard.test(context) for guard in action.guards if guard.key == _ONLY_GOVERNMENT)


def _missing(action: Action, context: Context) -> tuple[str, ...]:
    found = [str(refusal) for refusal in refusals(action, context) if refusal.code != "role"]
    wanted = [need for need in action.needs if not context.kinds & set(need.split("|"))]
    return (*found, *(f"材料：{need.replace('|', '或')}" for need in wanted))


def _passed_on(action: Action, event: Event) -> date:
    """Return the day that was given as that of the step, else the day on which it was told."""
    days = [event.data[of.key] for of in action.form if of.kind is Kind.DATE and of.key in event.data]
    return date.fromisoformat(days[0]) if days else event.at.astimezone(LOCAL).date()
