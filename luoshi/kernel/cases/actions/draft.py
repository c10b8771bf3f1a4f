"""A case under the writer's hand: what was fetched of it under its lock, and what an act adds."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model

from luoshi.kernel.base.search import to_vector
from luoshi.kernel.calendar.rules import WorkingCalendar
from luoshi.kernel.cases.chain import link, plain, salted, text_of
from luoshi.kernel.cases.clocks import Ticks, moving, wind
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import Action, CaseType, Into
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.fields import words_in
from luoshi.kernel.cases.fold import Standing, step
from luoshi.kernel.cases.models import Case, Deadline, Event, Evidence, PrivateValue, Task
from luoshi.kernel.cases.private import seal
from luoshi.kernel.cases.registry import rules_hash
from luoshi.kernel.cases.standing import Place
from luoshi.kernel.cases.statements import (
    ASK_UNITS,
    BRING_EVIDENCE,
    KEEP_PRIVATE,
    KEEP_WORDS,
    MOVE_CASE,
    MOVE_CLOCKS,
    OPEN_CASE,
    START_CLOCKS,
)
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
    vector: str | None = None  # of the words, where the act at hand changed one

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
        public, private = _parted(declared, data or {}, self._private)
        event = self._event(
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
        event.hash = link(event.previous, text_of(self.case.code, event))
        ticks = self._wind(action, seq, context, mover_path)
        self._fold(event, files)
        self._write(event, ticks)
        self._write_rest(event, declared, files, private)
        return event

    def _event(self, **columns: Any) -> Event:
        return Event(case=self.case, **columns)

    def _private(self, **columns: Any) -> PrivateValue:
        return PrivateValue(**columns)

    def _deadline(self, **columns: Any) -> Deadline:
        return Deadline(**columns)

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
            make=self._deadline,
        )
        self.deadlines += ticks.begun
        return ticks

    def _fold(self, event: Event, files: tuple[StoredFile, ...]) -> None:
        """Bring the row to where the case stands now."""
        case, unit = self.case, self.units[self.standing.unit]
        said = self.standing.title, self.standing.data
        before = self._words() if files or said != (case.title, case.data) else None
        for column in ("state", "title", "secrecy", "data", "closed_at"):
            setattr(case, column, getattr(self.standing, column))
        case.unit_id, case.path, case.assignee_id = unit.pk, unit.path, self.standing.assignee
        case.due_at = min((row.due_at for row in self.deadlines if row.status in _COUNTING), default=None)
        case.moved_at, case.version, case.head = event.at, event.seq, event.hash
        self.files += [file.name for file in files]
        changed = before is not None and ((words := self._words()) != before or not case.pk)
        self.vector = self._index(words) if changed else None

    def _index(self, words: list[str]) -> str | None:
        return to_vector(words)

    def _words(self) -> list[str]:
        return [self.case.code, self.case.title, *words_in(self.type, self.case.data), *self.files]

    def _write(self, event: Event, ticks: Ticks) -> None:
        case, held = self.case, columns_of(event)
        held |= {"data": packed(event.data), "evidence": packed(event.evidence), "content": packed(case.data)}
        row = columns_of(case) | held | {"case": case.pk, "vector": self.vector}
        if new := case.pk is None:
            [(event.pk, case.pk, event.recorded_at)] = ask(OPEN_CASE, row)
        else:
            [(event.pk, _, event.recorded_at)] = ask(MOVE_CASE, row)
            if self.vector is not None:
                ask(KEEP_WORDS, row)
        event.case_id = case.pk
        for kept in (event, case) if new else (event,):
            _is_kept(kept)
        self._write_clocks(ticks)

    def _write_clocks(self, ticks: Ticks) -> None:
        for row in ticks.begun:
            row.case = self.case
        if ticks.begun:
            written = ask(START_CLOCKS, {"rows": packed([columns_of(row) for row in ticks.begun])})
            keys = {(clock, unit): pk for pk, clock, unit in written}
            for row in ticks.begun:
                row.pk = keys[row.clock, row.unit_id]
                _is_kept(row)
        if ticks.changed:
            rows = packed([columns_of(row) for row in ticks.changed])
            ask(MOVE_CLOCKS, {"case": self.case.pk, "rows": rows})

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
            ask(KEEP_PRIVATE, {"rows": packed([columns_of(value) for value in private])})
        if files:
            rows = packed([columns_of(row) for row in evidence_of(self.case, event, files)])
            ask(BRING_EVIDENCE, {"files": rows})
        if action and any(f.into is Into.ASSISTING for f in action.form):
            asked = [self.units[code] for code in self.standing.assisting]
            tasks = [Task(case=self.case, unit_id=at.pk, path=at.path, asked_at=event.at) for at in asked]
            rows = packed([columns_of(task) for task in tasks])
            ask(ASK_UNITS, {"case": self.case.pk, "units": [unit.pk for unit in asked], "tasks": rows})


def prints(files: Iterable[StoredFile]) -> list[str]:
    """Return what an event keeps of its files."""
    return sorted(file.sha256 for file in files)


def _is_kept(row: Model) -> None:
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _parted(
    action: Action | None, data: Mapping[str, Any], make: Callable[..., PrivateValue]
) -> tuple[dict[str, Any], list[PrivateValue]]:
    """Part what the chain keeps from what it must be able to forget."""
    private = {f.key for f in action.form if f.private} if action else set()
    public: dict[str, Any] = {key: value for key, value in data.items() if key not in private}
    values = []
    for key in sorted(private & set(data)):
        salt = secrets.token_hex(16)
        public[key] = {"private": salted(salt, data[key])}
        values.append(make(field=key, salt=salt, sealed=seal(data[key])))
    return public, values


def evidence_of(case: Case, event: Event, files: Iterable[StoredFile]) -> list[Evidence]:
    """Return the unsaved rows of the files that an event brings."""
    return [
        Evidence(
            case_id=case.pk,
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
