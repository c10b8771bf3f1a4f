"""What must hold before a step of a matter of prepaid consumption. Pure functions of the case."""

from __future__ import annotations

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import guard

PROCEDURE = Law("预付式消费监管规定", "办理程序", verified=False)  # the city's own rule has not been read


@guard("结案前须有核查结论", PROCEDURE)
def was_looked_into(context: Context) -> bool:
    return context.has("check")


@guard("恢复预收不能由责令停止的人自己决定", PROCEDURE)
def somebody_else_lifts(context: Context) -> bool:
    return not context.did("stop")


@guard("不予退款须由未参与调查的人决定", PROCEDURE)
def somebody_else_refuses(context: Context) -> bool:
    return not context.did("look")
