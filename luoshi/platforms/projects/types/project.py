"""A project (项目), from the idea to what was learned of it: one type, with gates that explain themselves."""

from __future__ import annotations

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.cases.context import Context
from luoshi.kernel.cases.declarations import *
from luoshi.kernel.cases.effects import tell_units
from luoshi.platforms.projects.guards import counting, laws, papers, works
from luoshi.platforms.projects.guards.looking import limit
from luoshi.platforms.projects.joining import divide, join
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
GROUNDS = (  # 政府投资条例 第十三条
    *(("plan", "相关规划中已经明确"), ("extension", "部分扩建、改建")),
    *(("small", "内容单一、规模较小、技术简单"), ("emergency", "应对突发事件紧急建设")),
)
MANNERS = (  # 政府投资条例 第六、十七条
    *(("direct", "直接投资"), ("capital", "资本金注入"), ("subsidy", "投资补助"), ("interest", "贷款贴息")),
)
REASON, NOTE = Field("reason", "理由", Kind.LONG), Field("note", "说明", Kind.LONG, required=False)
DECIDED_ON, NUMBER = Field("decided_on", "批复日期", Kind.DATE), Field("number", "文号")
PLANNED = Field("planned", "计划总投资", Kind.MONEY, help="元，也可写 5000万元、1.2亿元")
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
    Field("national_code", "项目代码", required=False, help="已在全国投资项目在线审批监管平台赋码的"),
    Field("plans_start_on", "计划开工", Kind.DATE, required=False),
    Field("plans_finish_on", "计划竣工", Kind.DATE, required=False),
    Field("livelihood", "民生项目", Kind.FLAG, required=False),
    Field("major", "重大项目", Kind.FLAG, required=False),
    Field("public", "公开", Kind.FLAG, required=False),
)
_EDITED = tuple(field for field in PROPOSED if field.key not in ("nature", "unit", "national_code"))
RESERVED = (Field("horizon", "储备期", Kind.CHOICE, choices=HORIZONS), NOTE)
APPROVED = (
    Field("procedure", "办理方式", Kind.CHOICE, choices=PROCEDURES),
    Field("national_code", "项目代码"), NUMBER, DECIDED_ON,
)  # fmt: skip
FEASIBLE = (Field("estimate", "估算总投资", Kind.MONEY, help="元"), NUMBER, DECIDED_ON)
DESIGNED = (
    Field("budget", "概算总投资", Kind.MONEY, help="元"), NUMBER, DECIDED_ON,
    Field("simplified", "简化程序", Kind.FLAG, help="政府投资条例第十三条所列情形"),
    Field("ground", "简化情形", Kind.CHOICE, required=False, choices=GROUNDS),
)  # fmt: skip
FUNDED = (
    Field("source", "资金来源", Kind.CHOICE, choices=SOURCES), Field("amount", "金额", Kind.MONEY, help="元"),
    Field("funded_on", "落实日期", Kind.DATE), Field("paper", "文号", required=False),
)  # fmt: skip
UNFUNDED = (
    Field("source", "资金来源", Kind.CHOICE, choices=SOURCES),
    Field("unfunded", "冲正金额", Kind.MONEY, help="元，与原登记一致"),
    Field("paper", "文号", required=False), Field("unfunded_on", "冲正日期", Kind.DATE), REASON,
)  # fmt: skip
PLAN = (
    Field("plan_year", "年度", Kind.INTEGER), Field("plan_amount", "年度投资额", Kind.MONEY, help="元"),
    Field("manner", "安排方式", Kind.CHOICE, choices=MANNERS), Field("plan_paper", "文号", required=False),
)  # fmt: skip
PERMITTED = (Field("permit", "种类", Kind.CHOICE, choices=PERMITS), NUMBER, DECIDED_ON)
WAIVED = (Field("permit", "种类", Kind.CHOICE, choices=PERMITS), REASON)
STARTED = (
    Field("started_on", "开工日期", Kind.DATE),
    Field("advance", "施工单位垫资", Kind.FLAG),
)
SUSPENDED = (Field("suspended_on", "停工日期", Kind.DATE), REASON)
RESUMED = (
    Field("resumed_on", "复工日期", Kind.DATE),
    Field("permit_checked", "施工许可证已核验", Kind.FLAG, help="中止施工满一年的"),
    NOTE,
)
REPORTED = (
    Field("month", "月份", Kind.DATE, help="该月第一天"),
    Field("invested", "本月完成投资", Kind.MONEY, help="元"),
    Field("physical", "月末形象进度（万分比）", Kind.INTEGER, help="万分比，如 3250 即 32.5%"),
    NOTE,
)
ENTERED = (Field("library", "库内编号"), Field("entered_on", "入库日期", Kind.DATE))
COUNTED = (
    Field("survey_code", "统计调查单位代码"), Field("counted_on", "入统日期", Kind.DATE),
    Field("uscc", "统一社会信用代码", required=False, help="项目信息中没有的"),
    Field("photo_on", "现场照片拍摄日期", Kind.DATE, required=False, help="没有施工合同的"),
    Field("direct", "联网直报", Kind.FLAG),
)  # fmt: skip
FINISHED = (Field("finished_on", "验收日期", Kind.DATE), NOTE)
SETTLED = (
    Field("final_cost", "决算", Kind.MONEY, help="元"),
    Field("surplus", "结余", Kind.MONEY, help="元"),
    NUMBER,
)
RETURNED = (Field("returned", "缴回金额", Kind.MONEY, help="元"), Field("paper", "缴款凭证号"))
EVALUATED = (Field("lessons", "评价结论", Kind.LONG),)
CHANGED = (
    Field("change", "变更事项", Kind.CHOICE, choices=CHANGES), NUMBER, DECIDED_ON, REASON,
    Field("new_address", "变更后建设地点", required=False),
    Field("new_content", "变更后内容和规模", Kind.LONG, required=False),
    Field("new_planned", "变更后计划总投资", Kind.MONEY, required=False, help="元"),
    Field("new_budget", "调整后概算", Kind.MONEY, required=False, help="元"),
    Field("new_source", "增加部分资金来源", required=False),
)  # fmt: skip
MERGED = (Field("into", "并入的项目编号"), REASON)
SPLIT = (Field("parts", "拆分为", Kind.LONG, help="每行一个：名称、空格、计划总投资"), REASON)
ABSORBED, DERIVED = (Field("absorbed", "并入本项目的"),), (Field("part_of", "拆分自"),)
_UNIT = (PLANNER, HEAD)
_BEFORE = ("proposed", "reserved", "approved", "feasible", "designed")
_READY, _WORKS = ("approved", "feasible", "designed"), ("building", "suspended")
_TELL = tell_units("项目")
_KEEP = (record,)
_TOLD = (
    *(papers.planned_is_a_sum, papers.uscc_if_told, papers.industry_if_told),
    papers.ends_after_it_begins,
)
_CLOSED = ("settled", "evaluated", "closed")


def _is_construction(context: Context) -> bool:
    return context.given.get("permit") == "construction"


def _is_ratified(context: Context) -> bool:
    return context.value("procedure") == "ratification" and not context.has("start")


def _counts(context: Context) -> bool:
    least = limit(context, "projects.counted_least")
    return least is not None and counting.planned_of(context) >= int(least)


# fmt: off
PROJECT = CaseType(
    key="project", title="项目", law=laws.ARRANGED, distinct=("national_code",),
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
        State("split", "已拆分", end=True),
    ),
    opening=Action(OPEN, "谋划", (), "proposed", (*_UNIT, COMMISSION), PROPOSED, then=_KEEP,
                   guards=(*_TOLD, papers.national_code_if_told)),
    actions=(
        Action("correct", "更正", _BEFORE, ANY, (*_UNIT, COMMISSION), _EDITED, then=_KEEP,
               guards=(*_TOLD, papers.what_was_approved_stays)),
        Action("reserve", "纳入储备库", ("proposed",), "reserved", (COMMISSION,), RESERVED, then=_KEEP),
        Action("shift", "调整储备期", ("reserved",), ANY, (COMMISSION,), RESERVED, then=_KEEP),
        Action("approve", "立项", ("reserved",), "approved", (COMMISSION,), APPROVED, public=True, then=_KEEP,
               guards=(papers.national_code_is_whole, papers.procedure_fits_the_nature,
                       papers.decision_is_made)),
        Action("feasibility", "批复可研", ("approved", "feasible"), "feasible", (COMMISSION,), FEASIBLE,
               public=True, then=_KEEP, guards=(papers.government_pays, papers.decision_is_made)),
        Action("report_overrun", "报告超概", ("feasible",), ANY, _UNIT, (REASON,), then=_KEEP),
        Action("require_feasibility", "要求重新报送可研", ("feasible",), ANY, (COMMISSION,), (REASON,),
               guards=(papers.overrun_was_reported,), then=(record, _TELL)),
        Action("design", "批复初设概算", ("approved", "feasible"), "designed", (COMMISSION,), DESIGNED,
               public=True, then=_KEEP,
               guards=(papers.government_pays, papers.new_feasibility_was_not_asked,
                       papers.feasibility_comes_first, papers.simpler_says_why,
                       papers.budget_keeps_to_the_estimate, papers.decision_is_made)),
        Action("plan", "列入年度投资计划", (*_READY, *_WORKS), ANY, (COMMISSION,), PLAN, then=_KEEP,
               guards=(papers.plan_has_papers, papers.plan_is_of_our_time)),
        Action("fund", "落实资金", (*_READY, *_WORKS), ANY, (*_UNIT, COMMISSION), FUNDED, then=_KEEP),
        Action("unfund", "冲正落实资金", (*_READY, *_WORKS), ANY, (COMMISSION,), UNFUNDED, then=_KEEP,
               guards=(papers.fund_stands,)),
        Action("permit", "取得许可", _READY, ANY, _UNIT, PERMITTED, then=_KEEP, public=True,
               guards=(papers.decision_is_made,)),
        Action("waive", "认定无需许可", _READY, ANY, (COMMISSION,), WAIVED, then=_KEEP),
        Action("defer", "施工许可延期", _READY, ANY, _UNIT, (REASON,), then=_KEEP,
               guards=(works.permit_can_be_extended,)),
        Action("extend_start", "核准项目延期开工", _READY, ANY, (COMMISSION,), (NUMBER, DECIDED_ON, REASON),
               guards=(papers.was_ratified, papers.start_was_not_put_off, papers.ratification_lasts,
                       papers.decision_is_made), then=_KEEP),
        Action("start", "开工", ("approved", "designed"), "building", _UNIT, STARTED, ("现场照片|施工合同",),
               public=True, then=_KEEP,
               guards=(works.papers_are_deep_enough, *works.PERMITS_ARE_THERE, works.money_is_there,
                       works.contractor_lends_nothing, works.starts_after_approval,
                       works.STARTED_HAS_COME)),
        Action("suspend", "停工", ("building",), "suspended", _UNIT, SUSPENDED, then=_KEEP,
               guards=(works.SUSPENDED_HAS_COME,)),
        Action("resume", "复工", ("suspended",), "building", _UNIT, RESUMED, ("现场照片",), then=_KEEP,
               guards=(works.resumes_after_the_stop, works.RESUMED_HAS_COME,
                       works.permit_was_checked_again)),
        Action("report", "报送月度进度", _WORKS, ANY, _UNIT, REPORTED, then=_KEEP,
               guards=(works.month_is_not_to_come, works.month_is_of_the_works, works.figures_are_possible,
                       works.correction_says_why, works.works_do_not_shrink)),
        Action("change", "变更", (*_READY, *_WORKS, "accepted"), ANY, (COMMISSION,), CHANGED, then=_KEEP,
               guards=(works.change_says_what, works.there_is_a_budget, works.more_money_has_a_source,
                       papers.decision_is_made)),
        Action("enter_library", "入库", (*_READY, *_WORKS), ANY, (COMMISSION,), ENTERED, then=_KEEP,
               guards=(counting.is_large_enough, counting.is_not_yet_in_the_library)),
        Action("count", "入统", _WORKS, ANY, (COMMISSION,), COUNTED, ("立项文件", "现场照片|施工合同"),
               guards=(counting.is_large_enough, counting.is_in_the_library, counting.is_not_yet_counted,
                       counting.has_a_uscc, counting.contract_or_dated_photo, counting.has_really_started,
                       counting.is_within_the_month, counting.large_ones_report_directly), then=_KEEP),
        Action("accept", "竣工验收", ("building",), "accepted", _UNIT, FINISHED, ("竣工验收报告",),
               public=True, then=_KEEP,
               guards=(works.finishes_after_the_start, works.FINISHED_HAS_COME)),
        Action("settle", "批复决算", ("accepted",), "settled", (COMMISSION,), SETTLED, then=_KEEP,
               guards=(works.final_cost_keeps_to_the_budget,)),
        Action("return_surplus", "结余缴回国库", _CLOSED, ANY, _UNIT, RETURNED, then=_KEEP,
               guards=(works.surplus_is_owed, works.surplus_is_whole)),
        Action("sample", "抽选后评价", ("settled",), ANY, (COMMISSION,), (NOTE,),
               guards=(works.public_money_built_it,), then=(record, _TELL)),
        Action("evaluate", "后评价", ("settled",), "evaluated", (COMMISSION,), EVALUATED, public=True,
               then=_KEEP),
        Action("close", "归档", ("settled",), "closed", (COMMISSION,), (NOTE,), then=_KEEP,
               guards=(works.surplus_is_returned, works.nothing_is_left_to_evaluate)),
        Action("merge", "并入", ("proposed", "reserved", *_READY), "merged", (COMMISSION,), MERGED,
               guards=(papers.no_money_is_tied, papers.is_another_project), then=(record, join)),
        Action("split", "拆分", ("proposed", "reserved"), "split", (COMMISSION,), SPLIT,
               guards=(papers.parts_can_be_read, papers.parts_add_up), then=(record, divide)),
        Action("absorb", "并入另一项目", (*_BEFORE, *_WORKS), ANY, (SYSTEM_ROLE,), ABSORBED, then=_KEEP),
        Action("derive", "由拆分产生", ("proposed",), ANY, (SYSTEM_ROLE,), DERIVED, then=_KEEP),
        Action("terminate", "终止", (*_BEFORE, *_WORKS), "terminated", (COMMISSION,), (REASON,), then=_KEEP),
        Action("urge", "督办", (*_BEFORE, *_WORKS), ANY, (MONITOR,), (REASON,), then=(record, _TELL)),
        *delivery_actions(_UNIT, COMMISSION, _BEFORE, (*_READY, *_WORKS)),
    ),
    children=("project_problem",),
    clocks=(
        Clock("ratified", "核准后开工", laws.RATIFIED_LASTS, ("approve", "change"), ("start",),
              "projects.ratified_lasts", anchor="decided_on", when=_is_ratified,
              extensions=(Extension("extend_start", Term(12, Unit.MONTH), laws.RATIFIED_LASTS),),
              void=("change", "settle", "merge", "terminate"), warn=Term(30, Unit.WORK)),
        Clock("begin", "取得施工许可证后开工", laws.BEGIN, ("permit",), ("start",), "projects.begin_within",
              anchor="decided_on", when=_is_construction, void=("merge", "terminate"),
              extensions=(Extension("defer", Term(3, Unit.MONTH), laws.BEGIN),) * 2,
              warn=Term(10, Unit.CAL)),
        Clock("monthly", "月度进度", laws.REPORTED, ("start", "report"), ("report", "accept"),
              "projects.report_within", void=("terminate",), warn=Term(5, Unit.CAL)),
        Clock("count", "开工后入统", laws.SURVEY, ("start",), ("count",), "projects.count_within",
              when=_counts, void=("accept", "terminate"), warn=Term(10, Unit.CAL)),
        Clock("settle", "竣工财务决算", laws.ACCEPTED, ("accept",), ("settle",), "projects.settle",
              warn=Term(10, Unit.CAL)),
        Clock("surplus", "结余缴回国库", laws.ACCEPTED, ("settle",), ("return_surplus",),
              "projects.return_surplus", when=works.owes_surplus, warn=Term(5, Unit.CAL)),
        Clock("evaluate", "抽选项目后评价", laws.EVALUATED, ("sample",), ("evaluate",), "projects.evaluate",
              void=("close",), warn=Term(10, Unit.CAL)),
    ),
)
# fmt: on
