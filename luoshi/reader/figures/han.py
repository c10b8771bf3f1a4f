"""Figures in Chinese numerals, where they quantify a result or target; rhetoric and outline words are left.

百亿级, 翻一番, 两位数, 百分之五, 三成, 七连冠, 第一位, 千名干部 count; 一条主线, 两个维护, 三大行动 do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from luoshi.reader.figures.amounts import Amount
from luoshi.reader.figures.comparators import AFTER, before_of, compare, is_ranking, is_step
from luoshi.reader.figures.numerals import han_decimal, han_value, scaled
from luoshi.reader.model import Comparator

_SOME = r"[二两三四五六七八九十百]+"
_TO_NINE = r"[一两二三四五六七八九]"
_TO_99 = r"[一二三四五六七八九十]+"
_DECIMAL = r"[零〇一二两三四五六七八九十百]+(?:点[零〇一二三四五六七八九]+)?"
_ORDER_UNIT = "家庭|美元|元|人次|人|亩|吨|斤|辆|户|千瓦|立方米"
_RULES = "[一-鿿]{0,4}(?:措施|政策|举措|高速|铁路|线路|航线|公路|[国省县]道)|[一-鿿]{0,8}生产线"
_AREAS = "区(?!分)|县|市(?!场|民)|乡镇|项目|[一-鿿]{0,3}(?:站|医院|学校|园区|项目|泊位|机场|口岸)"

# Each row names the numeral's group; the name says how its value is reckoned (_worth).
_WITHIN = (
    rf"(?P<parts>{_TO_99})分之(?P<share>{_TO_99})",
    rf"翻了?(?:(?P<doubled>{_TO_NINE})番|番)",
    r"(?P<two_digit>两位数)",
    r"(?P<half>一半)(?![是个时])",
    rf"百分之(?P<percent>{_DECIMAL})",
    rf"第(?P<place>{_TO_99})(?P<place_unit>[位名个家座])",
    rf"第(?P<standing>{_TO_99})(?:(?![一-鿿])|(?=[和与的且并]))",
    rf"前(?P<top>{_TO_99})(?:(?P<top_unit>[名位])|(?![一-鿿]))",
    rf"(?P<titles>{_TO_99})连(?:冠|丰|增|降|升|涨)",
    r"(?<=[近超上逾约过])(?P<crowd>[百千万]+)余?多?(?P<crowd_unit>家(?!庭)|[个件项户支座所颗])",
)
_ALONE = (  # no other numeral, quotation mark or 每 may stand before these
    rf"(?P<points>{_DECIMAL})个百分点",
    rf"(?P<tenths>{_TO_NINE})成(?![立为果效功员本分绩长熟])",
    r"(?P<folds>[一两二三四五六七八九十]+)倍",
    rf"(?P<order>[十百千]?[万亿]亿|[十百千]?[亿万])(?P<order_unit>{_ORDER_UNIT})?(?P<grade>级)?",
    r"(?P<heads>[百千万])余?多?(?P<heads_unit>[名场])(?=[一-鿿])",
    rf"(?P<count>{_SOME})"
    rf"(?P<count_unit>家(?!班子)|[所座部宗栋艘架]|条(?={_RULES})|[件项](?=[一-鿿]{{0,4}}实事))",
    rf"(?<=[举承]办了)(?P<editions>{_SOME})届",
    # a list of counts makes 一 one of them: 一个机场、五条公路、六条铁路
    rf"(?P<each>一)(?P<each_unit>[个条座家所])(?=[一-鿿]{{2,8}}(?:、{_SOME}[个条座家所][一-鿿]{{2,8}}){{2}})",
    rf"(?P<often>{_SOME})次(?=(?:全面)?(?:下调|上调|降低|提高|降准|降息|调整))",
    rf"(?P<areas>{_SOME})个(?=[0-9□]|[百千万]?亿|(?:{_AREAS})(?!域|级))",
)
_HAN = re.compile(
    rf"(?=[一二两三四五六七八九十百千万亿翻第前])"
    rf"(?:{'|'.join(_WITHIN)}|(?<![〇零一二两三四五六七八九十百千万亿第□0-9几数每“])(?:{'|'.join(_ALONE)}))"
    rf"(?P<more>多|余)?(?P<after>{AFTER})?"
)
_UNITS = {"percent": "%", "points": "百分点", "folds": "倍", "titles": "次", "often": "次", "areas": "个"}
_UNITS |= {"editions": "届"}
_PRIORITY = re.compile(r"(?:[放摆]在|作为|当作|视为|放到)[一-鿿“]{0,3}$")  # 把人民放在第一位
_AIMED = re.compile("冲刺|迈进|目标|进军|跨越|大关")
_REACH = 10  # code points to the left in which a comparator or a ranking is looked for

_Worth = tuple[Decimal, str, Comparator]  # value, unit, and the comparator without comparator words


def find_han_amounts(masked: str) -> Iterator[Amount]:
    """Yield the amounts in Chinese numerals of a text whose other figures are blanked, in order."""
    for match in _HAN.finditer(masked):
        left = masked[max(0, match.start() - _REACH) : match.start()]
        touching = before_of(left)
        worth = _worth(match, left, touching.strip())
        if worth is None:
            continue
        value, unit, bare = worth
        cmp = compare(touching.strip(), match["more"] or "", match["after"] or "")
        yield Amount(
            start=match.start() - len(touching),
            end=match.end(),
            value=value,
            unit=unit,
            cmp=bare if cmp == "eq" else cmp,
            before=touching.strip(),
            after=match["after"] or "",
            grade=match["grade"] is not None,
        )


def _worth(match: re.Match[str], left: str, before: str) -> _Worth | None:
    groups = {name: words for name, words in match.groupdict().items() if words}
    if match.group().startswith("翻"):
        return Decimal(2) ** han_value(groups.get("doubled", "一")), "倍", "eq"
    if "share" in groups:
        return scaled(f"{100 * han_value(groups['share']) / han_value(groups['parts']):.4f}", ""), "%", "eq"
    if "half" in groups:
        return Decimal(50), "%", "eq"
    if "two_digit" in groups:
        return Decimal(10), "%", "ge"
    if "tenths" in groups:
        return han_value(groups["tenths"]) * 10, "%", "eq"
    if rank := next((name for name in ("place", "standing", "top") if name in groups), None):
        stands = not _PRIORITY.search(left) if rank == "place" else is_ranking(left)
        return (han_value(groups[rank]), groups.get(f"{rank}_unit", ""), "rank") if stands else None
    if "order" in groups:
        return _order(groups, before, left, match.string[match.end() : match.end() + 2])
    if "crowd" in groups:
        least: Comparator = "ge" if left.endswith("上") else "eq"  # 上万家
        return han_value(groups["crowd"]), groups["crowd_unit"], least
    name = next(name for name in groups if name not in ("more", "after") and not name.endswith("_unit"))
    return han_decimal(groups[name]), groups.get(f"{name}_unit") or _UNITS[name], "eq"


def _order(groups: dict[str, str], before: str, left: str, right: str) -> _Worth | None:
    """Read 百亿级, 突破万亿元, 百万吨以上: an order of magnitude counts only with a comparator or 级."""
    unit = groups.get("order_unit", "")
    aimed = left.endswith("向") and _AIMED.match(right) is not None
    marked = before or "after" in groups or "grade" in groups or (unit and (is_step(left) or aimed))
    vessel = unit == "吨" and "grade" in groups  # 万吨级 says what kind, as in 万吨级码头
    if vessel or not marked or not (unit or "亿" in groups["order"]):
        return None
    return han_value(groups["order"]), unit or "元", "eq" if aimed else "ge"
