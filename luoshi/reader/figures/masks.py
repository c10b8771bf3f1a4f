"""Digits that are no figure whatever stands around them: dates, list numbers, names, ratios of shares.

Their spans are blanked in a copy of the same length, so that the figure grammar never sees them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from luoshi.reader.model import ExcludedReason

BLANK = "□"
_TO = r"\s*[-—–―−─~至到、和]{1,2}\s*"
_YEAR = r"(?:1[89]|20|21)[0-9]{2}"
_MONTH = r"[0-9]{1,2}\s*月份?"
_DAY = r"[0-9]{1,2}\s*日(?!均|产|处理|供|游|常|间|趋|益|本)"
_DURATION = r"(?<![0-9.])(?<!连续)(?<!连续[近超])"  # 连续3年 bounds nothing else and stays a figure

_DATE = "|".join(
    (
        rf"{_YEAR}[-/.][0-9]{{1,2}}[-/.][0-9]{{1,2}}(?:\s*[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?",
        r"[0-9]{1,2}(?:时[0-9]{1,2}分|:[0-9]{2}:[0-9]{2}(?!\.))",
        rf"{_YEAR}(?:\s*年)?{_TO}(?:{_YEAR}|[0-9]{{2}})\s*(?:年度?|学年|(?=[一-鿿]))",
        rf"{_YEAR}\s*年(?:代|度|(?:\s*[0-9]{{1,2}}{_TO})?\s*{_MONTH}(?:{_TO}{_MONTH})?(?:\s*{_DAY})?)?",
        rf"[0-9]{{1,2}}(?:月份?)?{_TO}{_MONTH}",
        rf"{_MONTH}(?:\s*[0-9]{{1,2}}日?{_TO})?(?:\s*{_DAY})?",
        rf"(?:[0-9]{{1,2}}日?{_TO})?{_DAY}",
        r"[0-9]{1,2}\s*(?:世纪|年代)(?:\s*[0-9]{2}年代)?",
        r"[0-9]{1,4}\s*[多余]?周年",
        rf"{_DURATION}[0-9]+(?:{_TO}[0-9]+)?\s*[多余]?年(?!级|产)(?:多|以上|以下|左右|内|期)?",
        r"(?<=连续)[0-9]+\s*(?:个月|天|周|个?季度)",
    )
)
_ORDINAL = "|".join(
    (
        r"(?<=[。;:!?])\(?[0-9]{1,2}(?=[.、)](?![0-9]))",
        r"\([0-9]{1,2}\)|\[[0-9]{1,3}\]",
        r"第[0-9]+(?:章|节|条|款|页)",
    )
)
# Latin letters make a name of the digits they touch: 5G, PM2.5, G334, C919, 5A级. These units do not.
_LATIN_UNIT = r"(?:[kMG]Wh?|km|mm|cm|nm|kg|kV|TEU|MPa|TB|PB|[PE](?:F(?:LOPS|lops)?)?)(?![A-Za-z])"
_ROUTE = "国道|省道|县道|高速|号(?:线|公路|路|文|令|楼|机|院|泊位|井)|热线|平台|政务服务便民热线"
_NAME = "|".join(
    (
        r"第\s*[0-9]+\s*(?:届|次|批|期|轮|号|代|版|站|季|师|集团军|产业|方阵|梯队|(?=[)\]”》]))",
        rf"[0-9]+(?:\.[0-9]+)?(?:[-+×xX][0-9]+)*\s?(?!{_LATIN_UNIT})[A-Za-z][A-Za-z0-9+]*(?:级(?!别))?",
        r"(?:(?<=[A-Za-z])|(?<=[A-Za-z]-))(?<!GDP)(?<!CPI)(?<!PPI)[0-9]+(?:[.-][0-9]+)*",
        rf"[0-9]+\s*(?=(?:{_ROUTE}))",
        r"(?<=[国省]道)[0-9]+(?!\.|公里|条)线?|[0-9]{2,3}线(?=[一-鿿])",
        r"[0-9]{2,4}强|[0-9]类(?=[一-鿿]{0,3}药)",
        r"[0-9]+(?:\.[0-9]+)?(?:(?:\s?[+×]\s?)[0-9A-Za-z]+(?:\.[0-9]+)?)+",
        r"[0-9]+[Nn]?\+[一-鿿A-Za-z]?",
        r"[0-9]\.[0-9](?=版|时代|工程|行动|政策|升级|方案)",
        r"[0-9]+(?:—[0-9]+)?\s*(?:分钟|小时|公里)(?=[一-鿿“”]{0,8}圈)",
        r"(?:7\s?[×*xX]\s?)?24\s?小时(?=[一-鿿]{0,4}(?:服务|营业|值|自助|在线|不打烊|开放|监|响应))",
        r"[0-9]{3}(?=工程|计划|院校|高校)",
    )
)
_RATIO = r"[0-9]+(?:\.[0-9]+)?%?(?:\s*[:∶︰]\s*[0-9]+(?:\.[0-9]+)?%?)+"  # 三次产业 9.1∶38.5∶52.4
_MASK = re.compile(
    rf"(?=[0-9第(\[])(?:(?P<ordinal>{_ORDINAL})|(?P<date>{_DATE})|(?P<name>{_NAME})|(?P<other>{_RATIO}))"
)
_REASONS: tuple[ExcludedReason, ...] = ("ordinal", "date", "name", "other")
_LIST_NUMBER = re.compile(r"^[ \t#*]*([0-9]{1,3})\s*[.、)](?![0-9])", re.MULTILINE)
_FORMULA = re.compile(  # PM and its 2.5 on two lines; led by its letter, for speed
    r"[PMCSNR](?<![A-Za-z].)(?:(?<=P)M|(?<=[CSN])O|(?<=[MR]))[\s_\u200b]{1,3}([0-9](?:\.[0-9])?0?)(?![0-9万亿%个])"
)
_QUOTED = re.compile(r"[“「『‘《]([^“”「」『』‘’《》\n]{0,30}?[0-9][^“”「」『』‘’《》\n]{0,30})[”」』’》]")
_INNER = re.compile(r"[0-9](?:.*[0-9A-Za-z])?")
_STATES = re.compile(r"[0-9]\s?%")  # a quoted share is a figure all the same
_DIGIT = re.compile(r"[0-9]+")

Mask = tuple[int, int, ExcludedReason]


def find_masks(shadow: str) -> list[Mask]:
    """Return the spans whose digits are a name, a date, a list number or a ratio; none overlaps another."""
    masks = list(_quoted_names(shadow))
    masks += [(*match.span(1), "ordinal") for match in _LIST_NUMBER.finditer(blank(shadow, masks))]
    masks += [(*match.span(1), "name") for match in _FORMULA.finditer(blank(shadow, masks))]
    return [*masks, *_masks(blank(shadow, masks))]


def _quoted_names(shadow: str) -> Iterator[Mask]:
    for match in _QUOTED.finditer(shadow):
        inner = _INNER.search(match.group(1))
        if inner and not _STATES.search(match.group(1)):
            yield match.start(1) + inner.start(), match.start(1) + inner.end(), "name"


def _masks(blanked: str) -> Iterator[Mask]:
    for match in _MASK.finditer(blanked):
        digit = _DIGIT.search(match.group())
        if digit is not None:
            reason = next(reason for reason in _REASONS if match[reason])
            start, end = digit.span() if reason == "ordinal" else (0, len(match.group()))
            yield match.start() + start, match.start() + end, reason


def blank(text: str, spans: Iterable[tuple[int, int] | Mask]) -> str:
    """Return the text with the spans blanked, its length kept. Spans must not overlap."""
    pieces, position = [], 0
    for start, end, *_ in sorted(spans):
        pieces += [text[position:start], BLANK * (end - start)]
        position = end
    return "".join([*pieces, text[position:]])
