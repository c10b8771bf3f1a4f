"""A case under the writer's hand: what was fetched of it under its lock, and what an act adds."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection

from luoshi.kernel.base.search import to_vector
from luoshi.kernel.calendar.rules import WorkingCalendar
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
from luoshi.kernel.cases.statements import ASK_UNITS, BRING_EVIDENCE, MOVE_CASE, OPEN_CASE
from luoshi.kernel.prepared import ask, columns_of, packed

_COUNTING = (Deadline.Status.RUNNING, Deadline.Status.MISSED)  # a missed one is still owed


@dataclass(slots=True)
class Draft:
    """A locked case with its open deadlines. ``append`` writes an event and all that follows from it."""

    type: CaseType
    case: Case
    standing: Standing
    calendar: WorkingCalendar
    deadlines: list[Deadline] = field(default_factory=list)
    units: dict[str, Place] = field(default_factory=dict)  # those in play, by code
    files: list[str] = field(default_factory=list)  # names of the evidence so far

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
        self._fold(event, files)
        self._write(event, ticks)
        self._write_rest(event, declared, files, private)
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
            calendar=lambda: self.calendar,
        )
        self.deadlines += ticks.begun
        return ticks

    def _fold(self, event: Event, files: tuple[StoredFile, ...]) -> None:
        """Bring the row to where the case stands now. Where no word changed, its vector stays unread."""
        case, unit = self.case, self.units[self.standing.unit]
        worded = not case.pk or files or (case.title, case.data) != (self.standing.title, self.standing.data)
        for column in ("state", "title", "secrecy", "data", "closed_at"):
            setattr(case, column, getattr(self.standing, column))
        case.unit_id, case.path, case.assignee_id = unit.pk, unit.path, self.standing.assignee
        case.due_at = min((row.due_at for row in self.deadlines if row.status in _COUNTING), default=None)
        case.moved_at, case.version, case.head = event.at, event.seq, event.hash
        self.files += [file.name for file in files]
        if worded:
            texts = [value for value in case.data.values() if isinstance(value, str)]
            case.search = to_vector([case.code, case.title, *texts, *self.files])

    def _write(self, event: Event, ticks: Ticks) -> None:
        rows = {
            "case": packed(columns_of(self.case)),
            "event": packed(columns_of(event)),
            "begun": packed([columns_of(row) for row in ticks.begun]),
        }
        if new := self.case.pk is None:
            written = ask(OPEN_CASE, rows)
        else:
            written = ask(MOVE_CASE, rows | {"changed": packed([columns_of(row) for row in ticks.changed])})
        event.pk, self.case.pk, event.recorded_at, begun = written[0]
        event.case_id = self.case.pk
        keys = {(clock, unit): pk for clock, unit, pk in begun or ()}
        for row in ticks.begun:
            row.case, row.pk = self.case, keys[row.clock, row.unit_id]
        for kept in (event, *ticks.begun, *((self.case,) if new else ())):
            kept._state.adding, kept._state.db = False, connection.alias

    def _write_rest(
        self,
        event: Event,
        action: Action | None,
        files: tuple[StoredFile, ...],
        private: list[PrivateValue],
    ) -> None:
        for value in private:
            value.case, value.seq = self.case, event.seq
        if private:
            PrivateValue.objects.bulk_create(private)
        if files:
            ask(
                BRING_EVIDENCE, {"files": packed([columns_of(row) for row in _rows(self.case, event, files)])}
            )
        if action and any(f.into is Into.ASSISTING for f in action.form):
            asked = [self.units[code] for code in self.standing.assisting]
            tasks = [Task(case=self.case, unit_id=at.pk, path=at.path, asked_at=event.at) for at in asked]
            rows = packed([columns_of(task) for task in tasks])
            ask(ASK_UNITS, {"case": self.case.pk, "units": [unit.pk for unit in asked], "tasks": rows})


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
