"""The codes of a reading in official Chinese, and what each means. The English is in the catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from luoshi.ui.words import CHANGED, DEADLINE_SOURCES, PLAN_FIELDS, STATES

KIND_MEANINGS = {
    "quantified": _("写明了数字。到期拿实际数与它一比，就知道做到没有。"),
    "milestone": _("写明了要开工、建成、成立或办好的事。到期看事情发生没有。"),
    "document": _("写明了要出台的文件。到期看文号和日期。"),
    "directional": _("只写了方向，没有数字，也没有看得见的事。只能看趋势，判不出完成与否；照样列出。"),
}
STRENGTH_MEANINGS = {
    "binding": _("写了“确保”“必须”“不低于”“不超过”一类的话，或者列入民生实事：做不到就是没有做到。"),
    "expected": _("直接写出的计划或预期目标。"),
    "aspirational": _("写了“力争”“争取”“努力”：单独统计，不与别的混算。"),
    "directional": _("只表明要往哪个方向去。"),
}
HALF_MEANINGS = {
    "review": _("说的是已经做了的事。它不是承诺，但可以拿来与今年的目标比。"),
    "plan": _("说的是今年要做的事：承诺都在这里。"),
    "outlook": _("说的是今年以后的目标，例如五年规划的目标。"),
    "background": _("说的是基数、比较或背景，本身不是目标。"),
}
COMPARATORS = {
    "eq": _("只写一个数"),
    "ge": _("以上、不低于、不少于"),
    "gt": _("超过、突破、高于"),
    "le": _("以内、不超过"),
    "lt": _("以下、低于"),
    "approx": _("左右、约、近"),
    "range": _("从多少到多少"),
    "rank": _("第几位、前几位"),
    "zero": _("清零、不发生"),
    "full": _("全覆盖、百分之百"),
}
WAYS_TO_CHECK = {
    "eq": _("指标越多越好时，不少于它；越少越好时，不多于它"),
    "ge": _("不少于它"),
    "gt": _("比它多"),
    "le": _("不多于它"),
    "lt": _("比它少；“以下”包括本数"),
    "approx": _("在它上下；允许差多少，报告没有写"),
    "range": _("落在两数之间，或者更好"),
    "rank": _("名次不靠后；和谁比、谁来排，要看指标怎么写"),
    "zero": _("一次也没有；发生一次就没有做到"),
    "full": _("应有的都有；应有多少，要先定下来"),
}
MILESTONE_KINDS = {
    "start": _("开工启动"),
    "build": _("推进建设"),
    "finish": _("建成完工"),
    "set_up": _("成立组建"),
    "issue": _("出台印发"),
    "other": _("其他举措"),
}
SKIP_REASONS = {
    "duplicate": _("重复的段落"),
    "heading": _("标题"),
    "transition": _("过渡语"),
    "guiding_principle": _("总体要求"),
    "exhortation": _("号召"),
    "background": _("背景"),
    "no_checkable_object": _("没有可核验的对象"),
}
DEFECT_KINDS = {
    "duplicate_exact": _("整段重复"),
    "duplicate_near": _("近似重复"),
    "column_break": _("断行错位"),
    "traditional_char": _("繁体字"),
    "missing_word": _("缺字"),
    "inserted_char": _("多字"),
    "splice": _("错接"),
    "wrong_amount": _("数量级可疑"),
    "wrong_unit": _("单位可疑"),
    "wrong_word": _("用词可疑"),
    "heading_order": _("标题次序"),
    "heading_title": _("标题文字"),
    "truncated_head": _("开头残缺"),
    "truncated_list": _("列举残缺"),
    "stray_circled_number": _("多余的序号"),
    "punctuation": _("标点"),
    "repeated_char": _("叠字"),
    "repeated_word": _("叠词"),
}
ACTIONS = {
    "adopted": _("采纳"),
    "changed": _("修改"),
    "moved": _("重新定位"),
    "withdrawn": _("移出"),
    "restored": _("恢复"),
}
FIELDS = {
    "title": _("标题"),
    "kind": _("可核验等级"),
    "strength": _("约束程度"),
    "half": _("部分"),
    "livelihood": _("民生实事"),
    "section": _("章节"),
    "quote": _("原文"),
    "review": _("审阅"),
    "note": _("审阅说明"),
    "withdrawn": _("是否移出"),
    "start": _("起"),
    "end": _("止"),
    "prefix": _("前文"),
    "suffix": _("后文"),
    "anchor": _("锚点"),
    "text": _("文本指纹"),
    "targets": _("目标值"),
    "deeds": _("节点"),
    "entities": _("专名"),
}
UNITS = frozenset(  # those with an English word; measure words such as 个 and 家 have none
    (
        *(_("人"), _("人次"), _("元"), _("户"), _("天"), _("倍"), _("百分点"), _("千瓦")),
        *(_("米"), _("公里"), _("亩"), _("公顷"), _("平方米"), _("平方公里"), _("立方米")),
        *(_("斤"), _("公斤"), _("吨")),
    )
)
STATE_MEANINGS = {
    "done": _("到期时做到了，或者已经提前做到且不会再变；守住的底线到期末才算。"),
    "on_pace": _("到今天该到的地方，已经到了。"),
    "behind": _("比今天该到的地方落后，超过规则写明的幅度。"),
    "far_behind": _("落后很多，或者到期没有做到。"),
    "unknown": _("没有数据、没有到期或者口径不明，不能下结论；逐项写明原因，照样计数。"),
}
PARTS = {"lead": _("牵头"), "responsible": _("责任"), "support": _("配合")}
LACKS = {
    "metric": _("缺指标"),
    "baseline": _("缺基期值"),
    "start": _("缺起止时间"),
    "definition": _("缺口径"),
}
ORIGINS = {
    "review": _("审阅更正"),
    "decomposition": _("任务分解"),
    "change": _("目标调整"),
}
DATA = {
    "current": _("已更新"),
    "stale": _("未更新"),
    "provisional": _("快报"),
    "revised": _("已修订"),
    "missing": _("缺数"),
    "suppressed": _("不公开"),
    "not_measurable": _("无法量化"),
    "no_volume": _("无业务量"),
}
MEASURE_KINDS = {
    "flow": _("累计：每条记录相加"),
    "stock": _("时点：每件事取最后一条，再相加"),
    "rate": _("比率：分子之和除以分母之和，不对比率求平均"),
    "growth": _("同比，百分数"),
    "avg_growth": _("年均增速，百分数"),
    "index": _("指数"),
    "rank": _("位次"),
    "event_count": _("发生数：同一件事只计一次"),
}
DIRECTIONS = {"more": _("越多越好"), "less": _("越少越好"), "none": _("不分好坏")}
MISSING = {
    "skip": _("没有记录就是不知道，不当作零"),
    "zero": _("记录完整，没有记录就是没有发生"),
    "fail": _("缺一个值就不计算"),
}
OPENS_TO = {
    "rows": _("已公开的记录逐条列出，件数按单位公开，小于 5 的不单列"),
    "facets": _("只公开按单位的件数，小于 5 的不单列"),
}
CYCLES = {"month": _("按月"), "quarter": _("按季"), "year": _("按年")}
OBSERVED = {"P": _("快报"), "R": _("已修订"), "M": _("缺数"), "B": _("口径变化"), "F": _("预测")}
VOCABULARIES = {
    "state": STATES,
    "state_meaning": STATE_MEANINGS,
    "part": PARTS,
    "deadline_from": DEADLINE_SOURCES,
    "lack": LACKS,
    "changed": CHANGED,
    "origin": ORIGINS,
    "data": DATA,
    "plan_field": PLAN_FIELDS,
    "measure_kind": MEASURE_KINDS,
    "direction": DIRECTIONS,
    "missing": MISSING,
    "opens_to": OPENS_TO,
    "cycle": CYCLES,
    "observed": OBSERVED,
    "kind": KIND_MEANINGS,
    "strength": STRENGTH_MEANINGS,
    "half": HALF_MEANINGS,
    "comparator": COMPARATORS,
    "check": WAYS_TO_CHECK,
    "milestone": MILESTONE_KINDS,
    "skipped": SKIP_REASONS,
    "defect": DEFECT_KINDS,
    "action": ACTIONS,
    "field": FIELDS,
}
