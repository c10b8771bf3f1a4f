"""A closure (清退): from the signal that a shop is failing to what each consumer got and is still owed."""

from __future__ import annotations

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_units
from luoshi.platforms.prepaid.closing import conditions, effects
from luoshi.platforms.prepaid.closing.conditions import RISK, SETTLING, SIGNALS

HANDLER, HEAD = "handler", "head"
_UNIT = (HANDLER, HEAD)
_FROZEN = ("frozen", "claiming", "listed", "approved")
_KNOWN = (*_FROZEN, "distributing", "distributed")
_TELL = tell_units("预付式消费清退")
REASON = Field("reason", "理由", Kind.LONG)
NOTE = Field("note", "说明", Kind.LONG, required=False)
SIGNAL = Field("signal", "情形", Kind.CHOICE, choices=SIGNALS)
CLAIM = Field("claim", "申报编号", help="合同编号，或举证申报的登记编号")
SIGNALLED = (
    Field("title", "事由", into=Into.TITLE),
    Field("unit", "承办单位", Kind.UNIT, required=False, into=Into.UNIT),
    Field("shop", "门店编号"),
    SIGNAL,
    Field("signalled_on", "线索日期", Kind.DATE, help="此后收取的预付款单独列明"),
    Field("grounds", "线索和依据", Kind.LONG),
)
FROZEN = (
    SIGNAL,
    Field("stopped_on", "停止服务日期", Kind.DATE, required=False, help="期限卡从这一天起算未履行的部分"),
    REASON,
)
FILED = (
    Field("amount", "申报金额", Kind.MONEY, help="元"),
    Field("statement", "付款、使用情况", Kind.LONG),
    Field("name", "姓名", private=True),
    Field("phone", "联系电话", private=True),
)
DECIDED = (
    CLAIM,
    Field("outcome", "决定", Kind.CHOICE, choices=(("admit", "确认"), ("deny", "不予确认"))),
    Field("accepted", "确认金额", Kind.MONEY, required=False, help="元；不填为申报金额"),
    REASON,
)
CORRECTED = (CLAIM, Field("accepted", "更正后的确认金额", Kind.MONEY, help="元"), REASON)
SENT = (SIGNAL, Field("receiver", "移送机关"), REASON)
# fmt: off
CLOSURE = CaseType(
    key="closure", title="预付式消费清退", law=SETTLING, intake="prepaid.closure_unit",
    reveals=(conditions.payment_needs_identity,),
    roles=(Role(HANDLER, "市场监管经办人", "handler"), Role(HEAD, "市场监管负责人", "head")),
    states=(
        State("signalled", "待核查", _UNIT), State("frozen", "已冻结待公告", _UNIT),
        State("claiming", "权利申报中", _UNIT), State("listed", "清单公示中", (HEAD,)),
        State("approved", "已核准待分配", _UNIT), State("distributing", "分配中"),
        State("distributed", "已分配", (HEAD,)),
        State("closed", "已终结", end=True), State("thawed", "已解除冻结", end=True),
        State("dismissed", "不予清退", end=True),
    ),
    opening=Action(OPEN, "登记线索", (), "signalled", (*_UNIT, SYSTEM_ROLE), SIGNALLED,
                   then=(effects.begin, _TELL)),
    actions=(
        Action("dismiss", "不予清退", ("signalled",), "dismissed", (HEAD,), (REASON,), then=(effects.end,)),
        Action("freeze", "冻结", ("signalled",), "frozen", _UNIT, FROZEN, then=(effects.freeze, _TELL)),
        Action("ask_thaw", "申请解除冻结", _FROZEN, ANY, _UNIT, (REASON,), then=(_TELL,),
               guards=(conditions.no_thaw_is_asked,)),
        Action("refuse_thaw", "不同意解除冻结", _FROZEN, ANY, (HEAD,), (REASON,),
               guards=(conditions.thaw_is_asked,)),
        Action("thaw", "解除冻结", _FROZEN, "thawed", (HEAD,), (REASON,), then=(effects.thaw,), public=True,
               guards=(conditions.thaw_is_asked, conditions.somebody_else_thaws)),
        Action("announce", "发布公告", ("frozen",), "claiming", _UNIT, (NOTE,), public=True,
               then=(effects.draw,)),
        Action("file_claim", "登记举证申报", ("claiming",), ANY, _UNIT, FILED, ("权利凭证",),
               then=(effects.file,)),
        Action("decide_claim", "决定举证申报", ("claiming",), ANY, _UNIT, DECIDED, then=(effects.decide,),
               guards=(conditions.somebody_else_decides,)),
        Action("correct", "更正申报", ("claiming",), ANY, _UNIT, CORRECTED, then=(effects.correct,)),
        Action("list", "形成清单", ("claiming",), "listed", _UNIT, (NOTE,), public=True,
               guards=(conditions.claims_are_over,), then=(effects.fix_list, _TELL)),
        Action("return", "退回更正", ("listed", "approved"), "claiming", (HEAD,), (REASON,), public=True,
               then=(effects.loosen_list, _TELL)),
        Action("approve", "核准清单", ("listed",), "approved", (HEAD,), (NOTE,), public=True,
               guards=(conditions.objections_are_over, conditions.somebody_else_approves,
                       conditions.no_thaw_is_asked), then=(_TELL,)),
        Action("distribute", "分配", ("approved",), "distributing", _UNIT, (NOTE,), public=True,
               guards=(conditions.somebody_else_distributes, conditions.no_thaw_is_asked),
               then=(effects.allocate,)),
        Action("paid", "分配入账完毕", ("distributing",), "distributed", (SYSTEM_ROLE,), public=True,
               then=(effects.settle_shop, _TELL)),
        Action("transfer", "移送公安机关", (*_KNOWN, "closed"), ANY, (HEAD,), SENT,
               guards=(conditions.money_was_taken_and_refund_evaded,)),
        Action("close", "终结", ("distributed",), "closed", (HEAD,), (NOTE,), public=True,
               then=(effects.end,)),
    ),
    clocks=(
        Clock("decide", "核查线索", RISK, (OPEN,), ("freeze", "dismiss"), "prepaid.closure_decide",
              warn=Term(1, Unit.WORK)),
        Clock("announce", "发布公告", RISK, ("freeze",), ("announce",), "prepaid.closure_announce",
              void=("thaw",)),
        Clock("claims", "权利申报期", SETTLING, ("announce",), ("list",), "prepaid.closure_claims",
              roll=True, void=("thaw",), lapses=True),
        Clock("objections", "清单公示期", SETTLING, ("list",), ("approve",), "prepaid.closure_objections",
              roll=True, void=("thaw", "return"), lapses=True),
        Clock("distribute", "分配", SETTLING, ("approve",), ("distribute",), "prepaid.closure_distribute",
              void=("thaw", "return"), warn=Term(2, Unit.WORK)),
    ),
)
# fmt: on
