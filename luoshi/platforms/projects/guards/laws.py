"""The articles that gates and clocks stand on. What was read is not marked; what was not says 待核."""

from __future__ import annotations

from luoshi.kernel.base.law import Law

INVESTMENT = "政府投资条例(2019)"
ENTERPRISE = "企业投资项目核准和备案管理条例(2016)"
BUILDING = "建筑法(2019)"
_SURVEY = "固定资产投资统计报表制度"

ARRANGED, DEPTH, CODE = Law(INVESTMENT, "8"), Law(INVESTMENT, "9"), Law(INVESTMENT, "10")
OVERRUN, SIMPLER, PLANNED = Law(INVESTMENT, "12"), Law(INVESTMENT, "13"), Law(INVESTMENT, "17")
START, CHANGE, ADVANCE = Law(INVESTMENT, "20"), Law(INVESTMENT, "21"), Law(INVESTMENT, "22")
TOTAL, ACCEPTED, EVALUATED = Law(INVESTMENT, "23"), Law(INVESTMENT, "25"), Law(INVESTMENT, "26")
REPORTED = Law(INVESTMENT, "27")  # enterprises: 企业投资项目核准和备案管理条例 第十六条
NATURE, FILED = Law(ENTERPRISE, "3"), Law(ENTERPRISE, "13")
RATIFIED_LASTS = Law(ENTERPRISE, "12")
BUILT, BUILDS, BEGIN, RESUME = Law(BUILDING, "8"), Law(BUILDING, "7"), Law(BUILDING, "9"), Law(BUILDING, "10")
TRUE = Law("统计法(2024)", "8")
SURVEY = Law(_SURVEY, "总说明")
SURVEY_PAPERS = Law(_SURVEY, "新增项目入库材料", verified=False)  # seen in notices of other places only
USCC = Law("GB 32100-2015", "5", verified=False)
