"""As records come: the measures of what has changed are taken again, and only what they decide is judged."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.conf import settings

from luoshi.config.nightly import judge_on, take_each
from luoshi.kernel.cases.models import Event
from luoshi.kernel.cases.registry import manifests
from luoshi.kernel.commitments.actions.judge import Judged
from luoshi.kernel.commitments.judging.queries import latest_day
from luoshi.kernel.commitments.tracking.queries import decided_by
from luoshi.kernel.measures.outside.registry import series_keyed
from luoshi.kernel.measures.outside.series import PREFIX
from luoshi.kernel.measures.queries import last_runs
from luoshi.kernel.measures.registry import measure, measures

AGAIN = timedelta(minutes=15)  # between two takes of a measure by day: each keeps what has changed
_SLACK = timedelta(minutes=1)  # an event is recorded when its transaction begins, and seen when it ends
_RECENT = 1_000  # events looked through for the platforms they belong to


def follow_records(now: datetime) -> str:
    """Follow the measures that new records have made stale, on the last day judged.

    The earlier lights of that day stay. Slips wait for the night.
    """
    day = latest_day(settings.CITY.home_report)
    stale = stale_measures(now) if day else []
    if day is None or not stale:
        return ""
    return str(follow(stale, on=day, at=now))


def follow(series: Collection[str], *, on: date, at: datetime) -> Judged:
    """Take these measures and judge the commitments that they, or these outside series, decide.

    Where the figures are as they were no light is new. Raises ``measure-unknown`` or ``series-unknown``.
    """
    outside = {series_keyed(key).key for key in series if key.startswith(PREFIX)}
    take_each([measure(key) for key in series if key not in outside], on=on, at=at)
    return judge_on(on, known_at=at, among=decided_by(series, settings.CITY.home_report, on=on))


def stale_measures(now: datetime) -> list[str]:
    """Return the measures of platforms with an event since their last take, if that was a while ago.

    What a platform records outside of cases is seen by the take of the night. Two queries.
    """
    runs = {key: run.at for key, run in last_runs(measures()).items() if run.at <= now - AGAIN}
    rows = Event.objects.order_by("-pk").values_list("case__type", "recorded_at")
    recent = list(rows[:_RECENT]) if runs else []
    if not recent:
        return []
    newest: dict[str, datetime] = {}
    for case_type, recorded_at in recent:
        newest.setdefault(case_type, recorded_at)
    oldest = recent[-1][1]  # a type that is not among them may have had an event just before
    return [
        key
        for key, at in runs.items()
        if any(newest.get(case_type, oldest) > at - _SLACK for case_type in _case_types(key))
    ]


def _case_types(key: str) -> list[str]:
    """Return the types of case of the platform that publishes the measure."""
    label = key.partition(".")[0]
    return [one.key for manifest in manifests() if manifest.label == label for one in manifest.case_types]
