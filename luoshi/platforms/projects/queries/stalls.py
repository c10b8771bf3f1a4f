"""Who is stuck: since when, at which gate, and what is missing, in the gate's own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from luoshi.kernel.cases.context import LOCAL, Context
from luoshi.kernel.cases.declarations import Action, CaseType
from luoshi.kernel.cases.models import Case, Deadline, Event, Evidence
from luoshi.kernel.cases.permit import Refusal, refusals
from luoshi.kernel.cases.queries import context_of
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.kernel.parameters.rules import Book
from luoshi.platforms.projects.guards.looking import permits_had, permits_needed
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.queries.sight import projects_seen
from luoshi.platforms.projects.rules.stalls import STAGES, Wait, gate_of, waiting


@dataclass(frozen=True, slots=True)
class Stall:
    """A project that has been in its stage for too long, and what keeps it there.

    ``missing`` are the conditions of the gate that are not met; where all are, it waits for whoever
    takes the step. ``advised`` are permits of a list that nobody has checked yet: they hold nobody up.
    """

    project: Project
    wait: Wait
    gate: Action
    missing: tuple[Refusal, ...]
    lacks: tuple[str, ...]  # kinds of evidence the step asks for
    turn: tuple[str, ...]  # titles of who takes it
    advised: tuple[str, ...] = ()  # titles

    @property
    def words(self) -> tuple[str, ...]:
        """Return what is to be done, each in one sentence."""
        told = (*map(str, self.missing), *(f"缺少材料：{kind}" for kind in self.lacks))
        return told or (f"条件已具备，待{'、'.join(self.turn)}办理“{self.gate.title}”",)


def stall_limits(book: Book, *, on: date, scope: str) -> dict[str, int]:
    """Return after how many days in a stage a project is stuck, for the stages that have a limit."""
    choices = {stage: book.choice_if_any(f"projects.stall.{stage}", on=on, scope=scope) for stage in STAGES}
    return {stage: int(choice.setting.value) for stage, choice in choices.items() if choice}


def stalls(actor: Actor, *, at: datetime, most: int | None = None) -> list[Stall]:
    """Return the projects before the actor that are stuck, the longest over their limit first.

    A fixed number of queries, however many there are; only ``most`` of them are looked into.
    """
    book, on = parameter_book(), at.astimezone(LOCAL).date()
    limits = stall_limits(book, on=on, scope=settings.CITY.scope)
    waits: dict[Project, Wait] = {}
    for project in projects_seen(actor).filter(state__in=limits, stage_since__lt=on):
        wait = waiting(
            project.state, project.stage_since, reported_on=project.reported_on, on=on, limits=limits
        )
        if wait and wait.over:
            waits[project] = wait
    longest = sorted(waits, key=lambda project: (-waits[project].over, project.code))[:most]
    contexts = _contexts([project.pk for project in longest], actor=actor, at=at, book=book)
    return [_stall(project, waits[project], contexts[project.pk]) for project in longest]


def _stall(project: Project, wait: Wait, context: Context) -> Stall:
    gate = context.type.action(gate_of(project.state, project.nature) or "")
    assert gate is not None
    said = refusals(gate, context)
    return Stall(
        project=project,
        wait=wait,
        gate=gate,
        missing=tuple(refusal for refusal in said if refusal.code not in ("role", "state")),
        lacks=tuple(
            need.replace("|", "或") for need in gate.needs if not context.kinds & set(need.split("|"))
        ),
        turn=tuple(context.type.role(key).title for key in gate.by),
        advised=_advised(context) if gate.key == "start" else (),
    )


def _advised(context: Context) -> tuple[str, ...]:
    permit = context.type.field("permit")
    titles = dict(permit.choices) if permit else {}
    asked = [kind for kind in permits_needed(context, firm=False) if kind not in permits_needed(context)]
    return tuple(titles[kind] for kind in asked if kind not in permits_had(context))


def _contexts(cases: Iterable[int], *, actor: Actor, at: datetime, book: Book) -> Mapping[int, Context]:
    """Return what guards look at, of every case: four queries."""
    declared: CaseType = case_type("project")
    keys = list(cases)
    past, kinds = defaultdict[int, list[Event]](list), defaultdict[int, set[str]](set)
    for event in Event.objects.filter(case__in=keys).order_by("case", "seq"):
        past[event.case_id].append(event)
    for case, kind in Evidence.objects.filter(case__in=keys).values_list("case", "kind"):
        kinds[case].add(kind)
    owed = defaultdict[int, list[Deadline]](list)
    for row in Deadline.objects.filter(case__in=keys):
        owed[row.case_id].append(row)
    return {
        case.pk: context_of(
            declared,
            case,
            actor=actor,
            at=at,
            given={},
            kinds=kinds[case.pk],
            tasks=(),
            deadlines=owed[case.pk],
            past=past[case.pk],
            books=lambda: book,
        )
        for case in Case.objects.filter(pk__in=keys)
    }
