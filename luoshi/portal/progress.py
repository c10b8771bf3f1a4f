"""How one promise comes along: its lights, its targets month by month, who answers, what was changed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings

from luoshi.kernel.commitments.assessing.words import plain
from luoshi.kernel.commitments.judging.inputs import Matter, matters_of
from luoshi.kernel.commitments.judging.queries import Standing
from luoshi.kernel.commitments.judging.tracks import Revised, Track, revisions_of, track_of
from luoshi.kernel.commitments.models import Commitment, DecompositionRow, Light
from luoshi.kernel.commitments.tracking.queries import Answerable, Tracking, answerable, tracking_of
from luoshi.kernel.measures.definitions import Definition
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.kernel.measures.outside.series import OutsideSeries
from luoshi.kernel.measures.registry import measures
from luoshi.kernel.orgs.models import Post
from luoshi.portal.standing import Days, days_of, rule_of

_ANSWERING = {"head", "handler"}


@dataclass(frozen=True)
class Told:
    """A light with what its text says."""

    light: Light
    revised: tuple[Light, ...] = ()  # what was said later of the same day

    @cached_property
    def text(self) -> dict[str, Any]:
        """Return what the light's canonical text holds."""
        return dict(json.loads(self.light.text))

    @property
    def derivation(self) -> list[str]:
        """Return the sentences that lead to the light, in order."""
        return list(self.text["derivation"])

    @property
    def rule_title(self) -> str:
        """Return the name of the rule set, its key where the city no longer keeps it."""
        rule = rule_of(self.light)
        return rule.name if rule else f"{self.light.rule}（{self.light.rule_version}）"

    @property
    def differs(self) -> Light | None:
        """Return the last word on the day, where it is another class or another figure."""
        last = self.revised[-1] if self.revised else None
        same = last is None or (last.state, last.headline, last.actual) == (
            self.light.state,
            self.light.headline,
            self.light.actual,
        )
        return None if same else last


@dataclass(frozen=True)
class Line:
    """One target of a promise: what is promised, its light, its way, and the figure's lineage.

    ``adjusted`` is the light on the target as changed by due procedure; the verdict stays on the original.
    """

    part: str
    told: Told | None
    adjusted: Told | None
    history: tuple[Told, ...]
    matter: Matter | None
    track: Track | None

    @property
    def words(self) -> str:
        """Return the target in words with its comparator as executed."""
        return self.matter.target.words if self.matter else self.part.partition("#")[0]

    @property
    def unit(self) -> str:
        """Return the unit its figures are in."""
        return self.matter.target.unit if self.matter else ""

    @property
    def outside(self) -> OutsideSeries | None:
        """Return the outside series it is measured by, if any."""
        return outside_series().get(self.matter.series) if self.matter else None

    @property
    def measure(self) -> Definition | None:
        """Return the measure it is computed by, if any."""
        return measures().get(self.matter.series) if self.matter else None

    @property
    def withheld(self) -> bool:
        """Tell whether the figure is too small to be shown."""
        return self.told is not None and self.told.text["data"] == "suppressed"

    @property
    def last_known(self) -> datetime | None:
        """Return when the newest figure became known."""
        return max((point.known_at for point in self.matter.points), default=None) if self.matter else None

    @property
    def has_actual(self) -> bool:
        """Tell whether there is a figure to draw."""
        return self.track is not None and any(row.actual is not None for row in self.track.rows)

    @property
    def has_linear(self) -> bool:
        """Tell whether the straight line differs from the course."""
        return self.track is not None and any(row.linear is not None for row in self.track.rows)

    @property
    def has_parts(self) -> bool:
        """Tell whether it is a rate with its parts."""
        return self.track is not None and any(row.denominator is not None for row in self.track.rows)

    @property
    def numerator(self) -> Decimal | None:
        """Return the numerator the light rests on."""
        found = self.told.text["numerator"] if self.told else None
        return Decimal(found) if found else None

    @property
    def denominator(self) -> Decimal | None:
        """Return the denominator the light rests on."""
        found = self.told.text["denominator"] if self.told else None
        return Decimal(found) if found else None


@dataclass(frozen=True)
class Progress:
    """All that is known of a promise on the day shown."""

    commitment: Commitment
    days: Days
    tracking: Tracking | None
    lines: tuple[Line, ...]
    answering: tuple[Answerable, ...]
    posts: tuple[Post, ...]
    tasks: tuple[DecompositionRow, ...]
    simulated: bool

    @property
    def told(self) -> Told | None:
        """Return the light that stands for the promise: the worst of its targets."""
        lights = [line.told for line in self.lines if line.told]
        best = Standing(self.commitment, tuple(told.light for told in lights)).light
        return next((told for told in lights if told.light is best), None)

    @property
    def state(self) -> str:
        """Return its class."""
        told = self.told
        return told.light.state if told else "unknown"

    @property
    def drawn(self) -> bool:
        """Tell whether the page holds a chart."""
        return any(line.has_actual for line in self.lines)

    @property
    def changes(self) -> list[Any]:
        """Return the changes of the arrangement known on the day, the latest first."""
        if self.tracking is None:
            return []
        asked = self.days.asked
        return [one for one in reversed(self.tracking.changes) if asked is None or one.at.date() <= asked]

    @property
    def plans(self) -> list[Any]:
        """Return what sets a deadline: each target's plan and the check, the changed one beside."""
        if self.tracking is None:
            return []
        rows: list[Any] = []
        for one in self.tracking.targets:
            rows += [one.original, *([one.adjusted] if one.adjusted else [])]
        return [*rows, *(one for one in (self.tracking.check, self.tracking.adjusted_check) if one)]


def progress_of(commitment: Commitment, *, asked: str, now: datetime) -> Progress:
    """Return how the promise comes along: today, or as first judged on the day asked for."""
    report, code = commitment.report.slug, commitment.code
    days = days_of(report, asked)
    history = _history(commitment, days)
    shown = _shown(history, days)
    moment = max((light.known_at for light in shown), default=now) if days.first else now
    recorded = max((light.recorded_at for light in shown), default=now) if days.first else None
    on = days.shown or now.date()
    tracked = tracking_of(report, on=on, among=[code])
    matters: list[Matter] = []
    revised: list[Revised] = []
    if days.shown:
        matters = matters_of(
            report,
            year=settings.CITY.year,
            on=on,
            known_at=moment,
            recorded_until=recorded,
            tracked=tracked,
        )
        revised = revisions_of([one.series for one in matters if one.series], known_at=moment)
    lines = tuple(_lines(matters, history, days, moment, revised))
    answering = tuple(answerable(report, on=days.asked or now.date(), code=code))
    return Progress(
        commitment=commitment,
        days=days,
        tracking=tracked.get(code),
        lines=lines,
        answering=answering,
        posts=_posts(answering, on=days.asked or now.date()),
        tasks=_tasks(commitment, days),
        simulated=any(light.simulated for light in shown) or any(one.simulated for one in matters),
    )


def _posts(answering: Sequence[Answerable], *, on: date) -> tuple[Post, ...]:
    """Return the posts that answer in the unit in the lead: never persons."""
    leads = [one.organisation.pk for one in answering if one.part == "lead"]
    posts = Post.objects.in_force(on).filter(organisation__in=leads)
    return tuple(post for post in posts if _ANSWERING & set(post.roles))


def _tasks(commitment: Commitment, days: Days) -> tuple[DecompositionRow, ...]:
    """Return the rows of task lists that decompose the promise, by the document, as known on the day."""
    rows = commitment.tasks.select_related("document").defer("document__content")
    return tuple(row for row in rows if days.asked is None or row.document.at.date() <= days.asked)


def _shown(history: Sequence[Light], days: Days) -> list[Light]:
    """Return the lights of the day shown: as first made for a day that was asked for, else as last known."""
    found: dict[tuple[str, bool], Light] = {}
    for light in history if not days.first else reversed(history):
        if light.on == days.shown:
            found[light.part, light.adjusted] = light
    return list(found.values())


def _history(commitment: Commitment, days: Days) -> list[Light]:
    if days.shown is None:
        return []
    lights = commitment.lights.filter(on__lte=days.shown)
    return list(lights.order_by("on", "known_at", "pk"))


def _lines(
    matters: Sequence[Matter],
    history: Sequence[Light],
    days: Days,
    moment: datetime,
    revised: Sequence[Revised],
) -> list[Line]:
    by_line: dict[tuple[str, bool], dict[date, list[Light]]] = {}
    for light in history:
        by_line.setdefault((light.part, light.adjusted), {}).setdefault(light.on, []).append(light)
    parts = dict.fromkeys([*(matter.part for matter in matters), *(part for part, _ in by_line)])
    found = []
    for part in parts:
        original, changed = by_line.get((part, False), {}), by_line.get((part, True), {})
        matter = next((one for one in matters if one.part == part and not one.adjusted), None)
        told = _told(original, days.shown, days)
        rule = rule_of(told.light) if told else None
        track = None
        if matter and rule and days.shown:
            track = track_of(matter, rule, on=days.shown, known_at=moment, revisions=revised)
        found.append(
            Line(
                part=part,
                told=told,
                adjusted=_told(changed, days.shown, days),
                history=tuple(
                    one for day in _month_ends(original, days.shown) if (one := _told(original, day, days))
                ),
                matter=matter,
                track=None if told and json.loads(told.light.text)["data"] == "suppressed" else track,
            )
        )
    return found


def _told(by_day: dict[date, list[Light]], day: date | None, days: Days) -> Told | None:
    """Return the light of a day: as first made for a day that was asked for, else as last known."""
    lights = by_day.get(day) if day else None
    if not lights:
        return None
    if days.first:
        return Told(lights[0])
    if day == days.shown:
        return Told(lights[-1])
    return Told(lights[0], tuple(lights[1:]))


def _month_ends(by_day: dict[date, list[Light]], shown: date | None) -> list[date]:
    last: dict[tuple[int, int], date] = {}
    for day in sorted(by_day):
        last[day.year, day.month] = day
    return [day for day in last.values() if shown is None or day <= shown][-24:]


def citation_of(progress: Progress, address: str) -> str:
    """Return how to quote the promise with where it stands, by whom and as of when."""
    commitment, told = progress.commitment, progress.told
    words = f"{commitment.report.title}：“{commitment.quote}”（{commitment.code}，{commitment.section}，"
    words += f"{commitment.edition.sha256[:12]}:{commitment.start}–{commitment.end}）"
    if told is not None:
        light = told.light
        words += f"截至{light.on.isoformat()}：{light.headline}（{told.rule_title}）"
        words += "，模拟数据" if light.simulated else ""
        address = f"{address}?as_of={light.on.isoformat()}"
    return f"{words}{address}"


def rows_of(line: Line) -> list[dict[str, Any]]:
    """Return a target's way as a program takes it."""
    if line.track is None:
        return []
    return [
        {
            "on": row.on,
            "actual": _plain(row.actual),
            "expected": _plain(row.expected),
            "linear": _plain(row.linear),
            "numerator": _plain(row.numerator),
            "denominator": _plain(row.denominator),
            "provisional": row.provisional,
            "revised_from": _plain(row.revised.before) if row.revised else None,
        }
        for row in line.track.rows
    ]


def _plain(value: Any) -> float | None:
    return None if value is None else float(plain(value))
