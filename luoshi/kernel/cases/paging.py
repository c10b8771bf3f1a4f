"""Pages of lists that stay right while rows are added: each begins after the last row of the one before."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case, CaseQuerySet
from luoshi.kernel.cases.searching import worded
from luoshi.kernel.orgs.models import Organisation

NEWEST, DUE = "newest", "due"


def narrowed(
    cases: CaseQuerySet,
    *,
    at: datetime,
    type: str = "",
    state: str = "",
    unit: str = "",
    due_before: date | None = None,
    overdue: bool = False,
    q: str = "",
) -> CaseQuerySet:
    """Keep the cases that fit all that is given. A unit includes those below it; days are local."""
    if type:
        cases = cases.filter(type=type)
    if state:
        cases = cases.filter(state=state)
    if unit:
        path = Organisation.objects.filter(code=unit).values_list("path", flat=True).first()
        cases = cases.filter(path__startswith=path) if path else cases.none()
    if due_before:
        cases = cases.filter(due_at__lt=datetime.combine(due_before, time.min, tzinfo=LOCAL))
    if overdue:
        cases = cases.overdue(at)
    if (words := worded(q)) is not None:
        cases = cases.filter(words)
    return cases


def page(cases: CaseQuerySet, *, sort: str, limit: int, cursor: str) -> tuple[list[Case], str]:
    """Return a page of the cases, and the cursor of the next one, "" at the end. One query.

    ``newest`` begins with the case opened last; ``due`` with the nearest deadline, and leaves out those
    without one. Raises ``cursor-invalid``.
    """
    lines = cases.select_related("unit", "assignee", "opener")
    if sort == DUE:
        lines = lines.filter(due_at__isnull=False).order_by("due_at", "pk")
        if cursor:
            moment, pk = position(cursor, datetime.fromisoformat, _whole)
            lines = lines.filter(Q(due_at__gt=moment) | Q(due_at=moment, pk__gt=pk))
    else:
        lines = lines.order_by("-pk")
        if cursor:
            lines = lines.filter(pk__lt=position(cursor, _whole)[0])
    rows = list(lines[: limit + 1])
    if len(rows) <= limit:
        return rows, ""
    last = rows[limit - 1]
    return rows[:limit], cursor_of(last.due_at, last.pk) if sort == DUE else cursor_of(last.pk)


def cursor_of(*place: Any) -> str:
    """Return a cursor that says where a page ended."""
    text = json.dumps([part.isoformat() if isinstance(part, date) else part for part in place])
    return base64.urlsafe_b64encode(text.encode("utf-8")).decode("ascii").rstrip("=")


def position(cursor: str, *kinds: Callable[[Any], Any]) -> list[Any]:
    """Return the place a cursor tells, read by the kinds given. Raises ``cursor-invalid``."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place = [kind(part) for kind, part in zip(kinds, found, strict=True)]
        if any(isinstance(part, datetime) and part.tzinfo is None for part in place):
            raise ValueError("a moment without its zone")
    except (ValueError, TypeError, RecursionError, OverflowError) as error:
        raise LuoshiError(
            "cursor-invalid",
            "游标不能识别。请原样使用上一页给出的 next，或从第一页开始。",
            "The cursor is not one of ours. Use `next` of the page before as it is, or begin anew.",
        ) from error
    return place


def sequence(value: Any) -> int:
    """Read the number of an event from a cursor."""
    return _whole(value, most=2**31 - 1)


def word(value: Any) -> str:
    """Read a code from a cursor."""
    if not isinstance(value, str) or "\x00" in value or not value.isprintable():
        raise ValueError("no code")
    return value


def _whole(value: Any, most: int = 2**63 - 1) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError("no number of ours")
    return value
