"""Measure words after a figure, longest first, and their canonical form."""

from __future__ import annotations

import re

_WORDS = """
个百分点 百分点 个千分点 千分点 个工作日 工作日 个月 小时 分钟 秒钟 周岁
美元 欧元 港元 日元 英镑 卢布 家庭 人次 人日 人天
立方米/秒 立方米 平方公里 平方千米 平方米 平方 立方 公顷 公里 千米 海里 厘米 毫米 纳米 微米 英寸
微克/立方米 毫克/立方米 微克 毫克 千克 公斤 克 载重吨 总吨 吨级 吨公里 人公里
万千瓦时 千瓦时 兆瓦时 吉瓦时 瓦时 兆瓦 吉瓦 千瓦 千伏安 千伏 兆伏安
剂次 人份 头只 台件 车次 车公里 辆次 架次 班次 列次 场次 批次 件次 户次 台次 艘次 项次 宗次 亩次
台套 台(套) 辆套 标台 标准箱 标箱 张床位 张床 个床位
kWh kW MW GW km EFLOPS PFLOPS EFlops PFlops PF TB PB P TEU
"""
_MEASURES = (
    "个家户名件起项所场条栋张座次辆套头只亩吨斤元处篇位倍枚棵株艘架列班期批种类款支对宗例片口块间层幢米天度"
    "担箱瓶册盏杆颗粒份幅孔眼卷门匹尾羽床席岁日段节秒团队组员根盘筐盆曲本幕集首顶届克环轮道年周升单管成"
)
# Single characters that also begin other words: 3人, but not 3人才; 9金, but not 9金额.
_GUARDED = (
    r"人(?![口才员均大工])",
    r"台(?!阶|风|湾)|部(?![门分委队长级])|方(?![面位式向案法])|股(?![指权票份东])",
    r"分钱?(?![之钟期段批别类级布公子区])",
    r"[毛角]钱?",
    r"[县乡镇村区旗](?![道级长委域])",
    r"连(?:冠|增|丰|涨|降|升)",
    r"金(?!额|融|属|牌|秋|山)|银(?!行|发|杏|川)|铜(?!材|矿|牌)",
    r"[%‰℃]",
)
_LONGEST_FIRST = sorted(_WORDS.split(), key=len, reverse=True)
_ONE = "|".join([*map(re.escape, _LONGEST_FIRST), *_GUARDED, f"[{_MEASURES}]"])
_ALTERNATIVE = r"(?:\([一-鿿、/]{1,3}\))?"  # 头(只), 条(段)
_PER = (
    r"(?:\s?/\s?(?:年|月|日|天|时|小时|秒|人|吨|亩|公斤|千克|克|斤|立方米|平方米|平方公里|万元|[十百千]?亿元|千瓦时|"
    r"度|公里|次|户|升|个))?"
)
UNIT = rf"(?:(?:{_ONE}){_ALTERNATIVE}{_PER})"

_PARENTHESES = re.compile(r"\(.*?\)|\s")
_SAME = {"个百分点": "百分点", "个千分点": "千分点", "平方": "平方米", "立方": "立方米", "个工作日": "工作日"}
_SAME |= dict.fromkeys(("金", "银", "铜"), "枚") | {"分钱": "分", "毛钱": "毛", "角钱": "角"}
_SAME |= dict.fromkeys(("连冠", "连增", "连丰", "连涨", "连降", "连升"), "次")

_HOUSEHOLDS = re.compile(r"[一-鿿]{0,4}?(?:农户|家庭|住户|贫困户|用户|个体户)")
_HOUSEHOLDS_BEFORE = re.compile(r"(?:用户|农户|户数)(?:规模|总量|总数|数)?[一-鿿]{0,4}$")
_PEOPLE = re.compile(
    r"[余多]?[一-鿿]{0,10}?(?:残疾人|农民|农牧民|劳动者|群体|人员|人才|婴幼儿|人口|群众|学生|儿童|职工|干部|居民|劳动力|"
    r"毕业生|老人|老年人|移民|师生|妇女|党员)"
)
_PEOPLE_BEFORE = re.compile(r"(?:人口|人数|人员|就业|游客|旅客)(?:规模|总量|总数)?[一-鿿]{0,4}$")


def canonical(printed: str) -> str:
    """Return the unit as readings name it: 个百分点 is 百分点, 条(段) is 条."""
    bare = _PARENTHESES.sub("", printed)
    return _SAME.get(bare, bare)


def implied(left: str, right: str, scale: str = "") -> str:
    """Return the unit of a figure printed without one (500万农民工, 人口达到55万), or an empty string."""
    if scale == "万亿":
        return "元"
    if _HOUSEHOLDS.match(right) or _HOUSEHOLDS_BEFORE.search(left):
        return "户"
    if _PEOPLE.match(right) or _PEOPLE_BEFORE.search(left):
        return "人"
    return ""
