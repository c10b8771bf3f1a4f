"""The one type of case: a supervision slip, from issue to closure."""

from __future__ import annotations

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_units
from luoshi.platforms.supervision import rules
from luoshi.platforms.supervision.rules import COLOURS, ORDER

OFFICE, HANDLER, HEAD = "office", "handler", "head"
FINDINGS = (("true", "属实"), ("false", "不属实"), ("partly", "部分属实"))
OUTCOMES = (("accepted", "理由成立"), ("rejected", "理由不成立"))
_UNIT, _OPEN = (HANDLER, HEAD), ("issued", "signed", "replied", "objected")
_BEFORE, _ISSUERS = ("objected", "issued", "signed"), (OFFICE, SYSTEM_ROLE)
_TELL = tell_units("督办", duty=ORDER)

COLOUR = Field("colour", "等级", Kind.CHOICE, choices=COLOURS)
ISSUED = (
    Field("title", "事由", into=Into.TITLE),
    Field("unit", "责任单位", Kind.UNIT, into=Into.UNIT),
    COLOUR,
    Field("commitment", "承诺编号", required=False),
    Field("clause", "研判规则"),
    Field("grounds", "依据", Kind.LONG),
    Field("demand", "要求", Kind.LONG),
)
REPLIED = (
    Field("reply", "反馈", Kind.LONG),
    Field("cause", "原因", Kind.LONG),
    Field("finish_on", "承诺完成日期", Kind.DATE, required=False),
)
CHECKED = (Field("finding", "核查结论", Kind.CHOICE, choices=FINDINGS), Field("seen", "核查情况", Kind.LONG))
RULED = (Field("outcome", "申诉结果", Kind.CHOICE, choices=OUTCOMES), Field("ruling", "说明", Kind.LONG))
RAISED = (COLOUR, Field("why", "升级原因", Kind.LONG))
OBJECTED = (Field("objection", "理由", Kind.LONG),)
NOTE = Field("note", "说明", Kind.LONG)

# fmt: off
SLIP = CaseType(
    key="supervision", title="督办事项", law=ORDER,
    roles=(
        Role(OFFICE, "督查机构", "supervisor", Where.ANYWHERE),
        Role(HANDLER, "责任单位经办人", "handler"), Role(HEAD, "责任单位负责人", "head"),
    ),
    states=(
        State("issued", "待签收", _UNIT), State("signed", "办理中", _UNIT),
        State("replied", "已反馈待核查", (OFFICE,)), State("objected", "申诉待复核", (OFFICE,)),
        State("closed", "已销号", end=True), State("withdrawn", "已撤销", end=True),
    ),
    opening=Action(OPEN, "下发督办单", (), "issued", _ISSUERS, ISSUED, public=True, then=(_TELL,)),
    actions=(
        Action("sign", "签收", ("issued",), "signed", _UNIT, public=True),
        Action("object", "申诉", ("issued", "signed"), "objected", (HEAD,), OBJECTED,
               guards=(rules.may_still_object,)),
        Action("uphold", "维持督办", ("objected",), "signed", (OFFICE,), RULED, then=(_TELL,)),
        Action("withdraw", "撤销", _BEFORE, "withdrawn", (OFFICE,), (NOTE,), public=True),
        Action("reply", "反馈", ("signed",), "replied", (HEAD,), REPLIED, ("佐证材料",), public=True),
        Action("check", "核查", ("replied",), ANY, (OFFICE,), CHECKED, guards=(rules.somebody_else_checks,)),
        Action("again", "退回再办", ("replied",), "signed", (OFFICE,), (NOTE,), then=(_TELL,),
               guards=(rules.was_checked_since,)),
        Action("close", "销号", ("replied",), "closed", (OFFICE,), (NOTE,), public=True,
               guards=(rules.was_checked_since, rules.somebody_else_closes)),
        Action("raise", "升级", _OPEN, ANY, _ISSUERS, RAISED, then=(_TELL,), public=True),
    ),
    clocks=(
        Clock("sign", "签收", ORDER, (OPEN,), ("sign", "object"), "supervision.sign", void=("withdraw",)),
        Clock("reply", "反馈", ORDER, ("sign", "uphold", "again"), ("reply",),
              "supervision.reply_{colour}", void=("object", "withdraw"), warn=Term(1, Unit.WORK)),
        Clock("check", "核查", ORDER, ("reply",), ("again", "close"), "supervision.check"),
    ),
)
# fmt: on
