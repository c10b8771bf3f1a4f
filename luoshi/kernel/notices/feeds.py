"""Deadlines as an iCalendar feed (RFC 5545) that a person's own calendar can subscribe to. No alarms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import TRANSP, Calendar, Event

_REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One deadline. ``uid`` stays the same for ever, so that a moved deadline moves in every calendar."""

    uid: str
    title: str
    due_at: datetime
    url: str = ""
    note: str = ""


def calendar_feed(items: Iterable[FeedItem], *, name: str, now: datetime) -> bytes:
    """Return the items as a calendar, each at the moment it is due and taking up no time.

    Moments are written in UTC. ``now`` stamps the feed. Reminders are the reader's own business.
    """
    calendar = Calendar.new(name=name, method="PUBLISH", prodid="-//luoshi//CN", refresh_interval=_REFRESH)
    calendar.pop("UID")  # the library invents one each time; the feed's address is its identity
    for item in items:
        calendar.add_component(_event(item, now))
    return bytes(calendar.to_ical())


def _event(item: FeedItem, now: datetime) -> Event:
    return Event.new(
        uid=item.uid,
        stamp=now.astimezone(UTC),
        start=item.due_at.astimezone(UTC),
        summary=item.title,
        description=item.note or None,
        url=item.url or None,
        transparency=TRANSP.TRANSPARENT,
    )
