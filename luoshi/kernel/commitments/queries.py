"""Questions about reports and commitments. The number of queries never grows with the data."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db.models import BooleanField, Count, F, Func, JSONField, Q, QuerySet, Value
from django.db.models.functions import Cast

from luoshi.kernel.base.search import to_query
from luoshi.kernel.commitments.models import Commitment, Edition, Figure, Report

PARTS = (  # of a reading, each so large that it is fetched only where it is shown
    *("text", "sections", "sentences", "excluded", "milestones", "unfigured"),
    *("commitments", "defects", "checks", "coverage"),
)


def narrow(
    commitments: QuerySet[Commitment],
    *,
    q: str = "",
    section: str = "",
    kind: str | None = None,
    strength: str | None = None,
    half: str | None = None,
    review: str | None = None,
    livelihood: bool = False,
) -> QuerySet[Commitment]:
    """Keep the commitments that fit all that is given. A section includes those under it.

    ``q`` finds every commitment whose title, words or indicators contain each of its words.
    """
    wanted = Q()
    if section:
        wanted &= Q(section=section) | Q(section__startswith=f"{section}/")
    for name, value in (("kind", kind), ("strength", strength), ("half", half), ("review", review)):
        if value:
            wanted &= Q(**{name: value})
    if livelihood:
        wanted &= Q(livelihood__isnull=False)
    found = commitments.filter(wanted)
    phrase = to_query(q)
    return found.filter(_Matches(F("search"), Cast(Value(phrase), SearchQueryField()))) if phrase else found


def commitments_of(report: str) -> QuerySet[Commitment]:
    """Return what the report with this slug promises, with targets and deeds, in the order of its text."""
    return (
        Commitment.objects.filter(report__slug=report, withdrawn=False)
        .select_related("report")
        .prefetch_related("targets", "deeds")
        .defer("search")
        .order_by("start", "code")
    )


def in_lines(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Keep of each commitment what a line of a list says of it."""
    lines = commitments.select_related(None).prefetch_related(None)
    return lines.only("code", "title", "kind", "strength", "livelihood", "section")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many commitments there are, by each of what they may be narrowed by."""

    kind: Counter[str]
    strength: Counter[str]
    half: Counter[str]
    section: Counter[str]
    review: Counter[str]
    anchor: Counter[str]

    @property
    def total(self) -> int:
        """Return how many there are in all."""
        return self.kind.total()


def count(commitments: QuerySet[Commitment]) -> Counts:
    """Count commitments in one query."""
    names = [field.name for field in fields(Counts)]
    counts = Counts(*(Counter[str]() for _ in names))
    for *values, number in commitments.order_by().values_list(*names).annotate(Count("pk")):
        for name, value in zip(names, values, strict=True):
            getattr(counts, name)[value] += number
    return counts


def livelihood_items(report: str) -> dict[int, list[Commitment]]:
    """Return the report's list of 民生实事: the commitments under each number, in order."""
    items: dict[int, list[Commitment]] = {}
    found = in_lines(narrow(commitments_of(report), livelihood=True))
    for commitment in found.order_by("livelihood", "start"):
        assert commitment.livelihood is not None
        items.setdefault(commitment.livelihood, []).append(commitment)
    return items


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedReport:
    """A report with its current edition, without the parts read, and how much was read and is promised."""

    report: Report
    edition: Edition
    coverage: dict[str, Any]  # without the sentences left out, of which there are hundreds
    figures: int
    commitments: int


def loaded_reports() -> list[LoadedReport]:
    """Return every report that has been loaded, by place and year."""
    current = Report.objects.values("current")
    editions = (
        Edition.objects.filter(pk__in=current)
        .annotate(counted=_Without(F("coverage"), Value("skipped")))
        .select_related("report")
        .defer(*PARTS)
        .order_by("report__place", "report__year")
    )
    figures = dict(
        Figure.objects.filter(edition__in=current).order_by().values_list("edition").annotate(Count("pk"))
    )
    commitments = dict(
        Commitment.objects.filter(withdrawn=False).order_by().values_list("report").annotate(Count("pk"))
    )
    return [
        LoadedReport(
            report=edition.report,
            edition=edition,
            coverage=edition.counted,
            figures=figures.get(edition.pk, 0),
            commitments=commitments.get(edition.report_id, 0),
        )
        for edition in editions
    ]


class _Matches(Func):
    """PostgreSQL's ``vector @@ query``."""

    arg_joiner = " @@ "
    template = "%(expressions)s"
    output_field = BooleanField()


class _Without(Func):
    """PostgreSQL's ``object - key``."""

    arg_joiner = " - "
    template = "%(expressions)s"
    output_field = JSONField()
