"""Questions about cases: what may be done and why not. A fixed number of queries each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from luoshi.kernel.cases.context import Context, PastAct
from luoshi.kernel.cases.declarations import CaseType, Into
from luoshi.kernel.cases.fold import Standing
from luoshi.kernel.cases.models import Case, Deadline, Task
from luoshi.kernel.cases.permit import Offer, offers
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.cases.standing import Place, code_of, standing_of
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.kernel.parameters.rules import Book


def can(actor: Actor, case: Case, *, at: datetime) -> tuple[Offer, ...]:
    """Return every action of the case's state with all that stands against it for the actor now."""
    declared = case_type(case.type)
    kinds = set(case.evidence.values_list("kind", flat=True))
    tasks = tasks_of(declared, case)
    deadlines = list(case.deadlines.all())
    return offers(
        context_of(
            declared, case, actor=actor, at=at, given={}, kinds=kinds, tasks=tasks, deadlines=deadlines
        )
    )


def tasks_of(declared: CaseType, case: Case) -> list[Task]:
    """Return the units asked to help, without a query where the type asks none."""
    return list(case.tasks.all()) if declared.asks(Into.ASSISTING) else []


def context_of(
    declared: CaseType,
    case: Case,
    *,
    actor: Actor,
    at: datetime,
    given: Mapping[str, Any],
    kinds: Iterable[str],
    tasks: Iterable[Task | Place],
    deadlines: Iterable[Deadline],
    past: Iterable[PastAct] | None = None,
    books: Callable[[], Book] = parameter_book,
    standing: Standing | None = None,
) -> Context:
    """Return all that guards may look at.

    Without ``past``, the case's own events are fetched; without ``standing``, it is what the row says.
    """
    asked = {code_of(task.path): task.path for task in tasks}
    cosigners = [pk for key in declared.asks(Into.SIGNERS) for pk in case.data.get(key, ())]
    return Context(
        type=declared,
        standing=standing or standing_of(case, asked),
        actor=actor,
        at=at,
        books=books,
        scope=settings.CITY.scope,
        code=case.code,
        opener=case.opener_id,
        signers=frozenset(pk for pk in (case.opener_id, *cosigners) if pk is not None),
        past=tuple(case.events.all() if past is None else past),
        given=given,
        kinds=frozenset(kinds),
        unit_path=case.path,
        assisting_paths=asked,
        running=frozenset(  # one that has run out runs no more, noted by the sweep or not yet
            row.clock for row in deadlines if row.status == Deadline.Status.RUNNING and at <= row.due_at
        ),
    )
