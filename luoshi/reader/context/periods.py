"""Half and period of a figure: what its section, sentence and clause say about when.

Every sentence has a span of years (2025, or 2021 to 2025 where the report looks back on five years). A period
word in the figure's clause overrides it. Over several years a change or a flow takes the span, a stock
its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from luoshi.reader.context.patterns import AMONG, AMONG_END, BASELINE, SET_TARGET, STOCK, STRONG_VERB
from luoshi.reader.context.phrases import clean
from luoshi.reader.context.surroundings import Surroundings
from luoshi.reader.document import Document
from luoshi.reader.model import Half
from luoshi.reader.structure.dating import plan_years
from luoshi.reader.structure.numerals import to_int

Years = tuple[int, int]


class Named(NamedTuple):
    """Years that period words name."""

    years: Years
    ends: bool = False  # a stock takes the last of them
    counted: bool = False  # 三年累计, 连续九年
    runs: bool = False  # 连续九年 bounds its own clause only


LONGEST_RUN = 60  # years of 连续N年; a longer one is a history, not a period
LONGEST_COUNT = 10  # years of N年来

_MEASURED = {"元", "美元", "%", "‰", "元/月", "岁"}  # a stock, unless a verb makes it a flow

_NUMBER = r"[一二两三四五六七八九十\d]+"
_PLAN = re.compile(
    r"[“\"]?(?P<plan>[一二三四五六七八九十]{1,2})五[”\"]?(?P<what>时期|期间|以来|末期?|规划期|收官|(?=[,]))?"
)
_YEARS = re.compile(
    r"(?P<first>(?:19|20)\d\d)年?(?:至|到|—|－|-|~)(?P<last>(?:19|20)\d\d)年"
    r"|(?P<year>(?:19|20)\d\d)年(?!(?:底|末)?(?:以前|之前|前))(?P<since>以来)?"
)
_COUNTED = re.compile(
    rf"^(?:近|过去|最近|这|累计)?(?P<leading>{_NUMBER})年(?![级度制均计行规前内后底以期])"
    rf"|(?:近|过去|最近)?(?P<count>{_NUMBER})年(?=累计|来|间|共|里|中|增长|新增|年均|翻|连续|[^,;]{{0,2}}$)"
    rf"|连续(?P<run>{_NUMBER})年"
)
_AHEAD = re.compile(
    rf"(?:未来|今后|用|力争|利用)(?P<count>{_NUMBER})(?:至{_NUMBER}|[—－-]{_NUMBER})?年"
    rf"|(?P<inside>{_NUMBER})年(?:内|时间)|今明(?P<both>两)年"
)
_REFERENCE = re.compile(r"(?:[比较超与]|高于|低于|相比|基础上)\s*$")
_BASE = re.compile(
    r"[比较](?:(?P<year>(?:19|20)\d\d)年|[“\"]?(?P<plan>[一二三四五六七八九十]{1,2})五[”\"]?(?:时期|期|规划)?末)"
)
_ORIGIN = re.compile(r"[由从自]\s*$")
_IS = re.compile(r"(?:是|为|相当于)\s*$")
_OPENER = r"[—─\s]*(?:各位代表[,!])?(?:回顾|回望|总结)?"
_FIVE_START = re.compile(
    _OPENER + r"(?:(?:这|过去|近|刚刚过去的|过去的)?(?:五年|5年)(?:来|间|中|里|是|,)"
    r"|[“\"]?(?P<plan>[一二三四五六七八九十]{1,2})五[”\"]?(?:时期|期间|以来|,|是|发展))"
)
_ONE_START = re.compile(_OPENER + r"(?:(?:刚刚)?过去的?(?:这)?一年|一年来|去年|刚刚过去的(?:19|20)\d\d年)")
_LAST_YEAR_IS = re.compile(_OPENER + r"(?P<year>(?:19|20)\d\d)年,?是")
_ANNUAL = re.compile(r"年均|年平均|平均每年")
_ON_LAST_YEAR = re.compile(r"[比较](?:上年|上一年|去年|上年同期)|同比")
_OF_LAST_YEAR = re.compile(r"(?:其中)?(?:去年|上年|过去一年)(?!.*(?:基础上|相比))")
_LAST_YEAR = re.compile(r"(?:上年|去年|上一年)的?$")
_WITHIN_YEAR = re.compile(r"(?:年初|年度)?(?:预计|预算)的$|(?:季度|半年)的?[−-]?$")
_WHOLE_COST = re.compile(r"总投资(?:额)?$")
_OVER_YEARS = re.compile(r"年均|累计")
_RUNNING_TOTAL = re.compile(r"累计(?!达|为|有)")
_STOCK_NOUN = re.compile(r"(?<!新)(?:企业|主体|公司|里程|装机|容量|产能|能力|用户|数量|总长|县)(?:数量)?$")
_FIGURE = re.compile(r"[\d.]+\D{0,6}$")
_FLOW = re.compile(r"累计|总投资|投资总额|投资额")
_CUMULATIVE = re.compile(r"累计|新增|建成|完成|培育|引进|新建|改造|共")


def spans(document: Document) -> dict[str, Years]:
    """Map every sentence to the years it speaks of by default. Empty without a year."""
    year = document.year
    if year is None:
        return {}
    found: dict[str, Years] = {}
    entered, title, state = "", "", (year - 1, year - 1)
    for sentence in document.sentences:
        top = sentence.section.split("/")[0]
        if top != entered:
            section = document.section(top)
            title = section.title if section else ""
            entered, state = top, _titled(title, year)
        text = document.shadow[sentence.start : sentence.end]
        if sentence.half == "review":
            state = _started(text, year) or state
            found[sentence.id] = state
        elif sentence.half == "outlook":
            found[sentence.id] = _five_years_ahead(text + title, year)
        else:
            found[sentence.id] = (year, year)
    return found


def _titled(title: str, year: int) -> Years:
    """Return the span that a part's title reviews: the five years where they come first in it."""
    five = re.search(r"五(?:年|[”\"])", title)
    one = re.search(r"(?:19|20)\d\d年|一年", title)
    return (year - 5, year - 1) if five and not (one and one.start() < five.start()) else (year - 1, year - 1)


def _started(text: str, year: int) -> Years | None:
    """Return the span that a sentence opens for itself and those behind it, or None."""
    five = _FIVE_START.match(text)
    if five:
        first, last = plan_years(five["plan"]) if five["plan"] else (year - 5, year - 1)
        return (first, min(last, year - 1)) if first < year else None
    one = _LAST_YEAR_IS.match(text)
    is_one = _ONE_START.match(text) or (one and int(one["year"]) == year - 1)
    return (year - 1, year - 1) if is_one else None


def _five_years_ahead(text: str, year: int) -> Years:
    for match in _PLAN.finditer(text):
        first, last = plan_years(match["plan"])
        if first >= year:
            return first, last
    return year, year + 4


def date(around: Surroundings, years: Years | None, year: int | None) -> tuple[Half, str | None]:
    """Return the half and period of a figure; the period is None where the text does not tell."""
    half = around.sentence.half
    if years is None or year is None:
        return half, None
    if _background(around):
        return "background", _baseline_period(around, years, year)
    if half == "plan" and around.aspires:
        return "outlook", None
    if half != "review" and _OF_LAST_YEAR.match(around.clause):
        return "review", str(year - 1)
    if half == "review" and around.clause.startswith("今年"):
        return half, str(year)
    named = _named(around, year, years[1] if half == "review" else year)
    if named:
        return _dated(around, named, years, year)
    if _WHOLE_COST.search(around.clause) and around.after.startswith("的"):
        return half, None
    if half == "plan":
        return half, None if around.figure.quote.endswith("级") else str(year)
    if half == "outlook":
        yearly = around.figure.form != "level" or _ANNUAL.search(around.left)
        flow = yearly or _CUMULATIVE.search(around.clause)
        return half, _print(years) if flow else str(years[1])
    if years[0] < years[1] and _ON_LAST_YEAR.search(around.clause):
        return half, str(years[1])
    if years[0] < years[1]:
        return half, str(years[1]) if _is_stock(around) else _print(years)
    if _ANNUAL.search(around.clause):
        return half, _print((year - 5, year - 1))
    beside = around.joint == "、" and around.left.startswith("累计")  # 新增12家、累计43家
    running = _RUNNING_TOTAL.search(around.clause) and not beside
    return half, None if running else _print(years)


def _dated(around: Surroundings, named: Named, years: Years, year: int) -> tuple[Half, str]:
    """Return half and period of a figure whose years are named."""
    span, half = named.years, _moved(around.sentence.half, named.years, year)
    if half == "review" and span == (year - 1, year - 1) and _ANNUAL.search(around.clause):
        span = years if years[0] < years[1] else (year - 5, year - 1)
    if half == "outlook" and span[0] == span[1] and _OVER_YEARS.search(around.clause):
        span = (min(year, span[1]), span[1])
    base = _base_year(around)
    if base is not None and years[0] <= base + 1 < span[1] == span[0]:
        span = (base + 1, span[1])
    return half, str(span[1]) if named.ends and _is_stock(around) else _print(span)


def _base_year(around: Surroundings) -> int | None:
    """Return the year that a growth or change is reckoned from: 比2005年增加, 比“十五”期末下降."""
    base = _BASE.search(around.clause) if around.figure.form != "level" else None
    if base is None:
        return None
    return int(base["year"]) if base["year"] else plan_years(base["plan"])[1]


def _baseline_period(around: Surroundings, years: Years, year: int) -> str | None:
    if around.owner or AMONG.search(around.clause):
        return None
    if _LAST_YEAR.search(around.clause):
        return str(year - 2 if around.sentence.half == "review" else year - 1)
    if _WITHIN_YEAR.search(around.clause):
        return str(years[1])
    named = _read(around.clause, year, years[1], origins=True)
    return _print(named.years) if named else None


def _background(around: Surroundings) -> bool:
    """Tell whether a figure only says where another one started, or what had been set."""
    return (
        bool(BASELINE.search(around.clause) and around.leads_on)
        or bool(SET_TARGET.search(around.clause) and around.after.lstrip().startswith("的"))
        or bool(AMONG.search(around.clause) and AMONG_END.match(around.right))
        or bool(around.owner)
    )


def _named(around: Surroundings, year: int, end: int) -> Named | None:
    """Return the years that the clause names, or the sentence before it back to the last ；."""
    own = _read(around.left if around.adjoining else around.clause, year, end)
    if own or around.joint != ",":
        return own
    earlier = _read(around.before.rpartition(";")[2], year, end)
    if not earlier or earlier.runs or (earlier.counted and not STRONG_VERB.match(around.left)):
        return None
    return earlier


def _read(text: str, year: int, end: int, *, origins: bool = False) -> Named | None:
    """Return the years named last in a text; the year something started from only if ``origins``."""
    if "年" not in text and "五" not in text:
        return None
    found = [
        *_calendar_years(text, end, origins),
        *_plan_periods(text, year),
        *_counted_years(text, year, end),
    ]
    return max(found, key=lambda item: item[0])[1] if found else None


def _calendar_years(text: str, end: int, origins: bool) -> Iterator[tuple[int, Named]]:
    for match in _YEARS.finditer(text):
        if _refers(text, match):
            continue
        if match["first"]:
            yield match.start(), Named((int(match["first"]), int(match["last"])))
        elif origins or not _ORIGIN.search(text[: match.start()]):
            first = int(match["year"])
            yield match.start(), Named((first, end if match["since"] and end > first else first))


def _plan_periods(text: str, year: int) -> Iterator[tuple[int, Named]]:
    for match in _PLAN.finditer(text):
        if match["what"] is None or _refers(text, match):
            continue
        first, last = plan_years(match["plan"])
        if match["what"] == "以来" and first < year <= last:
            last = year - 1
        yield match.start(), Named((last if match["what"].startswith("末") else first, last), ends=True)


def _counted_years(text: str, year: int, end: int) -> Iterator[tuple[int, Named]]:
    for match in _COUNTED.finditer(text):
        count = to_int(match["leading"] or match["count"] or match["run"])
        if count <= (LONGEST_RUN if match["run"] else LONGEST_COUNT):
            years = (end - count + 1, end)
            ends, runs = text[match.end() : match.end() + 1] == "来", bool(match["run"])
            yield match.start(), Named(years, ends=ends, counted=True, runs=runs)
    for match in _AHEAD.finditer(text):
        count = to_int(match["count"] or match["inside"] or match["both"])
        if count <= LONGEST_COUNT and end == year:
            yield match.start(), Named((year, year + count - 1))


def _refers(text: str, match: re.Match[str]) -> bool:
    """Tell whether a period is only compared with: 比2020年, 是“十一五”末的3.7倍."""
    before, after = text[: match.start()], text[match.end() :]
    return bool(_REFERENCE.search(before) or (_IS.search(before) and after.startswith("的")))


def _moved(half: Half, span: Years, year: int) -> Half:
    """Return the half that named years put a figure in."""
    if span[1] > year:
        return "outlook"
    if half == "plan" and span[1] < year:
        return "review"
    if half == "outlook" and span[1] < year:
        return "review"
    return half


def _is_stock(around: Surroundings) -> bool:
    figure = around.figure
    if figure.form != "level":
        return False
    if figure.cmp == "rank" or STOCK.search(around.clause):
        return True
    if around.clause.startswith("其中"):  # a part of a stock is a stock, a part of a flow a flow
        whole = _FIGURE.sub("", around.before.rpartition(";")[2].rstrip(","))
        if _FLOW.search(whole) or STOCK.search(whole):
            return not _FLOW.search(whole)
    flow = _FLOW.search(around.clause) or STRONG_VERB.match(clean(around.clause))
    reached = figure.cmp == "gt" and _STOCK_NOUN.search(around.clause)  # 经营主体突破300万户
    return bool(figure.unit in _MEASURED or reached) and not flow


def _print(span: Years) -> str:
    return str(span[0]) if span[0] == span[1] else f"{span[0]}-{span[1]}"
