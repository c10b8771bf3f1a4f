"""Two invented types that use all a declaration can say: two pauses, extensions, dates, silence, a child."""

from __future__ import annotations

from typing import Any

from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import (
    ANY,
    OPEN,
    SYSTEM_ROLE,
    Action,
    CaseType,
    Clock,
    Extension,
    Field,
    Into,
    Kind,
    Pause,
    Role,
    State,
    Where,
    effect,
    guard,
)
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case, Deadline, Event
from luoshi.kernel.cases.tests.factories import Town, moment

LAW = Law("试验条例(2026)", "3")
ASKER, OFFICE, CLERK, HEAD, HELPER, BEARER = "asker", "office", "clerk", "head", "helper", "bearer"
ROLES = (
    Role(ASKER, "申请人", "deputy", Where.OPENER),
    Role("anyone", "任何人", "deputy", Where.ANYWHERE),
    Role(OFFICE, "窗口", "office", Where.ANYWHERE),
    Role(CLERK, "经办人", "handler"),
    Role(HEAD, "负责人", "head"),
    Role(HELPER, "协办人", "handler", Where.ASSISTING),
    Role(BEARER, "持码人", "", Where.BEARER),
)


@guard("承办人不能自己决定", LAW)
def somebody_else_took_it(context: Context) -> bool:
    return not context.did("take")


@guard("听证日期须在今天之后", LAW, on_complete=True)
def hearing_is_ahead(context: Context) -> bool:
    return str(context.given["hearing"]) > context.today.isoformat()


@effect
def open_review(doing: Doing) -> None:
    doing.open_child("review", {"title": f"复核：{doing.standing.title}", "unit": doing.standing.unit})


OPENING = (
    Field("title", "题目", into=Into.TITLE),
    Field("unit", "单位", Kind.UNIT, into=Into.UNIT),
    Field("helpers", "协办单位", Kind.UNITS, required=False, into=Into.ASSISTING),
    Field("accused", "被举报单位", Kind.UNITS, required=False, into=Into.ACCUSED),
    Field("signers", "共同申请人", Kind.PEOPLE, required=False, into=Into.SIGNERS),
    Field("secrecy", "密级", Kind.INTEGER, required=False, into=Into.SECRECY),
    Field("fine", "金额", Kind.MONEY, required=False),
    Field("phone", "电话", required=False, private=True),
    Field("topic", "分类", Kind.ENTRY, required=False, table="hotline_categories"),
    Field("point", "位置", Kind.POINT, required=False),
)
HANDED = (
    Field("unit", "单位", Kind.UNIT, into=Into.UNIT),
    Field("helpers", "协办单位", Kind.UNITS, required=False, into=Into.ASSISTING),
)
WORDS = (Field("words", "说明", Kind.LONG),)
# fmt: off
ERRAND = CaseType(
    key="errand", title="试验事项", law=LAW, roles=ROLES, children=("review",),
    states=(
        State("received", "已受理", (CLERK,)), State("hearing", "听证中", (CLERK,)),
        State("decided", "已决定", end=True), State("withdrawn", "已撤回", end=True),
    ),
    opening=Action(OPEN, "申请", (), "received", ("anyone",), OPENING),
    actions=(
        Action("take", "承办", ("received",), ANY, (CLERK, HEAD),
               (Field("who", "经办人", Kind.PERSON, required=False, into=Into.ASSIGNEE),)),
        Action("ask", "要求补正", ("received",), ANY, (CLERK,)),
        Action("bring", "补正", ("received",), ANY, (ASKER,), WORDS),
        Action("add", "补充", ("received", "hearing"), ANY, (BEARER,), WORDS),
        Action("test", "送检", ("received",), ANY, (CLERK,)),
        Action("tested", "检毕", ("received",), ANY, (CLERK, OFFICE)),
        Action("extend", "延期", ("received",), ANY, (HEAD,)),
        Action("hand", "移交", ("received",), ANY, (OFFICE,), HANDED),
        Action("help", "协办意见", ("received",), ANY, (HELPER,), WORDS),
        Action("summon", "定听证日", ("received",), "hearing", (CLERK,),
               (Field("hearing", "听证日", Kind.DATE),), guards=(hearing_is_ahead,)),
        Action("notify", "通知听证", ("hearing",), ANY, (CLERK,)),
        Action("heard", "听证毕", ("hearing",), "received", (CLERK,), (), ("笔录|视频",)),
        Action("decide", "决定", ("received",), "decided", (HEAD,), WORDS, guards=(somebody_else_took_it,),
               then=(open_review,)),
        Action("silent", "视为决定", ("received", "hearing"), "decided", (SYSTEM_ROLE,)),
        Action("withdraw", "撤回", ("received", "hearing"), "withdrawn", (ASKER,)),
        Action("publish", "公开", ("decided",), ANY, (OFFICE,)),
        Action("note", "批注", (ANY,), ANY, (OFFICE,), WORDS),
    ),
    clocks=(
        Clock("take", "承办", LAW, (OPEN,), ("take", "decide", "silent", "withdraw"), Term(24, Unit.HOUR)),
        Clock("decide", "决定", LAW, (OPEN, "hand"), ("decide", "silent", "withdraw"), Term(20, Unit.WORK),
              pauses=(Pause("ask", "bring", LAW), Pause("test", "tested", LAW)),
              extensions=(Extension("extend", Term(10, Unit.WORK), LAW),
                          Extension("extend", Term(5, Unit.WORK), LAW)),
              warn=Term(3, Unit.WORK), miss="silent"),
        Clock("help", "协办", LAW, (OPEN, "hand"), ("help", "decide", "silent", "withdraw"),
              Term(5, Unit.CAL), roll=True, each=True),
        Clock("notice", "通知听证", LAW, ("summon",), ("notify", "heard", "silent", "withdraw"),
              Term(7, Unit.WORK), anchor="hearing", backwards=True),
        Clock("hearing", "听证", LAW, ("summon",), ("heard", "silent", "withdraw"), anchor="hearing"),
        Clock("publish", "公开", LAW, ("decide", "silent"), ("publish",), Term(7, Unit.WORK)),
    ),
)
REVIEW = CaseType(
    key="review", title="试验复核", law=LAW, roles=ROLES,
    states=(State("begun", "复核中", (OFFICE,)), State("reviewed", "已复核", end=True)),
    opening=Action(OPEN, "复核", (), "begun", (HEAD, SYSTEM_ROLE), OPENING[:2]),
    actions=(Action("review", "复核", ("begun",), "reviewed", (OFFICE,), WORDS),),
)
# fmt: on


def errand(town: Town, at: str = "2026-03-02", **more: Any) -> Case:
    """Open an errand of the education department."""
    data = {"title": "一件小事", "unit": "education"} | more
    return open_case(ERRAND.key, by=town["deputy"], data=data, at=moment(at))


def do(town: Town, case: Case, action: str, who: str, at: str, /, *files: StoredFile, **data: Any) -> Event:
    """Do the action, and bring the case up to date."""
    event = act(case, action, by=town[who], data=data, evidence=files, at=moment(at))
    case.refresh_from_db()
    return event


def deadline(case: Case, clock: str, unit: str | None = None) -> Deadline:
    """Return the latest deadline of the clock, and of the unit where one is named."""
    rows = case.deadlines.filter(clock=clock).select_related("unit")
    return (rows.filter(unit__code=unit) if unit else rows).latest("seq")


def paper(kind: str, digit: str = "a") -> StoredFile:
    """Return a file that lies in no store, of the kind."""
    return StoredFile(digit * 64, f"{kind}.pdf", "application/pdf", 1, kind)
