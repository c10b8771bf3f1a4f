"""A project (项目), from the idea to what was learned of it: one type, with gates that explain themselves."""

from __future__ import annotations

from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_units
from luoshi.platforms.projects import guards
from luoshi.platforms.projects.recording import record
from luoshi.platforms.projects.types.delivery import delivery_actions

PLANNER, HEAD, COMMISSION, MONITOR = "planner", "head", "commission", "monitor"
NATURES = (("government", "政府投资"), ("enterprise", "企业投资"))
SORTS = (
    *(("industry", "产业"), ("infrastructure", "基础设施"), ("livelihood", "民生保障")),
    *(("ecology", "生态环保"), ("rural", "乡村振兴"), ("renewal", "城市更新")),
)
HORIZONS = (("five", "五年储备"), ("three", "三年滚动"), ("one", "年度开工"))
PROCEDURES = (("approval", "审批"), ("ratification", "核准"), ("filing", "备案"))
PERMITS = (
    *(("land", "用地"), ("planning", "规划"), ("construction", "施工许可")),
    *(("environment", "环评"), ("energy", "节能审查"), ("other", "其他")),
)
SOURCES = (
    *(
        ("special_bond", "超长期特别国债"),
        ("central_budget", "中央预算内投资"),
        ("local_bond", "地方政府专项债券"),
    ),
    *(("general_bond", "一般债券"), ("province", "省级资金"), ("city", "市县财政")),
    *(("bank", "银行贷款"), ("enterprise", "企业自筹")),
)
CHANGES = (("site", "建设地点"), ("scale", "建设规模"), ("content", "建设内容"), ("budget", "概算"))
REASON, NOTE = Field("reason", "理由", Kind.LONG), Field("note", "说明", Kind.LONG, required=False)
DECIDED_ON, NUMBER = Field("decided_on", "批复日期", Kind.DATE), Field("number", "文号")
PLANNED = Field("planned", "计划总投资", Kind.MONEY, help="元")
PROPOSED = (
    Field("title", "项目名称", into=Into.TITLE),
    Field("unit", "责任单位", Kind.UNIT, into=Into.UNIT),
    Field("nature", "投资性质", Kind.CHOICE, choices=NATURES),
    Field("sort", "项目类别", Kind.CHOICE, choices=SORTS),
    Field("key_industry", "重点产业", required=False),
    Field("industry", "国民经济行业代码", required=False, help="GB/T 4754-2017 小类"),
    PLANNED,
    Field("content", "建设内容和规模", Kind.LONG),
    Field("locality", "属地", Kind.UNIT, required=False),
    Field("address", "建设地点", required=False),
    Field("point", "位置", Kind.POINT, required=False),
    Field("developer", "项目单位", required=False),
    Field("developer_uscc", "项目单位统一社会信用代码", required=False),
    Field("plans_start_on", "计划开工", Kind.DATE, required=False),
    Field("plans_finish_on", "计划竣工", Kind.DATE, required=False),
    Field("livelihood", "民生项目", Kind.FLAG),
    Field("major", "重大项目", Kind.FLAG),
    Field("public", "公开", Kind.FLAG),
)
_EDITED = tuple(field for field in PROPOSED if field.key not in ("nature", "unit"))
RESERVED = (Field("horizon", "储备期", Kind.CHOICE, choices=HORIZONS), NOTE)
APPROVED = (
    Field("procedure", "办理方式", Kind.CHOICE, choices=PROCEDURES),
    Field("national_code", "项目代码"), NUMBER, DECIDED_ON,
)  # fmt: skip
FEASIBLE = (Field("estimate", "估算总投资", Kind.MONEY, help="元"), NUMBER, DECIDED_ON)
DESIGNED = (
    Field("budget", "概算总投资", Kind.MONEY, help="元"), NUMBER, DECIDED_ON,
    Field("simplified", "简化程序", Kind.FLAG, help="政府投资条例第十三条所列情形"),
)  # fmt: skip
FUNDED = (
    Field("source", "资金来源", Kind.CHOICE, choices=SOURCES), Field("amount", "金额", Kind.MONEY, help="元"),
    Field("funded_on", "落实日期", Kind.DATE), Field("paper", "文号", required=False),
)  # fmt: skip
PERMITTED = (Field("permit", "种类", Kind.CHOICE, choices=PERMITS), NUMBER, DECIDED_ON)
STARTED = (
    Field("started_on", "开工日期", Kind.DATE),
    Field("advance", "施工单位垫资", Kind.FLAG),
)
SUSPENDED = (Field("suspended_on", "停工日期", Kind.DATE), REASON)
RESUMED = (Field("resumed_on", "复工日期", Kind.DATE), NOTE)
REPORTED = (
    Field("month", "月份", Kind.DATE, help="该月第一天"),
    Field("invested", "本月完成投资", Kind.MONEY, help="元"),
    Field("physical", "月末形象进度", Kind.INTEGER, help="万分比，如 3250 即 32.5%"),
    NOTE,
)
ENTERED = (Field("library", "库内编号"), Field("entered_on", "入库日期", Kind.DATE))
COUNTED = (Field("survey_code", "统计调查单位代码"), Field("counted_on", "入统日期", Kind.DATE))
FINISHED = (Field("finished_on", "验收日期", Kind.DATE), NOTE)
SETTLED = (
    Field("final_cost", "决算", Kind.MONEY, help="元"),
    Field("surplus", "结余", Kind.MONEY, help="元"),
    NUMBER,
)
EVALUATED = (Field("lessons", "评价结论", Kind.LONG),)
CHANGED = (Field("change", "变更事项", Kind.CHOICE, choices=CHANGES), NUMBER, DECIDED_ON, REASON)
MERGED = (Field("into", "并入的项目编号"), REASON)
_UNIT = (PLANNER, HEAD)
_BEFORE = ("proposed", "reserved", "approved", "feasible", "designed")
_READY, _WORKS = ("approved", "feasible", "designed"), ("building", "suspended")
_TELL = tell_units("项目")
_KEEP = (record,)
# fmt: off
PROJECT = CaseType(
    key="project", title="项目", law=Law("政府投资条例(2019)", "8"),
    roles=(
        Role(PLANNER, "责任单位经办人", "handler"), Role(HEAD, "责任单位负责人", "head"),
        Role(COMMISSION, "发展改革部门", "projects", Where.ANYWHERE),
        Role(MONITOR, "督查人员", "supervisor", Where.ANYWHERE),
    ),
    states=(
        State("proposed", "谋划", _UNIT), State("reserved", "储备", _UNIT),
        State("approved", "已立项", _UNIT), State("feasible", "可研已批复", _UNIT),
        State("designed", "初设概算已批复", _UNIT), State("building", "在建", _UNIT),
        State("suspended", "停工", _UNIT), State("accepted", "已竣工验收", _UNIT),
        State("settled", "已决算", (COMMISSION,)),
        State("evaluated", "已后评价", end=True), State("closed", "已归档", end=True),
        State("terminated", "已终止", end=True), State("merged", "已并入", end=True),
    ),
    opening=Action(OPEN, "谋划", (), "proposed", (*_UNIT, COMMISSION), PROPOSED, then=_KEEP),
    actions=(
        Action("correct", "更正", _BEFORE, ANY, (*_UNIT, COMMISSION), _EDITED, then=_KEEP),
        Action("reserve", "纳入储备库", ("proposed",), "reserved", (COMMISSION,), RESERVED, then=_KEEP),
        Action("shift", "调整储备期", ("reserved",), ANY, (COMMISSION,), RESERVED, then=_KEEP),
        Action("approve", "立项", ("reserved",), "approved", (COMMISSION,), APPROVED, public=True, then=_KEEP,
               guards=(guards.national_code_is_whole, guards.procedure_fits_the_nature)),
        Action("feasibility", "批复可研", ("approved",), "feasible", (COMMISSION,), FEASIBLE, public=True,
               guards=(guards.government_pays,), then=_KEEP),
        Action("report_overrun", "报告超概", ("feasible",), ANY, _UNIT, (REASON,)),
        Action("design", "批复初设概算", ("approved", "feasible"), "designed", (COMMISSION,), DESIGNED,
               public=True, then=_KEEP,
               guards=(guards.government_pays, guards.budget_keeps_to_the_estimate)),
        Action("fund", "落实资金", (*_READY, *_WORKS), ANY, (*_UNIT, COMMISSION), FUNDED, then=_KEEP),
        Action("permit", "取得许可", _READY, ANY, _UNIT, PERMITTED, then=_KEEP, public=True),
        Action("start", "开工", ("approved", "designed"), "building", _UNIT, STARTED, ("现场照片|施工合同",),
               public=True, then=_KEEP,
               guards=(guards.papers_are_deep_enough, guards.permits_are_there, guards.money_is_there,
                       guards.contractor_lends_nothing)),
        Action("suspend", "停工", ("building",), "suspended", _UNIT, SUSPENDED, then=_KEEP),
        Action("resume", "复工", ("suspended",), "building", _UNIT, RESUMED, ("现场照片",), then=_KEEP),
        Action("report", "报送月度进度", _WORKS, ANY, _UNIT, REPORTED, then=_KEEP,
               guards=(guards.month_is_not_to_come,)),
        Action("change", "变更", (*_READY, *_WORKS), ANY, (COMMISSION,), CHANGED, then=_KEEP),
        Action("enter_library", "入库", (*_READY, *_WORKS), ANY, (COMMISSION,), ENTERED, then=_KEEP),
        Action("count", "入统", _WORKS, ANY, (COMMISSION,), COUNTED, ("立项文件", "现场照片|施工合同"),
               guards=(guards.is_large_enough, guards.is_in_the_library), then=_KEEP),
        Action("accept", "竣工验收", ("building",), "accepted", _UNIT, FINISHED, ("竣工验收报告",),
               public=True, then=_KEEP),
        Action("settle", "批复决算", ("accepted",), "settled", (COMMISSION,), SETTLED, then=_KEEP),
        Action("evaluate", "后评价", ("settled",), "evaluated", (COMMISSION,), EVALUATED, public=True,
               then=_KEEP),
        Action("close", "归档", ("settled",), "closed", (COMMISSION,), (NOTE,), then=_KEEP),
        Action("merge", "并入", ("proposed", "reserved"), "merged", (COMMISSION,), MERGED, then=_KEEP),
        Action("terminate", "终止", (*_BEFORE, *_WORKS), "terminated", (COMMISSION,), (REASON,), then=_KEEP),
        Action("urge", "督办", (*_BEFORE, *_WORKS), ANY, (MONITOR,), (REASON,), then=(_TELL,)),
        *delivery_actions(_UNIT, COMMISSION, _BEFORE, (*_READY, *_WORKS)),
    ),
    children=("project_problem",),
    clocks=(
        Clock("settle", "竣工财务决算", guards.ACCEPTED, ("accept",), ("settle",), "projects.settle",
              warn=Term(10, Unit.CAL)),
    ),
)
# fmt: on
