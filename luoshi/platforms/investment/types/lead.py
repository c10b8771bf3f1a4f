"""A lead (招商线索), from the first word to production: one type, with gates that explain themselves."""

from __future__ import annotations

from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_units
from luoshi.platforms.investment import guards
from luoshi.platforms.investment.recording import record
from luoshi.platforms.investment.rules.fairness import BASES, EXCEPTIONS, KINDS

PROMOTER, HEAD, COMMISSION, MONITOR = "promoter", "head", "commission", "monitor"
CONCLUSIONS = (("passes", "符合审查标准"), ("excepted", "符合第12条规定情形"), ("violates", "违反审查标准"))
REASON, NOTE = Field("reason", "理由", Kind.LONG), Field("note", "说明", Kind.LONG, required=False)
NUMBER = Field("number", "第几项优惠条件", Kind.INTEGER)
AMOUNT = Field("amount", "合同金额", Kind.MONEY, help="元")
SIGNED_ON = Field("signed_on", "签订日期", Kind.DATE)
FOUND = (
    Field("title", "线索名称", into=Into.TITLE),
    Field("unit", "招引单位", Kind.UNIT, into=Into.UNIT),
    Field("investor", "投资企业"),
    Field("investor_uscc", "投资企业统一社会信用代码", required=False),
    Field("intended", "意向投资", Kind.MONEY, help="元"),
    Field("node", "产业链环节", required=False, help="产业图谱的节点编号"),
    Field("project", "项目编号", required=False, help="项目平台的编号"),
    NOTE,
)
_EDITED = tuple(field for field in FOUND if field.key != "unit")
OFFERED = (
    Field("kind", "内容", Kind.CHOICE, choices=tuple((key, words) for key, words, _, _ in KINDS)),
    Field("words", "优惠条件原文", Kind.LONG),
    Field("basis", "依据", Kind.CHOICE, choices=BASES),
    Field("document", "依据的名称和条款、文号", required=False),
    Field("exception", "适用第12条", Kind.CHOICE, choices=EXCEPTIONS),
    Field("no_milder_way", "为什么没有影响更小的替代方案", Kind.LONG, required=False),
    Field("ends_on", "实施期限", Kind.DATE, required=False),
)
REVIEWED = (
    NUMBER,
    Field("conclusion", "审查结论", Kind.CHOICE, choices=CONCLUSIONS),
    Field("heard", "已听取利害关系人意见", Kind.FLAG),
    Field("details", "详细说明", Kind.LONG, required=False),
)
SIGNED = (Field("contract", "合同编号"), AMOUNT, SIGNED_ON)
SECOND = (Field("under", "原合同编号"), *SIGNED)
REGISTERED = (
    Field("company", "项目企业名称"), Field("company_uscc", "项目企业统一社会信用代码"),
    Field("registered_on", "注册日期", Kind.DATE),
)  # fmt: skip
STARTED = (Field("started_on", "开工日期", Kind.DATE), Field("project", "项目编号", help="项目平台的编号"))
COUNTED = (Field("survey_code", "统计调查单位代码"), Field("counted_on", "入统日期", Kind.DATE))
PRODUCING = (Field("producing_on", "投产日期", Kind.DATE), NOTE)
VOUCHER = Field("instalment", "到位资金申报编号")
_UNIT = (PROMOTER, HEAD)
_EARLY, _BOUND = ("lead", "talks"), ("signed", "registered", "started", "counted")
_MOVING = (*_EARLY, *_BOUND)
_TELL = tell_units("招商线索")
_KEEP = (record,)
_DAY = (guards.day_has_come,)
# fmt: off
LEAD = CaseType(
    key="lead", title="招商线索", law=guards.OWN,
    roles=(
        Role(PROMOTER, "招引单位经办人", "handler"), Role(HEAD, "招引单位负责人", "head"),
        Role(COMMISSION, "招商主管部门", "investment", Where.ANYWHERE),
        Role(MONITOR, "督查人员", "supervisor", Where.ANYWHERE),
    ),
    states=(
        State("lead", "线索", _UNIT), State("talks", "在谈", _UNIT), State("signed", "签约", _UNIT),
        State("registered", "已注册", _UNIT), State("started", "已开工", _UNIT),
        State("counted", "已入统", _UNIT), State("stalled", "停滞", _UNIT),
        State("producing", "已投产", end=True),
        State("withdrawn", "已撤回", end=True), State("failed", "已失败", end=True),
    ),
    opening=Action(OPEN, "登记线索", (), "lead", (*_UNIT, COMMISSION), FOUND, guards=(guards.uscc_is_whole,),
                   then=_KEEP),
    actions=(
        Action("correct", "更正", _MOVING, ANY, (*_UNIT, COMMISSION),
               _EDITED, guards=(guards.uscc_is_whole,), then=_KEEP),
        Action("talk", "在谈", ("lead",), "talks", _UNIT, (NOTE,), then=_KEEP),
        Action("offer", "提出优惠条件", _MOVING, ANY, _UNIT, OFFERED, guards=guards.CLAUSES),
        Action("review_offer", "公平竞争审查", _MOVING, ANY, (HEAD, COMMISSION), REVIEWED,
               guards=(guards.offer_stands, guards.reviewer_is_another, guards.opinions_were_heard,
                       guards.exception_is_told)),
        Action("withdraw_offer", "撤回优惠条件", _MOVING, ANY, _UNIT, (NUMBER, REASON),
               guards=(guards.offer_stands,)),
        Action("sign", "签约", ("talks",), "signed", _UNIT, SIGNED, ("合同",),
               guards=(guards.offers_are_reviewed, guards.contract_is_new, *_DAY), then=_KEEP),
        Action("phase", "签订二期", _BOUND, ANY, _UNIT, SECOND, ("合同",),
               guards=(guards.offers_are_reviewed, guards.contract_is_new, guards.contract_is_known, *_DAY),
               then=_KEEP),
        Action("register", "企业注册", ("signed",), "registered", _UNIT, REGISTERED, ("营业执照",),
               guards=(guards.uscc_is_whole, *_DAY), then=_KEEP),
        Action("start", "开工", ("registered",), "started", _UNIT, STARTED, ("开工照片|施工许可证",),
               guards=_DAY, then=_KEEP),
        Action("count", "入统", ("started",), "counted", (COMMISSION,), COUNTED, guards=_DAY, then=_KEEP),
        Action("produce", "投产", ("counted",), "producing", _UNIT, PRODUCING, ("投产照片|销售发票",),
               guards=_DAY, then=_KEEP),
        Action("stall", "停滞", ("talks", *_BOUND), "stalled", (*_UNIT, COMMISSION), (REASON,), then=_KEEP),
        Action("resume_talks", "恢复洽谈", ("stalled",), "talks", _UNIT, (NOTE,),
               guards=(guards.stood_at("talk", "在谈"),), then=_KEEP),
        Action("resume_signed", "恢复到签约", ("stalled",), "signed", _UNIT, (NOTE,),
               guards=(guards.stood_at("sign", "签约"),), then=_KEEP),
        Action("resume_registered", "恢复到已注册", ("stalled",), "registered", _UNIT, (NOTE,),
               guards=(guards.stood_at("register", "已注册"),), then=_KEEP),
        Action("resume_started", "复工", ("stalled",), "started", _UNIT, (NOTE,),
               guards=(guards.stood_at("start", "已开工"),), then=_KEEP),
        Action("resume_counted", "恢复到已入统", ("stalled",), "counted", _UNIT, (NOTE,),
               guards=(guards.stood_at("count", "已入统"),), then=_KEEP),
        Action("withdraw", "撤回线索", _EARLY, "withdrawn", (*_UNIT, COMMISSION), (REASON,), then=_KEEP),
        Action("fail", "招引失败", ("talks", *_BOUND, "stalled"), "failed", (HEAD, COMMISSION), (REASON,),
               then=_KEEP),
        Action("keep_voucher", "存到位资金凭证", (*_BOUND, "stalled", "producing", "failed"), ANY, _UNIT,
               (VOUCHER,), ("到位资金凭证",)),
        Action("urge", "督办", (*_MOVING, "stalled"), ANY, (MONITOR,), (REASON,), then=(_TELL,)),
    ),
)
# fmt: on
