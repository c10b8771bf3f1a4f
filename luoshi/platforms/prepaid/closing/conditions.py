"""What must hold before a step of a closure, as named conditions of law. Pure functions of the case."""

from __future__ import annotations

from datetime import date

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.context import Context, PastAct
from luoshi.kernel.cases.declarations import guard

_SINCE = date(2025, 5, 1)
SETTLING = Law("法释〔2025〕4号", "7", _SINCE)
TERM = Law("法释〔2025〕4号", "22", _SINCE)
FRAUD = Law("法释〔2025〕4号", "23", _SINCE)
RECORDS = Law("法释〔2025〕4号", "25", _SINCE)
RISK = Law("消费者权益保护法实施条例", "22", date(2024, 7, 1))
TWO_PEOPLE = Law("本平台设定", "清退两人办理规则")

SIGNALS = (
    ("risk", "重大经营风险，可能无法履行"),
    ("stopped", "停业、歇业或者变更场所"),
    ("difficulty", "经营困难，未及时清算"),
    ("vanished", "收款后终止经营、失去联系"),
    ("evades", "收款后恶意逃避退款"),
)
_EVADING = ("vanished", "evades")


@guard("解除冻结须由提出人以外的人决定", TWO_PEOPLE)
def somebody_else_thaws(context: Context) -> bool:
    return not context.did("ask_thaw")


@guard("没有待决定的解除冻结申请", TWO_PEOPLE)
def thaw_is_asked(context: Context) -> bool:
    act = context.last("ask_thaw", "refuse_thaw", "freeze")
    return act is not None and act.action == "ask_thaw"


@guard("已有待决定的解除冻结申请", TWO_PEOPLE)
def no_thaw_is_asked(context: Context) -> bool:
    act = context.last("ask_thaw", "refuse_thaw", "freeze")
    return act is None or act.action != "ask_thaw"


@guard("申报期尚未届满", SETTLING)
def claims_are_over(context: Context) -> bool:
    return "claims" not in context.running


@guard("清单公示期尚未届满", SETTLING)
def objections_are_over(context: Context) -> bool:
    return "objections" not in context.running


@guard("清单须由形成清单以外的人核准", TWO_PEOPLE)
def somebody_else_approves(context: Context) -> bool:
    return not context.did("list")


@guard("分配须由核准清单以外的人办理", TWO_PEOPLE)
def somebody_else_distributes(context: Context) -> bool:
    return not context.did("approve")


@guard("举证申报须由登记以外的人决定，且编号是本案登记的", RECORDS, on_complete=True)
def somebody_else_decides(context: Context) -> bool:
    filed = filed_as(context, str(context.given.get("claim", "")))
    return filed is not None and (filed.by_id is None or filed.by_id != context.actor.account)


@guard("移送公安机关限于收取预付款后终止经营、恶意逃避退款的线索", FRAUD, on_complete=True)
def money_was_taken_and_refund_evaded(context: Context) -> bool:
    return context.value("signal") in _EVADING


@guard("查看申报人身份限于核实、付款的承办人员", RECORDS)
def payment_needs_identity(context: Context) -> bool:
    return bool({"handler", "head"} & context.actor.roles)


def number_of(case: str, act: PastAct) -> str:
    """Return the number of the evidence-based claim that the act filed."""
    return f"{case}-{act.seq}"


def filed_as(context: Context, number: str) -> PastAct | None:
    """Return the act that filed the claim of the number, or None."""
    acts = (act for act in context.past if act.action == "file_claim")
    return next((act for act in acts if number_of(context.code, act) == number), None)
