"""Count the requests of each day on which anything moved, whole and anew: again, it counts the same."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from luoshi.platforms.hotline.models import DayCount, DayMark

_SETTLING = timedelta(minutes=5)  # no act takes so long: by then what was written before is seen

# Of the events since, the days on which their requests came in. Found by the keys of both.
_MOVED = """
SELECT DISTINCT (request.opened_at AT TIME ZONE 'Asia/Shanghai')::date
FROM cases_event AS event
JOIN hotline_request AS request ON request.case_id = event.case_id
WHERE event.id > %s AND event.id <= %s
"""

# Place and outcome as the facts have them (facts/requests.sql); found by the index request_by_opening.
_COUNTED = """
INSERT INTO hotline_daycount (day, channel, category, district, unit, outcome, simulated, requests)
SELECT asked.day, request.channel, request.category,
    left(coalesce(nullif(local.region, ''), unit.region), 6), unit.code,
    CASE
        WHEN request.state IN ('declined', 'merged') THEN request.state
        WHEN request.state IN ('finished', 'archived') THEN request.outcome
        ELSE 'open'
    END,
    request.simulated, count(*)
FROM unnest(%s::date[]) AS asked (day)
JOIN hotline_request AS request
    ON request.opened_at >= asked.day::timestamp AT TIME ZONE 'Asia/Shanghai'
    AND request.opened_at < (asked.day + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
JOIN cases_case AS matter ON matter.id = request.case_id
JOIN orgs_organisation AS unit ON unit.id = matter.unit_id
LEFT JOIN orgs_organisation AS local ON local.code = request.locality
GROUP BY 1, 2, 3, 4, 5, 6, 7
"""


@transaction.atomic
def count_days(*, now: datetime) -> int:
    """Count every day whose requests have moved since the last count. Returns how many days it was."""
    DayMark.objects.get_or_create(pk=1)
    mark = DayMark.objects.select_for_update().get(pk=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM cases_event")
        last: int = cursor.fetchone()[0]
        cursor.execute(_MOVED, [mark.settled, last])
        days = [day for (day,) in cursor.fetchall()]
    recount_days(days)
    if mark.seen_at is None or now - mark.seen_at >= _SETTLING:
        mark.settled, mark.seen, mark.seen_at = mark.seen, last, now
        mark.save()
    return len(days)


@transaction.atomic
def recount_days(days: list[date]) -> None:
    """Count the days anew."""
    if not days:
        return
    DayCount.objects.filter(day__in=days).delete()
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, [days])
