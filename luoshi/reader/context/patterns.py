"""Patterns of the grammar around a figure, built from the word lists. Each is one question to the words."""

from __future__ import annotations

import re

from luoshi.reader.context.words import (
    ADVERB,
    ARRIVAL_VERB,
    CHANGE_VERB,
    CONNECTIVE,
    COUNT,
    CROSSING_VERB,
    DEGREE,
    HEAD,
    HEAD_MODIFIER,
    LIST_MARK,
    REACHING_ADVERB,
    REACHING_VERB,
    STATE_VERB,
    TIME,
    YEAR,
    any_of,
)
from luoshi.reader.context.words import STRONG_VERB as _STRONG_VERB
from luoshi.reader.context.words import TOPIC_VERB as _TOPIC_VERB
from luoshi.reader.context.words import WEAK_VERB as _WEAK_VERB

_SCOPES = any_of("全国 全省 全市 全区 全县 全州 我[省市区县州]")
_WORLD = any_of("全国 世界 全省 全球 全区 全市")
_NOW = rf"(?:(?:{YEAR}底?|目前|现在|今年|去年|{COUNT}季度|[上下]半年)的?)?"

# 比去年预算低, 比全国平均降幅少, and with a verb only at the head of the clause: 比上届预算减少.
LESS_OR_MORE = (
    r"(?<![占对之])[比较](?![例重率赛亚])[^,。;、\d]{1,10}(?<![提降减增])[高低多少快慢][出了]?"
    rf"|^[比较](?![例重率赛亚])[^,。;、\d]{{1,14}}{CHANGE_VERB}了?"
)

# Left of a figure: what to strip before and behind the name.
LEAD_IN = re.compile(rf"^\s*(?:{TIME}|{CONNECTIVE}|{LIST_MARK})+")
PREDICATE = re.compile(
    rf"(?:^[一-龥]{{2}}(?:至|到|为)|^(?:人均|户均|日均)|每[斤亩人户年月吨]|{ARRIVAL_VERB}(?:至|到|为)|(?:我[省市区县州])?成为{_WORLD}?"
    rf"|(?:接连|连续|相继|先后)?{CROSSING_VERB}[^,;]{{0,14}}(?:大关|台阶|关口)"
    rf"|(?:{DEGREE}|{ADVERB})*"
    rf"(?:{CHANGE_VERB}(?:了|到|至|为|达|达到|超过|突破|幅度(?:为|达)?)?|{STATE_VERB}了?|{DEGREE}|{ADVERB}"
    rf"|(?:{YEAR}|去年|今年|上年)(?:底|末)?|目前|现在|[由从]?原(?:定|有|来|先)"
    rf"|[到至由从](?:{COUNT}季度|[上下]半年)"
    rf"|{LESS_OR_MORE}"
    rf"|[由从](?:每人每[年月]|[年月]人均|人均|{_WORLD})|[:的了约近超“\"−-]|幅度))$"
)
WEAK_VERB = re.compile(f"^{_WEAK_VERB}")
STRONG_VERB = re.compile(f"^{_STRONG_VERB}")
TOPIC_VERB = re.compile(f"^{_TOPIC_VERB}")
REACHED = re.compile(rf"{REACHING_ADVERB}?{REACHING_VERB}$")
THROUGH = re.compile(
    rf".*(?:提出|确定|下达|规定)的(?=.{{2}})|.*(?:可使|可让)(?=.{{2}})"
    rf"|.*{REACHING_ADVERB}?{REACHING_VERB}(?=.{{2}})"
)
HEAD_TAIL = re.compile(f"{HEAD}$")
OWN_HEAD_TAIL = re.compile(f"(?<!生产){HEAD}$")  # 生产总值 is one name
BARE_HEAD = re.compile(f"^{HEAD_MODIFIER}?{HEAD}$")
SCOPE = re.compile(f"^{_SCOPES}$")
WORLD = re.compile(f"^{_WORLD}$")
MODIFIER = re.compile(r"^.{2,10}的(?=.{2})")
LISTED_AS = re.compile(r".{13,}等(?![级于分待线额次离])(?P<kind>.{2,})$")  # A、B等C is a C
# The head that the members of a joint subject share: 小学、初中学生人均公用经费.
SHARED_HEAD = re.compile(r"(?:学生|居民|人口)?(?:人均|户均|年均|平均).{2,8}$")
COUNTED_HEAD = re.compile(r"(?:[^、]{2}[量价]|案件)$")  # 快递、邮政业务量; 刑事、治安案件
# The base of a multiple: 是“十五”时期的2.4倍.
MULTIPLE = re.compile(r"^(?:是|为|相当于|达到?)[^,]*$")
# What stands in a relation to the thing named before, and so keeps its name in front: 占…的, 增速居全省.
RELATIONAL = re.compile(
    r"^(?:占(?!比)|完成[^,]*(?:目标|计划|任务|预算)|增速|增幅|相当于|总量(?:居|排|位)|排名|排(?=[全在世])|名列"
    r"|(?:年度|全年|年初|省定|市定|预期)?(?:计划|目标任务|目标|任务|预算)$|列(?=[全世])|位居|位列|[稳跃仍]?居(?=[全世首第前])|(?:高于|低于|优于|快于|好于)[^,]{2})"
)

# Right of a figure.
LANDMARK = re.compile(r"^的?新?(?:[百千万]亿元?)?(?:台阶|大关|关口|高点|里程碑)")  # never names the figure
AFTERMATH = re.compile(  # adds nothing to a name left of the figure
    r"^的?(?:阶段水平|水平|规模|[^,;。的]{0,6}目标(?:任务)?|预期|左右|以上|以下|以内|上下|名次|位次|水平线|安排)"
)
_SOFT_VERB = any_of(
    "(?<![建设具拥享所含国还没])有 是 (?<![成作])为 (?<![发到直抵])达 占 位居 居 列 被 (?<!自)由 并 且 等$"
)
RIGHT_END = re.compile(  # where the name right of a figure ends
    rf"[,;:。!?()…]|(?<=.{{4}}){_SOFT_VERB}|(?<=.{{6}})[和及](?![^,;。和及]{{2,8}}(?:建成|全线|开工|竣工|完工|投产|投用|通车))"
)
RIGHT_ADVERB = re.compile(  # 贫困村【全部】退出: the adverb goes, a short deed stays
    r"(?<=.{2})(?:全部|全面(?![建深推提取])|如期|圆满|顺利|已经?|(?<![平人户年月日])均(?![衡等匀价值])|(?<!或)基本(?=[建完])|正式|相继|陆续)?(?:实现了?|$)"
    r"|(?<=.{2})(?:全部|全面(?![建深推提取])|如期|圆满|顺利|已经?|(?<![平人户年月日])均(?![衡等匀价值])|(?<!或)基本(?=[建完])|正式|相继|陆续)"
)
DONE = re.compile(r"^(?:完成|落实|得到|从)")  # deeds that add nothing to what was done
RIGHT_CHANGE = re.compile(rf"{ADVERB}*{CHANGE_VERB}(?:至|到|为)?$")
RIGHT_VERB = re.compile(  # no name, where one stands left of the figure
    "^"
    + any_of(
        """
        实施 用于 支持 推动 推进 促进 完成 达到 增长 下降 提高 惠及 带动 建成 开工 竣工 投产 入选 获批 获
        纳入 通过 受益
        """
    )
)
RIGHT_JOINT = re.compile(  # never a name
    rf"^(?:,|[一-龥]{{0,3}}(?:至|到|为|达){_NOW}$|只$|[多少高低]出?$|"
    + any_of(
        """
        增长 下降 提高 达到 位居 居 列 占 比 较 是 为 和 与 及 或 至 到 以 并 且 等 共 同比 年均 冲刺 迈进
        挺进 进军
        """
    )
    + ")"
)

# Whole figures and neighbouring clauses.
ZERO_OBJECT = re.compile(r"^(?:未发生|未出现|没有发生|不发生|不出现|无|零|杜绝)(?P<object>.{2,})$")
MEDAL = re.compile(r"[\d一二三四五六七八九十]+枚?(?P<metal>[金银铜]牌?)$")
EVENT = re.compile(
    r"(?P<event>[^,。;、]*?(?:运动会|亚冬会|奥运会|残运会|大冬会|全运会|锦标赛|世界杯|大赛|比赛|竞赛))"
)
_PURPOSE = r"(?P<purpose>[^,;。、\d]{2,14})"
SPENT = re.compile(r"^(?:总?投资|计划投资|完成投资|投入(?:资金)?)$")
SPENT_ON = re.compile(rf"^\s*,?(?:的|用于|实施|完成|建设|新建|改造|开展|推进|支持){_PURPOSE}")
SPENT_ON_WORKS = re.compile(r"^的\d+[个项](?P<purpose>[^,;。、\d]{2,12}?(?:项目|工程))")
SPENT_FOR = re.compile(
    r"^(?:专项|重点)?(?:用于|投向|(?=支持|补助|补贴|资助|扶持|奖补|刺激|实施|建设|解决|直接补))"
    r"(?P<purpose>[^,;。、\d]{2,10})"
)
SOURCE = re.compile(r"从(?P<source>[^,]{2,14}?)中?(?:拿出|划出|列支)$")
RATE_TAIL = re.compile(r"(?:价格?|标准|税率|费率|比例|待遇)$")
CHANGED_OBJECT = re.compile(r"(?:降低|提高|增加|扩大|减少|上调|下调)(?P<object>[^,;。]{2,14})$")
CLAUSE_SUBJECT = re.compile(
    r"^(?P<subject>.{2,30}?)"
    + any_of(
        """
        (?<![人户年])均 都 连跨 跨 跃上 迈上 相继 接连 超过 高于 低于 快于 好于 优于 继续 持续 保持 实现
        稳步 大幅 明显 首次 突破 再创 创 排名 位居 跃居 增长 提升 提高 止跌 连续 逐年 下降 减少 回落 上升
        由 不断 进一步 全面 加快
        """
    )
)

# 由4000余元降至2000元以下: the first figure is where the second started from.
BASELINE = re.compile(
    r"[由从][^,;由从]{0,14}$|[比较][^,;]{0,8}(?:预计|预期|计划|预算)的$|^[将把][^,;]*(?:现行|原来|原有|目前)的?$"
)
LEADS_ON = re.compile(rf"^(?:[^,;。]{{0,10}}?(?:到|至|为|居|成)了?{_NOW}|[多少高低]出?)\s*$")
# What others had set: 省委、省政府提出的…达到20亿元的目标, 原定的近2万亿元.
SET_TARGET = re.compile(r"(?:提出|确定|下达|规定|要求|制定)的[^,;]*$|原定的?$|原计划[^,;]*$")
# A goal that only gives the direction: 围绕人口达到55万的大城市目标.
ASPIRES = re.compile(r"^(?:围绕|朝着|向着|瞄准|锚定)")
# A count that only says whose place is meant: 在全国294个地级以上城市中.
AMONG = re.compile(r"在[^,;]{0,8}$")
AMONG_END = re.compile(r"^[^,;]{1,14}?[中里]")
# Things that are counted only to say whose figure follows: 8个园区新开工企业112家, 5个产业年产值均达到3亿元.
_BODY = any_of("项目 工程 企业 公司 银行 机构 单位 部门 产业 园区 开发区 平台 县 市 区 镇 乡 省份 省市 站")
_ALL = any_of("均 都 分别 合计 共 总")
COUNTS_OWNERS = re.compile(
    rf"^(?P<owner>[一-龥]{{0,12}}?{_BODY})(?:年?{HEAD}{_ALL}|{_ALL}{_STRONG_VERB}[一-龥]{{0,10}}?"
    rf"|(?!建设|改造){_STRONG_VERB}[一-龥]{{2,10}}?)"
    r"(?:达到?|突破|超过|完成|实现)?$"
)
# A level at a point in time, not a flow over the span.
STOCK = re.compile(
    any_of(
        """
        达到? 提高到 提升到 提升至 提高至 里程 总数 人数 上升到 上升至 升至 升到 增加到 增至 扩大到 降到
        降至 下降到 下降至 回落到 回落至 保持在 稳定在 控制在 高于[^,]* 低于[^,]* 优于[^,]* 占比 比重 率
        总量 水平 跃居 跃升至 位居 整合至 有 为 突破 超过 余额 存量 保有量
        """
    )
    + "了?$"
)
