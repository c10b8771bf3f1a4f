"""目标调整记录 as people read it: what a change changed, old and new, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from luoshi.kernel.commitments.assessing.trajectories import TITLES as COURSES
from luoshi.kernel.commitments.assessing.trajectories import Course
from luoshi.kernel.commitments.models import ChangeRecord
from luoshi.kernel.orgs.models import Organisation

_SAID_BY_THE_ORIGIN = "deadline_from"  # of a changed deadline it says again that it was changed
_NOTHING = "—"


def differences_told(change: ChangeRecord, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return each field that changed with its old and new value, units by their names.

    A value that the report itself states is told in the report's words.
    """
    return [
        (field, *(_told(field, value, change.quote, names) for value in pair))
        for field, pair in change.changes.items()
        if field != _SAID_BY_THE_ORIGIN
    ]


def names_of_units(changes: Iterable[ChangeRecord]) -> dict[str, str]:
    """Return the short names of all units whose duties changed, by code. At most one query."""
    lists = [side for one in changes for pair in one.changes.values() for side in pair]
    codes = {code for side in lists if isinstance(side, list) for code in side if isinstance(code, str)}
    if not codes:
        return {}
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "short"))


def _told(field: str, value: Any, quote: str, names: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        nodes = "，".join(f"{on} {share}" for on, share in value.get("nodes", ()))
        return COURSES[Course(value["course"])] + (f"（{nodes}）" if nodes else "")
    if isinstance(value, list):
        return "、".join(names.get(str(one), str(one)) for one in value) or _NOTHING
    if field == "value" and value is None:
        return quote or _NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    return _NOTHING if value in (None, "") else str(value)
