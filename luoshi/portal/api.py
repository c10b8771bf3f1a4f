"""What programs may ask: reports, commitments and figures, read only, page by page."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Field, Query, Router, Schema
from ninja.pagination import LimitOffsetPagination, paginate

from luoshi.kernel.commitments.models import (
    Commitment,
    Figure,
    Half,
    Kind,
    ReviewStatus,
    Strength,
)
from luoshi.kernel.commitments.queries import PARTS, LoadedReport, commitments_of, loaded_reports, narrow
from luoshi.portal import names, queries
from luoshi.portal.exports import light_rows, tracked_of
from luoshi.portal.progress import progress_of
from luoshi.portal.standing import board_of

assert names  # whose converter the addresses use

router = Router()
PROBLEM = {
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "detail"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "detail": {"type": "string"},
                    "errors": {"type": "array"},
                },
            }
        }
    }
}
INVALID = {"responses": {422: {"description": "A parameter is not valid", **PROBLEM}}}
MISSING = {"responses": {404: {"description": "There is no such thing", **PROBLEM}}}
READ = ("sha256", "source", *PARTS)


Words = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]  # PostgreSQL takes no NUL


class State(StrEnum):
    """The class of a light."""

    DONE = "done"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    UNKNOWN = "unknown"


class Pages(LimitOffsetPagination):
    """Pages of a list, up to 100 items each."""

    class Input(Schema):
        """Which page."""

        limit: int = Field(20, ge=1, le=100)
        offset: int = Field(0, ge=0, le=1_000_000)


class ReportOut(Schema):
    """A report and the current reading of it."""

    slug: str = Field(alias="report.slug")
    place: str = Field(alias="report.place")
    year: int = Field(alias="report.year")
    title: str = Field(alias="report.title")
    sha256: str = Field(alias="edition.sha256")
    read_at: datetime = Field(alias="edition.read_at")
    figures: int
    commitments: int
    coverage: dict[str, Any]


class FigureOut(Schema):
    """A figure as read: value multiplied out, unit canonical, offsets in code points of the text."""

    ref: str | None = None
    start: int
    end: int
    quote: str
    value: float
    high: float | None
    unit: str
    cmp: str
    form: str
    sign: str
    half: str
    indicator: str
    period: str | None
    wording: str


class ReportFigureOut(FigureOut):
    """A figure with the report it stands in."""

    report: str = Field(alias="edition.report.slug")
    place: str = Field(alias="edition.report.place")
    year: int = Field(alias="edition.report.year")


class DeedOut(Schema):
    """A deed that can be checked without a figure."""

    start: int
    end: int
    quote: str
    verb: str
    object: str
    kind: str


class CommitmentOut(Schema):
    """A reviewed commitment with its anchor, targets and deeds."""

    code: str
    title: str
    kind: Kind
    strength: Strength
    half: Half
    livelihood: int | None
    section: str
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    anchor: str
    entities: list[dict[str, Any]]
    review: ReviewStatus
    note: str
    withdrawn: bool
    targets: list[FigureOut]
    deeds: list[DeedOut]


class RevisionOut(Schema):
    """What one adoption changed."""

    number: int
    at: datetime
    action: str
    changes: dict[str, Any]
    file_sha256: str


class CommitmentDetail(CommitmentOut):
    """A commitment with its history, the text it is anchored in and the checks that cite it."""

    sha256: str = Field(alias="edition.sha256")  # of the text in whose code points the anchor counts
    revisions: list[RevisionOut]
    checks: list[dict[str, Any]]

    @staticmethod
    def resolve_checks(commitment: Commitment) -> list[dict[str, Any]]:
        """Give the checks that cite this commitment's words."""
        return queries.checks_about(commitment)


class PointOut(Schema):
    """A target at the end of a month: what was reached, what was to be reached, the straight line."""

    on: date
    actual: float | None
    expected: float | None
    linear: float | None
    numerator: float | None
    denominator: float | None
    provisional: bool
    revised_from: float | None


class LightOut(Schema):
    """A light: the class of a target on a day, with the figures and the sentences it rests on."""

    code: str
    title: str
    as_of: date | None = None
    part: str = ""
    adjusted: bool = False
    state: str
    headline: str = ""
    progress: str = ""
    process: str = ""
    data: str = ""
    verdict: str = ""
    outlook: str = ""
    actual: float | None = None
    expected: float | None = None
    share: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    reaches_to: date | None = None
    rule: str = ""
    rule_version: int | None = None
    known_at: datetime | None = None
    simulated: bool = False
    derivation: str = ""


class TrackedOut(Schema):
    """A target as it is tracked: its series, its light, that on the changed target, its months."""

    part: str
    words: str
    unit: str
    series: str
    light: LightOut | None
    adjusted: LightOut | None
    points: list[PointOut]


class CommitmentProgress(CommitmentDetail):
    """A commitment with how each of its targets comes along."""

    tracked: list[TrackedOut]

    @staticmethod
    def resolve_tracked(commitment: Commitment, context: dict[str, Any]) -> list[dict[str, Any]]:
        """Give the targets with their lights, on the day asked for or the last one judged."""
        asked = context["request"].GET.get("as_of", "")
        return tracked_of(progress_of(commitment, asked=asked, now=timezone.now()))


class LightQuery(Schema):
    """What lights may be narrowed by."""

    as_of: date | None = None
    state: State | None = None
    code: Words = ""
    adjusted: bool | None = None


class CommitmentQuery(Schema):
    """What commitments may be narrowed by."""

    q: Words = ""
    section: Words = ""
    kind: Kind | None = None
    strength: Strength | None = None
    half: Half | None = None
    review: ReviewStatus | None = None
    livelihood: bool = False


class FigureQuery(Schema):
    """What figures may be narrowed by."""

    indicator: Words = ""
    half: Half | None = None
    report: Words = ""


@router.get("/reports", response=list[ReportOut], summary=_("每份报告及其最新读数"), openapi_extra=INVALID)
@paginate(Pages)
def list_reports(request: HttpRequest) -> list[LoadedReport]:
    """List every report that was read."""
    return loaded_reports()


@router.get(
    "/reports/{name:slug}/reading",
    response=dict[str, Any],
    summary=_("一份报告的完整读数"),
    openapi_extra=MISSING,
)
def get_reading(request: HttpRequest, slug: str) -> dict[str, Any]:
    """Give everything read from a report but its figures, which are paginated under /figures."""
    report = queries.report_of(slug, *PARTS)
    edition = queries.current_edition(report)
    head = {"report": slug, "place": report.place, "year": report.year}
    return head | {name: getattr(edition, name) for name in READ}


@router.get("/figures", response=list[ReportFigureOut], summary=_("各报告中的数字"), openapi_extra=INVALID)
@paginate(Pages)
def list_figures(request: HttpRequest, chosen: Query[FigureQuery]) -> QuerySet[Figure]:
    """List figures of every report, narrowed by words of the indicator, the half, or the report."""
    return queries.figures(**chosen.dict())


@router.get("/commitments", response=list[CommitmentOut], summary=_("本市报告的承诺"), openapi_extra=INVALID)
@paginate(Pages)
def list_commitments(request: HttpRequest, chosen: Query[CommitmentQuery]) -> QuerySet[Commitment]:
    """List the city's reviewed commitments, narrowed."""
    return narrow(commitments_of(queries.home_slug()), **chosen.dict())


@router.get("/lights", response=list[LightOut], summary=_("各项目标的判断"), openapi_extra=INVALID)
@paginate(Pages)
def list_lights(request: HttpRequest, chosen: Query[LightQuery]) -> list[dict[str, Any]]:
    """List the lights of the last day judged, or as first made of the day asked for."""
    asked = chosen.as_of.isoformat() if chosen.as_of else ""
    rows = light_rows(board_of(queries.home_slug(), asked, text=True))
    return [
        row
        for row in rows
        if (chosen.state is None or row["state"] == chosen.state.value)
        and (not chosen.code or row["code"] == chosen.code)
        and (chosen.adjusted is None or row["adjusted"] is chosen.adjusted)
    ]


@router.get(
    "/commitments/{name:code}",
    response=CommitmentProgress,
    summary=_("一项承诺"),
    openapi_extra={"responses": INVALID["responses"] | MISSING["responses"]},
)
def get_commitment(request: HttpRequest, code: str, as_of: date | None = None) -> Commitment:
    """Give one commitment with its history, its targets, their lights and their months."""
    return queries.commitment_of(queries.home_slug(), code)
