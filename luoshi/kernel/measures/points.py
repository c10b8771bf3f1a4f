"""A figure for a period as it was known at a moment. Pure data; no Django."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from luoshi.kernel.base.periods import Period


class MeasureKind(StrEnum):
    """口径类型: how figures of parts and of periods add up to one of the whole."""

    FLOW = "flow"  # 累计: Σ
    STOCK = "stock"  # 时点: the last
    RATE = "rate"  # 比率: Σn / Σd, in percent
    GROWTH = "growth"  # 同比, in percent
    AVERAGE_GROWTH = "avg_growth"  # 年均, in percent
    INDEX = "index"  # 指数
    RANK = "rank"  # 位次
    EVENTS = "event_count"  # 发生数: distinct events, for targets of none
    MILESTONE = "milestone"  # 节点
    DOCUMENT = "document"  # 文件
    ORDINAL = "ordinal"  # 等级
    SURVEY = "survey"  # 调查


class Status(StrEnum):
    """观测状态, the codes of SDMX CL_OBS_STATUS that occur here."""

    NORMAL = "A"
    PROVISIONAL = "P"  # 快报、初步
    REVISED = "R"  # 已修订
    MISSING = "M"  # 缺数: a value that should be there and is not
    BREAK = "B"  # 口径变化: not comparable with what was before
    FORECAST = "F"  # never a result


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series. A rate keeps its parts; ``cumulative`` is 年初至今, never summed again."""

    period: Period
    value: Decimal | None
    known_at: datetime
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: Status = Status.NORMAL
    cumulative: bool = False
    expected: int | None = None  # how many feeds should have arrived for it, e.g. 9 months
    arrived: int | None = None  # how many did
    source: str = ""  # the run or filing it stems from
