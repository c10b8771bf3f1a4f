"""What must hold before a lead takes a step, as named conditions. Pure functions of the case."""

from __future__ import annotations

from datetime import date

from luoshi.kernel.base.law import Law
from luoshi.kernel.base.uscc import is_uscc
from luoshi.kernel.cases.context import Context, PastAct
from luoshi.kernel.cases.declarations import Guard, guard
from luoshi.platforms.investment.rules import fairness
from luoshi.platforms.investment.rules.fairness import REGULATION, Offer, objections

CODE = Law("GB 32100-2015", "法人和其他组织统一社会信用代码编码规则")
OWN = Law("本平台设定", "招商线索办理", verified=False)
REVIEW = Law(REGULATION, fairness.REVIEWED)
PASSED = ("passes", "excepted")


def offer_given(context: Context) -> Offer:
    """Return the offer that the form holds."""
    given = context.given
    ends_on = str(given.get("ends_on") or "")
    return Offer(
        kind=str(given["kind"]),
        basis=str(given.get("basis") or "none"),
        document=str(given.get("document") or ""),
        exception=str(given.get("exception") or "none"),
        no_milder_way=str(given.get("no_milder_way") or ""),
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
    )


def _keeps_to(article: str, why: str) -> Guard:
    def test(context: Context) -> bool:
        return all(one.article != article for one in objections(offer_given(context), on=context.today))

    key = f"offer_keeps_to_article_{article}"
    return Guard(key, why, Law(REGULATION, article), test, on_complete=True)


CLAUSES = (
    _keeps_to(fairness.ENTRY, "限制市场准入和退出的内容不得提出，除非适用第12条"),
    _keeps_to(fairness.FLOW, "限制商品、要素自由流动的内容不得提出，除非适用第12条"),
    _keeps_to(
        fairness.COST, "给予特定经营者的优惠须有法律、行政法规依据或者国务院批准，并写明名称和条款或文号"
    ),
    _keeps_to(fairness.CONDUCT, "影响生产经营行为的内容不得提出，除非适用第12条"),
    _keeps_to(fairness.EXCEPTED, "适用第12条的，须说明没有影响更小的替代方案，并写明尚未届满的实施期限"),
)


def offers(context: Context) -> list[PastAct]:
    """Return the offers made, in order: the first is number 1."""
    return [act for act in context.past if act.action == "offer"]


def _latest(context: Context, number: int) -> PastAct | None:
    """Return the latest review or withdrawal of the offer."""
    return next(
        (
            act
            for act in reversed(context.past)
            if act.action in ("review_offer", "withdraw_offer") and act.data["number"] == number
        ),
        None,
    )


def _settled(act: PastAct | None) -> bool:
    return act is not None and (act.action == "withdraw_offer" or act.data["conclusion"] in PASSED)


@guard("还有优惠条件未经公平竞争审查，或者审查认为违反规定而没有撤回", REVIEW)
def offers_are_reviewed(context: Context) -> bool:
    return all(_settled(_latest(context, n)) for n in range(1, len(offers(context)) + 1))


@guard("没有这一项优惠条件，或者它已经撤回", REVIEW, on_complete=True)
def offer_stands(context: Context) -> bool:
    number = int(context.given["number"])
    latest = _latest(context, number)
    withdrawn = latest is not None and latest.action == "withdraw_offer"
    return 1 <= number <= len(offers(context)) and not withdrawn


@guard("审查人应当不是提出优惠条件的人", OWN, on_complete=True)
def reviewer_is_another(context: Context) -> bool:
    made, number = offers(context), int(context.given["number"])
    return not 1 <= number <= len(made) or made[number - 1].by_id != context.actor.account


@guard(
    "审查应当听取有关经营者、行业协会商会等利害关系人的意见",
    Law(REGULATION, fairness.OPINIONS),
    on_complete=True,
)
def opinions_were_heard(context: Context) -> bool:
    return bool(context.given.get("heard"))


@guard("适用第12条的，应当在审查结论中详细说明", Law(REGULATION, fairness.DETAILED), on_complete=True)
def exception_is_told(context: Context) -> bool:
    return context.given["conclusion"] != "excepted" or bool(str(context.given.get("details") or "").strip())


@guard("统一社会信用代码的校验位不对，请对照营业执照核对", CODE, on_complete=True)
def uscc_is_whole(context: Context) -> bool:
    code = str(context.given.get("company_uscc") or context.given.get("investor_uscc") or "")
    return not code or is_uscc(code)


@guard("这个合同编号已经登记过，二期请用新的编号", OWN, on_complete=True)
def contract_is_new(context: Context) -> bool:
    return str(context.given["contract"]) not in contracts(context)


@guard("没有这个编号的原合同", OWN, on_complete=True)
def contract_is_known(context: Context) -> bool:
    return str(context.given["under"]) in contracts(context)


@guard("签订日期、办理日期不能晚于今天", OWN, on_complete=True)
def day_has_come(context: Context) -> bool:
    days = ("signed_on", "registered_on", "started_on", "counted_on", "producing_on")
    return all(str(context.given.get(key) or "")[:10] <= f"{context.today}" for key in days)


def contracts(context: Context) -> list[str]:
    """Return the numbers of the contracts signed."""
    return [str(act.data["contract"]) for act in context.past if act.action in ("sign", "phase")]


_ORDER = ("talk", "sign", "register", "start", "count")


def stood_at(action: str, title: str) -> Guard:
    """Return the condition that the lead had come as far as the act and no further before it stalled."""

    def test(context: Context) -> bool:
        done = [one for one in _ORDER if context.has(one)]
        return bool(done) and done[-1] == action

    return Guard(f"stood_at_{action}", f"停滞前不在“{title}”环节", OWN, test)
