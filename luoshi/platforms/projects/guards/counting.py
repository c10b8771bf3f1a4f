"""Before any figure: the statistical registry (入库) and the survey (入统)."""

from __future__ import annotations

from luoshi.kernel.base.uscc import is_uscc
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import guard
from luoshi.platforms.projects.guards import laws
from luoshi.platforms.projects.guards.looking import changed, day, limit


@guard("计划总投资不足500万元的项目不纳入统计", laws.SURVEY)
def is_large_enough(context: Context) -> bool:
    least = limit(context, "projects.counted_least")
    return least is None or planned_of(context) >= int(least)


@guard("先入库、后有数：项目尚未入库，请先办理入库", laws.SURVEY)
def is_in_the_library(context: Context) -> bool:
    return context.has("enter_library")


@guard("项目已经入库，不重复办理", laws.SURVEY)
def is_not_yet_in_the_library(context: Context) -> bool:
    return not context.has("enter_library")


@guard("项目已经入统，不重复办理", laws.SURVEY)
def is_not_yet_counted(context: Context) -> bool:
    return not context.has("count")


@guard("缺少项目单位统一社会信用代码：请在入统时填写，或先更正项目信息", laws.SURVEY_PAPERS, on_complete=True)
def has_a_uscc(context: Context) -> bool:
    code = str(context.given.get("uscc") or context.standing.data.get("developer_uscc") or "")
    return is_uscc(code)


@guard("没有施工合同的，须填写现场照片拍摄日期，在开工之后、今天之前", laws.SURVEY_PAPERS, about="photo_on")
def contract_or_dated_photo(context: Context) -> bool:
    photo, start = day(context, "photo_on"), context.last("start")
    if "施工合同" in context.kinds or start is None:
        return True
    return (
        photo is not None and str(start.data["started_on"]) <= photo.isoformat() <= context.today.isoformat()
    )


@guard("入统日期须在开工之后、今天之前：未真正开工的项目不纳入统计", laws.SURVEY, about="counted_on")
def has_really_started(context: Context) -> bool:
    start, counted = context.last("start"), context.given.get("counted_on")
    if start is None or not counted:
        return start is not None
    return str(start.data["started_on"]) <= str(counted) <= context.today.isoformat()


@guard("本月新增项目的申报日期已过：请在下月申报期内办理", laws.SURVEY_PAPERS, about="counted_on")
def is_within_the_month(context: Context) -> bool:
    last, counted = limit(context, "projects.count_new_by"), day(context, "counted_on")
    return last is None or counted is None or counted.day <= int(last)


@guard("达到联网直报规模的项目由项目单位联网直报：请勾选联网直报", laws.SURVEY_PAPERS, about="direct")
def large_ones_report_directly(context: Context) -> bool:
    least = limit(context, "projects.direct_report_least")
    return least is None or planned_of(context) < int(least) or bool(context.given.get("direct"))


def planned_of(context: Context) -> int:
    """Return the planned total in fen, as last changed."""
    return int(changed(context.past, "new_planned") or context.value("planned") or 0)
