"""The one type of case: a deputy's suggestion or a CPPCC proposal, from hand-over to its promise kept."""

from __future__ import annotations

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_signers, tell_units
from luoshi.platforms.proposals import rules
from luoshi.platforms.proposals.rules import DEPUTIES, PROCEDURE

PROPOSER, MEMBER, OFFICE, MONITOR = "proposer", "member", "office", "monitor"
HANDLER, HEAD, HELPER = "handler", "head", "helper"
ORIGINS = (("deputy", "人大代表建议"), ("cppcc", "政协提案"))
BREADTH = (("ordinary", "一般"), ("hard", "涉及面广、办理难度大"))
RESULTS = (("A", "已经解决"), ("B", "列入计划逐步解决"), ("C", "条件所限暂不能解决"), ("D", "留作参考"))
RATINGS = (("satisfied", "满意"), ("mostly", "基本满意"))
KEPT = (("kept", "已兑现"), ("broken", "未兑现"))
REASON = Field("reason", "理由", Kind.LONG)
PROPOSED = (
    Field("title", "题目", into=Into.TITLE),
    Field("origin", "来源", Kind.CHOICE, choices=ORIGINS),
    Field("body", "内容", Kind.LONG),
    Field("cosigners", "附议人", Kind.PEOPLE, required=False, into=Into.SIGNERS),
    Field("contact", "联系电话", required=False, private=True),
    Field("public", "同意公开", Kind.FLAG),
    Field("unit", "受理单位", Kind.UNIT, required=False, into=Into.UNIT),
)
ASSIGNED = (
    Field("unit", "主办单位", Kind.UNIT, into=Into.UNIT),
    Field("assisting", "会办单位", Kind.UNITS, required=False, into=Into.ASSISTING),
    Field("breadth", "难易", Kind.CHOICE, choices=BREADTH),
)
ANSWERED = (
    Field("result", "办理结果", Kind.CHOICE, choices=RESULTS),
    Field("reply", "答复正文", Kind.LONG),
    Field("talked_on", "面商日期", Kind.DATE),
    Field("promised_on", "承诺解决日期", Kind.DATE, required=False, help="结果为 B 时必填"),
)
RATED = (Field("rating", "评价", Kind.CHOICE, choices=RATINGS),)
COUNTED = (Field("kept", "是否兑现", Kind.CHOICE, choices=KEPT), Field("finding", "复核情况", Kind.LONG))
_ANSWERING = (rules.was_talked_over, rules.everyone_helped, rules.promise_has_a_day)
_COUNTING = (rules.promise_is_open, rules.promise_is_due, rules.somebody_else_counts)
_BACK = (REASON, Field("fitting", "应由何单位办理", Kind.UNIT))
_TODO, _DONE = ("assigned", "unsatisfied"), ("answered", "closed")
_UNIT, _WATCH = (HANDLER, HEAD), (OFFICE, MONITOR)
_TELL, _TELL_DUTY = tell_units("建议提案待办"), tell_units("建议提案待办", duty=DEPUTIES)
# fmt: off
ACTIONS = (  # one step after another, to be read as a table
    Action("assign", "交办", ("submitted", "returned"), "assigned", (OFFICE,), ASSIGNED, public=True,
           guards=(rules.lead_is_not_assisting,), then=(_TELL_DUTY,)),
    Action("decline", "不予立案", ("submitted", "returned"), "declined", (OFFICE,), (REASON,)),
    Action("accept", "签收", ("assigned",), ANY, _UNIT),
    Action("return", "退回", ("assigned",), "returned", _UNIT, _BACK, guards=(rules.still_returnable,)),
    Action("assist", "会办意见", _TODO, ANY, (HELPER,), (Field("opinion", "意见", Kind.LONG),)),
    Action("extend", "延期", ("assigned",), ANY, (OFFICE,), (REASON,)),
    Action("answer", "答复", _TODO, "answered", (HEAD,), ANSWERED, ("答复件",), public=True,
           guards=_ANSWERING, then=(tell_signers("已答复", duty=DEPUTIES),)),
    Action("rate", "评价满意", ("answered",), "closed", (PROPOSER,), RATED, public=True),
    Action("dissent", "评价不满意", ("answered",), "unsatisfied", (PROPOSER,), (REASON,), public=True,
           then=(_TELL,)),
    Action("lapse", "逾期未评价", ("answered",), "closed", (SYSTEM_ROLE,), public=True),
    Action("publish", "公开", ("closed",), ANY, (OFFICE,), (Field("published", "公开答复", Kind.FLAG),),
           guards=(rules.may_be_published,)),
    Action("fulfil", "报告已兑现", _DONE, ANY, (HEAD,), (Field("fulfilment", "兑现情况", Kind.LONG),),
           ("兑现材料",), (rules.promise_is_open,), public=True),
    Action("recount", "复核承诺", (ANY,), ANY, _WATCH, COUNTED, guards=_COUNTING, public=True),
    Action("urge", "督办", (ANY,), ANY, (MONITOR,), (Field("note", "督办意见", Kind.LONG),),
           then=(_TELL_DUTY,)),
)
CLOCKS = (
    Clock("return", "退回", PROCEDURE, ("assign",), ("accept", "return", "answer"),
          "proposals.{origin}.return", lapses=True),
    Clock("answer", "答复", DEPUTIES, ("assign",), ("answer",), void=("return",), warn=Term(10, Unit.WORK),
          within="proposals.{origin}.answer_{breadth}",
          extensions=(Extension("extend", Term(3, Unit.MONTH), DEPUTIES),)),
    Clock("assisting", "会办意见", PROCEDURE, ("assign",), ("assist", "answer"),
          "proposals.{origin}.cohandle", void=("return",), each=True),
    Clock("reanswer", "再次答复", PROCEDURE, ("dissent",), ("answer",), "proposals.{origin}.reanswer",
          warn=Term(5, Unit.WORK)),
    Clock("feedback", "评价", PROCEDURE, ("answer",), ("rate", "dissent", "lapse"), "proposals.feedback",
          miss="lapse", lapses=True),
    Clock("promise", "兑现承诺", PROCEDURE, ("answer",), ("fulfil", "recount"), anchor="promised_on",
          when=rules.makes_promise, void=("dissent",), warn=Term(10, Unit.WORK)),
    Clock("recount", "复核承诺", PROCEDURE, ("answer",), ("recount",), "proposals.recount",
          anchor="promised_on", when=rules.makes_promise, void=("dissent",)),
)
PROPOSAL = CaseType(
    key="proposals", title="建议提案", law=DEPUTIES, intake="proposals.intake",
    roles=(
        Role(PROPOSER, "提出人", "deputy", Where.OPENER),
        Role(MEMBER, "代表或委员", "deputy", Where.ANYWHERE),
        Role(OFFICE, "交办机关", "office", Where.ANYWHERE),
        Role(MONITOR, "督办人员", "supervisor", Where.ANYWHERE),
        Role(HANDLER, "承办单位经办人", "handler"), Role(HEAD, "承办单位负责人", "head"),
        Role(HELPER, "会办单位", "handler", Where.ASSISTING),
    ),
    states=(
        State("submitted", "待交办", (OFFICE,)), State("assigned", "办理中", _UNIT),
        State("returned", "退回待改交", (OFFICE,)), State("answered", "已答复待评价", (PROPOSER,)),
        State("unsatisfied", "不满意须再办", _UNIT), State("closed", "已办结", end=True),
        State("declined", "不予立案", end=True),
    ),
    opening=Action(OPEN, "提出", (), "submitted", (MEMBER,), PROPOSED, public=True),
    actions=ACTIONS, clocks=CLOCKS,
)
# fmt: on
