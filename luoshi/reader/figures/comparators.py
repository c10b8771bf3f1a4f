"""Words that say how a figure binds: before it (超过, 不低于), inside it (余) and after it (以上, 左右)."""

from __future__ import annotations

import re

from luoshi.reader.model import Comparator

_BEFORE_WORDS: dict[Comparator, str] = {
    "ge": "不低于 不少于 不小于 至少 最低 不低",
    "gt": "突破了 突破 超过了 超过 超出 高于 多于 大于 超 逾 过 快于 优于",
    "le": "不超过 不高于 不多于 不突破 不大于 不超 至多 最多 最高",
    "lt": "低于 少于 小于 不足 不到",
    "approx": "大约 将近 接近 约 近",
}
_AFTER_WORDS: dict[Comparator, str] = {
    "ge": "及以上 或以上 以上",
    "lt": "以下 及以下",
    "le": "以内 之内 封顶",
    "approx": "左右 上下",
}


def _by_word(table: dict[Comparator, str]) -> dict[str, Comparator]:
    return {word: code for code, words in table.items() for word in words.split()}


def _either(words: dict[str, Comparator]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


_BEFORE, _AFTER = _by_word(_BEFORE_WORDS), _by_word(_AFTER_WORDS)
MORE = "[余多几来]"
AFTER = _either(_AFTER)

# 签约, 通过, 附近 and 最近 end in a comparator's character and are none.
_TOUCHING = re.compile(rf"(?<![签节集履预违解制合邀通经附最])(?:{_either(_BEFORE)})\s?$")
_HELD = re.compile(
    r"(?:达到?了?|稳定在|保持在?|维持在|力争|控制[在到]|增至|降至|升至|"
    r"(?:提高|提升|降低|下降|上升|增加|扩大|压减|压缩|缩短|缩小)[到至])$"
)
_STEP = re.compile(
    r"(?:跃上|迈上|跨上|登上|站上|踏上|跃升至|迈向|跨入|迈入|跃入|迈过|守住|守牢|坚守|严守)了?$"
)
_RANKING = re.compile(
    r"(?:居|列|位|排|跻身|成为|升[至到]|保持|全[国省市区州县球盟]|世界|国内|[东西中南北]部|东北|西[北南]|华[东南])"
    r"[一-鿿、]{0,6}$"
)


def compare(before: str, more: str, after: str) -> Comparator:
    """Return the comparator of a figure's own words; a word before it wins over one after it."""
    if before:
        return _BEFORE[before]
    if after:
        return _AFTER[after]
    return "approx" if more else "eq"


def before_of(left: str) -> str:
    """Return the comparator words that end the text before a number, with their space, or an empty string."""
    found = _TOUCHING.search(left)
    return found.group() if found else ""


def is_step(left: str) -> bool:
    """Tell whether the figure is a mark that was reached or is to be kept: 跃上1.4万亿斤新台阶."""
    return _STEP.search(left) is not None


def is_ranking(left: str) -> bool:
    """Tell whether a 第N or 前N after these words is a place among others: 居全省第四, unlike 第二个百年."""
    return _RANKING.search(left) is not None


def held(left: str) -> str:
    """Return the verb before a figure that decides how it is to be kept: 稳定在, 控制在, 力争, 降至."""
    found = _HELD.search(left)
    return found.group() if found else ""
