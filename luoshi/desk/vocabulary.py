"""Words of the desk: sections, choices of filters, and codes of the engine in official Chinese."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Section(TextChoices):
    """Which cases a list shows."""

    TURN = "turn", _("轮到我办")
    MINE = "mine", _("我经办的")
    UNIT = "unit", _("本单位")
    OVERDUE = "overdue", _("已逾期")
    WEEK = "week", _("本周到期")
    CHECK = "check", _("待我复核评价")
    ALL = "all", _("全部")


class Due(TextChoices):
    """When the nearest deadline falls."""

    OVERDUE = "overdue", _("已逾期")
    WEEK = "week", _("本周到期")
    NONE = "none", _("没有期限")


class Sort(TextChoices):
    """In which order a list stands."""

    DUE = "due", _("按期限")
    NEW = "new", _("最新提出")


class Owner(TextChoices):
    """Whether a commitment has a lead unit, on whose word."""

    NONE = "none", _("没有牵头单位")
    SUGGESTED = "suggested", _("只有建议，待确认")
    CONFIRMED = "confirmed", _("牵头单位已确认")


NOTES = {  # what the engine itself writes into a case's history
    "clock.warned": _("临近期限"),
    "clock.missed": _("期限已过"),
    "clock.lapsed": _("已期满"),
    "clock.recomputed": _("日历公布，期限重算"),
    "private.erased": _("私密内容已删除"),
    "related": _("关联"),
}
NOTE_FIELDS = {
    "clock": _("期限"),
    "was": _("原到期"),
    "due": _("到期"),
    "unit": _("责任单位"),
    "law": _("依据"),
    "provisional": _("暂定"),
    "fields": _("字段"),
    "reason": _("理由"),
    "commitment": _("报告承诺"),
    "tie": _("关系"),
    "other": _("对方事项"),
}
STATUSES = {  # of a deadline: shape, word
    "running": ("▶", _("计时中")),
    "soon": ("▲", _("临近")),
    "overdue": ("■", _("已逾期")),
    "paused": ("‖", _("已中止")),
    "met": ("●", _("按期完成")),
    "late": ("◆", _("逾期完成")),
    "lapsed": ("○", _("已期满")),
    "void": ("–", _("已作废")),
}
LINKS = {  # what the other case is to this one
    "child": _("下级事项"),
    "about": _("相关事项"),
    "repeats": _("重复的原件"),
    "follows": _("承接的前件"),
}
BACKLINKS = {  # the same, seen from the other
    "child": _("上级事项"),
    "about": _("相关事项"),
    "repeats": _("重复件"),
    "follows": _("后续事项"),
}
FIGURE_STATUSES = {
    "normal": "",
    "provisional": _("快报"),
    "revised": _("已修订"),
    "missing": _("缺数"),
    "break": _("口径变化"),
}
