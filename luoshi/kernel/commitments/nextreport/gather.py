"""What the next report is drafted from: the promises as they stand on a day. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import localcontext
from pathlib import Path

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions.judge import DEFAULT_RULE, assess_matter
from luoshi.kernel.commitments.assessing import Assessment, read_rules, rule_in_force
from luoshi.kernel.commitments.assessing.arithmetic import EXACT
from luoshi.kernel.commitments.assessing.measuring import measure, window_of
from luoshi.kernel.commitments.assessing.results import DECIMALS
from luoshi.kernel.commitments.assessing.series import known
from luoshi.kernel.commitments.judging.inputs import Matter, matters_of
from luoshi.kernel.commitments.judging.queries import latest_day, standings
from luoshi.kernel.commitments.models import Commitment, Half, Lack, Light, Report
from luoshi.kernel.commitments.nextreport.items import Item, Promise, Series, Silent
from luoshi.kernel.commitments.nextreport.layout import Contents
from luoshi.kernel.commitments.tracking.queries import tracking_of
from luoshi.kernel.measures.outside.registry import series_keyed
from luoshi.kernel.measures.outside.series import PREFIX
from luoshi.kernel.measures.points import Point
from luoshi.kernel.measures.registry import measure as measure_keyed

_RATE_DECIMALS = 1  # a measure's file names none

Lights = dict[tuple[int, str, bool], Light]


def contents_of(report: str, *, rules_folder: Path, on: date | None = None) -> Contents:
    """Return what the report's promises came to by the day, or by the last one judged, as its lights know it.

    What is known is what the last light of the day knew. Raises ``report-unknown`` without the report and
    ``draft-not-judged`` where nothing was judged on the day.
    """
    promised = _report(report)
    day = on or latest_day(report)
    lit = standings(report, on=day)
    lights: Lights = {
        (one.commitment.pk, light.part, light.adjusted): light for one in lit for light in one.lights
    }
    if day is None or not lights:
        raise LuoshiError(
            "draft-not-judged",
            f"{report} 在{day or '任何一天'}没有研判，无从起草。请先研判，或用 --on 指定已研判的日期。",
            f"{report} was not judged on {day or 'any day'}. Judge it first, or name another day with --on.",
        )
    known_at = max(light.known_at for light in lights.values())
    rules = rule_in_force(read_rules(rules_folder), DEFAULT_RULE, on=day)
    matters = matters_of(report, year=promised.year, on=day, known_at=known_at)
    items = [
        _item(matter, assess_matter(matter, rules, on=day, known_at=known_at), lights) for matter in matters
    ]
    edition = promised.current
    return Contents(
        place=promised.place,
        year=promised.year + 1,
        on=day,
        known_at=known_at,
        titles={section["id"]: section["title"] for section in edition.sections} if edition else {},
        items=tuple(items),
        silent=_silent(report, day, told={matter.commitment.pk for matter in matters}),
    )


def _report(slug: str) -> Report:
    try:
        return Report.objects.select_related("current").get(slug=slug)
    except Report.DoesNotExist:
        raise LuoshiError(
            "report-unknown",
            f"没有报告“{slug}”，其承诺无从回顾。请先运行 luoshi commitments adopt。",
            f"There is no report {slug} to look back on. Run luoshi commitments adopt first.",
        ) from None


def _item(matter: Matter, made: Assessment, lights: Lights) -> Item:
    light = lights.get((matter.commitment.pk, matter.part, matter.adjusted))
    return Item(
        promise=_promise(matter.commitment),
        target=matter.target,
        assessment=made,
        series=_series(matter.series) if matter.series else None,
        used=_used(matter, made),
        events=matter.events,
        adjusted=matter.adjusted,
        simulated=matter.simulated,
        light=f"light:{light.pk}" if light and _same(light, made) else "",
    )


def _promise(commitment: Commitment) -> Promise:
    return Promise(
        code=commitment.code,
        title=commitment.title,
        section=commitment.section,
        outlook=commitment.half == Half.OUTLOOK,
    )


def _series(key: str) -> Series:
    """Return the definition of an outside series or of a measure."""
    if key.startswith(PREFIX):
        outside = series_keyed(key)
        return Series(
            key=key,
            title=outside.title,
            unit=outside.unit,
            decimals=outside.decimals,
            source=outside.source,
        )
    own = measure_keyed(key)
    return Series(key=key, title=own.title, unit=own.unit, decimals=_RATE_DECIMALS, source=own.source)


def _used(matter: Matter, made: Assessment) -> tuple[Point, ...]:
    """Return the points that the actual figure was made of."""
    window = window_of(matter.target, made.on)
    if made.actual is None or window is None:
        return ()
    with localcontext(EXACT):
        seen = known(matter.points, on=made.on, at=made.known_at)
        return tuple(each.point for each in measure(matter.target, seen, window).used)


def _same(light: Light, made: Assessment) -> bool:
    """Tell whether the stored light says what is drafted: the class and the figure."""
    actual = None if made.actual is None else made.actual.quantize(DECIMALS)
    return light.state == made.state and light.actual == actual


def _silent(report: str, on: date, *, told: Iterable[int]) -> tuple[Silent, ...]:
    """Return every commitment that nothing measures, with the reason its file gives."""
    judged = set(told)
    return tuple(
        Silent(
            promise=_promise(one.commitment),
            reason=one.untracked.reason if one.untracked else "没有跟踪安排",
            lacks=tuple(str(Lack(lack).label) for lack in one.untracked.lacks) if one.untracked else (),
        )
        for one in tracking_of(report, on=on).values()
        if one.commitment.pk not in judged
    )
