"""A case is what its events add up to. Pure: the same events give the same standing. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from luoshi.kernel.cases.declarations import ANY, BESIDE, CaseType, Into


class EventLike(Protocol):
    """What an event must tell to be folded."""

    seq: int
    action: str
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: what the row of the case must say."""

    state: str = ""
    title: str = ""
    unit: str = ""  # the code of the unit that is answerable
    assisting: tuple[str, ...] = ()
    assignee: int | None = None
    secrecy: int = 0
    data: Mapping[str, Any] = field(default_factory=dict)
    closed_at: datetime | None = None
    version: int = 0


def fold(case_type: CaseType, events: Iterable[EventLike], *, since: Standing | None = None) -> Standing:
    """Return the standing after the events, from the beginning or from an earlier standing."""
    standing = since or Standing()
    for event in events:
        standing = step(case_type, standing, event)
    return standing


def step(case_type: CaseType, standing: Standing, event: EventLike) -> Standing:
    """Return the standing after one more event. An act that is not declared moves nothing.

    What a form leaves empty is empty from then on; only title, unit and secrecy stay as they were.
    """
    action = case_type.action(event.action)
    if action is None:
        return replace(standing, version=event.seq)
    state = standing.state if action.to == ANY else action.to
    columns: dict[str, Any] = {}
    data = dict(standing.data)
    for declared in action.form:
        value = event.data.get(declared.key)
        if declared.into in BESIDE:
            data[declared.key] = value
        elif declared.into is Into.ASSISTING:
            columns["assisting"] = tuple(value or ())
        elif value is not None or declared.into is Into.ASSIGNEE:
            columns[declared.into.value] = value
    ended = case_type.state(state).end
    return Standing(
        state=state,
        title=columns.get("title", standing.title),
        unit=columns.get("unit", standing.unit),
        assisting=columns.get("assisting", standing.assisting),
        assignee=columns.get("assignee", standing.assignee),
        secrecy=columns.get("secrecy", standing.secrecy),
        data={key: value for key, value in data.items() if value is not None},
        closed_at=(standing.closed_at or event.at) if ended else None,
        version=event.seq,
    )
