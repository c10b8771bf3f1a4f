"""Projects for tests, taken through the acts that make them."""

from __future__ import annotations

from typing import Any

from luoshi.kernel.base.uscc import completed
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.models import Project

YUAN, MILLION = 100, 100 * 1_000_000  # fen
PROPOSED = {
    **{"title": "示例农产品加工园区一期", "unit": "education", "nature": "enterprise", "sort": "industry"},
    **{"planned": 80 * MILLION, "content": "新建厂房两栋", "locality": "", "public": True},
    **{"plans_start_on": "2026-04-15", "plans_finish_on": "2027-09-30"},
    "developer_uscc": completed("9122030000000001"),  # invented
}
CODE = "2603-220300-04-01-123456"
PHOTO = StoredFile("ab" * 32, "现场.jpg", "image/jpeg", 10, "现场照片")
PAPER = StoredFile("cd" * 32, "备案证.pdf", "application/pdf", 10, "立项文件")
REPORT = StoredFile("ef" * 32, "验收.pdf", "application/pdf", 10, "竣工验收报告")
# The way of an enterprise's project to its start, day by day.
TO_THE_START: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("reserve", "2026-02-02", {"horizon": "one"}),
    (
        "approve",
        "2026-02-10",
        {"procedure": "filing", "national_code": CODE, "number": "备〔2026〕1号", "decided_on": "2026-02-09"},
    ),
    ("fund", "2026-02-20", {"source": "enterprise", "amount": 80 * MILLION, "funded_on": "2026-02-20"}),
    *(
        ("permit", "2026-03-02", {"permit": kind, "number": f"{kind}-1", "decided_on": "2026-03-01"})
        for kind in ("land", "planning", "construction")
    ),
    ("start", "2026-04-15", {"started_on": "2026-04-15", "advance": False}),
)


def propose(by: Actor, *, at: str = "2026-01-12", **more: Any) -> Case:
    """Open a project of an enterprise for 80 million yuan."""
    return open_case("project", by=by, data=PROPOSED | more, at=moment(at))


def do(case: Case, action: str, by: Actor, at: str, *files: StoredFile, **data: Any) -> Case:
    """Take one step and return the case as it then stands."""
    act(case, action, by=by, data=data, evidence=list(files), at=moment(at))
    return Case.objects.get(pk=case.pk)


def started(by: Actor, *, until: str = "start", **more: Any) -> Case:
    """Return a project that has gone its way up to the step named."""
    case = propose(by, **more)
    for action, at, data in TO_THE_START:
        case = do(case, action, by, at, *([PHOTO] if action == "start" else []), **data)
        if action == until:
            break
    return case


def row(case: Case) -> Project:
    """Return the project's row."""
    return Project.objects.get(case=case)
