"""What must hold before a project takes a step, as named conditions of law. Pure functions of the case."""

from __future__ import annotations

import re

from luoshi.kernel.base.law import Law
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import guard

INVESTMENT = "政府投资条例(2019)"
CODE, DEPTH, OVERRUN = Law(INVESTMENT, "10"), Law(INVESTMENT, "9"), Law(INVESTMENT, "12")
START, ADVANCE, TOTAL = Law(INVESTMENT, "20"), Law(INVESTMENT, "22"), Law(INVESTMENT, "23")
ACCEPTED, REPORTED = Law(INVESTMENT, "25"), Law(INVESTMENT, "27")
FILING = Law("企业投资项目核准和备案管理条例(2016)", "3")
BUILDING = Law("建筑法(2019)", "7")
STATISTICS = Law("固定资产投资统计报表制度", "调查范围", verified=False)
NEEDED = ("land", "planning", "construction")  # before work begins
LEAST_COUNTED = 500 * 10_000 * 100  # fen: 500万元
OVERRUN_ALLOWED = 10  # per cent over the estimate
_NATIONAL = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")


@guard("项目代码应为全国投资项目在线审批监管平台赋码，如 2603-220300-04-01-123456", CODE, on_complete=True)
def national_code_is_whole(context: Context) -> bool:
    return _NATIONAL.fullmatch(str(context.value("national_code") or "")) is not None


@guard("政府投资项目实行审批；企业投资项目实行核准或者备案", FILING, on_complete=True)
def procedure_fits_the_nature(context: Context) -> bool:
    government, approval = context.value("nature") == "government", context.value("procedure") == "approval"
    return bool(government == approval)


@guard("可行性研究报告和初步设计只适用于政府投资项目", DEPTH)
def government_pays(context: Context) -> bool:
    return bool(context.value("nature") == "government")


@guard("政府投资项目须先批复可行性研究报告和初步设计概算，企业投资项目须先备案或核准", DEPTH)
def papers_are_deep_enough(context: Context) -> bool:
    return context.value("nature") == "enterprise" or context.has("design")


@guard("概算超过可研估算10%的，须先报告超概情况", OVERRUN, on_complete=True)
def budget_keeps_to_the_estimate(context: Context) -> bool:
    estimate, budget = context.value("estimate"), context.value("budget")
    if estimate is None or budget is None or context.has("report_overrun"):
        return True
    return int(budget) * 100 <= int(estimate) * (100 + OVERRUN_ALLOWED)


@guard("用地、规划、施工许可未全部取得", BUILDING)
def permits_are_there(context: Context) -> bool:
    return set(NEEDED) <= {act.data["permit"] for act in context.past if act.action == "permit"}


@guard("资金尚未落实", ADVANCE)
def money_is_there(context: Context) -> bool:
    return context.has("fund")


@guard("不得由施工单位垫资建设", ADVANCE, on_complete=True)
def contractor_lends_nothing(context: Context) -> bool:
    return not context.given.get("advance")


@guard("计划总投资不足500万元的项目不纳入统计", STATISTICS)
def is_large_enough(context: Context) -> bool:
    return int(context.value("planned") or 0) >= LEAST_COUNTED


@guard("先入库、后有数：项目尚未入库", STATISTICS)
def is_in_the_library(context: Context) -> bool:
    return context.has("enter_library")


@guard("该月已过或已报，更正请注明理由", REPORTED, on_complete=True)
def month_is_not_to_come(context: Context) -> bool:
    return str(context.given.get("month"))[:7] <= f"{context.today:%Y-%m}"
