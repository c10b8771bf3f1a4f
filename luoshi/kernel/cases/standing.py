"""The standing that the row of a case records, to be compared with what its events add up to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from luoshi.kernel.cases.fold import Standing
from luoshi.kernel.cases.models import Case, Task


class Place(NamedTuple):
    """An organisation in play: its key, its code and its path."""

    pk: int
    code: str
    path: str


def place_of(row: Case | Task) -> Place:
    """Return the organisation a case or a task belongs to, by its own columns."""
    return Place(row.unit_id, code_of(row.path), row.path)


def code_of(path: str) -> str:
    """Return the code of the organisation at the end of a path."""
    return path.rstrip("/").rpartition("/")[2]


def standing_of(case: Case, assisting: Iterable[str]) -> Standing:
    """Return what the row says."""
    return Standing(
        state=case.state,
        title=case.title,
        unit=code_of(case.path),
        assisting=tuple(assisting),
        assignee=case.assignee_id,
        secrecy=case.secrecy,
        data=case.data,
        closed_at=case.closed_at,
        version=case.version,
    )
