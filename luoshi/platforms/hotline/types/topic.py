"""A question the public puts to a department (题目): 群众点题、部门答题、纪委监督、社会评价."""

from __future__ import annotations

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_units
from luoshi.platforms.hotline import rules
from luoshi.platforms.hotline.rules import TOPICS
from luoshi.platforms.hotline.topics.evaluating import figures_of_the_survey

DISPATCHER, DISCIPLINE, HANDLER, HEAD, HELPER = "dispatcher", "discipline", "handler", "head", "helper"
SOURCES = (("cluster", "热点诉求"), ("page", "扫码或网页征集"), ("visit", "走访"), ("inspection", "监督检查"))
JUDGED = (("met", "群众满意"), ("unmet", "群众不满意"))
REASON = Field("reason", "理由", Kind.LONG)
RAISED = (
    Field("title", "题目", into=Into.TITLE),
    Field("question", "群众反映", Kind.LONG),
    Field("source", "来源", Kind.CHOICE, choices=SOURCES),
    Field("round", "征集批次", required=False),
    Field("cluster", "热点编号", required=False),
    Field("unit", "受理单位", Kind.UNIT, required=False, into=Into.UNIT),
)
ASSIGNED = (
    Field("unit", "牵头部门", Kind.UNIT, into=Into.UNIT),
    Field("assisting", "配合部门", Kind.UNITS, required=False, into=Into.ASSISTING),
)
PLANNED = (
    Field("plan", "答题方案", Kind.LONG, help="向社会公开"),
    Field("promised_on", "承诺完成日期", Kind.DATE),
)
DELIVERED = (Field("result", "办理结果", Kind.LONG, help="向社会公开"),)
WATCHED = (Field("finding", "监督意见", Kind.LONG),)
SURVEYED = (
    Field("judged", "评价结果", Kind.CHOICE, choices=JUDGED),
    Field("asked", "抽样人数", Kind.INTEGER),
    Field("responded", "应答人数", Kind.INTEGER),
    Field("pleased", "满意人数", Kind.INTEGER),
    Field("seed", "抽样种子"),
    Field("population", "总体人数", Kind.INTEGER, required=False),
)
_UNIT, _TELL = (HANDLER, HEAD), tell_units("群众点题待答")
# fmt: off
TOPIC = CaseType(
    key="topic", title="群众点题", law=TOPICS, intake="hotline.intake",
    roles=(
        Role(DISPATCHER, "点题工作岗", "dispatcher", Where.ANYWHERE),
        Role(DISCIPLINE, "纪委监督岗", "discipline", Where.ANYWHERE),
        Role(HANDLER, "答题部门经办人", "handler"), Role(HEAD, "答题部门负责人", "head"),
        Role(HELPER, "配合部门", "handler", Where.ASSISTING),
    ),
    states=(
        State("raised", "待交办", (DISPATCHER,)), State("assigned", "待答题", _UNIT),
        State("answering", "办理中", _UNIT), State("delivered", "已办理待评价", (DISCIPLINE,)),
        State("closed", "已办结", end=True), State("dropped", "不列为题目", end=True),
    ),
    opening=Action(OPEN, "点题", (), "raised", (DISPATCHER, DISCIPLINE), RAISED, public=True),
    actions=(
        Action("assign", "交办", ("raised",), "assigned", (DISPATCHER,), ASSIGNED, public=True,
               guards=(rules.lead_is_not_assisting, rules.is_public), then=(_TELL,)),
        Action("drop", "不列为题目", ("raised",), "dropped", (DISPATCHER,), (REASON,)),
        Action("return", "退回", ("assigned",), "raised", (HEAD,), (REASON,)),
        Action("answer", "答题", ("assigned",), "answering", (HEAD,), PLANNED, public=True),
        Action("assist", "配合意见", ("assigned", "answering"), ANY, (HELPER,),
               (Field("opinion", "意见", Kind.LONG),)),
        Action("progress", "进展", ("answering",), ANY, _UNIT, (Field("progress", "进展", Kind.LONG),),
               public=True),
        Action("deliver", "报告完成", ("answering",), "delivered", (HEAD,), DELIVERED, ("完成材料",),
               public=True),
        Action("watch", "监督意见", (ANY,), ANY, (DISCIPLINE,), WATCHED, public=True, then=(_TELL,)),
        Action("again", "退回再办", ("delivered",), "answering", (DISCIPLINE,), (REASON,), public=True,
               guards=(rules.somebody_else_evaluates,), then=(_TELL,)),
        Action("evaluate", "社会评价", ("delivered",), "closed", (DISCIPLINE,), SURVEYED, public=True,
               guards=(rules.somebody_else_evaluates, rules.sample_adds_up), then=(figures_of_the_survey,)),
    ),
    clocks=(
        Clock("assign", "交办", TOPICS, (OPEN, "return"), ("assign", "drop"), "hotline.topic.assign"),
        Clock("answer", "答题", TOPICS, ("assign",), ("answer",), "hotline.topic.answer", void=("return",),
              warn=Term(2, Unit.WORK)),
        Clock("deliver", "兑现答题", TOPICS, ("answer",), ("deliver",), anchor="promised_on",
              warn=Term(5, Unit.WORK)),
        Clock("redeliver", "再次办理", TOPICS, ("again",), ("deliver",), "hotline.topic.again"),
        Clock("evaluate", "评价", TOPICS, ("deliver",), ("evaluate", "again"), "hotline.topic.evaluate"),
    ),
)
# fmt: on
