"""Which requests somebody asks for: ids, or services, standing and a span of at most ninety days. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from luoshi.kernel.cases.context import LOCAL
from luoshi.platforms.hotline.open311.errors import not_valid

SPAN = timedelta(days=90)
MOST = 1000  # requests in one answer
OPEN, CLOSED = "open", "closed"
_YEARS = range(1900, 2200)
_LOST_PLUS = re.compile(r"(?<=\d) (?=\d\d:?\d\d$)")  # "+08:00" in an address is read as " 08:00"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. Where ``ids`` are named nothing else counts; no service and no standing is all."""

    ids: tuple[str, ...]
    services: tuple[str, ...]
    statuses: frozenset[str]
    since: datetime
    until: datetime


def wish_of(given: Mapping[str, str], *, at: datetime) -> Wish:
    """Return the wish. An empty value counts as none. Raises ``open311-400`` for a value that is none.

    A start without an end asks for the ninety days after it, an end without a start for those before.
    """
    ids = parts_of(given.get("service_request_id", ""))
    if ids:
        return Wish(ids, (), frozenset(), at - SPAN, at)
    statuses = frozenset(part.lower() for part in parts_of(given.get("status", "")))
    if statuses - {OPEN, CLOSED}:
        raise not_valid("status", "只能是 open、closed", "open and closed only")
    since, until = _span(given.get("start_date", ""), given.get("end_date", ""), at)
    return Wish((), parts_of(given.get("service_code", "")), statuses, since, until)


def parts_of(text: str) -> tuple[str, ...]:
    """Return the parts of a list with commas, each once."""
    parts = (part.strip() for part in text.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST]


def moment_of(text: str, *, name: str) -> datetime:
    """Return a W3C date and time in UTC; without a zone it is the city's. Raises ``open311-400``."""
    try:
        found = datetime.fromisoformat(_LOST_PLUS.sub("+", text.strip()) if "T" in text else text.strip())
        if found.year not in _YEARS:
            raise ValueError(text)
        return (found if found.tzinfo else found.replace(tzinfo=LOCAL)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise not_valid(name, "应形如 2026-03-01T00:00:00Z", "write it as 2026-03-01T00:00:00Z") from None


def _span(start: str, end: str, at: datetime) -> tuple[datetime, datetime]:
    since = moment_of(start, name="start_date") if start.strip() else None
    until = moment_of(end, name="end_date") if end.strip() else None
    if since is None:
        until = until or at
        since = until - SPAN
    until = until or since + SPAN
    if until < since:
        raise not_valid("end_date", "早于 start_date", "is before start_date")
    if until - since > SPAN:
        raise not_valid("end_date", "与 start_date 相隔超过90天", "the span is more than 90 days")
    return since, until
