"""Form and sign of a figure: a level, a growth or a change, from the words to its left in the clause."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reader.model import Form, Sign

_FALL = (
    "下降|降低|减少|削减|压减|缩减|下跌|回落|下调|缩短|压缩|收窄|缩小|负增长|下滑|消减|递减|精简|调减|放缓|减亏|节约|"
    "[降减](?=[了约近]|$)"
)
_RISE = (
    "增长|上涨|提高|提升|上升|回升|增加(?!值)|上调|翻|递增|净增|扩大|上浮|反弹|加快|延长|改善|跃升|前移|前进|晋升|上扬|"
    "[增涨升](?=[了约近]|$)"
)
_FALL_NOUN = "降幅|下降率|降低率|减幅|削减率|递减率"
_RISE_NOUN = "增长(?:速度|率|目标|预期目标)|增速|增幅|涨幅|升幅"
_NOUN = rf"(?P<noun>{_RISE_NOUN}|(?P<falling>{_FALL_NOUN}))"
_TO = rf"(?P<to>(?:{_FALL}|{_RISE}|[增减升降涨占])了?[到至为成])"
_LEVEL = "占(?!用)|比重|比例|率(?!先|领|队)|份额|贡献|覆盖|达标|完成|相当于|浓度"
_OBJECT = r"[^\W增新建达完至到为]"  # a character of the thing that is cut, not of another deed

# Each is asked of the words before a figure in its clause; what stands nearest to the figure decides.
_RATE = re.compile(rf"{_NOUN}|{_TO}|(?P<level>{_LEVEL})|(?P<fall>{_FALL})|(?P<rise>{_RISE})")
_RATE_NOUN = re.compile(_NOUN)
_DIFFERENCE = re.compile(
    r"(?P<level>(?:[高低]于|[优快好]于|[高超]出|领先|[超高]过)[^,;。、]*$|"
    r"[比较与][^,;。]*(?:全[国省市]|平均)[^,;。]*[高低快多少]出?$)|"
    rf"(?P<fall>{_FALL}|{_FALL_NOUN}|[低少])|(?P<rise>{_RISE}|[高多快])"
)
_AMOUNT = re.compile(
    rf"(?P<fall>减[量收支]|(?:减少|削减|压减|缩减|压缩){_OBJECT}{{0,10}}|"
    rf"(?:减轻|降低){_OBJECT}{{0,8}}(?:负担|成本|支出|税负|税费|费用)|下降|降低|下调|缩短|回落|下跌|[减少降])了?$|"
    r"(?P<rise>(?<!新)增加|净增加?|增量[为达]?|(?<![保稳促])增长|增[收支]|(?<!年)多出?|(?<!新)增|[比较][一-鿿□]{1,6}扩大)了?$|"
    r"(?P<moved>提高|上升|提升|上调|延长|前移|前进|跃升|晋升|上涨|回升|上移|高|升)了?$|"
    r"(?P<net>净增加?)(?!.*(?:新|累计))[^,;。]{0,24}$"
)
# 以25%的速度递增, 保持两位数增长: the word that decides may follow.
_SPEED = re.compile(r"的?(?:年均)?(?:速度|幅度|增速|增幅|增长(?![到至]))(?P<fall>下降|递减|减少)?")

_THINGS = frozenset("个家所座条处项件户名人")  # 提升100所学校 improves them, it does not add them
_GAP = re.compile(r"倍差|差距|(?:缩小|扩大|收窄)[到至]")  # a ratio of two levels
_MINUS = ("-", "−")  # 增速由一季度的-5.6%
_RATES = ("%", "‰", "倍", "百分点", "千分点")
_FRACTION = re.compile(r"[0-9]/[0-9]|分之")
_CLAUSE = re.compile(r"[,;。:!?\n\r]")
_REACH = 60  # code points before a figure in which its clause is looked for
_HEADLESS = re.compile(
    r"[\s”)]*(?:其中|力争|达到?|为|约|努力|确保|实现|争取|并|预计|年均|分别|累计|同比|平均|农村|城[镇市乡]|[一-鿿]{0,2})"
    r"[一-鿿]{0,4}$"
)
_REACHES = re.compile(r"[达为至到在]")
_JOINED = re.compile(r"\s*(?:、|和|及|与|以及)\s*$")
_LISTED = re.compile(rf"、(?!.*(?:累计|[占高低])){_OBJECT}{{1,8}}$")


class Shape(NamedTuple):
    """Form and sign, with the unit and end of the figure they belong to."""

    form: Form
    sign: Sign
    unit: str
    end: int


def shape_of(text: str, start: int, end: int, unit: str, previous: Shape | None) -> Shape:
    """Return the shape of the figure at the span; one joined to the previous by 和 or 、 shares its shape.

    The text is the masked shadow: digits of dates are blank.
    """
    if previous is not None and _shares(text[previous.end : start], previous, unit):
        return Shape(previous.form, previous.sign, unit, end)
    form, sign = _judge(text, start, end, unit)
    return Shape(form, sign, unit, end)


def _shares(between: str, previous: Shape, unit: str) -> bool:
    """Tell 分别下降40%和50% and 削减烟尘68万吨、硫32万吨, where one verb serves both figures."""
    if _JOINED.match(between):
        return previous.unit == unit or (previous.form == "change" and unit not in _RATES)
    cut = previous.sign == "-" and previous.unit == unit and unit not in _RATES
    return cut and _LISTED.match(between) is not None


def _judge(text: str, start: int, end: int, unit: str) -> tuple[Form, Sign]:
    left = _clause_before(text, start)
    if unit == "倍" and not _GAP.search(left):
        return "growth", "+"
    if unit == "%" and (speed := _SPEED.match(text, end)):
        return "growth", "-" if speed["fall"] else "+"
    if unit in ("%", "‰") or (not unit and _FRACTION.search(text[start:end])):
        form, sign = _rate(left, text, start - len(left))
        return form, "-" if form == "growth" and left.endswith(_MINUS) else sign
    if unit in ("百分点", "千分点"):
        return _difference(left)
    return _amount(left, unit)


def _rate(left: str, text: str, clause: int) -> tuple[Form, Sign]:
    found = _last(_RATE, left)
    headless = left.strip() and text[clause - 1 : clause] == "," and _HEADLESS.match(left)
    if found is None and headless:
        pattern = _RATE_NOUN if _REACHES.search(left) else _RATE
        found = _last(pattern, _clause_before(text, clause - 1))
    words = found.groupdict() if found else {}
    if words.get("noun"):
        return "growth", "-" if words["falling"] else "+"
    if words.get("to"):  # 提高到90% is a level, 增速提高到6% a growth
        noun = _RATE_NOUN.search(left)
        return ("growth", "+") if noun and not noun["falling"] else ("level", "+")
    if words.get("fall") or words.get("rise"):
        return "growth", "-" if words["fall"] else "+"
    return "level", "+"


def _difference(left: str) -> tuple[Form, Sign]:
    found = _last(_DIFFERENCE, left)
    if found is not None and found["level"]:
        return "level", "+"
    return "change", "-" if found is not None and found["fall"] else "+"


def _amount(left: str, unit: str) -> tuple[Form, Sign]:
    found = _AMOUNT.search(left.rstrip())
    if found is None or (found["moved"] and unit in _THINGS):
        return "level", "+"
    return "change", "-" if found["fall"] else "+"


def _last(pattern: re.Pattern[str], left: str) -> re.Match[str] | None:
    matches = list(pattern.finditer(left))
    return matches[-1] if matches else None


def _clause_before(text: str, start: int) -> str:
    window = text[max(0, start - _REACH) : start]
    boundary = _last(_CLAUSE, window)
    return window[boundary.end() :] if boundary else window
