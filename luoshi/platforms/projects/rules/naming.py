"""What a name says apart from how it is written: its core, the part it calls itself, its figures."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_PLACES = re.compile(r"吉林省|四平市|梨树县|伊通满族自治县|伊通县|双辽市|铁西区|铁东区")
_EMPTY = re.compile(r"工程|项目|建设|新建|扩建|[\s·・（）()\[\]【】“”\"'，,。、—_-]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_MARK = re.compile(
    r"第?(?P<n>\d+)(?P<kind>标段|期|号厂房|号楼|号车间|包|部分)|(?P<letter>[A-Fa-f])(?P<area>区|标段|地块|座|段)"
    r"|(?<=[（( ])(?P<side>[东西南北中])(?P<part>区|段|侧)"
)
_DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SPOKEN = re.compile(
    r"[一二两三四五六七八九十百]+(?=万|公里|亩|平方|吨|千瓦|台|头|标段|期|号|包|部分|座|所|个)"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. ``mark`` is the part it says it is, with its ``kind``, both "" if none."""

    core: str
    mark: str
    kind: str
    figures: tuple[str, ...]


def name_of(text: str) -> Name:
    """Take a name apart: spelling, places, empty words and the part it calls itself do not matter."""
    text = _SPOKEN.sub(lambda found: str(_number(found[0])), unicodedata.normalize("NFKC", text))
    mark = kind = ""
    found = None
    for found in _MARK.finditer(text):
        mark = found["n"] or found["letter"] or found["side"]
        kind = found["kind"] or found["area"] or found["part"]
    if found is not None:
        text = text[: found.start()] + text[found.end() :]
    core = _EMPTY.sub("", _PLACES.sub("", text))
    return Name(core, mark.upper(), kind, tuple(_FIGURE.findall(core)))


def plain(text: str) -> str:
    """Return an address or a firm's name without what only spelling adds."""
    return _EMPTY.sub("", unicodedata.normalize("NFKC", text))


def _number(words: str) -> int:
    """Return the number that the words say: 十二 is 12, 一百二十 is 120."""
    whole, last = 0, 0
    for sign in words:
        if sign in "十百":
            whole, last = whole + (last or 1) * (10 if sign == "十" else 100), 0
        else:
            last = _DIGITS[sign]
    return whole + last
