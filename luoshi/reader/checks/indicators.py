"""When two figures measure the same thing: names are compared exactly, after set variants are removed."""

from __future__ import annotations

import re
from functools import lru_cache

from luoshi.reader.model import Quantity

Key = tuple[str, str, str]

_SCOPE = re.compile(
    r"全市|全省|全区|全县|全州|全旗|我市|我省|我区|全年|年度|本地区?|力争|预计|确保|实现|基本|其中"
)
_GROWTH_SUFFIX = re.compile(r"(?:同比)?(?:年均)?(?:增长|增速|增幅|涨幅|增长率|增长速度)$")
_LEVEL_SUFFIX = re.compile(r"(?:达到|达|总数|数量|规模)$")
_MARKS = re.compile(r"[“”‘’\"《》()\s]")
_SYNONYMS = (
    (re.compile(r"^(?:GDP|地区生产总值|国内生产总值|生产总值)$"), "地区生产总值"),
    (re.compile(r"规模以上"), "规上"),
    (re.compile(r"^社(?:会消费品)?零(?:售)?(?:总额|额)$"), "社会消费品零售总额"),
    (re.compile(r"^(?:固投|全社会固定资产投资|固定资产投资额?)$"), "固定资产投资"),
    (re.compile(r"^(?:地方)?一般公共预算收入$"), "一般公共预算收入"),
    (re.compile(r"^(?:CPI|居民消费价格(?:指数|总水平)?)$"), "居民消费价格"),
    (re.compile(r"^城乡居民(?:人均可支配)?收入$"), "城乡居民收入"),
)
_NEW = "新增"
_SHORTEST = 4  # a shorter name says too little to be compared: 项目, 投资
_UNITS = {"名": "人", "人次": "人", "家": "个", "户": "个", "项": "个", "所": "个", "％": "%"}
_REMEDY = re.compile(
    r"治理|防治|整治|化解|处置|清收|查处|查办|整改|修复|消除|破获|办结|解决|清偿|监测|减排量|再就业"
)
_NEUTRAL = re.compile(r"价格|物价|CPI|涨幅|汇率|赤字")
_LOWER_IS_BETTER = re.compile(
    r"失业|能耗|物耗|水耗|电耗|排放|PM|细颗粒物|死亡|事故|发案率|案件数|债务|负债|贫困人口|贫困发生率|成本|时限|杠杆|不良|"
    r"欠费|欠薪|污染|劣[ⅤV]|信访总量|流失|病死|死淘|返贫"
)


def same_measure(quantity: Quantity) -> Key | None:
    """Return what two figures must share to be compared, or None where the name says too little."""
    name = name_of(quantity.indicator, quantity.form == "growth")
    if len(name) < _SHORTEST:
        return None
    return name, _UNITS.get(quantity.unit, quantity.unit), quantity.form


@lru_cache(maxsize=4096)
def name_of(indicator: str, growth: bool = False) -> str:
    """Return the indicator without scope words, marks and verbs of growth; 新增 counts wherever it stands."""
    name = _SCOPE.sub("", _MARKS.sub("", indicator))
    name = (_GROWTH_SUFFIX if growth else _LEVEL_SUFFIX).sub("", name)
    for pattern, standard in _SYNONYMS:
        name = pattern.sub(standard, name)
    return name.replace(_NEW, "") + _NEW if _NEW in name else name


def is_neutral(indicator: str) -> bool:
    """Tell whether neither more nor less of the indicator is better: a price target is a band to stay in."""
    return _NEUTRAL.search(indicator) is not None


def is_lower_better(indicator: str) -> bool:
    """Tell whether less of the indicator is meant to be better: unemployment, energy use, accidents, debt.

    More of what is done against it (治理水土流失, 化解债务) is not.
    """
    return _LOWER_IS_BETTER.search(indicator) is not None and _REMEDY.search(indicator) is None
