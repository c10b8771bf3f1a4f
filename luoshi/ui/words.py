"""Codes of commitments in official Chinese, for desk and portal. The English is in the catalogue."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

STATES = {
    "done": _("已完成"),
    "on_pace": _("达序时"),
    "behind": _("欠进度"),
    "far_behind": _("严重滞后"),
    "unknown": _("暂无法判断"),
}
DEADLINE_SOURCES = {
    "period": _("报告没有写日期，按时期末"),
    "text": _("报告原文写明"),
    "decomposition": _("任务分解方案写明"),
    "change": _("经批准的目标调整"),
}
CHANGED = {
    "target": _("目标安排"),
    "check": _("核验安排"),
    "untracked": _("无法核验的原因"),
    "responsibility": _("责任分工"),
}
PLAN_FIELDS = {
    "deadline": _("完成时限"),
    "deadline_from": _("时限依据"),
    "value": _("目标值"),
    "high": _("目标上限"),
    "series": _("数据系列"),
    "comparator": _("比较方式"),
    "withdrawn": _("是否移出"),
    "trajectory": _("进度曲线"),
    "baseline_value": _("基期值"),
    "reference": _("参照系列"),
    "evidence": _("佐证"),
    "reason": _("原因"),
    "lead": _("牵头"),
    "responsible": _("责任"),
    "support": _("配合"),
}
