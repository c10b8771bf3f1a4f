"""Before the works: what is told of a project, its code, its chain of papers, its place in the plan."""

from __future__ import annotations

import re
from decimal import Decimal

from luoshi.kernel.base.uscc import is_uscc
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import guard
from luoshi.platforms.projects.guards import laws
from luoshi.platforms.projects.guards.looking import day, funds_of, governments, is_funded, limit
from luoshi.platforms.projects.rules.parts import parts_of

APPROVED = ("approve", "feasibility", "design")
_NATIONAL = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")
_INDUSTRY = re.compile(r"\d{4}")
_BOUND = ("address", "point", "content", "planned", "sort")  # what an approval covers
_WITHOUT_CODE = "项目代码应为全国投资项目在线审批监管平台赋码，如 2603-220300-04-01-123456"


# What is told when a project is put forward or put right.


@guard("计划总投资须大于零", laws.TRUE, about="planned")
def planned_is_a_sum(context: Context) -> bool:
    return int(context.given.get("planned") or 0) > 0


@guard(f"{_WITHOUT_CODE}；尚未赋码的请留空", laws.CODE, about="national_code")
def national_code_if_told(context: Context) -> bool:
    code = context.given.get("national_code")
    return not code or _NATIONAL.fullmatch(str(code)) is not None


@guard("统一社会信用代码的校验位不对，请照营业执照核对十八位代码", laws.USCC, about="developer_uscc")
def uscc_if_told(context: Context) -> bool:
    code = context.given.get("developer_uscc")
    return not code or is_uscc(str(code))


@guard("国民经济行业代码应为四位数字的小类，如 1353", laws.TRUE, about="industry")
def industry_if_told(context: Context) -> bool:
    code = context.given.get("industry")
    return not code or _INDUSTRY.fullmatch(str(code)) is not None


@guard("计划竣工不能早于计划开工", laws.TRUE, about="plans_finish_on")
def ends_after_it_begins(context: Context) -> bool:
    start, finish = context.given.get("plans_start_on"), context.given.get("plans_finish_on")
    return not start or not finish or str(start) <= str(finish)


@guard("立项后变更地点、规模、内容或投资，请用“变更”报原审批部门，不能更正", laws.CHANGE, on_complete=True)
def what_was_approved_stays(context: Context) -> bool:
    told = context.standing.data
    return not context.has("approve") or all(told.get(key) == context.given.get(key) for key in _BOUND)


# The chain of papers.


@guard(_WITHOUT_CODE, laws.CODE, about="national_code")
def national_code_is_whole(context: Context) -> bool:
    return _NATIONAL.fullmatch(str(context.value("national_code") or "")) is not None


@guard("政府投资项目实行审批；企业投资项目实行核准或者备案，请改选办理方式", laws.NATURE, about="procedure")
def procedure_fits_the_nature(context: Context) -> bool:
    return governments(context) == bool(context.value("procedure") == "approval")


@guard("批复日期晚于今天：请在批复之后再登记", laws.TRUE, about="decided_on")
def decision_is_made(context: Context) -> bool:
    decided = day(context, "decided_on")
    return decided is None or decided <= context.today


@guard("可行性研究报告和初步设计只适用于政府投资项目；企业投资项目备案或核准后可办许可、开工", laws.DEPTH)
def government_pays(context: Context) -> bool:
    return governments(context)


@guard(
    "可研尚未批复：请先报批可行性研究报告；属第十三条所列情形的，勾选简化程序并注明情形",
    laws.DEPTH,
    on_complete=True,
)
def feasibility_comes_first(context: Context) -> bool:
    return context.has("feasibility") or bool(context.given.get("simplified"))


@guard("简化程序须注明属于第十三条的哪一种情形", laws.SIMPLER, about="ground")
def simpler_says_why(context: Context) -> bool:
    return bool(context.given.get("ground")) or not context.given.get("simplified")


@guard("概算超过可研估算的幅度达到限度：请先由项目单位报告超概情况", laws.OVERRUN, about="budget")
def budget_keeps_to_the_estimate(context: Context) -> bool:
    estimate, budget = context.last("feasibility"), context.given.get("budget")
    allowed = limit(context, "projects.overrun_allowed")
    if estimate is None or budget is None or allowed is None or _since(context, "report_overrun"):
        return True
    return Decimal(int(budget)) <= int(estimate.data["estimate"]) * (1 + Decimal(str(allowed)))


@guard("审批部门已要求重新报送可行性研究报告：请先重新报批可研", laws.OVERRUN)
def new_feasibility_was_not_asked(context: Context) -> bool:
    return not _since(context, "require_feasibility")


@guard("没有超概报告可以答复：项目单位报告超概后，才能要求重新报送可研", laws.OVERRUN)
def overrun_was_reported(context: Context) -> bool:
    return _since(context, "report_overrun")


@guard("直接投资、资本金注入的，可研批复或概算核定后才能列入年度计划", laws.PLANNED, on_complete=True)
def plan_has_papers(context: Context) -> bool:
    direct = context.given.get("manner") in ("direct", "capital")
    return not direct or (governments(context) and context.has("feasibility", "design"))


@guard("年度投资计划的年份应在今年前后一年之内", laws.PLANNED, about="plan_year")
def plan_is_of_our_time(context: Context) -> bool:
    return abs(int(context.given.get("plan_year") or 0) - context.today.year) <= 1


@guard("只有核准的项目要申请延期开工；备案和审批的项目没有两年期限", laws.RATIFIED_LASTS)
def was_ratified(context: Context) -> bool:
    return bool(context.value("procedure") == "ratification")


@guard("开工建设只能延期一次", laws.RATIFIED_LASTS)
def start_was_not_put_off(context: Context) -> bool:
    return not context.has("extend_start")


@guard("两年期限已过：请重新办理核准", laws.RATIFIED_LASTS)
def ratification_lasts(context: Context) -> bool:
    return context.value("procedure") != "ratification" or "ratified" in context.running


# Splitting and merging.


@guard(
    "每行写一个项目：名称、空格、计划总投资，如“示例园区一期 3000万元”；至少两行，名称不能相同",
    laws.TRUE,
    about="parts",
)
def parts_can_be_read(context: Context) -> bool:
    return parts_of(str(context.given.get("parts") or "")) is not None


@guard("拆分后各项目计划总投资之和须等于原项目的计划总投资，一分不多、一分不少", laws.TRUE, about="parts")
def parts_add_up(context: Context) -> bool:
    parts = parts_of(str(context.given.get("parts") or ""))
    return parts is None or sum(part.planned for part in parts) == context.standing.data.get("planned")


@guard("已落实资金或列入年度计划的项目不能并入：请先由资金下达部门调整", laws.ADVANCE)
def no_money_is_tied(context: Context) -> bool:
    return not funds_of(context.past) and not context.has("plan")


@guard("没有这笔已落实的资金：资金来源、金额和文号须与原登记一致", laws.TRUE, about="unfunded")
def fund_stands(context: Context) -> bool:
    return is_funded(context)


@guard("项目不能并入自己", laws.TRUE, about="into")
def is_another_project(context: Context) -> bool:
    return context.given.get("into") != context.code


def _since(context: Context, action: str) -> bool:
    """Tell whether the act was done after the latest approval of a feasibility study."""
    done, study = context.last(action), context.last("feasibility")
    return done is not None and (study is None or done.seq > study.seq)
