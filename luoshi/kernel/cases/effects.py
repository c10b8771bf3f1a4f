"""What an effect may do beside the act: tell people, open a child case. In the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.context import LOCAL, Context
from luoshi.kernel.cases.declarations import Effect
from luoshi.kernel.cases.fold import Standing
from luoshi.kernel.cases.models import Case, Deadline, Event, Link
from luoshi.kernel.cases.statements import HOLDERS
from luoshi.kernel.notices.actions import announce
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.prepared import ask


@dataclass(frozen=True, slots=True)
class Doing:
    """The act that was just written, in the hands of its effects.

    ``deadlines`` are those the act began or moved, and those still owed.
    """

    context: Context
    case: Case
    event: Event
    standing: Standing
    deadlines: Sequence[Deadline]
    open_case: Callable[..., Case]

    def tell(
        self, topic: str, title: str, *, to: Iterable[int], body: str = "", required: bool = False
    ) -> None:
        """Announce the act to the accounts, and to the systems that listen to the topic.

        What is ``required`` reaches people whatever they prefer.
        """
        announce(
            key=f"case:{self.case.code}:{self.event.seq}:{topic}",
            topic=topic,
            subject=f"case:{self.case.code}",
            title=title,
            body=body,
            link=f"/desk/cases/{self.case.code}/",
            to=to,
            data={"case": self.case.code, "action": self.event.action, "state": self.case.state},
            at=self.event.at,
            required=required,
        )

    def holders(self, roles: Collection[str], units: Collection[str]) -> set[int]:
        """Return the accounts that hold a post with one of the roles in the organisations named, today."""
        day = self.event.at.astimezone(LOCAL).date()
        return {pk for (pk,) in ask(HOLDERS, {"units": list(units), "roles": list(roles), "on": day})}

    def open_child(self, type_key: str, data: Mapping[str, Any], *, by: Actor | None = None) -> Case:
        """Open a case that this one gave rise to, by the same person, or ``by`` another, at the same moment.

        What came of an invented case is invented too.
        """
        child = self.open_case(
            type_key,
            by=by or self.context.actor,
            data=data,
            at=self.event.at,
            key=f"{self.case.code}:{self.event.seq}:{type_key}",
            simulated=self.case.simulated,
        )
        Link.objects.get_or_create(case=self.case, kind="child", other=child, commitment="")
        return child


@dataclass(frozen=True, slots=True)
class Telling(Effect):
    """An effect that tells people. By the article in ``duty`` they must be told, and nobody can refuse it."""

    duty: Law | None = None


@dataclass(frozen=True, slots=True)
class Once(Effect):
    """Words that whoever acts is told on the page that answers, and that nothing keeps: a code.

    ``tell`` is asked after the act, in its transaction, by a page that shows them: by no other caller.
    """

    tell: Callable[[Case], tuple[tuple[str, str], ...]]


def tell_once(tell: Callable[[Case], tuple[tuple[str, str], ...]]) -> Once:
    """Make such an effect of the function below, under its name."""
    return Once(tell.__name__, _nothing, tell)


def _nothing(doing: Doing) -> None:
    """Leave all to the page."""


def tell_units(words: str, *, duty: Law | None = None) -> Telling:
    """Tell the handlers and heads of the lead unit and of its co-handlers."""

    def tell(doing: Doing) -> None:
        units = (doing.standing.unit, *doing.standing.assisting)
        people = doing.holders(("handler", "head"), units)
        said = f"{words}：{doing.standing.title}"
        doing.tell(f"case.{doing.event.action}", said, to=people, required=duty is not None)

    return Telling(f"tell units {words}", tell, duty)


def tell_signers(words: str, *, duty: Law | None = None) -> Telling:
    """Tell whoever opened the case or signed it."""

    def tell(doing: Doing) -> None:
        said, people = f"{words}：{doing.standing.title}", doing.context.signers
        doing.tell(f"case.{doing.event.action}", said, to=people, required=duty is not None)

    return Telling(f"tell signers {words}", tell, duty)
