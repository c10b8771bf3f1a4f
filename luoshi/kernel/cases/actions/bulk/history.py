"""One case told in this process, as far as it comes: the rows its acts would have left."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Never, cast

from django.conf import settings

from luoshi.kernel.cases.actions.bulk.known import Known, lasting, named_in
from luoshi.kernel.cases.actions.draft import Draft, evidence_of
from luoshi.kernel.cases.actions.judging import (
    action_of,
    new_case,
    opening_context,
    opening_values,
    parties_of,
    require,
    written,
)
from luoshi.kernel.cases.clocks import LAPSED, MISSED, OWED, WARNED, Ticks, run_out, said_of
from luoshi.kernel.cases.context import LOCAL, Context
from luoshi.kernel.cases.declarations import Action, CaseType, Clock, Effect, Into
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.fold import Standing
from luoshi.kernel.cases.models import Case, Deadline, Event, Evidence, Party, PrivateValue, Task
from luoshi.kernel.cases.queries import context_of
from luoshi.kernel.cases.standing import Place
from luoshi.kernel.orgs.actor import SYSTEM, Actor
from luoshi.kernel.parameters.rules import Book

Effects = Mapping[Effect, Callable[[Doing], None]]
_RUNNING = Deadline.Status.RUNNING
_EMPTY: dict[str, Any] = {"title": "", "data": {}, "path": "", "unit_id": None, "version": 0, "due_at": None}
_FRESH = {"status": _RUNNING, "due_at": None, "warn_at": None, "stopped_at": None}
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class _Row:
    """A row that will be copied: the columns of its table, without what a model costs."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.__dict__ = columns


@dataclass(slots=True)
class _Tape(Draft):
    """A draft that keeps its rows instead of writing them. ``deadlines`` are those an act may look at."""

    events: list[Event] = field(default_factory=list)
    begun: list[Deadline] = field(default_factory=list)
    private: list[PrivateValue] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    tasks: dict[str, Task] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    _ordered: Collection[str] = ()

    def _event(self, **columns: Any) -> Event:
        columns["case_id"] = self.case.pk
        return cast(Event, _Row(columns))

    def _private(self, **columns: Any) -> PrivateValue:
        return cast(PrivateValue, _Row(columns | {"case_id": self.case.pk, "erased_at": None}))

    def _deadline(self, **columns: Any) -> Deadline:
        return cast(Deadline, _Row(columns | _FRESH | {"case_id": self.case.pk}))

    def _index(self, words: list[str]) -> None:
        self.words = words

    def _write(self, event: Event, ticks: Ticks) -> None:
        self.events.append(event)
        self.begun += ticks.begun
        self._order()

    def _write_rest(
        self, event: Event, action: Action | None, files: tuple[StoredFile, ...], private: list[PrivateValue]
    ) -> None:
        for value in private:
            value.seq = event.seq
        self.private += private
        if files:
            self.evidence += evidence_of(self.case, event, files)
        if action and any(one.into is Into.ASSISTING for one in action.form):
            asked = [self.units[code] for code in self.standing.assisting]
            self.tasks = {at.code: self.tasks.get(at.code) or self._task(at, event) for at in asked}

    def _task(self, unit: Place, event: Event) -> Task:
        return Task(case_id=self.case.pk, unit_id=unit.pk, path=unit.path, asked_at=event.at)

    def _order(self) -> None:
        """Bring the data into the order in which the next act would read it from the database."""
        data = self.standing.data
        if data.keys() == self._ordered:
            return
        self._ordered = data.keys()
        keys = sorted(data, key=lambda key: (len(key), key))
        if keys != list(data):
            self.case.data = {key: data[key] for key in keys}
            self.standing = replace(self.standing, data=self.case.data)


class History:
    """A case of the type that is told in time's order. Nothing is kept until it is copied.

    ``effects`` says what each effect of the type comes to here; who would have been told is not. An effect
    that is not named raises KeyError: such an act cannot be told in bulk. ``every`` is how often the sweep
    over deadlines ran.
    """

    def __init__(
        self, declared: CaseType, *, pk: int, code: str, known: Known, effects: Effects, every: timedelta
    ) -> None:
        self.type, self.pk, self.code = declared, pk, code
        self.parties: list[Party] = []
        self._known, self._effects, self._every = known, effects, every
        self._clocks = {clock.key: clock for clock in declared.clocks}

    @property
    def case(self) -> Case:
        """Return the row of the case as it stands."""
        return self._tape.case

    @property
    def rows(self) -> _Tape:
        """Return all rows that came of it."""
        return self._tape

    def open(
        self,
        *,
        by: Actor,
        data: Mapping[str, Any],
        at: datetime,
        key: str | None = None,
        simulated: bool = False,
    ) -> None:
        """Open the case as ``open_case`` does. Raises what that raises."""
        declared, known = self.type, self._known
        values = opening_values(declared, data, books=self._book, at=at)
        units = known.places(declared.opening, values, on=at.astimezone(LOCAL).date())
        context = opening_context(declared, values, by=by, at=at, files=(), units=units, books=self._book)
        require(declared.opening, context)
        case = new_case(declared, self.code, by=by, at=at, simulated=simulated, make=self._case)
        self._tape = _Tape(declared, case, Standing(), known.calendar, units=units)
        event = written(self._tape, declared.opening, context, values, (), key)
        self.parties = parties_of(declared, case, values, by, units)
        self._bring_about(declared.opening, context, event)

    def act(
        self,
        action_key: str,
        *,
        by: Actor,
        data: Mapping[str, Any] | None = None,
        evidence: Iterable[StoredFile] = (),
        at: datetime,
    ) -> None:
        """Do the action as ``act`` does, once time has passed. Raises what that raises."""
        self.rest(at)
        self._act(action_key, by, data or {}, tuple(evidence), at)

    def rest(self, until: datetime) -> None:
        """Let time pass: every sweep up to the moment does what it would have done to the case."""
        while (now := self._next_sweep(until)) is not None:
            self._sweep(now)

    def _book(self) -> Book:
        return self._known.book

    def _case(self, **columns: Any) -> Case:
        return cast(Case, _Row(columns | _EMPTY | {"id": self.pk, "pk": self.pk}))

    def _act(
        self, key: str, by: Actor, data: Mapping[str, Any], files: tuple[StoredFile, ...], at: datetime
    ) -> None:
        action = action_of(self.type, key)
        values = self._known.accepted(action, data)
        if key in named_in(self.type):
            self._tape.units |= self._known.places(action, values, on=at.astimezone(LOCAL).date())
        context = self._context(by, at, values, files)
        require(action, context)
        event = written(self._tape, action, context, values, files, None)
        self._bring_about(action, context, event)

    def _context(
        self, by: Actor, at: datetime, values: Mapping[str, Any], files: tuple[StoredFile, ...]
    ) -> Context:
        tape = self._tape
        tape.deadlines = [row for row in tape.begun if row.status in OWED]
        return context_of(
            self.type,
            tape.case,
            actor=by,
            at=at,
            given=values,
            kinds=[*(row.kind for row in tape.evidence), *(file.kind for file in files)],
            tasks=tape.tasks.values(),
            deadlines=tape.deadlines,
            past=tape.events,
            books=self._book,
            standing=tape.standing,
        )

    def _bring_about(self, action: Action, context: Context, event: Event) -> None:
        tape = self._tape
        doing = Doing(context, tape.case, event, tape.standing, tape.deadlines, _no_child)
        for effect in lasting(self.type)[action.key]:
            self._effects[effect](doing)

    def _next_sweep(self, until: datetime) -> datetime | None:
        """Return the first sweep after what happened last that finds something to do, if it comes by then."""
        running = [
            row
            for row in self._tape.begun
            if row.status == _RUNNING and (row.due_at < until or (row.warn_at and row.warn_at <= until))
        ]
        if not running:
            return None
        since = self._sweep_after(self._tape.case.moved_at)
        moments = [max(since, self._sweep_after(row.due_at)) for row in running]
        for row in running:
            if row.warn_at and (warned := max(since, self._sweep_from(row.warn_at))) <= row.due_at:
                moments.append(warned)
        first = min(moments)
        return first if first <= until else None

    def _sweep_after(self, moment: datetime) -> datetime:
        return _BEGINNING + ((moment - _BEGINNING) // self._every + 1) * self._every

    def _sweep_from(self, moment: datetime) -> datetime:
        return _BEGINNING - ((_BEGINNING - moment) // self._every) * self._every

    def _sweep(self, now: datetime) -> None:
        running = [row for row in self._tape.begun if row.status == _RUNNING]
        near = [row for row in running if row.warn_at and row.warn_at <= now <= row.due_at]
        past = [row for row in running if row.due_at < now]
        for row in sorted(near, key=lambda row: row.warn_at or now):
            if row.status == _RUNNING:
                row.warn_at = None
                self._note(WARNED, row, now)
        for row in sorted(past, key=lambda row: row.due_at):
            if row.status == _RUNNING and row.due_at < now:
                self._miss(row, self._clocks[row.clock], now)

    def _miss(self, row: Deadline, clock: Clock, now: datetime) -> None:
        run_out(row, clock, now)
        self._note(LAPSED if clock.lapses else MISSED, row, now)
        if clock.miss:
            with suppress(ActRefused):  # as in ``tick``
                self._act(clock.miss, SYSTEM, {}, (), now)

    def _note(self, action: str, row: Deadline, now: datetime) -> None:
        tape = self._tape
        tape.deadlines = [one for one in tape.begun if one.status in OWED]
        context = Context(
            self.type, tape.standing, SYSTEM, now, self._book, settings.CITY.scope, unit_path=tape.case.path
        )
        tape.append(action, context=context, data=said_of(row, self._known.codes[row.unit_id]))


def _no_child(*_: object, **__: object) -> Never:
    raise NotImplementedError("a case told in bulk opens no other")
