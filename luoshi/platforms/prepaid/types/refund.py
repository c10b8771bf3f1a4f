"""A refund (退款): asked for by the holder, answered by the shop, decided by the regulator in dispute."""

from __future__ import annotations

from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_units
from luoshi.platforms.prepaid.guards import somebody_else_refuses
from luoshi.platforms.prepaid.settling import (
    begin_refund,
    book_refund,
    drop_refund,
    reopen_refund,
    settle_refund,
)

JUDICIAL = Law("法释〔2025〕4号", "14、15")
CONSUMER, MERCHANT, OFFICER, HEAD, MONITOR = "consumer", "merchant", "officer", "head", "monitor"
REASONS = (
    ("merchant", "经营者的原因"),
    ("consumer", "消费者自己的原因"),
    ("neither", "双方都没有责任的原因"),
    ("void", "付款人未成年"),
)
WINDOWS = (("cooling_off", "七日无理由退款"), ("other", "其他退款"))
REASON = Field("reason", "事由", Kind.CHOICE, choices=REASONS)
AGE = Field("payer_age", "付款人周岁", Kind.INTEGER, required=False, help="主张付款人未成年的必填")
ASKED = (
    Field("title", "事项", into=Into.TITLE),
    Field("contract", "合同编号"),
    Field("shop", "门店编号"),
    REASON,
    Field("window", "退款类别", Kind.CHOICE, choices=WINDOWS, help="决定退款期限"),
    Field("grounds", "说明", Kind.LONG, required=False),
    Field("stopped_on", "停止服务的第一天", Kind.DATE, required=False),
    AGE,
    Field("unit", "受理单位", Kind.UNIT, required=False, into=Into.UNIT),
)
OBJECTED = (
    Field("objection", "异议", Kind.LONG),
    Field("had_before", "主张此前获得过相同商品或服务", Kind.FLAG, help="第十四条的例外，须提供证据"),
)
DECIDED = (
    REASON,
    Field("had_before_proven", "此前获得过相同商品或服务，已有证据", Kind.FLAG),
    Field("consented", "法定代理人同意或追认", Kind.FLAG),
    AGE,
    Field("ruling", "处理意见", Kind.LONG),
)
NOTE = (Field("note", "说明", Kind.LONG),)
PAID = (Field("paid_on", "付款日期", Kind.DATE),)
_TELL, _OFFICE = tell_units("退款争议待处理"), (OFFICER, HEAD)
# fmt: off
REFUND = CaseType(
    key="prepaid_refund", title="预付退款", law=JUDICIAL, intake="prepaid.intake",
    roles=(
        Role(CONSUMER, "消费者", "", Where.BEARER), Role(MERCHANT, "经营者", "", Where.BEARER),
        Role(OFFICER, "市场监管经办人", "handler"), Role(HEAD, "市场监管负责人", "head"),
        Role(MONITOR, "督查人员", "supervisor", Where.ANYWHERE),
    ),
    states=(
        State("asked", "待经营者核对", (MERCHANT,)), State("disputed", "争议待处理", _OFFICE),
        State("settled", "待退款", (MERCHANT,)), State("paid", "已退款", end=True),
        State("dropped", "不予退款", end=True), State("withdrawn", "已撤回", end=True),
    ),
    opening=Action(OPEN, "申请退款", (), "asked", (SYSTEM_ROLE, OFFICER), ASKED,
                   then=(begin_refund,)),
    actions=(
        Action("accept", "同意退款", ("asked",), "settled", (MERCHANT,), then=(settle_refund,)),
        Action("dispute", "提出异议", ("asked",), "disputed", (MERCHANT,), OBJECTED, then=(_TELL,)),
        Action("escalate", "逾期未核对", ("asked",), "disputed", (SYSTEM_ROLE,), then=(_TELL,)),
        Action("contest", "不同意核算", ("asked", "settled"), "disputed", (CONSUMER,), NOTE,
               then=(reopen_refund, _TELL)),
        Action("decide", "作出处理", ("disputed",), "settled", (HEAD,), DECIDED, then=(settle_refund,)),
        Action("refuse", "不予退款", ("disputed",), "dropped", (HEAD,), NOTE,
               guards=(somebody_else_refuses,), then=(drop_refund,)),
        Action("look", "调查", ("disputed",), ANY, (OFFICER,), NOTE),
        Action("withdraw", "撤回", ("asked", "disputed"), "withdrawn", (CONSUMER,),
               then=(drop_refund,)),
        Action("pay", "报告已付款", ("settled",), ANY, (MERCHANT,), PAID),
        Action("confirm", "确认收到", ("settled",), "paid", (CONSUMER, SYSTEM_ROLE, *_OFFICE),
               then=(book_refund,)),
        Action("dun", "逾期未退款", ("asked", "disputed", "settled"), ANY, (SYSTEM_ROLE,), then=(_TELL,)),
        Action("urge", "督办", ("asked", "disputed", "settled"), ANY, (MONITOR,), NOTE, then=(_TELL,)),
    ),
    clocks=(
        Clock("answer", "经营者核对", JUDICIAL, (OPEN,), ("accept", "dispute", "escalate"),
              "prepaid.refund_answer", void=("withdraw", "contest"), miss="escalate"),
        Clock("decide", "争议处理", JUDICIAL, ("dispute", "escalate", "contest"), ("decide", "refuse"),
              "prepaid.refund_decide", void=("withdraw",), warn=Term(1, Unit.WORK)),
        Clock("pay", "退款", JUDICIAL, (OPEN,), ("confirm",), "prepaid.refund_due.{window}",
              void=("withdraw", "refuse"), roll=True, miss="dun"),
    ),
)
# fmt: on
