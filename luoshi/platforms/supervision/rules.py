"""What must hold before a step of supervision, as named conditions of law. Pure functions of the case."""

from __future__ import annotations

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import guard

ORDER = Law("政府督查工作条例(2021)", "督查程序", verified=False)  # articles to be compared with the text
COLOURS = (("blue", "蓝：临期提醒"), ("yellow", "黄：落后"), ("red", "红：严重滞后或逾期"))


@guard("核查不能由反馈人自己办理", ORDER)
def somebody_else_checks(context: Context) -> bool:
    return not context.did("reply")


@guard("销号须由未参与反馈的人办理，且已核查属实", ORDER)
def somebody_else_closes(context: Context) -> bool:
    check = context.last("check")
    return not context.did("reply") and check is not None and check.data["finding"] == "true"


@guard("还没有针对这次反馈的核查", ORDER)
def was_checked_since(context: Context) -> bool:
    check, reply = context.last("check"), context.last("reply")
    return check is not None and reply is not None and check.seq > reply.seq


@guard("申诉须在反馈之前，且只有一次", ORDER)
def may_still_object(context: Context) -> bool:
    return not context.has("object", "reply")
