"""An alarm over a shop (预警核查): raised by its records, looked into by the regulator."""

from __future__ import annotations

from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_units
from luoshi.platforms.prepaid.guards import somebody_else_lifts, was_looked_into
from luoshi.platforms.prepaid.stopping import stop_sales, take_up_sales

RISK = Law("消费者权益保护法实施条例(2024)", "22")  # 有重大经营风险的，应当停止收取预付款
OFFICER, HEAD, MONITOR = "officer", "head", "monitor"
FOUNDED = (("yes", "属实"), ("partly", "部分属实"), ("no", "不属实"))
RAISED = (
    Field("title", "事由", into=Into.TITLE),
    Field("shop", "门店编号"),
    Field("grounds", "依据", Kind.LONG),
    Field("unit", "核查单位", Kind.UNIT, required=False, into=Into.UNIT),
)
MORE = (Field("more", "新的依据", Kind.LONG),)
CHECKED = (
    Field("founded", "预警属实", Kind.CHOICE, choices=FOUNDED),
    Field("seen", "核查情况", Kind.LONG),
    Field("visited_on", "现场检查日期", Kind.DATE, required=False),
)
NOTE = (Field("note", "理由", Kind.LONG),)
_LOOKING, _OPEN = ("raised", "checking"), ("raised", "checking", "stopped")
_UNIT, _TELL = (OFFICER, HEAD), tell_units("预付预警待核查")
# fmt: off
ALARM = CaseType(
    key="prepaid_alarm", title="预付预警核查", law=RISK, intake="prepaid.intake",
    roles=(
        Role(OFFICER, "市场监管经办人", "handler"), Role(HEAD, "市场监管负责人", "head"),
        Role(MONITOR, "督查人员", "supervisor", Where.ANYWHERE),
    ),
    states=(
        State("raised", "待核查", _UNIT), State("checking", "核查中", _UNIT),
        State("stopped", "已停止预收", (HEAD,)), State("closed", "已结案", end=True),
    ),
    opening=Action(OPEN, "发出预警", (), "raised", (SYSTEM_ROLE, OFFICER, HEAD), RAISED, then=(_TELL,)),
    actions=(
        Action("add", "补充依据", _OPEN, ANY, (SYSTEM_ROLE, OFFICER), MORE, then=(_TELL,)),
        Action("check", "核查", _LOOKING, "checking", _UNIT, CHECKED),
        Action("stop", "责令停止预收", _LOOKING, "stopped", (HEAD,), NOTE, then=(stop_sales,)),
        Action("resume", "准予恢复预收", ("stopped",), "checking", (HEAD,), NOTE,
               guards=(somebody_else_lifts,), then=(take_up_sales,)),
        Action("close", "结案", ("checking", "stopped"), "closed", (HEAD,), NOTE, guards=(was_looked_into,)),
        Action("urge", "督办", _OPEN, ANY, (MONITOR,), NOTE, then=(_TELL,)),
    ),
    clocks=(
        Clock("check", "核查", RISK, (OPEN,), ("check", "stop"), "prepaid.alarm_check",
              warn=Term(1, Unit.WORK)),
        Clock("close", "结案", RISK, ("check",), ("close",), "prepaid.alarm_close", warn=Term(2, Unit.WORK)),
    ),
)
# fmt: on
