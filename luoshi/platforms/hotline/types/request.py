"""A resident's request (工单): received, dispatched, answered, called back, reopened where need be."""

from __future__ import annotations

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_units
from luoshi.platforms.hotline import rules
from luoshi.platforms.hotline.coding import tell_code
from luoshi.platforms.hotline.noting import note_doubts, note_repeat, settle_unit, tie_to_others
from luoshi.platforms.hotline.parts import open_part, take_parts_back, wait_for_parts
from luoshi.platforms.hotline.recording import record
from luoshi.platforms.hotline.rules import CALLS, HOTLINE, RETURNS

AGENT, DISPATCHER, ARBITER, MONITOR, RESIDENT = "agent", "dispatcher", "arbiter", "monitor", "resident"
HANDLER, HEAD, HELPER = "handler", "head", "helper"
CHANNELS = (
    *(("phone", "电话"), ("web", "网站"), ("mobile", "手机网页"), ("board", "领导留言板"), ("email", "邮件")),
    *(
        ("letter", "来信"),
        ("visit", "来访"),
        ("open311", "Open311"),
        ("api", "接口"),
        ("transfer", "上级转办"),
    ),
)
SORTS = (
    *(("question", "咨询"), ("help", "求助"), ("complaint", "投诉"), ("report", "举报")),
    *(("advice", "建议"), ("praise", "表扬"), ("other", "其他")),
)
LIMITS = (  # how fast: each with its own unit of time, in city/parameters/hotline.yaml
    *(("emergency", "危及生命财产"), ("utility", "水电气热"), ("question", "咨询")),
    *(("ordinary", "一般"), ("complex", "复杂疑难")),
)
DOORS = (  # why a request is not taken, and which door is the right one
    *(
        ("outside", "不属于本市"),
        ("power", "党委人大政协监委法院检察院军队职权"),
        ("police", "110、119、120、122受理"),
    ),
    *(
        ("proceeding", "已进入诉讼、仲裁、复议、信访或信息公开程序"),
        ("finished", "同一事实理由已办结且无新情况"),
    ),
    *(("unclear", "内容不清且无法联系"), ("unlawful", "诉求违法或恶意")),
)
OUTCOMES = (("solved", "已解决"), ("partly", "部分解决"), ("planned", "已列入计划"), ("unsolved", "未解决"))
YES_NO = (("yes", "是"), ("no", "否"))
CAUSES = (("unit", "单位办理不到位"), ("policy", "政策或客观条件所限"), ("demand", "诉求超出合理范围"))
URGENCY = (("remind", "催办"), ("warn", "督办"), ("criticise", "通报"))
REASON = Field("reason", "理由", Kind.LONG)
NOTE = Field("note", "说明", Kind.LONG, required=False)
SORT = Field("sort", "诉求类型", Kind.CHOICE, choices=SORTS)
CATEGORY = Field("category", "诉求分类", Kind.ENTRY, table="hotline_categories")
LIMIT = Field("limit", "时限类别", Kind.CHOICE, choices=LIMITS)
LOCALITY = Field("locality", "属地", Kind.UNIT, required=False, help="街道、乡镇或区县")
ADDRESS = Field("address", "地址", required=False)
POINT = Field("point", "位置", Kind.POINT, required=False)
TAKEN = (
    Field("title", "标题", into=Into.TITLE),
    Field("content", "内容", Kind.LONG),
    Field("channel", "渠道", Kind.CHOICE, choices=CHANNELS),
    *(SORT, CATEGORY, LIMIT, LOCALITY, ADDRESS, POINT),
    Field("happened_on", "事发日期", Kind.DATE, required=False),
    Field("accused", "被反映单位", Kind.UNITS, required=False, into=Into.ACCUSED),
    Field("merchant", "涉及门店", required=False, help="预付卡的门店编号"),
    Field("anonymous", "匿名", Kind.FLAG),
    Field("confidential", "要求保密", Kind.FLAG),
    Field("callback", "需要回访", Kind.FLAG),
    Field("public", "同意公开", Kind.FLAG),
    Field("name", "姓名", required=False, private=True),
    Field("phone", "联系电话", required=False, private=True),
    Field("email", "电子邮件", required=False, private=True),
    Field("call", "录音号", required=False),
    Field("part_of", "拆分自", required=False, help="同一次来话拆出的另一件工单"),
    Field("repeat_of", "重复于", required=False, help="反映同一件事的在办工单"),
    Field("unit", "受理单位", Kind.UNIT, required=False, into=Into.UNIT),
)
CORRECTED = (SORT, CATEGORY, LIMIT, LOCALITY, ADDRESS, POINT)
DISPATCHED = (
    Field("unit", "主办单位", Kind.UNIT, into=Into.UNIT),
    Field("assisting", "协办单位", Kind.UNITS, required=False, into=Into.ASSISTING),
    *(LIMIT, NOTE),
)
SETTLED = (
    Field("unit", "主办单位", Kind.UNIT, into=Into.UNIT),
    LIMIT,
    Field("ruling", "裁定意见", Kind.LONG),
)
CONTACTED = (
    Field("reached", "已联系上", Kind.CHOICE, choices=YES_NO),
    Field("said", "联系情况", Kind.LONG),
)
SPLIT = (Field("part_unit", "承办单位", Kind.UNIT), Field("task", "办理要求", Kind.LONG))
ANSWERED = (
    Field("founded", "诉求属实", Kind.CHOICE, choices=(*YES_NO, ("partly", "部分属实"))),
    Field("outcome", "办理结果", Kind.CHOICE, choices=OUTCOMES),
    Field("unsolved", "未解决原因", Kind.LONG, required=False),
    Field("done", "办理情况", Kind.LONG, help="内部留存"),
    Field("reply", "答复", Kind.LONG, help="向诉求人答复，可公开"),
)
ASKED_BACK = (  # three questions
    Field("reached", "已联系", Kind.CHOICE, choices=YES_NO),
    Field("solved", "已解决", Kind.CHOICE, choices=YES_NO),
    Field("satisfied", "满意", Kind.CHOICE, choices=YES_NO),
    Field("cause", "不满意原因", Kind.CHOICE, choices=CAUSES, required=False),
    NOTE,
)
DIRECT = (Field("outcome", "办理结果", Kind.CHOICE, choices=OUTCOMES), Field("reply", "答复", Kind.LONG))
REFUSED = (Field("door", "不予受理的情形", Kind.CHOICE, choices=DOORS), Field("reply", "告知内容", Kind.LONG))
_UNIT, _CENTRE = (HANDLER, HEAD), (DISPATCHER, AGENT)
_BEFORE, _TODO, _AFTER = ("received", "returned"), ("handling", "redo"), ("answered", "finished")
_OWING = ("dispatched", *_TODO, "suspended")
_TELL = tell_units("工单待办")
_KEEP, _GIVEN_BACK = (record,), (take_parts_back, record)
_BACK = (REASON, Field("fitting", "应由何单位办理", Kind.UNIT))
# fmt: off
ACTIONS = (  # one step after another, to be read as a table
    Action("supplement", "补充", (*_BEFORE, "dispatched", *_TODO), ANY, (RESIDENT, AGENT),
           (Field("more", "补充内容", Kind.LONG),), then=_KEEP),
    Action("give_code", "补发查询码", (*_BEFORE, "disputed", *_OWING, *_AFTER), ANY, (AGENT,),
           then=(tell_code,)),
    Action("correct", "更正分类", (*_BEFORE, "disputed", "dispatched"), ANY, _CENTRE, CORRECTED, then=_KEEP),
    Action("reply_now", "直接答复", ("received",), "finished", _CENTRE, DIRECT, then=_KEEP, public=True),
    Action("decline", "不予受理", _BEFORE, "declined", (DISPATCHER,), REFUSED, then=_KEEP),
    Action("merge", "并入", ("received",), "merged", _CENTRE, (Field("into", "并入的工单"),),
           guards=(rules.into_another,), then=_KEEP),
    Action("dispatch", "派单", (*_BEFORE, "redo"), "dispatched", (DISPATCHER, SYSTEM_ROLE), DISPATCHED,
           guards=(rules.lead_is_not_assisting, rules.accused_is_not_asked),
           then=(_TELL, *_KEEP, settle_unit), public=True),
    Action("sign", "签收", ("dispatched",), "handling", _UNIT, then=_KEEP),
    Action("return", "退回", ("dispatched", "handling"), "returned", _UNIT, _BACK,
           guards=(rules.first_return, rules.still_returnable, rules.not_settled), then=_GIVEN_BACK),
    Action("appeal", "提请裁定", ("dispatched", "handling"), "disputed", (HEAD,), _BACK,
           guards=(rules.was_returned, rules.still_returnable, rules.not_settled), then=_GIVEN_BACK),
    Action("arbitrate", "裁定", ("disputed",), "dispatched", (ARBITER,), SETTLED,
           guards=(rules.somebody_else_arbitrates, rules.accused_is_not_asked),
           then=(_TELL, *_KEEP, settle_unit)),
    Action("contact", "联系诉求人", ("dispatched", *_TODO), ANY, _UNIT, CONTACTED, then=_KEEP),
    Action("assist", "协办意见", ("dispatched", *_TODO), ANY, (HELPER,),
           (Field("opinion", "意见", Kind.LONG),)),
    Action("split", "分派子工单", _TODO, ANY, (HEAD,), SPLIT, guards=(rules.accused_is_not_asked,),
           then=(open_part,)),
    Action("ask_time", "申请延期", ("handling",), ANY, (HEAD,), (REASON,),
           guards=(rules.may_ask_for_time, rules.no_extension_is_asked)),
    Action("grant_time", "同意延期", ("handling",), ANY, (DISPATCHER,), (NOTE,),
           guards=(rules.extension_is_asked, rules.may_ask_for_time), then=_KEEP),
    Action("refuse_time", "不同意延期", ("handling",), ANY, (DISPATCHER,), (REASON,),
           guards=(rules.extension_is_asked,)),
    Action("suspend", "中止", ("handling",), "suspended", (DISPATCHER,), (REASON,), then=_KEEP),
    Action("resume", "恢复办理", ("suspended",), "handling", (DISPATCHER, HEAD, SYSTEM_ROLE), then=_KEEP),
    Action("answer", "答复", _TODO, "answered", (HEAD,), ANSWERED, public=True,
           then=(wait_for_parts, *_KEEP, note_doubts),
           guards=(rules.caller_was_contacted, rules.everyone_helped, rules.unsolved_has_a_reason)),
    Action("confirm", "回访办结", ("answered",), "finished", (AGENT, RESIDENT), ASKED_BACK, public=True,
           guards=(rules.pleased_or_excused, rules.displeasure_has_a_cause), then=_KEEP),
    Action("redo", "退回重办", ("answered",), "redo", (AGENT, RESIDENT), (REASON,), public=True,
           then=(_TELL, *_KEEP)),
    Action("lapse", "逾期未评价", ("answered",), "finished", (SYSTEM_ROLE,), then=_KEEP),
    Action("report_again", "他人反映未解决", _AFTER, ANY, (AGENT, SYSTEM_ROLE), (REASON,)),
    Action("settle", "核查后维持", (*_AFTER, "archived"), ANY, (DISPATCHER,), (REASON,),
           guards=(rules.said_again,)),
    Action("reopen", "重新办理", ("finished",), "redo", (RESIDENT, DISPATCHER), (REASON,), public=True,
           then=(_TELL, *_KEEP)),
    Action("archive", "归档", ("finished",), "archived", (SYSTEM_ROLE,), then=_KEEP),
    Action("ask_exclusion", "申请剔除", _AFTER, ANY, (HEAD,), (REASON,), ("证明材料",),
           guards=(rules.no_exclusion_is_asked,)),
    Action("exclude", "同意剔除", (*_AFTER, "archived"), ANY, (ARBITER,), (NOTE,),
           guards=(rules.exclusion_is_asked, rules.somebody_else_excludes), then=_KEEP),
    Action("keep", "不予剔除", (*_AFTER, "archived"), ANY, (ARBITER,), (REASON,),
           guards=(rules.exclusion_is_asked,)),
    Action("overdue", "逾期催办", _OWING, ANY, (SYSTEM_ROLE,), then=(_TELL, *_KEEP)),
    Action("criticise", "书面通报", _OWING, ANY, (SYSTEM_ROLE,), then=(_TELL, *_KEEP)),
    Action("urge", "督办", _OWING, ANY, (DISPATCHER, MONITOR),
           (Field("urgency", "督办级别", Kind.CHOICE, choices=URGENCY), NOTE), then=(_TELL,)),
)
CLOCKS = (
    Clock("dispatch", "派单", HOTLINE, (OPEN, "return"), ("dispatch", "reply_now", "decline", "merge"),
          "hotline.dispatch"),
    Clock("arbitrate", "裁定", RETURNS, ("appeal",), ("arbitrate",), "hotline.arbitrate"),
    Clock("return", "退单", RETURNS, ("dispatch",), ("return", "appeal", "answer"),
          "hotline.return_{limit}", lapses=True),
    Clock("contact", "首次联系", HOTLINE, ("dispatch", "arbitrate"), ("contact", "answer"),
          "hotline.contact_{limit}", void=("return", "appeal")),
    Clock("finish", "办结", HOTLINE, ("dispatch", "arbitrate"), ("answer",), "hotline.finish_{limit}",
          void=("return", "appeal"), warn=Term(1, Unit.WORK), miss="overdue",
          pauses=(Pause("suspend", "resume", HOTLINE),),
          extensions=(Extension("grant_time", Term(5, Unit.WORK), HOTLINE),)),
    Clock("assisting", "协办意见", HOTLINE, ("dispatch",), ("assist", "answer"), "hotline.assist",
          void=("return", "appeal"), each=True),
    Clock("suspension", "中止", HOTLINE, ("suspend",), ("resume",), "hotline.suspension", miss="resume",
          lapses=True),
    Clock("redo", "重办", CALLS, ("redo", "reopen"), ("answer",), "hotline.redo_{limit}",
          void=("dispatch",), warn=Term(1, Unit.WORK), miss="overdue"),
    Clock("dun", "催办后办结", HOTLINE, ("overdue",), ("answer",), "hotline.dun",
          void=("return", "appeal", "dispatch"),
          miss="criticise"),
    Clock("callback", "回访", CALLS, ("answer",), ("confirm", "redo", "lapse"), "hotline.callback",
          miss="lapse", lapses=True),
    Clock("window", "申请重办", CALLS, ("reply_now", "confirm", "lapse"), ("reopen", "archive"),
          "hotline.reopen", miss="archive", lapses=True),
    Clock("review", "核查他人反映", CALLS, ("report_again",), ("settle", "reopen", "redo"), "hotline.review"),
)
REQUEST = CaseType(
    key="hotline", title="12345工单", law=HOTLINE, intake="hotline.intake", children=("suborder",),
    reveals=(rules.identity_is_needed,),
    roles=(
        Role(RESIDENT, "诉求人", "", Where.BEARER),
        Role(AGENT, "热线话务员", "agent", Where.ANYWHERE),
        Role(DISPATCHER, "热线派单员", "dispatcher", Where.ANYWHERE),
        Role(ARBITER, "热线裁定岗", "arbiter", Where.ANYWHERE),
        Role(MONITOR, "督查人员", "supervisor", Where.ANYWHERE),
        Role(HANDLER, "承办单位经办人", "handler"), Role(HEAD, "承办单位负责人", "head"),
        Role(HELPER, "协办单位", "handler", Where.ASSISTING),
    ),
    states=(
        State("received", "待派单", _CENTRE), State("dispatched", "待签收", _UNIT),
        State("handling", "办理中", _UNIT), State("suspended", "已中止", (DISPATCHER,)),
        State("returned", "退回待改派", (DISPATCHER,)),
        State("disputed", "待裁定", (ARBITER,)), State("answered", "已答复待回访", (AGENT, RESIDENT)),
        State("redo", "重办中", _UNIT), State("finished", "已办结"),
        State("archived", "已归档", end=True), State("declined", "不予受理", end=True),
        State("merged", "已并入", end=True),
    ),
    opening=Action(OPEN, "受理", (), "received", (AGENT, SYSTEM_ROLE), TAKEN, public=True,
                   guards=(rules.caller_is_known_or_anonymous,),
                   then=(*_KEEP, tell_code, tie_to_others, note_repeat)),
    actions=ACTIONS, clocks=CLOCKS,
)
# fmt: on
