"""What must hold before a step, as named conditions of law. Pure functions of the case."""

from __future__ import annotations

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import guard

DEPUTIES = Law("代表法(2025)", "51")
PROCEDURE = Law("建议提案办理规定", "办理程序", verified=False)  # the city's own rule has not been read


@guard("主办单位不能同时是会办单位", PROCEDURE, on_complete=True)
def lead_is_not_assisting(context: Context) -> bool:
    return context.value("unit") not in (context.given.get("assisting") or ())


@guard("退回期限已过或已签收", PROCEDURE)
def still_returnable(context: Context) -> bool:
    return "return" in context.running


@guard("会办单位意见未到且期限未满", PROCEDURE)
def everyone_helped(context: Context) -> bool:
    return "assisting" not in context.running


@guard("答复前须与提出人面商", PROCEDURE, on_complete=True)
def was_talked_over(context: Context) -> bool:
    return str(context.given["talked_on"]) <= context.today.isoformat()


@guard("B类答复须写明今后的解决日期，其他类不写", PROCEDURE, on_complete=True)
def promise_has_a_day(context: Context) -> bool:
    promised = str(context.given.get("promised_on") or "")
    return (promised > context.today.isoformat()) if context.given["result"] == "B" else not promised


@guard("没有待兑现的承诺", PROCEDURE)
def promise_is_open(context: Context) -> bool:
    answer, counted = context.last("answer"), context.last("recount")
    promised = answer is not None and answer.data["result"] == "B"
    return promised and (counted is None or (answer is not None and counted.seq < answer.seq))


@guard("承诺日期未到，单位也未报告兑现", PROCEDURE)
def promise_is_due(context: Context) -> bool:
    due = context.standing.data.get("promised_on")
    return context.has("fulfil") or (due is not None and due <= context.today.isoformat())


@guard("答复人不能复核自己的承诺", PROCEDURE)
def somebody_else_counts(context: Context) -> bool:
    return not context.did("answer") and not context.did("fulfil")


@guard("提出人未同意公开，或事项为内部", DEPUTIES)
def may_be_published(context: Context) -> bool:
    return bool(context.standing.data.get("public")) and context.standing.secrecy == 0


def makes_promise(context: Context) -> bool:
    """Tell whether the answer just given plans to solve the matter by a day."""
    return context.standing.data.get("result") == "B"
