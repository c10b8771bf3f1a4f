"""What must hold of a declared type before one case is opened under it. Run at start-up and in CI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from string import Formatter

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.declarations import ANY, OPEN, SYSTEM_ROLE, Action, CaseType, Clock, Into, Kind

_INTO = {
    Into.UNIT: Kind.UNIT,
    Into.ASSISTING: Kind.UNITS,
    Into.ACCUSED: Kind.UNITS,
    Into.ASSIGNEE: Kind.PERSON,
    Into.SIGNERS: Kind.PEOPLE,
    Into.SECRECY: Kind.INTEGER,
    Into.TITLE: Kind.TEXT,
}


def faults_of(case_type: CaseType, *, known: Iterable[str] = ()) -> list[str]:
    """Return what is wrong with the type, in words; an empty list is a proof that none of it is.

    ``known`` are the keys of all types, among which its children must be.
    """
    return [
        *_names(case_type),
        *_moves(case_type),
        *_ways(case_type),
        *_fields(case_type),
        *_laws(case_type),
        *_clocks(case_type),
        *(f"child type {key} does not exist" for key in sorted(set(case_type.children) - set(known))),
    ]


def reachable(case_type: CaseType, start: str) -> set[str]:
    """Return the states that can follow the one given, itself included."""
    seen: set[str] = set()
    todo = [start]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += [a.to for a in case_type.actions if leaves(a, state) and a.to != ANY]
    return seen


def leaves(action: Action, state: str) -> bool:
    """Tell whether the action can be taken in the state."""
    return state in action.frm or ANY in action.frm


def _names(case_type: CaseType) -> Iterator[str]:
    groups = {
        "role": [role.key for role in case_type.roles],
        "state": [state.key for state in case_type.states],
        "action": [action.key for action in case_type.acts],
        "clock": [clock.key for clock in case_type.clocks],
    }
    for noun, keys in groups.items():
        yield from (f"{noun} {key} is declared {n} times" for key, n in Counter(keys).items() if n > 1)


def _moves(case_type: CaseType) -> Iterator[str]:
    states, roles = {s.key for s in case_type.states}, {r.key for r in case_type.roles} | {SYSTEM_ROLE}
    for action in case_type.acts:
        for key in (*action.frm, action.to):
            if key not in states | {ANY}:
                yield f"action {action.key}: unknown state {key}"
        for role in action.by:
            if role not in roles:
                yield f"action {action.key}: unknown role {role}"
        if not action.by:
            yield f"action {action.key}: nobody may take it"
    for state in case_type.states:
        for role in state.turn:
            if role not in roles:
                yield f"state {state.key}: unknown role {role}"


def _ways(case_type: CaseType) -> Iterator[str]:
    first, ends = case_type.states[0].key, {s.key for s in case_type.states if s.end}
    if case_type.opening.key != OPEN:
        yield f"the opening action is called {case_type.opening.key}, not {OPEN}"
    if case_type.opening.frm or case_type.opening.to != first:
        yield f"the opening action leads to {case_type.opening.to}, not to the first state {first}"
    if not ends:
        yield "no state is an end"
    for state in case_type.states:
        if state.key not in reachable(case_type, first):
            yield f"state {state.key} cannot be reached"
        if not state.end and not ends & reachable(case_type, state.key):
            yield f"state {state.key} is a dead end"
        for action in case_type.actions:
            if state.end and leaves(action, state.key) and action.to != ANY:
                yield f"action {action.key} leaves the end {state.key}"


def _fields(case_type: CaseType) -> Iterator[str]:
    begins = {field.into: field for field in case_type.opening.form}
    if Into.TITLE not in begins or not begins[Into.TITLE].required:
        yield "the opening form asks for no title"
    if Into.UNIT not in begins or not (begins[Into.UNIT].required or case_type.intake):
        yield "nothing says which unit a new case belongs to"
    for action in case_type.acts:
        for key, count in Counter(field.key for field in action.form).items():
            if count > 1:
                yield f"action {action.key}: field {key} is declared {count} times"
        for field in action.form:
            if (field.kind is Kind.CHOICE) != bool(field.choices):
                yield f"action {action.key}: field {field.key} needs choices, and only a choice does"
            if (field.kind is Kind.ENTRY) != bool(field.table):
                yield f"action {action.key}: field {field.key} needs a table, and only an entry does"
            if field.into in _INTO and field.kind is not _INTO[field.into]:
                yield f"action {action.key}: field {field.key} cannot move into {field.into}"
            if field.private and field.into is not Into.DATA:  # a column could not forget it
                yield f"action {action.key}: field {field.key} is private and moves into {field.into}"
        asked = {"", *(field.key for field in action.form)}
        yield from (
            f"guard {g.key} is about no field: {g.about}" for g in action.guards if g.about not in asked
        )
    opened = {field.key for field in case_type.opening.form if not field.private}
    yield from (
        f"no open field {key} that tells cases apart" for key in case_type.distinct if key not in opened
    )


def _laws(case_type: CaseType) -> Iterator[str]:
    cited: list[tuple[str, Law]] = [("the type", case_type.law)]
    cited += [(f"guard {guard.key}", guard.law) for action in case_type.acts for guard in action.guards]
    cited += [(f"guard {guard.key}", guard.law) for guard in case_type.reveals]
    for clock in case_type.clocks:
        cited += [(f"clock {clock.key}", clock.law)]
        cited += [(f"a pause of clock {clock.key}", pause.law) for pause in clock.pauses]
        cited += [(f"an extension of clock {clock.key}", extension.law) for extension in clock.extensions]
    for noun, law in cited:
        if not law.name or not law.article:
            yield f"{noun} cites no article"


def _clocks(case_type: CaseType) -> Iterator[str]:
    acts = {action.key: action for action in case_type.acts}
    for clock in case_type.clocks:
        named = [*clock.start, *clock.stop, *clock.void, *(e.action for e in clock.extensions), clock.miss]
        named += [key for pause in clock.pauses for key in (pause.start, pause.stop)]
        unknown = [key for key in named if key and key not in acts]
        yield from (f"clock {clock.key}: no action {key}" for key in unknown)
        yield from _terms(case_type, clock)
        if not unknown:
            yield from _stoppable(case_type, clock)


def _terms(case_type: CaseType, clock: Clock) -> Iterator[str]:
    fields = [field for action in case_type.acts for field in action.form]
    private = {field.key for field in fields if field.private}  # what can be erased can set no date
    dates = {field.key for field in fields if field.kind is Kind.DATE} - private
    if clock.within is None and not clock.anchor:
        yield f"clock {clock.key} has neither a term nor a date to run to"
    if clock.anchor and clock.anchor not in dates:
        yield f"clock {clock.key}: no date field {clock.anchor}"
    if clock.backwards and (not clock.anchor or clock.pauses or clock.extensions):
        yield f"clock {clock.key} runs backwards, which takes a date and neither pause nor extension"
    if isinstance(clock.within, str):
        asked = {name for _, name, _, _ in Formatter().parse(clock.within) if name}
        for key in sorted(asked - ({field.key for field in fields} - private)):
            yield f"clock {clock.key}: no field {key} for its term"


def _stoppable(case_type: CaseType, clock: Clock) -> Iterator[str]:
    """From every state in which the clock can run, one of its stops must still be possible.

    What the law attaches to silence must be possible at once there, with nothing to fill in.
    """
    ends = {*clock.stop, *clock.void}
    stops = [action for action in case_type.acts if action.key in ends]
    for state in sorted(_running(case_type, clock)):
        if not any(leaves(stop, after) for stop in stops for after in reachable(case_type, state)):
            yield f"clock {clock.key} cannot be stopped from {state}"
    if missed := case_type.action(clock.miss):
        if SYSTEM_ROLE not in missed.by:
            yield f"clock {clock.key}: the system may not {clock.miss}"
        if missed.needs or any(field.required for field in missed.form):
            yield f"clock {clock.key}: the system has nothing to fill in for {clock.miss}"
        for state in sorted(_running(case_type, clock)):
            if not leaves(missed, state):
                yield f"clock {clock.key} can run out in {state}, where {clock.miss} is not possible"


def _running(case_type: CaseType, clock: Clock) -> set[str]:
    """Return the states in which the clock can run."""
    running: set[str] = set()
    starts = [action for action in case_type.acts if action.key in clock.start]
    todo = [target for action in starts for target in _targets(case_type, action)]
    while todo:
        state = todo.pop()
        if state not in running:
            running.add(state)
            onward = (a for a in case_type.actions if a.key not in {*clock.stop, *clock.void} and a.to != ANY)
            todo += [action.to for action in onward if leaves(action, state)]
    return running


def _targets(case_type: CaseType, action: Action) -> list[str]:
    if action.to != ANY:
        return [action.to]
    return [state.key for state in case_type.states if leaves(action, state.key)]
