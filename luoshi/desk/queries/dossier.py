"""Everything the page of one case shows. A fixed number of queries, however long its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from luoshi.desk.queries.names import Names, names_in
from luoshi.desk.queries.rows import warning_days
from luoshi.desk.queries.turn import turn_condition
from luoshi.desk.rules import Left, Nearness, left_of
from luoshi.desk.vocabulary import LINKS, NOTE_FIELDS, NOTES
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.cases.access import visible
from luoshi.kernel.cases.clocks import term_of
from luoshi.kernel.cases.declarations import CaseType, Clock, Field, Into, State
from luoshi.kernel.cases.models import Case, Deadline, Event, Evidence, Link, Party, Task
from luoshi.kernel.cases.permit import Offer, bearers_part
from luoshi.kernel.cases.queries import can
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class Said:
    """One value of an event, or of the case, with its title. A private one is masked: ``value`` is empty."""

    key: str
    title: Any
    value: str
    private: bool = False
    erased: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """An event as the history shows it."""

    event: Event
    title: Any
    who: str
    post: str
    system: bool
    said: list[Said]
    evidence: list[Evidence]


@dataclass(frozen=True, slots=True)
class DeadlineLine:
    """A deadline as its table shows it. ``look`` is a key of ``STATUSES``."""

    row: Deadline
    title: str
    look: str
    left: Left | None
    term: str
    extended: list[str]
    pauses: list[tuple[datetime, datetime | None]]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case with all that hangs on it."""

    case: Case
    type: CaseType
    state: State
    mine: bool  # whether the state waits for the actor
    offers: tuple[Offer, ...]
    deadlines: list[DeadlineLine]
    steps: list[Step]
    facts: list[Said]
    evidence: list[Evidence]
    parties: list[Party]
    tasks: list[Task]
    links: list[Link]
    backlinks: list[Link]
    names: Names

    @property
    def doable(self) -> list[Offer]:
        """Return what the actor may do now."""
        return [offer for offer in self.offers if offer.mine and offer.allowed]

    @property
    def barred(self) -> list[Offer]:
        """Return what is the actor's to do, but not now."""
        return [offer for offer in self.offers if offer.mine and not offer.allowed]

    @property
    def others(self) -> list[Offer]:
        """Return what others may do."""
        return [offer for offer in self.offers if not offer.mine]

    @property
    def turn(self) -> str:
        """Return the titles of the roles the case waits for."""
        return "、".join(self.type.role(key).title for key in self.state.turn)


def case_seen(actor: Actor, code: str) -> Case | None:
    """Return the case, if the actor may read it. Whoever may not learns nothing, not even that it exists."""
    cases = Case.objects.filter(code=code).select_related("unit", "assignee", "opener")
    return visible(actor, cases, few=True).first()


def dossier_of(case: Case, actor: Actor, at: datetime) -> Dossier:
    """Return the case with all that its page shows."""
    declared = case_type(case.type)
    links, backlinks = _tied(case, actor)
    events = list(case.events.select_related("by"))
    evidence = list(case.evidence.select_related("by"))
    names = names_in(declared, ((e.action, e.data) for e in events), {e.post for e in events if e.post})
    kept = case.private_values.values_list("field", "seq", "erased_at")
    erased = {(field, seq) for field, seq, gone in kept if gone}
    latest = {field: seq for field, seq, _ in sorted(kept, key=lambda row: row[1])}
    return Dossier(
        case=case,
        type=declared,
        state=declared.state(case.state),
        mine=Case.objects.filter(turn_condition(actor), pk=case.pk).exists(),
        offers=can(actor, case, at=at),
        deadlines=_deadlines(declared, case.deadlines.select_related("unit"), at),
        steps=[_step(declared, event, names, evidence, erased, latest) for event in reversed(events)],
        facts=_facts(declared, case, names, erased, latest),
        evidence=evidence,
        parties=list(case.parties.select_related("account", "unit")),
        tasks=list(case.tasks.select_related("unit")),
        links=links,
        backlinks=backlinks,
        names=names,
    )


def _tied(case: Case, actor: Actor) -> tuple[list[Link], list[Link]]:
    """Return the ties to commitments, and to those cases that the actor may read."""
    links, backlinks = list(case.links.select_related("other")), list(case.backlinks.select_related("case"))
    others = {link.case_id for link in backlinks} | {link.other_id for link in links if link.other_id}
    seen = set(visible(actor, Case.objects.filter(pk__in=others), few=True).values_list("pk", flat=True))
    return (
        [link for link in links if link.other_id is None or link.other_id in seen],
        [link for link in backlinks if link.case_id in seen],
    )


def _deadlines(declared: CaseType, rows: Iterable[Deadline], at: datetime) -> list[DeadlineLine]:
    calendar, warning = working_calendar(), warning_days(at)
    clocks: dict[str, Clock] = {clock.key: clock for clock in declared.clocks}
    lines = []
    for row in rows:
        owed = row.status in (Deadline.Status.RUNNING, Deadline.Status.MISSED)
        left = left_of(calendar, row.due_at, at, warning=warning) if owed else None
        look = str(row.status)
        if left:
            near = {Nearness.OVERDUE: "overdue", Nearness.CALM: "running"}
            look = near.get(left.near, "soon")
        lines.append(
            DeadlineLine(
                row,
                clocks[row.clock].title if row.clock in clocks else row.clock,
                look,
                left,
                str(term_of(row.term)) if row.term else "",
                [str(term_of(e["term"])) for e in row.extensions],
                [
                    (datetime.fromisoformat(a), datetime.fromisoformat(b) if b else None)
                    for a, b in row.pauses
                ],
            )
        )
    return lines


def _step(
    declared: CaseType,
    event: Event,
    names: Names,
    evidence: list[Evidence],
    erased: set[tuple[str, int]],
    latest: dict[str, int],
) -> Step:
    action = declared.action(event.action)
    said = []
    order = [*(of.key for of in action.form)] if action else [*NOTE_FIELDS]
    order += [key for key in event.data if key not in order]
    for key, value in sorted(event.data.items(), key=lambda item: order.index(item[0])):
        of = next((f for f in action.form if f.key == key), None) if action else None
        if of is None:
            said.append(Said(key, NOTE_FIELDS.get(key, key), _noted(declared, key, value, names)))
        elif of.private:
            gone = (key, event.seq) in erased
            said.append(
                Said(key, of.title, "", private=latest.get(key) == event.seq and not gone, erased=gone)
            )
        else:
            said.append(Said(key, of.title, names.value(of, value)))
    return Step(
        event=event,
        title=action.title if action else NOTES.get(event.action, event.action),
        who=event.by.get_full_name() if event.by else _bearer(declared, event),
        post=names.posts.get(event.post, event.post) if event.by else "",
        system=event.by is None and bearers_part(declared, event.post) is None,
        said=said,
        evidence=[file for file in evidence if file.seq == event.seq],
    )


def _bearer(declared: CaseType, event: Event) -> str:
    """Return what somebody without an account is called, who showed the code of the case."""
    role = bearers_part(declared, event.post)
    return role.title if role else ""


def _noted(declared: CaseType, key: str, value: Any, names: Names) -> str:
    """Return a value the engine noted, as a person reads it."""
    if key == "clock":
        return next((clock.title for clock in declared.clocks if clock.key == value), str(value))
    if key == "unit":
        return names.units.get(value, str(value))
    if key in ("due", "was"):
        return datetime.fromisoformat(value).astimezone(LOCAL).date().isoformat()
    if key == "tie":
        return str(LINKS.get(value, value))
    if key == "fields":
        fields = (declared.field(field) for field in value)
        return "、".join(field.title for field in fields if field)
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value)


def _facts(
    declared: CaseType, case: Case, names: Names, erased: set[tuple[str, int]], latest: dict[str, int]
) -> list[Said]:
    """Return what the case holds now, in the order in which the actions ask for it."""
    facts: dict[str, Said] = {}
    for of in (field for action in declared.acts for field in action.form):
        if of.key in facts or of.key not in case.data or of.into is Into.TITLE:
            continue
        facts[of.key] = _fact(of, case.data[of.key], names, erased, latest)
    return list(facts.values())


def _fact(of: Field, value: Any, names: Names, erased: set[tuple[str, int]], latest: dict[str, int]) -> Said:
    if not of.private:
        return Said(of.key, of.title, names.value(of, value))
    gone = (of.key, latest.get(of.key, 0)) in erased
    return Said(of.key, of.title, "", private=not gone, erased=gone)
