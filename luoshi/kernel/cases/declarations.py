"""What a type of case is: frozen data with named pure functions, and nothing that runs by itself.

A platform declares its roles, states, actions and clocks here once; the engine, the pages, the API and the
documentation all read the same declaration.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term

if TYPE_CHECKING:
    from luoshi.kernel.cases.context import Context
    from luoshi.kernel.cases.effects import Doing

# The vocabulary of a platform's types.py.
__all__ = [
    "ANY",
    "BESIDE",
    "OPEN",
    "SYSTEM_ROLE",
    "Action",
    "CaseType",
    "Clock",
    "Effect",
    "Extension",
    "Field",
    "Guard",
    "Into",
    "Kind",
    "Pause",
    "Role",
    "State",
    "Where",
    "effect",
    "guard",
]

ANY = "*"  # as a source: every state; as a target: the state stays
OPEN = "open"  # the key of the act that begins a case
SYSTEM_ROLE = "system"  # acts that the engine does when a clock runs out


class Where(StrEnum):
    """In which relation to the case a post must stand for its role to count."""

    UNIT = "unit"  # the unit that is answerable for the case
    ASSISTING = "assisting"  # a unit that was asked to help
    OPENER = "opener"  # whoever opened it or signed it with them
    BEARER = "bearer"  # whoever holds the code by which the case is followed, with no account
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Role:
    """A part somebody plays in a case: which post role it takes, and where that post must sit."""

    key: str
    title: str
    post: str
    where: Where = Where.UNIT


@dataclass(frozen=True, slots=True)
class State:
    """Where a case stands, and whose turn it then is."""

    key: str
    title: str
    turn: tuple[str, ...] = ()
    end: bool = False


class Kind(StrEnum):
    """What a field holds. Money is whole fen; no field holds a floating number."""

    TEXT = "text"
    LONG = "long"
    DATE = "date"
    CHOICE = "choice"
    FLAG = "flag"
    INTEGER = "integer"
    MONEY = "money"
    UNIT = "unit"  # an organisation's code
    UNITS = "units"
    PERSON = "person"  # an account
    PEOPLE = "people"
    ENTRY = "entry"  # a code of a table the city keeps
    POINT = "point"  # "longitude,latitude" in degrees with six decimals, WGS 84


class Into(StrEnum):
    """Which column of the case a field's value moves into; any other value goes into its data."""

    DATA = "data"
    TITLE = "title"
    UNIT = "unit"
    ASSISTING = "assisting"
    ASSIGNEE = "assignee"
    SECRECY = "secrecy"
    SIGNERS = "signers"  # people who sign with the opener; stays in the data too
    ACCUSED = "accused"  # units that must never see the case; stays in the data too


BESIDE = (Into.DATA, Into.SIGNERS, Into.ACCUSED)  # no column of the case


@dataclass(frozen=True, slots=True)
class Field:
    """One value an action asks for. A private one is kept beside the chain, so that it can be erased.

    ``table`` names the code table of an entry.
    """

    key: str
    title: str
    kind: Kind = Kind.TEXT
    required: bool = True
    private: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    into: Into = Into.DATA
    help: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition of law. ``why`` is what a person reads when it is not met.

    One that judges what the form says (``on_complete``) is asked when the act is done, the others before.
    ``about`` is the field it judges, where it is one: a table then names the cell.
    """

    key: str
    why: str
    law: Law
    test: Callable[[Context], bool]
    on_complete: bool = False
    about: str = ""


def guard(
    why: str, law: Law, *, on_complete: bool = False, about: str = ""
) -> Callable[[Callable[[Context], bool]], Guard]:
    """Make a guard of the function below, under its name."""
    return lambda test: Guard(test.__name__, why, law, test, on_complete or bool(about), about)


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action brings about beside the case itself, in the same transaction. It writes rows only."""

    key: str
    do: Callable[[Doing], None]


def effect(do: Callable[[Doing], None]) -> Effect:
    """Make an effect of the function below, under its name."""
    return Effect(do.__name__, do)


@dataclass(frozen=True, slots=True)
class Action:
    """A step: from which states to which, by whom, with what, under which conditions."""

    key: str
    title: str
    frm: tuple[str, ...]
    to: str
    by: tuple[str, ...]
    form: tuple[Field, ...] = ()
    needs: tuple[str, ...] = ()  # kinds of evidence; "笔录|视频" takes either
    guards: tuple[Guard, ...] = ()
    then: tuple[Effect, ...] = ()
    public: bool = False  # its time and title are shown to anyone once the case is published


@dataclass(frozen=True, slots=True)
class Pause:
    """A span the law does not count, for one clock, between two actions."""

    start: str
    stop: str
    law: Law


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, granted by an action, each once and in the order declared."""

    action: str
    term: Term
    law: Law


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline of a statute (法定期限). It outlives the end of a case unless an end is among its stops.

    ``within`` is a term, or the key of the parameter that holds it, in which ``{field}`` stands for what the
    case says. Without it the due day is the date in the field ``anchor``. ``roll`` moves a last day that is
    no working day to the next one: a citizen's right, not the agency's. ``miss`` names the act that the
    law attaches to silence; without it a missed clock is only shown. An act in ``void`` takes away what the
    clock was for. One that ``lapses`` ends a right and makes nobody late.
    """

    key: str
    title: str
    law: Law
    start: tuple[str, ...]
    stop: tuple[str, ...]
    within: Term | str | None = None
    anchor: str = ""
    backwards: bool = False
    roll: bool = False
    when: Callable[[Context], bool] | None = None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    warn: Term | None = None  # how long before it is due the unit is told
    miss: str = ""
    void: tuple[str, ...] = ()
    lapses: bool = False
    each: bool = False  # one for every assisting unit


_Part = TypeVar("_Part", Action, State, Role)


@dataclass(frozen=True, slots=True, eq=False)  # one object a type, cheap to look things up by
class CaseType:
    """A type of case (事项类型). The first state is where ``opening`` leads.

    ``distinct`` are fields whose value names a matter everywhere, as a national code does: a table brings
    none twice.
    """

    key: str
    title: str
    law: Law  # the basis of the whole procedure
    roles: tuple[Role, ...]
    states: tuple[State, ...]
    opening: Action
    actions: tuple[Action, ...]
    clocks: tuple[Clock, ...] = ()
    intake: str = ""  # the parameter that names the unit a new case goes to, where its form does not
    children: tuple[str, ...] = ()
    reveals: tuple[Guard, ...] = ()  # what must hold before a private value is shown, beside a reason
    distinct: tuple[str, ...] = ()
    version: str = "1"

    def asks(self, into: Into) -> tuple[str, ...]:
        """Return the keys of the fields that move into the column."""
        return _asks(self, into)

    @property
    def acts(self) -> tuple[Action, ...]:
        """Return every action, the opening one first."""
        return (self.opening, *self.actions)

    def state(self, key: str) -> State:
        """Return the state of that key."""
        return _states(self)[key]

    def role(self, key: str) -> Role:
        """Return the role of that key."""
        return _roles(self)[key]

    def action(self, key: str) -> Action | None:
        """Return the action of that key, or None."""
        return _acts(self).get(key)

    def field(self, key: str) -> Field | None:
        """Return the first declaration of a field of that key, or None."""
        return next((field for action in self.acts for field in action.form if field.key == key), None)


@cache
def _acts(declared: CaseType) -> dict[str, Action]:
    return _by_key(declared.acts)


@cache
def _states(declared: CaseType) -> dict[str, State]:
    return _by_key(declared.states)


@cache
def _roles(declared: CaseType) -> dict[str, Role]:
    return _by_key(declared.roles)


@cache
def _asks(declared: CaseType, into: Into) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.key for action in declared.acts for f in action.form if f.into is into))


def _by_key(parts: tuple[_Part, ...]) -> dict[str, _Part]:
    return {part.key: part for part in reversed(parts)}  # of two with one key the first counts
