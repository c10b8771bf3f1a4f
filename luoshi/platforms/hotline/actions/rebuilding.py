"""Write the read model of requests anew from their events: what their acts wrote, and nothing else.

What no event tells stays as it is: the fingerprint of the follow code, which the chain must not know, and
which request somebody found to be repeated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from django.db import transaction

from luoshi.kernel.cases.actions.recompute import RECOMPUTED
from luoshi.kernel.cases.clocks import LAPSED, MISSED
from luoshi.kernel.cases.fold import Standing, step
from luoshi.kernel.cases.models import Case, Deadline, Event, PrivateValue
from luoshi.kernel.cases.private import unseal
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.codes import person_of
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.recording import COLUMNS, keep_open_words, onto, owing, record, record_of
from luoshi.platforms.hotline.types import REQUEST

_AT_ONCE = 500
_STATUS = Deadline.Status
_RECORDING = frozenset(action.key for action in REQUEST.acts if record in action.then)
_CLOCKS = {clock.key: clock for clock in REQUEST.clocks}
_WRITTEN = [name for name in COLUMNS if name != "case_id"]


def rebuild() -> int:
    """Write the row of every request anew, and return how many. Acts may go on meanwhile. Idempotent."""
    keys = list(Case.objects.filter(type=REQUEST.key).order_by("pk").values_list("pk", flat=True))
    paths = dict(Organisation.objects.values_list("code", "path"))
    for start in range(0, len(keys), _AT_ONCE):
        _rebuild(keys[start : start + _AT_ONCE], paths)
    return len(keys)


@transaction.atomic
def _rebuild(keys: Sequence[int], paths: Mapping[str, str]) -> None:
    cases = Case.objects.filter(pk__in=keys).order_by("pk").select_for_update()
    followed = dict(Request.objects.filter(pk__in=keys).values_list("pk", "follow"))
    related = cases.prefetch_related("events", "deadlines", "private_values")
    rows = [_row(case, paths, followed.get(case.pk)) for case in related]
    Request.objects.bulk_create(
        [Request(**row) for row in rows],
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=_WRITTEN,
    )
    keep_open_words(keys)


def _row(case: Case, paths: Mapping[str, str], follow: str | None) -> dict[str, Any]:
    """Return the row that the acts upon the case have left."""
    events, deadlines = list(case.events.all()), list(case.deadlines.all())
    standing = Standing()
    row: dict[str, Any] = {}
    last = max(event.seq for event in events if event.action in _RECORDING)
    for event in events[:last]:
        standing = step(REQUEST, standing, event)
        if event.action not in _RECORDING:
            continue
        sight = list(_in_sight(deadlines, events, event.seq))
        row = onto(owing(sight) | {"person": None, "known": False}, row)
    then = SimpleNamespace(
        pk=case.pk,
        code=case.code,
        state=standing.state,
        data=standing.data,
        path=paths[standing.unit],
        simulated=case.simulated,
        opened_at=case.opened_at,
        moved_at=events[last - 1].at,
    )
    row = record_of(cast(Case, then), events[:last], []) | row
    return row | _about(list(case.private_values.all()), follow)


def _about(private: Iterable[PrivateValue], follow: str | None) -> dict[str, Any]:
    kept = {value.field: value.sealed for value in private if value.sealed}
    phone = unseal(kept["phone"]) if "phone" in kept else None
    return {"person": person_of(phone), "known": bool(kept) or follow is not None}


def _in_sight(deadlines: list[Deadline], events: list[Event], seq: int) -> Iterator[Deadline]:
    """Yield the deadlines that the act of that number had before it, as they then stood."""
    for row in deadlines:
        ended = _end(row, events)
        if row.seq <= seq and (ended is None or ended >= seq):
            status = row.status if ended == seq else _status_before(row, events, seq)
            due_at = _due_at(row, events, seq)
            yield cast(Deadline, SimpleNamespace(clock=row.clock, status=status, due_at=due_at))


def _end(row: Deadline, events: list[Event]) -> int | None:
    """Return the number of the event that ended the deadline; None where it is still owed."""
    clock = _CLOCKS[row.clock]
    for event in events[row.seq :]:
        lapsed = event.action == LAPSED and event.data["clock"] == row.clock
        if event.at == row.stopped_at and (lapsed or event.action in (*clock.stop, *clock.void)):
            return event.seq
    return None


def _status_before(row: Deadline, events: list[Event], seq: int) -> str:
    missed = any(one.action == MISSED and one.data["clock"] == row.clock for one in events[row.seq : seq])
    return _STATUS.MISSED if missed else _STATUS.RUNNING


def _due_at(row: Deadline, events: list[Event], seq: int) -> datetime:
    """Return when it then fell due: a change of the calendar since is told by an event of its own."""
    for event in events[seq:]:
        if event.action == RECOMPUTED and event.data["clock"] == row.clock:
            return datetime.fromisoformat(event.data["was"])
    return row.due_at
