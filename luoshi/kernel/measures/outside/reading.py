"""Cells of a table of figures, as officers write them: periods, amounts with 万 and 亿, days. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from luoshi.kernel.base.periods import Period, add_months, month_of, parse_period, year
from luoshi.kernel.measures.points import Status

STATUSES = {
    "": None,
    "初步": Status.PROVISIONAL,
    "快报": Status.PROVISIONAL,
    "初步核算": Status.PROVISIONAL,
    "修订": Status.REVISED,
    "已修订": Status.REVISED,
    "正式": Status.NORMAL,
    "核定": Status.NORMAL,
    "最终核实": Status.NORMAL,
    "缺数": Status.MISSING,
    "口径变化": Status.BREAK,
}
_TIMES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7}
_TIMES |= {"亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}
_AMOUNT = re.compile(r"([-+]?\d{1,27}(?:\.\d{1,12})?)(.*)")
_DASH = re.compile(r"[-—–−~～〜至到]+")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4} | {str(n): n for n in range(1, 5)}
_YEAR = re.compile(r"(\d{4})年?(?:全年|全年度|度)?")
_MONTH = re.compile(r"(\d{4})(?:年|[-/.])?(\d{1,2})(?:月|月份)?")
_MONTHS = re.compile(r"(\d{4})年(\d{1,2})月?-(\d{1,2})月(?:份)?")
_QUARTER = re.compile(r"(\d{4})年?第?([一二三四1-4])季度")
_PART = re.compile(r"(\d{4})年?(上半年|下半年|前三季度)")
_FIRST_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/]0?1")  # what a spreadsheet makes of 2026-09
_DAY = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?:[ T]?(\d{1,2}):(\d{2}))?")
_EXACT = Decimal("0.000001")


def period_written(text: str) -> Period:
    """Return the period that a cell or title names: 2026年1—9月, 2026年上半年, 2026-09. Raises ValueError."""
    try:
        found = _period(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    except ValueError:  # a thirteenth month, a span that ends before it begins
        found = None
    if found is None:
        raise ValueError(f"不能识别时期“{text}”，请写 2026年、2026年9月、2026年1—9月、2026年三季度")
    return found


def _period(said: str) -> Period | None:
    try:
        return parse_period(said)
    except ValueError:
        said = _DASH.sub("-", said)
    if found := _YEAR.fullmatch(said):
        return year(int(found[1]))
    if found := _QUARTER.fullmatch(said):
        start = date(int(found[1]), 3 * _QUARTERS[found[2]] - 2, 1)
        return Period(start, add_months(start, 3))
    if found := _PART.fullmatch(said):
        start = date(int(found[1]), 7 if found[2] == "下半年" else 1, 1)
        return Period(start, add_months(start, 9 if found[2] == "前三季度" else 6))
    if found := _MONTHS.fullmatch(said):
        first, last = (month_of(date(int(found[1]), int(found[n]), 1)) for n in (2, 3))
        return Period(first.start, last.end)
    if found := _MONTH.fullmatch(said) or _FIRST_DAY.fullmatch(said):
        return month_of(date(int(found[1]), int(found[2]), 1))
    return None


def amount_written(text: str, *, unit: str, printed: str = "") -> Decimal:
    """Return the amount in the plain unit. ``printed`` is the unit the table says it is in, as 亿元.

    Raises ValueError in words for what is no number, another unit, or more exact than six decimals.
    """
    said = re.sub(r"[\s,，]+", "", unicodedata.normalize("NFKC", text)).replace("−", "-")
    if not (found := _AMOUNT.fullmatch(said)):
        raise ValueError("不是数")
    times = _times(found[2] or printed, unit)
    if found[2] and printed and _times(printed, unit) != times and times != 1:
        raise ValueError(f"单位与“单位”列的{printed}不一致")
    amount = Decimal(found[1]) * times
    if abs(amount) >= Decimal(10) ** 27 or amount != amount.quantize(_EXACT):
        raise ValueError("超出范围，或小数多于六位")
    return amount


def known_written(text: str, *, zone: ZoneInfo) -> datetime:
    """Return from when a figure was known: the beginning of the day it was published, or that minute."""
    if not (found := _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())):
        raise ValueError("不是日期，请写 2026-03-01")
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        at = time(int(found[4]), int(found[5])) if found[4] else time()
    except ValueError:
        raise ValueError("不是日期，请写 2026-03-01") from None
    return datetime.combine(day, at, zone)


def status_written(text: str) -> Status | None:
    """Return the status a cell names, None where it is empty. Raises ValueError with the words there are."""
    if text not in STATUSES:
        raise ValueError(f"状态应为 {'、'.join(filter(None, STATUSES))}")
    return STATUSES[text]


def _times(said: str, unit: str) -> int:
    plain = unicodedata.normalize("NFKC", unit)
    said = unicodedata.normalize("NFKC", said)
    for words, times in (("", 1), *_TIMES.items()):
        if said in (words, words + plain):
            return times
    raise ValueError(f"单位应为{unit}（可加万、亿），现为{said}")
