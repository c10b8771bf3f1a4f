"""The year a report's plan is for, read from its title, headings and openings, never from the clock."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from luoshi.reader.model import Section
from luoshi.reader.structure.numerals import to_int

_HEAD = 700
_YEAR = r"(?P<year>\d{4}|二[〇○Oo0零]{1,2}[一二三四五六七八九〇○]{1,2})年"
_TITLE = re.compile(_YEAR + r"(?!\d|[一二三四五六七八九十]{1,2}月)[^。,;:\n\s]{0,20}(?:工作报告|实事)")
_SESSION = re.compile(_YEAR + r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月\S{1,4}日在")
_HEADED = re.compile(_YEAR)
_REVIEWS = re.compile(r"回顾|总结|成就|完成情况")
_FIVE_YEARS = re.compile(
    r"(?P<plan>[一二三四五六七八九十]{1,2})五[”\"]?(?:时期|期间|规划)?[^。,;:\n]{0,24}?回顾"
)
_ESTIMATE = re.compile(r"预计,?" + _YEAR)
_ANY_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年(?!前|底)")
FIRST_PLAN = 1953  # the first five-year plan's first year
OFTEN = 3  # the reviewed year is named at least a third as often as any other
LATE_MONTH = 11  # a session this late plans the next year


def find_year(shadow: str, sections: Sequence[Section]) -> int | None:
    """Return the year the plan half is for, or None where the text does not tell.

    A review speaks of the year before. Without a stated year the latest of those named often is reviewed.
    """
    return next(_candidates(shadow, sections), None)


def plan_years(ordinal: str) -> tuple[int, int]:
    """Return the first and last year of a five-year plan named by its ordinal: 十四 → 2021, 2025.

    The third plan began in 1966 after three years of readjustment (国民经济调整时期).
    """
    number = to_int(ordinal)
    first = FIRST_PLAN + 5 * (number - 1) + (3 if number >= 3 else 0)
    return first, first + 4


def _candidates(shadow: str, sections: Sequence[Section]) -> Iterator[int]:
    head = shadow[:_HEAD]
    titles = [shadow[section.start : section.end] for section in sections if section.level == 1]
    if title := _TITLE.search(head):
        yield to_int(title["year"])
    headed = [(match, title) for title in titles if (match := _HEADED.search(title))]
    yield from (to_int(match["year"]) + 1 for match, title in headed if _REVIEWS.search(title))
    yield from sorted((to_int(match["year"]) for match, _ in headed), reverse=True)
    if session := _SESSION.search(head):
        yield to_int(session["year"]) + (to_int(session["month"]) >= LATE_MONTH)
    yield from (plan_years(match["plan"])[1] + 1 for title in titles if (match := _FIVE_YEARS.search(title)))
    if estimate := _ESTIMATE.search(shadow):
        yield to_int(estimate["year"]) + 1
    if years := Counter(match["year"] for match in _ANY_YEAR.finditer(shadow)):
        often = years.most_common(1)[0][1]
        yield max(int(year) for year, count in years.items() if count * OFTEN >= often) + 1
