"""What the portal asks: a report with its marks, the goals it sets first, and figures of every report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from luoshi.kernel.commitments.models import AnchorStatus, Commitment, Edition, Figure, Half, Report
from luoshi.kernel.commitments.queries import PARTS, commitments_of, in_lines
from luoshi.portal.layout import SPOKEN_LEVELS, Heading, Mark
from luoshi.reader.compare import names_of, plain_name

GOALS = "预期目标"  # the sentence in which a plan sets its headline targets names them so
PER_PAGE = 50
EDITION = tuple(f"edition__{field.name}" for field in Edition._meta.fields if field.name != "report")


def home_slug() -> str:
    """Return the name of the report shown first: the city's, of the year it names."""
    return str(settings.CITY.home_report)


def report_of(slug: str, *parts: str) -> Report:
    """Return a report with its current edition and the parts of it named. Raises Http404 with what to do."""
    found = (
        Report.objects.filter(slug=slug, current__isnull=False)
        .select_related("current")
        .defer(*_all_parts_but(parts, of="current"))
        .first()
    )
    if found is None:
        raise Http404(_("没有读过名为 %(slug)s 的报告。可在“各地报告”中查找。") % {"slug": slug})
    return found


def _all_parts_but(parts: Sequence[str], *, of: str) -> list[str]:
    return [f"{of}__{part}" for part in PARTS if part not in parts]


def current_edition(report: Report) -> Edition:
    """Return the edition a report is shown in."""
    assert report.current is not None  # report_of finds no other
    return report.current


def texts() -> QuerySet[Report]:
    """Return every report that was read with the fingerprint of its text, by place and year."""
    return (
        Report.objects.filter(current__isnull=False)
        .select_related("current")
        .only("slug", "title", "current__sha256")
    )


def commitment_of(slug: str, code: str) -> Commitment:
    """Return one commitment with all it holds, withdrawn or not, or raise Http404."""
    found = (
        Commitment.objects.filter(report__slug=slug, code=code)
        .select_related("report", "edition")
        .defer("search", *_all_parts_but(["sections", "checks"], of="edition"))
        .prefetch_related("targets", "deeds", "revisions")
        .first()
    )
    if found is None:
        raise Http404(_("没有编号为 %(code)s 的承诺。可在“承诺清单”中查找。") % {"code": code})
    return found


def standing_in(edition: Edition) -> QuerySet[Commitment]:
    """Return the reviewed commitments whose words stand in the edition's text, in its order."""
    return (
        Commitment.objects.filter(edition__sha256=edition.sha256, report=edition.report_id, withdrawn=False)
        .exclude(anchor=AnchorStatus.ORPHAN)
        .order_by("start", "code")
        .only("start", "end", "code", "kind", "title")
    )


def headline_targets(report: Report) -> list[Commitment]:
    """Return the commitments of the sentences in which the plan sets its goals (主要预期目标)."""
    within = Q()
    for sentence in current_edition(report).sentences:
        if sentence["half"] == Half.PLAN and GOALS in sentence["quote"]:
            within |= Q(start__gte=sentence["start"], end__lte=sentence["end"])
    found = in_lines(commitments_of(report.slug).filter(within)).prefetch_related("targets")
    return list(found) if within else []


def headings_of(edition: Edition) -> tuple[Heading, ...]:
    """Return the headings of an edition with ids for links, in reading order."""
    return tuple(
        Heading(start=section["start"], end=section["end"], level=section["level"], id=f"section-{number}")
        for number, section in enumerate(edition.sections, start=1)
    )


def promise_marks(
    edition: Edition, reviewed: Iterable[Commitment], states: Mapping[int, str]
) -> tuple[Mark, ...]:
    """Return where promises lie: the reviewed ones, or where there are none those the program read.

    Each shows its kind; once there are lights, the class of its light.
    """
    return tuple(
        Mark(
            start=c.start,
            end=c.end,
            key=c.code,
            style=f"lit {states[c.pk]}" if c.pk in states else c.kind,
            title=c.title,
        )
        for c in reviewed
    ) or tuple(
        Mark(start=item["start"], end=item["end"], key="", style=item["kind"]) for item in edition.commitments
    )


def defect_marks(edition: Edition) -> tuple[Mark, ...]:
    """Return where the text is in doubt, numbered as in the list of doubts."""
    return tuple(
        Mark(
            start=item["start"],
            end=item["end"],
            key=item["id"],
            style="defect",
            title=item["message"],
            label=str(number),
        )
        for number, item in enumerate(edition.defects, start=1)
    )


def checks_about(commitment: Commitment) -> list[dict[str, Any]]:
    """Return the checks of the edition that cite words of this commitment."""
    return [
        check
        for check in commitment.edition.checks
        if any(s["start"] < commitment.end and commitment.start < s["end"] for s in check["spans"])
    ]


def section_titles(edition: Edition) -> dict[str, str]:
    """Return the title of each section by its path."""
    return {section["id"]: section["title"] for section in edition.sections}


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPromises:
    """A chapter or section with the number of its promises, those of its parts included."""

    path: str
    name: str
    level: int
    promises: int


def sections_with_promises(edition: Edition, promises: Mapping[str, int]) -> list[SectionPromises]:
    """Return the sections down to the second level that hold promises, in reading order."""
    found = []
    for section in edition.sections:
        path = section["id"]
        within = sum(n for where, n in promises.items() if where == path or where.startswith(f"{path}/"))
        if section["level"] <= SPOKEN_LEVELS and within:
            name = f"{section['label']} {section['title']}"
            found.append(SectionPromises(path=path, name=name, level=section["level"], promises=within))
    return found


def skipped_sentences(edition: Edition) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the plan sentences that gave no commitment, grouped by the reason, the commonest first."""
    by_id = {sentence["id"]: sentence for sentence in edition.sentences}
    groups: dict[str, list[dict[str, Any]]] = {}
    for item in edition.coverage["skipped"]:
        groups.setdefault(item["reason"], []).append(by_id[item["sentence"]])
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def comparable_figures(*, indicator: str, half: str) -> QuerySet[Figure]:
    """Return the figures of an indicator under any of its known names, else of all that contain the words."""
    within, names = figures(half=half), names_of(indicator)
    if len(names) == 1:
        return within.filter(indicator__icontains=indicator)
    named = Q()
    for name in names:
        named |= Q(indicator__icontains=name)
    printed = within.filter(named).order_by().values_list("pk", "indicator")
    return _with_reports(Q(pk__in=[pk for pk, words in printed if plain_name(words) in names]))


def figures(*, indicator: str = "", half: str | None = None, report: str = "") -> QuerySet[Figure]:
    """Return the figures of the current editions, narrowed. What a copied passage repeats is left out."""
    wanted = Q(edition__report__current=F("edition"), duplicate_of="")
    if indicator:
        wanted &= Q(indicator__icontains=indicator)
    if half:
        wanted &= Q(half=half)
    if report:
        wanted &= Q(edition__report__slug=report)
    return _with_reports(wanted)


def _with_reports(wanted: Q) -> QuerySet[Figure]:
    return (
        Figure.objects.filter(wanted)
        .select_related("edition__report")
        .defer("flags", *EDITION)
        .order_by("edition__report__place", "edition__report__year", "start")
    )
