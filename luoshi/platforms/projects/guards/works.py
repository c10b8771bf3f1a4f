"""The works: what they need to begin, what is reported of them, how they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import Guard, guard
from luoshi.platforms.projects.guards import laws
from luoshi.platforms.projects.guards.looking import (
    budget_of,
    day,
    funds_of,
    governments,
    permits_had,
    permits_needed,
)

_GRANTS = (
    ("land", "用地批准手续", laws.BUILT),
    ("planning", "建设工程规划许可证", laws.BUILT),
    ("construction", "施工许可证", laws.BUILDS),
    ("environment", "环境影响评价批复", laws.START),
    ("energy", "节能审查意见", laws.START),
)
_WHOLE = 10_000  # physical progress is counted in ten-thousandths


def _granted(kind: str) -> Callable[[Context], bool]:
    return lambda context: kind not in permits_needed(context) or kind in permits_had(context)


PERMITS_ARE_THERE = tuple(
    Guard(
        f"{kind}_is_granted",
        f"尚未取得{title}：取得后请登记许可；依法无需办理的，请由发展改革部门认定",
        law,
        _granted(kind),
    )
    for kind, title, law in _GRANTS
)  # they run side by side; which of them a project needs says projects.permits


def _come(key: str, title: str, law: Law) -> Guard:
    def has_come(context: Context) -> bool:
        told = day(context, key)
        return told is None or told <= context.today

    return Guard(f"{key}_has_come", f"{title}晚于今天：请在当天或之后如实登记", law, has_come, True, key)


STARTED_HAS_COME = _come("started_on", "开工日期", laws.REPORTED)
SUSPENDED_HAS_COME = _come("suspended_on", "停工日期", laws.REPORTED)
RESUMED_HAS_COME = _come("resumed_on", "复工日期", laws.REPORTED)
FINISHED_HAS_COME = _come("finished_on", "验收日期", laws.REPORTED)


@guard("政府投资项目须先批复可研和初步设计概算，请先办理报批", laws.DEPTH)
def papers_are_deep_enough(context: Context) -> bool:
    return not governments(context) or context.has("design")


@guard("资金尚未落实：请先登记资金来源和金额", laws.ADVANCE)
def money_is_there(context: Context) -> bool:
    return bool(funds_of(context.past))


@guard("政府投资项目不得由施工单位垫资建设：请落实资金后再开工", laws.ADVANCE, about="advance")
def contractor_lends_nothing(context: Context) -> bool:
    return not governments(context) or not context.given.get("advance")


@guard("开工日期早于立项（备案、核准）日期：未经批准或备案不得开工，请核对", laws.START, about="started_on")
def starts_after_approval(context: Context) -> bool:
    approved, started = context.last("approve"), context.given.get("started_on")
    return approved is None or not started or str(started) >= str(approved.data["decided_on"])


@guard("没有可延期的施工许可证：取得后三个月内开工，延期以两次为限", laws.BEGIN)
def permit_can_be_extended(context: Context) -> bool:
    return "begin" in context.running and context.count("defer") < 2


@guard("请写明变更后的内容：地点填新地点，规模、内容填新内容，概算填新概算", laws.CHANGE, on_complete=True)
def change_says_what(context: Context) -> bool:
    new = {"site": "new_address", "scale": "new_content", "content": "new_content", "budget": "new_budget"}
    key = new.get(str(context.given.get("change")), "")
    return not key or bool(context.given.get(key))


@guard("增加概算须同时说明资金来源", laws.TOTAL, about="new_source")
def more_money_has_a_source(context: Context) -> bool:
    budget, before = context.given.get("new_budget"), budget_of(context.past)
    more = budget is not None and before is not None and int(budget) > before
    return not more or bool(context.given.get("new_source"))


@guard("概算须先批复才能调整：本项目没有经核定的概算", laws.TOTAL, about="new_budget")
def there_is_a_budget(context: Context) -> bool:
    return context.given.get("new_budget") is None or budget_of(context.past) is not None


@guard("复工日期早于停工日期，请核对", laws.REPORTED, about="resumed_on")
def resumes_after_the_stop(context: Context) -> bool:
    stop, resumed = context.last("suspend"), context.given.get("resumed_on")
    return stop is None or not resumed or str(resumed) >= str(stop.data["suspended_on"])


@guard("中止施工满一年：复工前须报发证机关核验施工许可证，并勾选已核验", laws.RESUME, about="permit_checked")
def permit_was_checked_again(context: Context) -> bool:
    stop, resumed = context.last("suspend"), context.given.get("resumed_on")
    if stop is None or not resumed or context.given.get("permit_checked"):
        return True
    return str(resumed) < _a_year_after(str(stop.data["suspended_on"]))


@guard("只能报送本月和以前的月份，以后的月份尚未发生", laws.REPORTED, about="month")
def month_is_not_to_come(context: Context) -> bool:
    return _month(context) <= f"{context.today:%Y-%m}"


@guard("开工之前的月份没有进度可报，请核对月份", laws.REPORTED, about="month")
def month_is_of_the_works(context: Context) -> bool:
    start = context.last("start")
    return start is None or _month(context) >= str(start.data["started_on"])[:7]


@guard("完成投资不能为负，形象进度应在 0 至 10000 之间（万分比）", laws.TRUE, on_complete=True)
def figures_are_possible(context: Context) -> bool:
    invested, physical = context.given.get("invested") or 0, context.given.get("physical") or 0
    return int(invested) >= 0 and 0 <= int(physical) <= _WHOLE


@guard("该月已报送，更正请在说明中写明理由", laws.TRUE, about="note")
def correction_says_why(context: Context) -> bool:
    return bool(context.given.get("note")) or _month(context) not in _told(context)


@guard("形象进度比上月低，请在说明中写明理由", laws.TRUE, about="note")
def works_do_not_shrink(context: Context) -> bool:
    before = [physical for month, physical in _told(context).items() if month < _month(context)]
    shrinks = bool(before) and int(context.given.get("physical") or 0) < before[-1]
    return not shrinks or bool(context.given.get("note"))


@guard("验收日期早于开工日期，请核对", laws.REPORTED, about="finished_on")
def finishes_after_the_start(context: Context) -> bool:
    start, finished = context.last("start"), context.given.get("finished_on")
    return start is None or not finished or str(finished) >= str(start.data["started_on"])


@guard("决算超过经核定的概算：请先报批调整概算，再批复决算", laws.TOTAL, about="final_cost")
def final_cost_keeps_to_the_budget(context: Context) -> bool:
    budget, cost = budget_of(context.past), context.given.get("final_cost")
    return not governments(context) or budget is None or cost is None or int(cost) <= budget


@guard("本项目没有应缴回的结余财政资金", laws.ACCEPTED)
def surplus_is_owed(context: Context) -> bool:
    return owes_surplus(context) and not context.has("return_surplus")


@guard("缴回金额须等于批复的结余", laws.ACCEPTED, about="returned")
def surplus_is_whole(context: Context) -> bool:
    return context.given.get("returned") in (None, context.standing.data.get("surplus"))


@guard("结余财政资金尚未缴回国库：请缴回后登记", laws.ACCEPTED)
def surplus_is_returned(context: Context) -> bool:
    return not owes_surplus(context) or context.has("return_surplus")


@guard("抽选后评价只适用于已建成的政府投资项目", laws.EVALUATED)
def public_money_built_it(context: Context) -> bool:
    return governments(context)


@guard("已抽选后评价，尚未完成：请先登记评价结论", laws.EVALUATED)
def nothing_is_left_to_evaluate(context: Context) -> bool:
    return not context.has("sample")


def owes_surplus(context: Context) -> bool:
    """Tell whether public money was left over: it goes back to the treasury."""
    return governments(context) and int(context.value("surplus") or 0) > 0


def _month(context: Context) -> str:
    return str(context.given.get("month"))[:7]


def _told(context: Context) -> dict[str, int]:
    told = {
        act.data["month"][:7]: int(act.data["physical"]) for act in context.past if act.action == "report"
    }
    return dict(sorted(told.items()))


def _a_year_after(text: str) -> str:
    start = date.fromisoformat(text)
    leap = (start.month, start.day) == (2, 29)
    return (date(start.year + 1, 3, 1) if leap else start.replace(year=start.year + 1)).isoformat()
