"""Amounts in ASCII digits: number, multiplier, 余, unit, range and the comparator words that touch them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from luoshi.reader.figures.comparators import AFTER, MORE, before_of, compare, is_step
from luoshi.reader.figures.numerals import NUMBER, SCALE, scaled
from luoshi.reader.figures.units import UNIT, canonical, implied
from luoshi.reader.model import Comparator, Value


class Amount(NamedTuple):
    """A number with its unit and comparator words, before anything is asked about its meaning."""

    start: int  # of the comparator word before the number, if any
    end: int
    value: Value
    unit: str
    cmp: Comparator
    before: str = ""
    after: str = ""
    grade: bool = False  # 级 after an order of magnitude: 百亿级
    bare: bool = False  # neither unit nor multiplier: 达到 105, “1288”


_GAP = r"[\s\u200b]{0,4}"  # texts from web pages break lines inside a figure
_NUMBER = re.compile(
    rf"(?P<digits>{NUMBER}){_GAP}(?P<more>{MORE}(?!年))?(?P<scale>{SCALE})?(?P<extra>{MORE})?(?P<over>[万亿])?"
    rf"(?:{_GAP}(?P<unit>{UNIT}))?"
)
_TO = re.compile(r"\s*(?P<word>[-—–―−─~至到]{1,2})\s*")
_TAIL = re.compile(rf"(?P<more>{MORE}(?![一-鿿]))?(?:\s?\(含[^)]*\))?\s?(?P<after>{AFTER})?")
_SHARE = re.compile("/([1-9][0-9]*)")

_RANK = re.compile(r"(?:第|(?<![提之以])前)\s?$")
_RANKED = {"第": (None, *"位名个家座届次大艘条所"), "前": (None, "位", "名")}
_PLACED = re.compile(r"(?:排[名位]|位次|名次)[^,;。]*[由从到至为]$|[居列第]$")
_FROM = re.compile(r"[由从][^,;。:]{0,10}$")
_RISING = re.compile(r"(?:增加|提高|增长|减少|下降|提升|扩大|上升|跃升|增|降|升)?[到至]")
_LISTED = re.compile(r"\s?[、和及]\s?")
_EACH = re.compile(r"分别|接连|相继|先后|均")
_REACH = 14  # code points of context that a comparator, a rank or an implied unit can take


def find_amounts(masked: str) -> list[Amount]:
    """Return the amounts of a text whose dates, names and list numbers are blanked, in order."""
    amounts: list[Amount] = []
    while match := _NUMBER.search(masked, amounts[-1].end if amounts else 0):
        amounts.append(_read(masked, match))
    neighbours = list(pairwise(range(len(amounts))))
    for first, second in (*reversed(neighbours), *neighbours):  # a unit may be printed first or last
        between = masked[amounts[first].end : amounts[second].start]
        amounts[first], amounts[second] = _sharing_unit(between, amounts[first], amounts[second])
    return [member for group in _lists(masked, amounts) for member in _sharing_comparator(masked, group)]


def _read(masked: str, match: re.Match[str]) -> Amount:
    left = masked[max(0, match.start() - _REACH) : match.start()]
    rank = _RANK.search(left)
    if rank and not match["scale"] and match["unit"] in _RANKED[rank.group().strip()]:
        return _rank(match, rank.group())
    if not match["unit"] and (share := _SHARE.match(masked, _end(match))):
        value = _value(match) / scaled(share[1], "")
        amount = Amount(start=match.start(), end=share.end(), value=value, unit="", cmp="eq")
        return _bound(masked, left, amount, "")
    if minor := _minor(masked, match):
        return _compound(masked, match, minor, left)
    to = _TO.match(masked, _end(match))
    high = _NUMBER.match(masked, to.end()) if to else None
    if to and high and _is_range(match, to["word"], high, left):
        return _range(masked, match, high, left)
    return _single(masked, match, left)


def _rank(match: re.Match[str], mark: str) -> Amount:
    return Amount(
        start=match.start() - len(mark),
        end=match.end("unit") if match["unit"] else match.end("digits"),
        value=_value(match),
        unit=match["unit"] or "",
        cmp="rank",
        before=mark.strip(),
    )


def _range(masked: str, low: re.Match[str], high: re.Match[str], left: str) -> Amount:
    tail = _TAIL.match(masked, _end(high))
    end = tail.end() if tail and tail["after"] else _end(high)
    least = _value(low)
    if not low["scale"] and least <= scaled(high["digits"], ""):  # 30—50万元
        least = scaled(low["digits"], _scale(high))
    unit = high["unit"] or low["unit"]
    return Amount(
        start=low.start(),
        end=end,
        value=(least, _value(high)),
        unit=_unit(masked, left, unit, _scale(high), end),
        cmp="range",
        after=(tail["after"] or "") if tail else "",
        bare=not unit and not _scale(high),
    )


def _minor(masked: str, major: re.Match[str]) -> re.Match[str] | None:
    """Return the lower part of a number printed in two: the 6千 of 1万6千."""
    if major["scale"] not in ("万", "亿") or major["unit"] or major["extra"]:
        return None
    minor = _NUMBER.match(masked, _end(major))
    return minor if minor and _value(minor) < scaled("1", major["scale"]) else None


def _compound(masked: str, major: re.Match[str], minor: re.Match[str], left: str) -> Amount:
    """Read 1万6千多户 and 1亿3千多万人次."""
    unit = _unit(masked, left, minor["unit"], _scale(major), _end(minor))
    value = _value(major) + _value(minor)
    amount = Amount(start=major.start(), end=_end(minor), value=value, unit=unit, cmp="eq")
    return _bound(masked, left, amount, _more(minor))


def _single(masked: str, match: re.Match[str], left: str) -> Amount:
    scale, unit, end = _scale(match), match["unit"], _end(match)
    graded = not unit and scale.endswith("亿") and masked[end : end + 1] == "级"
    if graded:
        unit, end = "元", end + 1
    if unit == "成":
        scale, unit = "十", "%"
    amount = Amount(
        start=match.start(),
        end=end,
        value=scaled(match["digits"], scale),
        unit=_unit(masked, left, unit, scale, end),
        cmp="eq",
        grade=graded,
        bare=not unit and not scale,
    )
    amount = _bound(masked, left, amount, _more(match))
    if unit == "位" and _PLACED.search(left):
        return amount._replace(cmp="rank")
    at_least = graded or (amount.cmp == "eq" and is_step(left))
    return amount._replace(cmp="ge") if at_least else amount


def _bound(masked: str, left: str, amount: Amount, more: str) -> Amount:
    """Return the amount with the comparator words that touch it."""
    before = before_of(left)
    tail = _TAIL.match(masked, amount.end)
    after = (tail["after"] or "") if tail else ""
    more = more or ((tail["more"] or "") if tail else "")
    return amount._replace(
        start=amount.start - len(before),
        end=tail.end() if tail and (tail["after"] or tail["more"]) else amount.end,
        cmp=compare(before.strip(), more, after),
        before=before.strip(),
        after=after or ("" if before else more),
    )


def _unit(masked: str, left: str, printed: str | None, scale: str, end: int) -> str:
    if printed:
        return canonical(printed)
    return implied(left, masked[end : end + _REACH], scale) if scale else ""


def _value(match: re.Match[str]) -> Decimal:
    return scaled(match["digits"], _scale(match))


def _scale(match: re.Match[str]) -> str:
    return (match["scale"] or "") + (match["over"] or "")


def _more(match: re.Match[str]) -> str:
    return match["more"] or match["extra"] or ""


def _end(match: re.Match[str]) -> int:
    return match.end(match.lastindex or 0)


def _is_range(low: re.Match[str], word: str, high: re.Match[str], left: str) -> bool:
    """Tell 5%至6% (a range) from 由66户至12户 (a change) and from two figures of unlike units."""
    alike = not low["unit"] or (high["unit"] and canonical(low["unit"]) == canonical(high["unit"]))
    return bool(alike) and not (word in "至到" and _FROM.search(left))


def _sharing_unit(between: str, first: Amount, second: Amount) -> tuple[Amount, Amount]:
    """Give a unit that is printed once to both: 7.4个和7.7个百分点; 由8300万增加到1.3亿."""
    if first.unit and second.unit and (first.unit, second.unit) != ("个", "百分点"):
        return first, second
    listed = _LISTED.fullmatch(between) is not None
    if second.unit == "百分点" and first.unit in ("", "个") and listed:
        return first._replace(unit="百分点", bare=False), second
    if not listed and not _RISING.fullmatch(between):
        return first, second
    if first.unit and not second.unit and not second.bare:
        return first, second._replace(unit=first.unit)
    if second.unit and not first.unit and not first.bare:
        return first._replace(unit=second.unit), second
    return first, second


def _lists(masked: str, amounts: list[Amount]) -> Iterator[list[Amount]]:
    """Yield the amounts in groups joined by 、 and 和."""
    group: list[Amount] = []
    for amount in amounts:
        if group and not _LISTED.fullmatch(masked[group[-1].end : amount.start]):
            yield group
            group = []
        group.append(amount)
    if group:
        yield group


def _sharing_comparator(masked: str, group: list[Amount]) -> list[Amount]:
    """Let a comparator reach all of a list under 分别: 分别达2050万吨、4200万吨、19万吨以上."""
    first, last = group[0], group[-1]
    shared = first if first.before else last if last.after else None
    if shared is None or not _EACH.search(masked[max(0, first.start - _REACH) : first.start]):
        return group
    return [member._replace(cmp=shared.cmp) if member.cmp == "eq" else member for member in group]
