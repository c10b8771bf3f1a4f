"""One commitment as the office and its units work on it: who answers, aims, figures, changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from luoshi.desk.queries.delivery import Duty
from luoshi.kernel.base.periods import Period
from luoshi.kernel.commitments.assessing.trajectories import TITLES as COURSES
from luoshi.kernel.commitments.assessing.trajectories import Course
from luoshi.kernel.commitments.assessing.words import amount
from luoshi.kernel.commitments.models import ChangeRecord, Check, Responsibility, TargetPlan
from luoshi.kernel.commitments.tracking.bridging import target_of
from luoshi.kernel.commitments.tracking.ledger import names_of_units
from luoshi.kernel.commitments.tracking.queries import Answerable, Tracked, Tracking, tracking_of
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.kernel.measures.outside.rights import filing_post, homes_of
from luoshi.kernel.measures.outside.series import OutsideSeries
from luoshi.kernel.measures.points import Status
from luoshi.kernel.measures.registry import measures
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation, Post

_SHOWN = 12  # figures of a series
_WORKING = {"head", "handler"}  # roles of the posts that answer where none is named


@dataclass(frozen=True, slots=True)
class Answer:
    """A unit that answers, the posts that do so for it, and on whose word since when."""

    unit: Answerable
    posts: tuple[str, ...]

    @property
    def row(self) -> Responsibility:
        """Return what says so."""
        return self.unit.row


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of an outside series as it was stated, and whether a later one took its place."""

    row: Observation
    series: OutsideSeries
    replaced: bool

    @property
    def period(self) -> str:
        """Return its period in words."""
        return Period(self.row.start, self.row.end).title

    @property
    def value(self) -> str:
        """Return it with its unit, "—" where there is none."""
        return "—" if self.row.value is None else amount(self.row.value, self.series.unit)

    @property
    def status(self) -> str:
        """Return the key of its status: provisional, revised …"""
        return Status(self.row.status).name.lower()


@dataclass(frozen=True, slots=True)
class Aim:
    """A target with what it is measured by, the figures known of it, and whether the reader may file one."""

    tracked: Tracked
    words: str
    series: OutsideSeries | None
    title: str
    figures: tuple[Known, ...]
    filing: bool
    owner: str

    @property
    def now(self) -> TargetPlan:
        """Return what holds: the changed target where there is one."""
        return self.tracked.adjusted or self.tracked.original

    @property
    def unit(self) -> str:
        """Return the unit its values are in."""
        return self.now.unit or (self.tracked.figure.unit if self.tracked.figure else "")

    @property
    def course(self) -> str:
        """Return the name of its course."""
        return COURSES[Course(self.now.trajectory["course"])]

    @property
    def value_now(self) -> str:
        """Return the value as changed, "" where the report's own holds."""
        value = self.now.value
        return "" if value is None else amount(value, self.unit)


@dataclass(frozen=True, slots=True)
class Promise:
    """All of it."""

    duty: Duty
    answers: tuple[Answer, ...]
    tracking: Tracking
    aims: tuple[Aim, ...]
    names: Mapping[str, str]  # of the units in its ledger, by code

    @property
    def check(self) -> Check | None:
        """Return the check that holds."""
        return self.tracking.adjusted_check or self.tracking.check

    @property
    def changes(self) -> tuple[ChangeRecord, ...]:
        """Return the ledger, the latest first."""
        return tuple(reversed(self.tracking.changes))

    @property
    def plans(self) -> list[TargetPlan]:
        """Return the plans that hold."""
        return [aim.now for aim in self.aims]


def promise_of(duty: Duty, *, actor: Actor, today: date) -> Promise:
    """Return everything the desk shows of the commitment. The number of queries is fixed."""
    commitment = duty.standing.commitment
    tracking = tracking_of(commitment.report.slug, on=today, among=[commitment.code])[commitment.code]
    series = {
        one.original.series: found
        for one in tracking.targets
        if (found := outside_series().get(one.original.series))
    }
    homes = homes_of(series.values(), on=today)
    names = dict(
        Organisation.objects.filter(code__in={one.owner for one in series.values()}).values_list(
            "code", "name"
        )
    )
    figures = figures_of(series.values())
    aims = []
    for one in tracking.targets:
        of = series.get(one.original.series)
        aims.append(
            Aim(
                tracked=one,
                words=target_of(
                    one.figure, one.plan, strength=commitment.strength, of_year=settings.CITY.year
                ).words,
                series=of,
                title=of.title if of else _measured(one.original.series),
                figures=figures.get(one.original.series, ())[:_SHOWN],
                filing=of is not None and filing_post(actor, of, homes, org="") is not None,
                owner=names.get(of.owner, of.owner) if of else "",
            )
        )
    return Promise(duty, _answers(duty, today), tracking, tuple(aims), names_of_units(tracking.changes))


def post_for(organisation: Organisation, role: str, *, on: date) -> Post | None:
    """Return the organisation's own post of the role on the day, the first by code."""
    posts = Post.objects.in_force(on).filter(organisation=organisation, roles__contains=[role])
    return posts.order_by("code").first()


def proven_by(promise: Promise, sha256: str) -> bool:
    """Tell whether the file is evidence of a happening or a figure that the commitment's page shows."""
    commitment = promise.duty.standing.commitment
    shown = {known.row.evidence for aim in promise.aims for known in aim.figures}
    return sha256 in shown or commitment.happenings.filter(evidence=sha256).exists()


def figures_of(series: Iterable[OutsideSeries]) -> dict[str, tuple[Known, ...]]:
    """Return the figures of each series, the newest first, real ones where there are any. One query."""
    by_key = {one.key: one for one in series}
    rows = Observation.objects.filter(series__in=by_key, org="", place="").select_related("by")
    grouped: dict[tuple[str, bool], list[Observation]] = defaultdict(list)
    for row in rows.order_by("-end", "-start", "-known_at"):
        grouped[row.series, row.simulated].append(row)
    return {key: _known(grouped[key, False] or grouped[key, True], one) for key, one in by_key.items()}


def _known(rows: Sequence[Observation], series: OutsideSeries) -> tuple[Known, ...]:
    seen: set[tuple[date, date]] = set()
    found = []
    for row in rows:
        found.append(Known(row, series, (row.start, row.end) in seen))
        seen.add((row.start, row.end))
    return tuple(found)


def _measured(key: str) -> str:
    found = measures().get(key)
    return found.title if found else key


def _answers(duty: Duty, today: date) -> tuple[Answer, ...]:
    posts: dict[int, list[Post]] = defaultdict(list)
    for post in Post.objects.in_force(today).filter(
        organisation__in=[unit.organisation for unit in duty.units]
    ):
        posts[post.organisation_id].append(post)
    return tuple(Answer(unit, _posts(unit, posts[unit.organisation.pk])) for unit in duty.units)


def _posts(unit: Answerable, posts: Sequence[Post]) -> tuple[str, ...]:
    """Return the post that was named, as long as its unit stands, else those that do the unit's work."""
    named: Any = unit.row.post
    if named is not None and named.organisation_id == unit.organisation.pk:
        return (named.title,)
    return tuple(post.title for post in posts if _WORKING & set(post.roles))
