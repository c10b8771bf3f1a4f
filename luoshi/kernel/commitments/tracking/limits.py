"""完成时限: read a time limit as a task list words it. Pure; the year is passed in."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_LONG = re.compile(
    r"^(长期|常年|持续|常态化|经常性|贯穿全年|全年推进|长期坚持|长期推进|持续推进|按时序|跨年度)"
)
_DATE = re.compile(r"^(?:(\d{4})[年.\-/])?(\d{1,2})[月.\-/](\d{1,2})[日号]?$")
_MONTH = re.compile(r"^(?:(\d{4})年)?(?:.*?[至到—-])?(\d{1,2})月(份)?(上旬|中旬|下旬|底|末|初|中)?$")
_YEAR_END = re.compile(r"^(?:(\d{4})年)?(年底|年末|年终|全年|年内|当年|年度内|底|末|内|下半年)?$")
_HALF = re.compile(r"^(?:(\d{4})年)?上半年$")
_QUARTER = re.compile(r"^(?:(\d{4})年)?第?([一二三四1-4])季度(末|底)?$")
_TAIL = re.compile(r"(之?前|以前|完成|全部完成|建成|投用|竣工|见效|取得阶段性成效)+$")
_QUARTERS = "一二三四"
_DAYS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}


@dataclass(frozen=True, slots=True)
class Limit:
    """What a time limit says: the last day, or that the task goes on without one. Neither: not understood."""

    day: date | None
    ongoing: bool = False

    @property
    def understood(self) -> bool:
        """Tell whether it could be read."""
        return self.ongoing or self.day is not None


def read_limit(text: str, *, year: int) -> Limit:
    """Return the last day: 年底前, 6月底前, 9月30日, 上半年, 三季度, 全年. 长期 and 持续 have none.

    A month without a day is its last day. Nothing is guessed: other words are not understood.
    """
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip("。；;，,()（）")
    words = re.sub(r"^(于|在|截至|力争|确保|今年)", "", words)
    if not words:
        return Limit(None)
    if _LONG.match(words):
        return Limit(None, ongoing=True)
    words = _TAIL.sub("", words)
    if found := _DATE.match(words):
        return _limit(int(found[1] or year), int(found[2]), int(found[3]))
    if found := _HALF.match(words):
        return _limit(int(found[1] or year), 6, 30)
    if found := _QUARTER.match(words):
        number = _QUARTERS.index(found[2]) + 1 if found[2] in _QUARTERS else int(found[2])
        return _limit(int(found[1] or year), 3 * number, None)
    if found := _MONTH.match(words):
        return _limit(int(found[1] or year), int(found[2]), _DAYS.get(found[4] or ""))
    if (found := _YEAR_END.match(words)) and (found[1] or found[2]):
        return _limit(int(found[1] or year), 12, 31)
    return Limit(None)


def _limit(year: int, month: int, day: int | None) -> Limit:
    try:
        return Limit(date(year, month, day or monthrange(year, month)[1]))
    except (ValueError, IndexError):  # no such day or month: not understood
        return Limit(None)
