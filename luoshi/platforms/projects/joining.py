"""Duplicates become one project, and one project becomes several: tied both ways, no money counted twice."""

from __future__ import annotations

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Link
from luoshi.kernel.cases.permit import Refusal
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.platforms.projects.guards import laws
from luoshi.platforms.projects.rules.parts import parts_of

REPEATS, CHILD = "repeats", "child"
_TAKEN_ALONG = (
    *("nature", "sort", "key_industry", "industry", "content", "locality", "address", "point"),
    *("developer", "developer_uscc", "plans_start_on", "plans_finish_on", "livelihood", "major", "public"),
)


@effect
def join(doing: Doing) -> None:
    """Tie the duplicate to the project it goes into, and tell that project's chain.

    Refused where there is no such project, where it has ended, or where only one of the two is invented.
    """
    other = Case.objects.filter(code=doing.context.given["into"], type="project").first()
    if other is None:
        raise _refused("other_is_missing", f"没有编号为 {doing.context.given['into']} 的项目，请核对编号")
    if other.simulated != doing.case.simulated:
        raise _refused("other_is_invented", "模拟项目和真实项目不能合并")
    act(other, "absorb", by=SYSTEM, data={"absorbed": doing.case.code}, at=doing.event.at)
    Link.objects.get_or_create(case=doing.case, kind=REPEATS, other=other, commitment="")


@effect
def divide(doing: Doing) -> None:
    """Open a project for every part, as far on as the one it comes of, and tie both."""
    case, given, by, at = doing.case, doing.context.given, doing.context.actor, doing.event.at
    told = {key: case.data[key] for key in _TAKEN_ALONG if key in case.data}
    horizon = case.data.get("horizon")
    for number, part in enumerate(parts_of(given["parts"]) or (), start=1):
        child = doing.open_case(
            "project",
            by=by,
            data=told | {"title": part.title, "planned": part.planned, "unit": doing.standing.unit},
            at=at,
            key=f"{case.code}:{doing.event.seq}:part:{number}",
            simulated=case.simulated,
        )
        act(child, "derive", by=SYSTEM, data={"part_of": case.code}, at=at)
        if doing.context.has("reserve"):
            act(child, "reserve", by=by, data={"horizon": horizon}, at=at)
        Link.objects.get_or_create(case=case, kind=CHILD, other=child, commitment="")


def _refused(code: str, why: str) -> ActRefused:
    return ActRefused([Refusal(code, why, laws.TRUE)])
