"""The row of a project, as a function of its acts: each act brings it to where the project stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from luoshi.kernel.cases.context import LOCAL, PastAct
from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.models import Case
from luoshi.platforms.projects.guards.looking import budget_of, changed, funds_of
from luoshi.platforms.projects.models import Permit, Progress, Project

_AS_SAID = [
    *("national_code", "nature", "sort", "key_industry", "industry", "locality", "developer"),
    *("developer_uscc", "address", "horizon"),
]
_DAYS = ("plans_start_on", "plans_finish_on", "started_on", "resumed_on", "finished_on")
_FLAGS = ("livelihood", "major", "public")
_MOVES = [
    *("open", "reserve", "approve", "feasibility", "design", "start", "suspend", "resume"),
    *("accept", "settle", "evaluate", "close", "terminate", "merge", "split"),
]
_SUMS = ("estimate", "final_cost")


@effect
def record(doing: Doing) -> None:
    """Bring the project's row, and the permit or month that the act told of, to where its acts stand."""
    acts = [*doing.context.past, doing.event]
    project, _ = Project.objects.update_or_create(case=doing.case, defaults=columns_of(doing.case, acts))
    given, seq = doing.context.given, doing.event.seq
    if doing.event.action == "permit":
        Permit.objects.get_or_create(
            project=project,
            kind=given["permit"],
            number=given["number"],
            defaults={"decided_on": given["decided_on"], "seq": seq},
        )
    if doing.event.action == "report":
        Progress.objects.create(
            project=project,
            month=_day(given["month"]).replace(day=1),
            invested=given["invested"],
            physical=given["physical"],
            seq=seq,
        )


def columns_of(case: Case, acts: Iterable[PastAct]) -> dict[str, Any]:
    """Return the columns that the acts have left."""
    acts, data = list(acts), case.data
    longitude, latitude = map(float, data["point"].split(",")) if data.get("point") else (None, None)
    months, funds = _months(acts), funds_of(acts)
    return {
        "code": case.code,
        "name": case.title,
        "state": case.state,
        "path": case.path,
        "simulated": case.simulated,
        "moved_at": case.moved_at,
        "planned": changed(acts, "new_planned") or data["planned"],
        **{key: data.get(key, "") for key in _AS_SAID},
        "address": changed(acts, "new_address") or data.get("address", ""),
        "developer_uscc": data.get("developer_uscc") or data.get("uscc", ""),
        "budget": budget_of(acts),
        **{key: bool(data.get(key)) for key in _FLAGS},
        **{key: data.get(key) for key in (*_SUMS, *_DAYS)},
        "longitude": longitude,
        "latitude": latitude,
        "secured": sum(act.data["amount"] for act in funds),
        "invested": sum(invested for invested, _ in months.values()),
        "physical": months[max(months)][1] if months else 0,
        "reported_on": f"{max(months)}-01" if months else None,
        "proposed_on": _on(acts[0]),
        "reserved_on": _on(_first(acts, "reserve")),
        "approved_on": _said(_first(acts, "approve"), "decided_on"),
        "funded_on": _said(funds[0] if funds else None, "funded_on"),
        "library_on": _said(_first(acts, "enter_library"), "entered_on"),
        "statistics_on": _said(_first(acts, "count"), "counted_on"),
        "suspended_on": data.get("suspended_on") if case.state == "suspended" else None,
        "stage_since": _since(acts),
    }


def _months(acts: list[PastAct]) -> dict[str, tuple[int, int]]:
    """Return by month what was invested in it and how far the works stood: the latest report counts."""
    return {
        act.data["month"][:7]: (act.data["invested"], act.data["physical"])
        for act in acts
        if act.action == "report"
    }


def _since(acts: list[PastAct]) -> date:
    last = next(act for act in reversed(acts) if act.action in _MOVES)
    return last.at.astimezone(LOCAL).date()


def _first(acts: list[PastAct], action: str) -> PastAct | None:
    return next((act for act in acts if act.action == action), None)


def _on(act: PastAct | None) -> date | None:
    return act.at.astimezone(LOCAL).date() if act else None


def _said(act: PastAct | None, key: str) -> str | None:
    return str(act.data[key]) if act else None


def _day(text: str) -> date:
    return date.fromisoformat(text)
