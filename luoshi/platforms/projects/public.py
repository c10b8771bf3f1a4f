"""Projects as anyone sees them: those that are published, their public acts, and rows to take away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from luoshi.kernel.base.money import Money
from luoshi.kernel.cases.actions.relate import SERVES
from luoshi.kernel.cases.fields import shown
from luoshi.kernel.cases.models import Case, Event, Evidence
from luoshi.kernel.cases.tables import titled
from luoshi.kernel.commitments.models import Commitment
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.photos import is_photo, there
from luoshi.platforms.projects.queries.months import Month, months_of
from luoshi.platforms.projects.queries.places import Places
from luoshi.platforms.projects.types.project import NATURES, PROJECT, SORTS

# Of a public act, no more is told than its papers say: notes and reasons stay inside.
_TOLD = frozenset(
    ("procedure", "national_code", "number", "decided_on", "estimate", "budget", "permit", "started_on")
) | {"finished_on"}
COLUMNS = {
    "code": _("编号，不变，也是页面地址的一部分"),
    "name": _("项目名称"),
    "national_code": _("全国投资项目在线审批监管平台的项目代码，立项后才有"),
    "nature": _("投资性质：政府投资或企业投资"),
    "sort": _("项目类别"),
    "livelihood": _("是否民生项目"),
    "major": _("是否重大项目"),
    "state": _("环节"),
    "stage_since": _("进入现环节的日期"),
    "district": _("属地：区县和街道乡镇"),
    "address": _("建设地点"),
    "unit": _("责任单位"),
    "developer": _("项目单位"),
    "planned_yuan": _("计划总投资，元"),
    "budget_yuan": _("初步设计概算，元；没有批复的为空"),
    "invested_yuan": _("累计完成投资，元，按月报"),
    "physical_percent": _("形象进度，百分数，按最近月报"),
    "reported_month": _("最近一次月报的月份"),
    "plans_start_on": _("计划开工日期"),
    "started_on": _("实际开工日期"),
    "plans_finish_on": _("计划竣工日期"),
    "finished_on": _("竣工验收日期"),
    "longitude": _("经度，WGS 84"),
    "latitude": _("纬度，WGS 84"),
    "simulated": _("是否模拟数据：为真的行是虚构的"),
}
_DAYS = ("stage_since", "plans_start_on", "started_on", "plans_finish_on", "finished_on")


@dataclass(frozen=True, slots=True)
class Step:
    """One public act: when, what, and what its papers say."""

    at: datetime
    title: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A published project with all that anyone may see of it."""

    project: Project
    case: Case
    steps: list[Step]
    months: list[Month]
    photos: list[Evidence]
    commitments: list[Commitment]


def published() -> QuerySet[Project]:
    """Return the projects that are public."""
    return Project.objects.filter(public=True, case__secrecy=0)


def opened(code: str) -> Opened | None:
    """Return the published project of that code; None also where there is one that is not published."""
    project = published().select_related("case__unit").filter(code=code).first()
    if project is None:
        return None
    events = [event for event in project.case.events.order_by("seq") if _is_public(event)]
    return Opened(
        project=project,
        case=project.case,
        steps=[_step(event) for event in events],
        months=months_of(project.progress.order_by("month", "seq")),
        photos=there(_photos(project, events)),
        commitments=_commitments(project),
    )


def photo_of(code: str, sha256: str) -> Evidence | None:
    """Return the picture, if it came with a public act of a published project."""
    project = published().select_related("case").filter(code=code).first()
    if project is None:
        return None
    events = [event for event in project.case.events.order_by("seq") if _is_public(event)]
    return next((photo for photo in _photos(project, events) if photo.sha256 == sha256), None)


def rows_of(projects: Iterable[Project], places: Places) -> Iterator[dict[str, Any]]:
    """Yield each project as a row of the published list."""
    for one in projects:
        yield {
            **{key: getattr(one, key) for key in COLUMNS if hasattr(one, key)},
            **{key: day.isoformat() if (day := getattr(one, key)) else "" for key in _DAYS},
            "nature": dict(NATURES).get(one.nature, one.nature),
            "sort": dict(SORTS).get(one.sort, one.sort),
            "state": PROJECT.state(one.state).title,
            "district": places.place(one),
            "unit": places.unit(one),
            "planned_yuan": _yuan(one.planned),
            "budget_yuan": _yuan(one.budget),
            "invested_yuan": _yuan(one.invested),
            "physical_percent": one.physical / 100,
            "reported_month": f"{one.reported_on:%Y-%m}" if one.reported_on else "",
        }


def features_of(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return those of the rows that have a place as a FeatureCollection (RFC 7946)."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": row["code"],
                "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
                "properties": {key: row[key] for key in row if key not in ("longitude", "latitude")},
            }
            for row in rows
            if row["longitude"] is not None and row["latitude"] is not None
        ],
    }


def _is_public(event: Event) -> bool:
    action = PROJECT.action(event.action)
    return action is not None and action.public


def _step(event: Event) -> Step:
    action = PROJECT.action(event.action)
    form = action.form if action else ()
    said = [
        (field.title, shown(field, event.data[field.key], units={}, people={}, entries=titled))
        for field in form
        if field.key in _TOLD and field.key in event.data
    ]
    return Step(event.at, action.title if action else event.action, tuple(said))


def _photos(project: Project, events: Iterable[Event]) -> list[Evidence]:
    told = {event.seq for event in events}
    return [file for file in project.case.evidence.all() if file.seq in told and is_photo(file)]


def _commitments(project: Project) -> list[Commitment]:
    codes = project.case.links.filter(kind=SERVES).exclude(commitment="").values("commitment")
    standing = Commitment.objects.filter(code__in=codes, withdrawn=False).order_by("code")
    return list(standing.only("code", "title"))


def _yuan(fen: int | None) -> str:
    return "" if fen is None else str(Money(fen))
