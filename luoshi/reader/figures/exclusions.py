"""Amounts that are no figure of the report: they say which things are counted, name a project, or fix a base.

5000万元以上项目 and 65岁以上老人 are thresholds, 年产60万吨油料项目 is a name, 每10万人口 is a base.
"""

from __future__ import annotations

import re

from luoshi.reader.figures.amounts import Amount
from luoshi.reader.model import ExcludedReason

# What a sum of money may grade: 5000万元以上项目, 产值超百亿元的企业.
_GRADED = re.compile(
    r"的?[一-鿿“”()/]{0,10}?(?:项目|企业|产业|集群|工程|合同|园区|单位|工业|乡镇|县|村|主体|农户|订单|技改|单体|商圈|"
    r"产品|品牌|公司|大户|开发区|街区|外资|平台|机组|泊位|机构|商品|经济体|赛道|强市|航道|耕地|贷款|服务业|林区)"
)
_COUNTED = re.compile(r"[0-9一二两三四五六七八九十多批]\s?[个家条批项]$")
_THEN_COUNT = re.compile(r"[^,;。:!?\n]{0,14}?(?:[0-9]|达到?[一二两三四五六七八九十]+[个家项])")
_THEN_FIGURE = re.compile(
    r"(?!的?(?:目标|任务|水平|规模|速度|增速|增长|标准))[一-鿿][^,;。:!?\n]{0,20}?"
    r"(?:[0-9□]|[一二两三四五六七八九十]+[个家项])"
)
_COUNTABLE = frozenset("个家项件处条场次所座篇期%‰倍")
_AGES = ("岁", "周岁")
_BEYOND = ("以上", "及以上", "以下", "及以下", "以内")
_REACHED = re.compile(r"(?:提高|增加|达到?|到|至|为|延长)$")
_NOUN = re.compile("[一-鿿]")

_ALWAYS_NAMES = ("吨级", "千伏", "英寸", "纳米", "微米")
_OUTPUT = frozenset(("吨", "千瓦", "兆瓦", "吉瓦", "辆", "米", "套"))  # a name takes them by itself
_CAPACITY = _OUTPUT | frozenset("台张担头只件斤方升瓶片箱")
_CAPACITY |= {"标箱", "辆套", "台套", "公里", "平方米", "立方米", "公斤"}
_CAPACITY |= {"千瓦时", "兆瓦时", "吉瓦时", "GW", "MW"}
_PER_TIME = re.compile(r"/[年日]$")
_YEARLY = re.compile(r"(?:年产|日产|年加工|年处理|日处理|年出栏|装机|年屠宰|日供水|时速|年吞吐)(?:能力|量)?$")
_WORKS = r"(?:项目|工程|生产线|装置|机组|基地|电厂|电站|航道|码头|泊位|技改|产线|车间|厂房)"
_WORKS_NEAR = re.compile(rf"[^,;。:!?\n]{{0,24}}?{_WORKS}")
_WORKS_NAMED = re.compile(
    rf"(?![的以左和、及,])[一-鿿()+·—-]{{1,16}}?(?:等[0-9]*[个项]?[一-鿿]{{0,4}}?)?{_WORKS}|级"
)
_LINE = re.compile(r"[一-鿿]{1,10}生产线")
_DEED = re.compile(
    r"(?:新建|新增|建成|完成|改造|竣工|实现|达到?|淘汰|生产|提升|增加|开工|交付|投放|推广|建设|治理|疏浚|储备|收储|外送|"
    r"整治|修复|推进|维修|销售|突破|超过?|约|近|完工|并网|形成|关闭|压减|盘活|消化)(?:了|各类)?$"
)

_NATION = re.compile(r"多?(?:[一-鿿]{0,2}儿女|中国人|人民(?!币)|人口的?(?:发展中)?大国)")
_ASPECT = re.compile(r"方面|[^,;。:!?\n]{0,10}(?<!分)之一")  # 10个方面, 首批5个国家公园之一
_WITHIN = re.compile(r"(?:范围)?内[一-鿿]")  # 50米内换乘
_TIMES = frozenset(("个月", "天", "年", "周", "小时"))


def reason_against(amount: Amount, masked: str) -> ExcludedReason | None:
    """Tell why an amount is no figure of the report, or None where it is one."""
    left = masked[max(0, amount.start - 14) : amount.start]
    right = masked[amount.end : amount.end + 40]
    if _is_threshold(amount, left, right):
        return "threshold"
    if _is_base(amount, left, right):
        return "other"
    return "name" if _is_named_capacity(amount, left, right) else None


def _is_threshold(amount: Amount, left: str, right: str) -> bool:
    if amount.unit in _AGES:
        reached = _REACHED.search(left) and not _NOUN.match(right)  # 人均预期寿命提高到80岁以上
        return (amount.after in _BEYOND or amount.cmp == "range") and not reached
    if amount.unit.endswith("元") and amount.grade:
        return bool(_COUNTED.search(left) or _THEN_COUNT.match(right))
    if amount.unit.endswith("元"):
        compared = amount.cmp in ("ge", "gt", "lt", "le") and (amount.before or amount.after)
        return bool(compared and _GRADED.match(right))
    if amount.unit in ("%", "‰"):
        return left.endswith("前")  # 前1%的学科
    if amount.unit in ("米", "公里") and (_WITHIN.match(right) or left.endswith("海拔")):
        return True
    graded = amount.after in _BEYOND[:4] and amount.unit not in _COUNTABLE
    return bool(graded and _THEN_FIGURE.match(right))


def _is_base(amount: Amount, left: str, right: str) -> bool:
    if left.endswith("每") or (amount.unit in _TIMES and left.endswith("前")):
        return True
    if amount.unit == "个" and not amount.after and _ASPECT.match(right):
        return True
    return _NATION.match(right) is not None


def _is_named_capacity(amount: Amount, left: str, right: str) -> bool:
    unit = _PER_TIME.sub("", amount.unit)
    if amount.unit in _ALWAYS_NAMES:
        return True
    if unit not in _CAPACITY or amount.after or amount.cmp not in ("eq", "range"):
        return False
    if _LINE.match(right) or (_YEARLY.search(left) and _WORKS_NEAR.match(right)):
        return True
    by_itself = unit in _OUTPUT or unit != amount.unit
    return by_itself and not _DEED.search(left) and _WORKS_NAMED.match(right) is not None
