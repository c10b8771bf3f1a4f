"""The steps of projects for tests, each with its day, its form and its papers, told by one word."""

from __future__ import annotations

from typing import Any, NamedTuple

from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.tests.factories import CODE, MILLION, PAPER, PHOTO, REPORT, do, propose

CONTRACT = StoredFile("12" * 32, "合同.pdf", "application/pdf", 10, "施工合同")
PUBLIC = {"title": "示例街道雨污分流改造", "nature": "government", "sort": "livelihood"}


class Step(NamedTuple):
    """An act, the day it is done, what its form says, what is brought with it."""

    action: str
    at: str
    data: dict[str, Any]
    files: tuple[StoredFile, ...] = ()


def _approve(procedure: str) -> Step:
    told = {"procedure": procedure, "national_code": CODE, "number": "批〔2026〕1号"}
    return Step("approve", "2026-02-10", told | {"decided_on": "2026-02-09"})


def _permit(kind: str) -> Step:
    told = {"permit": kind, "number": f"{kind}-1", "decided_on": "2026-03-01"}
    return Step("permit", "2026-03-02", told)


def _report(month: str, at: str, physical: int) -> Step:
    return Step("report", at, {"month": month, "invested": 3 * MILLION, "physical": physical})


def _change(**told: Any) -> Step:
    paper = {"number": "批〔2026〕9号", "decided_on": "2026-04-30", "reason": "地质条件变化"}
    return Step("change", "2026-05-01", paper | told)


def _study(at: str, estimate: int) -> Step:
    return Step("feasibility", at, {"estimate": estimate * MILLION, "number": "可研1号", "decided_on": at})


def _design(**told: Any) -> Step:
    paper = {"budget": 80 * MILLION, "number": "概算1号", "decided_on": "2026-02-26", "simplified": False}
    return Step("design", "2026-02-27", paper | told)


def _settle(final: int, surplus: int) -> Step:
    told = {"final_cost": final * MILLION, "surplus": surplus * MILLION, "number": "决算1号"}
    return Step("settle", "2027-12-20", told)


STEPS: dict[str, Step] = {
    "reserve": Step("reserve", "2026-02-02", {"horizon": "one"}),
    "file": _approve("filing"),
    "ratify": _approve("ratification"),
    "approve": _approve("approval"),
    "study": _study("2026-02-20", 80),
    "study again": _study("2026-02-26", 95),
    "overrun": Step("report_overrun", "2026-02-24", {"reason": "材料涨价"}),
    "redo": Step("require_feasibility", "2026-02-25", {"reason": "超概较多"}),
    "design": _design(),
    "simpler": _design(simplified=True, ground="small"),
    "plan": Step("plan", "2026-02-28", {"plan_year": 2026, "plan_amount": 30 * MILLION, "manner": "direct"}),
    "unfund": Step(
        "unfund",
        "2026-03-03",
        {
            "source": "enterprise",
            "unfunded": 80 * MILLION,
            "unfunded_on": "2026-03-03",
            "reason": "登记有误",
        },
    ),
    "fund": Step(
        "fund",
        "2026-02-28",
        {"source": "enterprise", "amount": 80 * MILLION, "funded_on": "2026-02-28"},
    ),
    "land": _permit("land"),
    "planning": _permit("planning"),
    "construction": _permit("construction"),
    "no land": Step("waive", "2026-03-02", {"permit": "land", "reason": "利用原有建设用地"}),
    "defer": Step("defer", "2026-05-20", {"reason": "冬季不能施工"}),
    "put off": Step(
        "extend_start",
        "2027-11-01",
        {"number": "延1号", "decided_on": "2027-10-30", "reason": "资金到位晚"},
    ),
    "start": Step("start", "2026-04-15", {"started_on": "2026-04-15", "advance": False}, (PHOTO,)),
    "site": _change(change="site", new_address="示例大街2号"),
    "scale": _change(change="scale", new_content="建设三栋", new_planned=90 * MILLION),
    "budget": _change(change="budget", new_budget=85 * MILLION, new_source="市级财政"),
    "library": Step("enter_library", "2026-04-20", {"library": "K-1", "entered_on": "2026-04-20"}),
    "count": Step(
        "count",
        "2026-05-08",
        {"survey_code": "T-1", "counted_on": "2026-05-08", "photo_on": "2026-05-07", "direct": True},
        (PAPER, PHOTO),
    ),
    "april": _report("2026-04-01", "2026-05-08", 400),
    "may": _report("2026-05-01", "2026-06-08", 900),
    "suspend": Step("suspend", "2026-06-10", {"suspended_on": "2026-06-10", "reason": "防汛"}),
    "resume": Step("resume", "2026-07-01", {"resumed_on": "2026-07-01"}, (PHOTO,)),
    "accept": Step("accept", "2027-09-20", {"finished_on": "2027-09-20"}, (REPORT,)),
    "settle": _settle(79, 0),
    "settle with rest": _settle(79, 1),
    "give back": Step("return_surplus", "2027-12-28", {"returned": MILLION, "paper": "缴1号"}),
    "sample": Step("sample", "2027-12-29", {}),
    "evaluate": Step("evaluate", "2028-06-01", {"lessons": "效果达到预期"}),
    "close": Step("close", "2028-06-02", {}),
    "terminate": Step("terminate", "2026-06-30", {"reason": "不再实施"}),
    "correct": Step("correct", "2026-03-05", {}),
    "split": Step(
        "split", "2026-02-05", {"parts": "示例一期 3000万元\n示例二期 5000万元", "reason": "分期建设"}
    ),
    "merge": Step("merge", "2026-03-20", {"into": "project-2026-0001", "reason": "重复申报"}),
}
FILED = "reserve, file"
FREE = f"{FILED}, fund, land, planning, construction"  # an enterprise may begin
BUILT = f"{FREE}, start"
STUDIED = "reserve, approve, study"
DESIGNED = f"{STUDIED}, design"
READY = f"{DESIGNED}, fund, land, planning, construction"  # public works may begin
WORKS = f"{READY}, start"
DONE = f"{WORKS}, accept"


def take(case: Case, names: str, by: Actor, **more: Any) -> Case:
    """Take the steps named, one after the other; ``more`` goes into the form of the last one."""
    told = [name.strip() for name in names.split(",") if name.strip()]
    for name in told:
        step = STEPS[name]
        data = step.data | (more if name is told[-1] else {})
        at, files = data.pop("at", step.at), data.pop("files", step.files)
        data = {key: value for key, value in data.items() if value is not None}
        case = do(case, step.action, by, at, *files, **data)
    return case


def put_forward(by: Actor, *, public: bool = False, **more: Any) -> Case:
    """Open a project: an enterprise's, or one of public money."""
    return propose(by, **(PUBLIC if public else {}), **more)
