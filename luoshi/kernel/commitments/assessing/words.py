"""What officers and readers see of each code: official Chinese, a shape beside the colour, plain numbers."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from luoshi.kernel.commitments.assessing.codes import (
    Comparator,
    Data,
    Direction,
    Grey,
    MultiYear,
    Outlook,
    Process,
    Progress,
    Strength,
    Verdict,
)

BEIJING = timezone(timedelta(hours=8))
PERCENT = frozenset({"%", "‰", "百分点", "个百分点"})
KEPT_SO_FAR = "守住至今"  # of what must not happen, or must be kept, before its period is over

TITLES: dict[type[StrEnum], dict[str, str]] = {
    Comparator: {
        "ge": "不低于",
        "gt": "高于",
        "le": "不超过",
        "lt": "低于",
        "approx": "左右",
        "range": "区间",
        "floor_stretch": "保底并争取更好结果",
        "aspire": "力争达到",
        "rel_ge": "不低于参照水平",
        "rel_sync": "与参照水平同步",
        "rank_le": "位次不低于",
        "zero": "不发生",
        "dyn_zero": "动态清零",
        "full": "全覆盖",
        "maintain": "保持",
        "monotone": "只增不减",
        "improve": "改善",
        "milestone": "节点完成",
        "document": "印发文件",
        "ordinal_ge": "达到等级",
        "external": "完成上级下达任务",
        "mult": "达到基期的倍数",
    },
    Direction: {"more": "越多越好", "less": "越少越好", "none": "不分方向"},
    Strength: {
        "binding": "约束性",
        "expected": "预期性",
        "aspirational": "力争",
        "directional": "方向性",
    },
    MultiYear: {"level": "水平法", "cumulative": "累计法"},
    Progress: {
        "ahead": "超序时",
        "on_pace": "达序时",
        "behind": "欠进度",
        "far_behind": "严重滞后",
        "no_pace": "不适用",
    },
    Outlook: {
        "likely": "预计可完成",
        "uncertain": "有困难",
        "unlikely": "预计难以完成",
        "not_assessed": "未研判",
    },
    Process: {
        "not_started": "未启动",
        "in_progress": "推进中",
        "reported_done": "已报完成",
        "verified": "已核验",
        "closed": "已销号",
        "suspended": "暂缓",
        "adjusted": "已调整",
        "overdue": "逾期",
    },
    Data: {
        "current": "已更新",
        "stale": "未更新",
        "provisional": "快报",
        "revised": "已修订",
        "missing": "缺数",
        "suppressed": "不公开",
        "not_measurable": "无法量化",
        "no_volume": "无业务量",
    },
    Verdict: {
        "exceeded": "超额完成",
        "met": "完成",
        "not_met": "未完成",
        "partly": "部分完成",
        "kept": "守住",
        "adjusted": "经法定程序调整",
        "undetermined": "无法核验",
    },
    Grey: {
        "not_measurable": "无法量化",
        "no_data": "缺数",
        "partial": "数据未报齐",
        "stale": "数据未更新",
        "break": "口径变化，无衔接说明",
        "pending_value": "目标值待上级下达",
        "no_reference": "参照数据未公布",
        "no_rank": "位次未公布",
        "early": "已过时段太少",
        "no_baseline": "缺基期值",
        "base_sign": "基期值为零、为负或变号",
        "undefined": "目标未明确",
        "no_volume": "无业务量",
        "not_due": "未到期限，不按序时判断",
        "awaiting": "期限已到，等待最后一期数据",
        "no_bands": "该规则不设档位",
        "multi_year": "多年目标不按年平均",
        "no_evidence": "缺佐证",
    },
}

SHAPES = {"done": "●", "on_pace": "▶", "behind": "▲", "far_behind": "■", "unknown": "○"}
SHAPE_TITLES = {
    "done": "已完成",
    "on_pace": "达序时",
    "behind": "落后",
    "far_behind": "严重滞后",
    "unknown": "无法判断",
}


def title(code: StrEnum) -> str:
    """Return the official Chinese of a code."""
    return TITLES[type(code)][code.value]


def plain(number: Decimal, digits: int = 6) -> str:
    """Return a number as people write it: rounded to so many places, without trailing zeros."""
    rounded = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def amount(number: Decimal, unit: str) -> str:
    """Return a figure with its unit, in 万 and 亿 where a document would: 15000 人 is 1.5万人."""
    if unit in PERCENT:
        return f"{plain(number, 4)}{unit}"
    for size, word in ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")):
        scaled = number / size
        if abs(scaled) >= 1 and scaled == scaled.quantize(Decimal("0.000001")):
            return f"{plain(scaled)}{word}{unit}"
    return f"{plain(number, 4)}{unit}"


def difference(number: Decimal, unit: str) -> str:
    """Return a difference: of two figures in percent it is percentage points."""
    return f"{plain(number, 4)}个百分点" if unit == "%" else amount(number, unit)


def share(part: Decimal, digits: int = 1) -> str:
    """Return a share in percent: 0.916666 is 91.7%."""
    return f"{(part * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f}%"


def day(on: date) -> str:
    """Return a day as a document prints it."""
    return f"{on.year}年{on.month}月{on.day}日"


def moment(at: datetime) -> str:
    """Return a moment in Beijing time, to the minute."""
    local = at.astimezone(BEIJING)
    return f"{day(local)}{local.hour:02}:{local.minute:02}"
