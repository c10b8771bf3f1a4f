"""What must hold before a step, as named conditions. Pure functions of the case."""

from __future__ import annotations

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import guard

HOTLINE = Law(
    "国办发〔2020〕53号", "工单闭环运行", verified=False
)  # 受理、派单、办理、答复、督办、办结、回访
RETURNS = Law("12345热线办理规定", "退单", verified=False)  # the city's own rule has not been read
CALLS = Law("12345热线办理规定", "回访", verified=False)
COUNTING = Law("12345热线办理规定", "考核", verified=False)
ACCUSED = Law("信访工作条例", "30")  # what accuses somebody never reaches them
CONFIDENCE = Law("GB/T 33358-2016", "诉求人要求保密", verified=False)
TOPICS = Law("群众点题工作规定", "办理程序", verified=False)


PERSONAL = ("name", "phone", "email")  # what tells who asks


@guard("来电人姓名、电话、邮件与匿名只能居其一", HOTLINE, on_complete=True)
def caller_is_known_or_anonymous(context: Context) -> bool:
    given = context.given
    return bool(given.get("anonymous")) != any(given.get(key) for key in PERSONAL)


@guard("协办单位不能同时是主办单位", HOTLINE, on_complete=True)
def lead_is_not_assisting(context: Context) -> bool:
    return context.value("unit") not in (context.given.get("assisting") or ())


@guard("被反映单位不能承办反映自己的工单", ACCUSED, on_complete=True)
def accused_is_not_asked(context: Context) -> bool:
    accused = set(context.standing.data.get("accused") or ())
    given = context.given
    return not accused & {given.get("unit"), given.get("part_unit"), *(given.get("assisting") or ())}


@guard("诉求人要求保密，只有受理和派单人员可以查看", CONFIDENCE)
def identity_is_needed(context: Context) -> bool:
    return not context.standing.data.get("confidential") or bool(
        context.actor.roles & {"agent", "dispatcher"}
    )


@guard("已退回过一次，再次退回须提请裁定", RETURNS)
def first_return(context: Context) -> bool:
    return not context.has("return")


@guard("退单期限已过", RETURNS)
def still_returnable(context: Context) -> bool:
    return "return" in context.running


@guard("已经裁定，不能再退", RETURNS)
def not_settled(context: Context) -> bool:
    return not context.has("arbitrate")


@guard("还没有退回过，先按退回办理", RETURNS)
def was_returned(context: Context) -> bool:
    return context.has("return")


@guard("裁定人不能是原派单人", RETURNS)
def somebody_else_arbitrates(context: Context) -> bool:
    return not context.did("dispatch")


@guard("派单后还没有联系过来电人", HOTLINE)
def caller_was_contacted(context: Context) -> bool:
    unreachable = context.standing.data.get("anonymous") or not context.standing.data.get("callback")
    return bool(unreachable) or _open_since(context, "contact", "dispatch", "arbitrate", "redo", "reopen")


@guard("协办单位意见未到且期限未满", HOTLINE)
def everyone_helped(context: Context) -> bool:
    return "assisting" not in context.running


@guard("没有待批的延期申请", HOTLINE)
def extension_is_asked(context: Context) -> bool:
    return _open_since(context, "ask_time", "grant_time", "refuse_time")


@guard("办结期限已过，或已经延期一次", HOTLINE)
def may_ask_for_time(context: Context) -> bool:
    return "finish" in context.running and not context.has("grant_time")


@guard("已有待批的延期申请", HOTLINE)
def no_extension_is_asked(context: Context) -> bool:
    return not _open_since(context, "ask_time", "grant_time", "refuse_time")


@guard("未解决的须写明原因", HOTLINE, on_complete=True)
def unsolved_has_a_reason(context: Context) -> bool:
    return context.given["outcome"] == "solved" or bool(context.given.get("unsolved"))


@guard("因单位原因不满意的须退回重办，不能办结", CALLS, on_complete=True)
def pleased_or_excused(context: Context) -> bool:
    return not (context.given.get("satisfied") == "no" and context.given.get("cause") == "unit")


@guard("不满意的须写明原因", CALLS, on_complete=True)
def displeasure_has_a_cause(context: Context) -> bool:
    return context.given.get("satisfied") != "no" or bool(context.given.get("cause"))


@guard("已申请剔除", COUNTING)
def no_exclusion_is_asked(context: Context) -> bool:
    return not _open_since(context, "ask_exclusion", "exclude", "keep")


@guard("没有待批的剔除申请", COUNTING)
def exclusion_is_asked(context: Context) -> bool:
    return _open_since(context, "ask_exclusion", "exclude", "keep")


@guard("剔除须由申请人以外的人决定", COUNTING)
def somebody_else_excludes(context: Context) -> bool:
    return not context.did("ask_exclusion")


@guard("没有待核查的反映", CALLS)
def said_again(context: Context) -> bool:
    return _open_since(context, "report_again", "settle", "reopen", "redo")


@guard("不能并入自己", HOTLINE, on_complete=True)
def into_another(context: Context) -> bool:
    return str(context.given["into"]) != context.code


@guard("题目须公开答复，涉密的不能点题", TOPICS)
def is_public(context: Context) -> bool:
    return context.standing.secrecy == 0


@guard("答题单位不能评价自己的题目", TOPICS)
def somebody_else_evaluates(context: Context) -> bool:
    return not context.did("answer", "deliver")


@guard("应答人数不能多于抽样人数，满意人数不能多于应答人数", TOPICS, on_complete=True)
def sample_adds_up(context: Context) -> bool:
    given = context.given
    asked, responded, pleased = int(given["asked"]), int(given["responded"]), int(given["pleased"])
    return 0 <= pleased <= responded <= asked and responded > 0


def _open_since(context: Context, begin: str, *ends: str) -> bool:
    """Tell whether the act was done and none of those that end it was done after it."""
    last = context.last(begin, *ends)
    return last is not None and last.action == begin
