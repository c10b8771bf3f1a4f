"""A part of a request (子工单) that the unit in charge gave to another unit."""

from __future__ import annotations

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_units
from luoshi.platforms.hotline.rules import HOTLINE

HANDLER, HEAD = "handler", "head"
GIVEN = (
    Field("title", "标题", into=Into.TITLE),
    Field("content", "办理要求", Kind.LONG),
    Field("parent", "主工单"),
    Field("unit", "承办单位", Kind.UNIT, into=Into.UNIT),
)
_UNIT, _TELL = (HANDLER, HEAD), tell_units("子工单待办")
# fmt: off
SUBORDER = CaseType(
    key="suborder", title="12345子工单", law=HOTLINE,
    roles=(Role(HANDLER, "承办单位经办人", "handler"), Role(HEAD, "承办单位负责人", "head")),
    states=(
        State("given", "待办理", _UNIT), State("done", "已办结", end=True),
        State("refused", "已退回", end=True), State("withdrawn", "已收回", end=True),
    ),
    opening=Action(OPEN, "分派", (), "given", (SYSTEM_ROLE,), GIVEN, then=(_TELL,)),
    actions=(
        Action("done", "报告结果", ("given",), "done", _UNIT, (Field("result", "办理结果", Kind.LONG),)),
        Action("refuse", "退回", ("given",), "refused", (HEAD,), (Field("reason", "理由", Kind.LONG),)),
        Action("withdraw", "收回", ("given",), "withdrawn", (SYSTEM_ROLE,)),
    ),
    clocks=(
        Clock("part", "子工单办理", HOTLINE, (OPEN,), ("done", "refuse", "withdraw"), "hotline.assist",
              warn=Term(1, Unit.WORK)),
    ),
)
# fmt: on
