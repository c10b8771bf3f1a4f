"""Which half of a report a section and a sentence stand in: review, plan or outlook.

Titles decide. Where a title names two halves, or none, the running text does: a sentence that opens a half
(今年是…, “十五五”时期…) starts it. Text before the first heading is review until a sentence opens the plan.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from luoshi.reader.model import Half, Section
from luoshi.reader.structure.dating import plan_years
from luoshi.reader.structure.sentences import Stretch

OPENING = 3  # sentences of a section that may tell its half

_PERIOD_TITLE = re.compile(
    r"(?:关于)?(?:\d{4}年|今年|过去|[“\"]?[一二三四五六七八九十]+五[”\"]?时期)[^,。]*$"
)
_REVIEW_TITLE = re.compile(r"回顾|总结|成就|过去|五年来|执行情况")
_OUTLOOK_TITLE = re.compile(r"今后|未来|远景|新一届|纲要")
_FIVE_YEAR_PLAN = re.compile(r"[“\"]?(?P<plan>[一二三四五六七八九十]{1,2})五(?=[”\"]|时期|规划|期间|发展)")
_START = re.compile(r"开.?局|起.?步")
_PAST = re.compile(r"(?:刚刚)?过去的?(?:这)?[一五5六]年|[一五5六几]年来|去年|上年|截至目前|“?这五年")
_DRAFT = re.compile(r"编制[^。]{0,30}纲要|《纲要(?:\(草案\))?》(?:提出|明确)")  # the next five-year plan
_TURNS_AHEAD = re.compile(
    r"^(?:新的一年|当前|下一步|面对|但)|(?:我们|务|一定|还|仍|需|更|都|,|^)(?:要|将|必须)|继续"
)
_AHEAD = re.compile(r"(?:今后|未来)(?:[五5十几]|一个|一段)")


@dataclass(frozen=True)
class Calendar:
    """The words by which a report of a given year names and opens its halves."""

    year: int | None

    def named(self, title: str) -> list[Half]:
        """Return the halves that a title names, in the order review, outlook, plan."""
        ahead = [self.is_ahead(match["plan"]) for match in _FIVE_YEAR_PLAN.finditer(title)]
        named: dict[Half, bool] = {
            "review": bool(_REVIEW_TITLE.search(title)) or False in ahead,
            "outlook": bool(_OUTLOOK_TITLE.search(title)) or (True in ahead and not _START.search(title)),
            "plan": self._names_year(title),
        }
        return [half for half, is_named in named.items() if is_named]

    def is_list(self, shadow: str) -> bool:
        """Tell whether the text is a list of the year's tasks (民生实事), not a report with a review."""
        return bool(self._list.match(shadow))

    def opened(self, sentence: str) -> Half | None:
        """Return the half that a sentence opens, or None."""
        if self._names_year(sentence) and (self._plan.match(sentence) or self._targets.search(sentence)):
            return "plan"
        if _AHEAD.match(sentence) or ("纲要" in sentence and _DRAFT.search(sentence)):
            return "outlook"
        five = _FIVE_YEAR_PLAN.match(sentence)
        if five:
            return "outlook" if self.is_ahead(five["plan"]) else "review"
        return None

    def looks_back(self, sentence: str) -> bool:
        """Tell whether a sentence starts from the past."""
        return bool(_PAST.match(sentence) or self._last_year.match(sentence))

    def is_ahead(self, ordinal: str) -> bool:
        """Tell whether the five-year plan of this ordinal (十五 for 十五五) still runs in the year."""
        return self.year is not None and plan_years(ordinal)[1] >= self.year

    def _names_year(self, text: str) -> bool:
        return "今年" in text or (self.year is not None and f"{self.year}年" in text)

    @cached_property
    def _this_year(self) -> str:
        return rf"(?:今年|{self.year}年)" if self.year else "今年"

    @cached_property
    def _list(self) -> re.Pattern[str]:
        return re.compile(rf"\s*[^。\n]{{0,20}}{self._this_year}[^。\n]{{0,20}}(?:实事|重点工程|任务清单)")

    @cached_property
    def _plan(self) -> re.Pattern[str]:
        return re.compile(
            rf"(?:各位代表[,:!]\s*)?(?:做好|完成|围绕|实现)?{self._this_year}(?!以来|初|[^。]{{0,20}}工作报告)"
        )

    @cached_property
    def _targets(self) -> re.Pattern[str]:
        return re.compile(rf"{self._this_year}[^。]{{0,24}}(?:总体要求|预期目标|主要目标|总体思路|基本思路)")

    @cached_property
    def _last_year(self) -> re.Pattern[str]:
        return re.compile(rf"(?:刚刚)?(?:过去的)?{self.year - 1}年" if self.year else r"(?!)")


def settle_halves(
    shadow: str, year: int | None, sections: tuple[Section, ...], sentences: Sequence[Stretch]
) -> tuple[tuple[Section, ...], list[Half]]:
    """Return the sections with their half, and the half of each sentence."""
    calendar = Calendar(year)
    quotes = [shadow[sentence.start : sentence.end] for sentence in sentences]
    defaults = _defaults(calendar, calendar.is_list(shadow), sections, sentences, quotes)
    local: Half | None = None
    halves: list[Half] = []
    for index, sentence in enumerate(sentences):
        if index and "\n" in shadow[sentences[index - 1].end : sentence.start]:
            local = None
        local = _local(calendar, quotes[index], defaults[index], local)
        halves.append(local or defaults[index])
    starts = [sentence.start for sentence in sentences]
    return tuple(_with_half(section, starts, defaults) for section in sections), halves


def _defaults(
    calendar: Calendar,
    is_list: bool,
    sections: Sequence[Section],
    sentences: Sequence[Stretch],
    quotes: Sequence[str],
) -> list[Half]:
    """Return the half that the outline gives each sentence."""
    governs = _governing(sections)
    titles = {section.id: section.title for section in sections}
    state: Half = "plan" if is_list else "review"
    pinned, reviewed, planned = False, False, False
    entered = ""
    defaults: list[Half] = []
    for index, (sentence, quote) in enumerate(zip(sentences, quotes, strict=True)):
        path = governs.get(sentence.section, "")
        if path != entered:
            entered = path
            named = calendar.named(titles.get(path, ""))
            opening = quotes[index : index + OPENING]
            state = named[0] if named else _undecided(calendar, opening, state, reviewed, planned)
            pinned, reviewed = len(named) == 1, named == ["review"]
        if not pinned:
            state = calendar.opened(quote) or state
        planned = planned or state == "plan"
        defaults.append(state)
    return defaults


def _governing(sections: Sequence[Section]) -> dict[str, str]:
    """Map every section to the one whose title decides: its part, or a section inside named by a period."""
    governs: dict[str, str] = {}
    for section in sections:
        parent = section.id.rpartition("/")[0]
        decides = not parent or _PERIOD_TITLE.match(section.title)
        governs[section.id] = section.id if decides else governs.get(parent, parent)
    return governs


def _undecided(
    calendar: Calendar, opening: Sequence[str], before: Half, reviewed: bool, planned: bool
) -> Half:
    """Return the half in which a part without a telling title starts."""
    later = "plan" if reviewed or planned else before
    for quote in opening:
        opened = calendar.opened(quote)
        if opened:
            return opened
        if later == "review" and calendar.looks_back(quote):
            return "review"
    return later


def _local(calendar: Calendar, quote: str, default: Half, before: Half | None) -> Half | None:
    """Return the half of a sentence where it leaves its part's, or None.

    A look back from the plan holds to the end of its paragraph, unless a sentence turns ahead again.
    """
    if default == "review":
        return None
    if calendar.looks_back(quote):
        return "review"
    opened = calendar.opened(quote)
    if opened and opened != default:
        return opened
    return "review" if before == "review" and not opened and not _TURNS_AHEAD.search(quote) else None


def _with_half(section: Section, starts: list[int], defaults: Sequence[Half]) -> Section:
    first = bisect_left(starts, section.start)
    return replace(section, half=defaults[min(first, len(defaults) - 1)]) if defaults else section
