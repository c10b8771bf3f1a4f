"""A case under the writer's hand: what was fetched of it under its lock, and what an act adds."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from luoshi.kernel.base.search import to_vector
from luoshi.kernel.calendar.queries import working_calendar
from luoshi.kernel.cases.chain import body_of, link, plain, salted
from luoshi.kernel.cases.clocks import Ticks, moving, wind
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import Action, CaseType, Into
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.fold import Standing, step
from luoshi.kernel.cases.models import Case, Deadline, Event, Evidence, PrivateValue, Task
from luoshi.kernel.cases.private import seal
from luoshi.kernel.cases.registry import rules_hash
from luoshi.kernel.cases.standing import Place

_MOVED = ["state", "title", "unit", "path", "assignee", "secrecy", "data", "closed_at"]
_CASE_FIELDS = [*_MOVED, "due_at", "moved_at", "version", "head", "search"]
_DEADLINE_FIELDS = ["unit", "due_at", "strict_at", "provisional", "warn_at"]
_DEADLINE_FIELDS += ["extensions", "pauses", "status", "stopped_at"]


@dataclass(slots=True)
class Draft:
    """A locked case with its open deadlines. ``append`` writes an event and all that follows from it."""

    type: CaseType
    case: Case
    standing: Standing
    deadlines: list[Deadline] = field(default_factory=list)
    units: dict[str, Place] = field(default_factory=dict)  # those in play, by code

    def append(
        self,
        action: str,
        *,
        context: Context,
        post: str = "",
        mover_path: str = "",
        data: Mapping[str, Any] | None = None,
        evidence: Iterable[StoredFile] = (),
        key: str | None = None,
    ) -> Event:
        """Write the event, the row it folds into, and the deadlines it moves. Call under the case's lock."""
        declared, seq, files = self.type.action(action), self.standing.version + 1, tuple(evidence)
        public, private = _parted(declared, data or {})
        event = Event(
            case=self.case,
            seq=seq,
            action=action,
            state=self.standing.state,
            at=context.at,
            by_id=context.actor.account,
            post=post,
            data=plain(public),
            evidence=prints(files),
            rules=rules_hash(self.type),
            previous=self.case.head,
            key=key,
        )
        self.standing = step(self.type, self.standing, event)
        event.state = self.standing.state
        event.hash = link(event.previous, body_of(self.case.code, event))
        ticks = self._wind(action, seq, context, mover_path)
        self._write_case(event, ticks, files)
        event.save(force_insert=True)
        self._write_rest(event, ticks, files, private)
        return event

    def _wind(self, action: str, seq: int, context: Context, mover_path: str) -> Ticks:
        if action not in moving(self.type) and self.standing.unit == context.standing.unit:
            return Ticks()
        after = replace(
            context,
            standing=self.standing,
            unit_path=self.units[self.standing.unit].path,
            assisting_paths={code: self.units[code].path for code in self.standing.assisting},
        )
        ticks = wind(
            after,
            action,
            seq=seq,
            deadlines=self.deadlines,
            units={code: unit.pk for code, unit in self.units.items()},
            mover_path=mover_path,
            calendar=cache(working_calendar),
        )
        self.deadlines += ticks.begun
        return ticks

    def _write_case(self, event: Event, ticks: Ticks, files: tuple[StoredFile, ...]) -> None:
        case, new, unit = self.case, self.case.pk is None, self.units[self.standing.unit]
        reworded = new or files or (case.title, case.data) != (self.standing.title, self.standing.data)
        for column in ("state", "title", "secrecy", "data", "closed_at"):
            setattr(case, column, getattr(self.standing, column))
        case.unit_id, case.path, case.assignee_id = unit.pk, unit.path, self.standing.assignee
        counting = (Deadline.Status.RUNNING, Deadline.Status.MISSED)  # a missed one is still owed
        case.due_at = min((row.due_at for row in self.deadlines if row.status in counting), default=None)
        case.moved_at, case.version, case.head = event.at, event.seq, event.hash
        written = [name for name in _CASE_FIELDS if name != "search"]
        if reworded:
            case.search = to_vector(_searchable(case, files))
            written = _CASE_FIELDS
        case.save(force_insert=True) if new else case.save(update_fields=written)

    def _write_rest(
        self, event: Event, ticks: Ticks, files: tuple[StoredFile, ...], private: list[PrivateValue]
    ) -> None:
        for row in ticks.begun:
            row.case = self.case
        if ticks.begun:
            Deadline.objects.bulk_create(ticks.begun)
        for row in ticks.changed:
            row.save(update_fields=_DEADLINE_FIELDS)
        for value in private:
            value.case, value.seq = self.case, event.seq
        if private:
            PrivateValue.objects.bulk_create(private)
        if files:
            Evidence.objects.bulk_create(_rows(self.case, event, files), ignore_conflicts=True)
        self._write_tasks(event)

    def _write_tasks(self, event: Event) -> None:
        action = self.type.action(event.action)
        if action is None or not any(f.into is Into.ASSISTING for f in action.form):
            return
        Task.objects.filter(case=self.case).exclude(unit__code__in=self.standing.assisting).delete()
        asked = [self.units[code] for code in self.standing.assisting]
        tasks = [Task(case=self.case, unit_id=at.pk, path=at.path, asked_at=event.at) for at in asked]
        Task.objects.bulk_create(tasks, ignore_conflicts=True)


def prints(files: Iterable[StoredFile]) -> list[str]:
    """Return what an event keeps of its files."""
    return sorted(file.sha256 for file in files)


def _parted(action: Action | None, data: Mapping[str, Any]) -> tuple[dict[str, Any], list[PrivateValue]]:
    """Part what the chain keeps from what it must be able to forget."""
    private = {f.key for f in action.form if f.private} if action else set()
    public: dict[str, Any] = {key: value for key, value in data.items() if key not in private}
    values = []
    for key in sorted(private & set(data)):
        salt = secrets.token_hex(16)
        public[key] = {"private": salted(salt, data[key])}
        values.append(PrivateValue(field=key, salt=salt, sealed=seal(data[key])))
    return public, values


def _searchable(case: Case, files: Iterable[StoredFile]) -> list[str]:
    names = [] if case.pk is None else list(case.evidence.values_list("name", flat=True))
    texts = [value for value in case.data.values() if isinstance(value, str)]
    return [case.code, case.title, *texts, *names, *(file.name for file in files)]


def _rows(case: Case, event: Event, files: Iterable[StoredFile]) -> list[Evidence]:
    return [
        Evidence(
            case=case,
            seq=event.seq,
            sha256=file.sha256,
            kind=file.kind,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            taken_at=file.taken_at,
            by_id=event.by_id,
        )
        for file in files
    ]
