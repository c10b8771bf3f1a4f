"""What guards, terms and effects may look at: everything fetched before, nothing asked for. No database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol
from zoneinfo import ZoneInfo

from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term
from luoshi.kernel.cases.declarations import CaseType
from luoshi.kernel.cases.fold import Standing
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.parameters.rules import Book

LOCAL = ZoneInfo("Asia/Shanghai")  # statutes count in local days


class PastAct(Protocol):
    """An earlier event of the case, as guards see it."""

    @property
    def seq(self) -> int:
        """Return its number in the case."""

    @property
    def action(self) -> str:
        """Return what was done."""

    @property
    def at(self) -> datetime:
        """Return when."""

    @property
    def by_id(self) -> int | None:
        """Return the account that did it, None for the system."""

    @property
    def data(self) -> Mapping[str, Any]:
        """Return what was given."""


class Past(NamedTuple):
    """An earlier event that was fetched for an act: what guards look at, and no more."""

    seq: int
    action: str
    at: datetime
    by_id: int | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """A case, the person before it, and what they bring. Guards are pure functions of it."""

    type: CaseType
    standing: Standing
    actor: Actor
    at: datetime
    books: Callable[[], Book]  # asked only where a rule looks a number up
    scope: str  # whose parameters hold: "nation/吉林省/四平市"
    code: str = ""  # of the case; none has it before it is opened
    opener: int | None = None
    signers: frozenset[int] = frozenset()  # the opener and whoever signed with them
    past: tuple[PastAct, ...] = ()
    given: Mapping[str, Any] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()  # of all evidence, what is brought now included
    unit_path: str = ""
    assisting_paths: Mapping[str, str] = field(default_factory=dict)  # unit code → path
    running: frozenset[str] = frozenset()  # keys of the clocks that run

    @property
    def today(self) -> date:
        """Return the local day of the act."""
        return self.at.astimezone(LOCAL).date()

    def value(self, key: str) -> Any:
        """Return what is given now under the key, else what the case holds, else None."""
        return self.given[key] if key in self.given else self.standing.data.get(key)

    def term(self, key: str) -> tuple[Term, Law]:
        """Return the period a parameter sets on the day of the act, and its article.

        ``{field}`` in the key stands for the case's value of that field.
        """
        return self.books().term(key.format_map(self.standing.data), on=self.today, scope=self.scope)

    def last(self, *actions: str) -> PastAct | None:
        """Return the latest of the acts named, or None."""
        return next((act for act in reversed(self.past) if act.action in actions), None)

    def has(self, *actions: str) -> bool:
        """Tell whether one of the acts named has been done."""
        return self.last(*actions) is not None

    def count(self, action: str) -> int:
        """Return how often the act has been done."""
        return sum(act.action == action for act in self.past)

    def did(self, *actions: str) -> bool:
        """Tell whether the actor did the latest of the acts named: for rules that want two people."""
        act = self.last(*actions)
        return act is not None and act.by_id is not None and act.by_id == self.actor.account
