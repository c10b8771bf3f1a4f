"""Figures without a digit that a reader could check all the same: 未发生X, 清零, 全覆盖."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from luoshi.reader.figures.amounts import Amount

_EVENT = (
    r"(?:事故|事件|案件|风险(?!金融)|灾害|灾情|疫情|返贫致贫|返贫|欠薪|火灾|问题|险情|违约|爆雷|暴雷|污染)"
)
_NEVER = rf"(?:未|不|没有)再?(?:发生|出现)(?:一起|过)?[一-鿿、“”]{{0,24}}?{_EVENT}(?:致贫)?"
_NONE = rf"(?<=[年□])无[一-鿿、]{{0,12}}?(?:金融机构|{_EVENT})"  # 连续45年无重大森林火灾
_ZERO = "|".join(
    (
        r"(?:动态)?清零(?!行动|专项|计划|攻坚)",
        r"零(?:发生|事故|死亡|伤亡|投诉|感染|报告|疫情|违约|填埋|亡人|差错|失误)(?!率)",
        r"全部(?:出清|取消|清零|销号)",
        r"(?<!“)零关税(?!清单|政策|商品|货物|产品)",
        r"归零",
    )
)
_FULL = r"(?<![一二三四五六七八九十]个)(?<!健)全覆盖"  # 三个全覆盖 is a title, 健全 a word
_STATEMENT = re.compile(
    rf"(?=[未不没零无动清全归])(?:(?P<event>{_NEVER}|{_NONE})|(?P<zero>{_ZERO})|(?P<full>{_FULL}))"
)
_ZERO_UNITS = tuple(
    (re.compile(words), unit)
    for words, unit in (
        (r"债务|欠薪|欠款|账款|资金|存量|拖欠", "元"),
        (r"机构|企业|公司|银行", "家"),
        (r"水体|断面|水质|关税|失业", "%"),
        (r"家庭|户", "户"),
        (r"人口|村民|死亡|伤亡|感染", "人"),
        (r"事故|案件|信访|积案|发生|投诉", "起"),
        (r"措施|事项|限制", "项"),
    )
)
_CLAUSE = re.compile(r"[^,;。:!?\n]*$")
_REACH = 40  # code points of the clause in which a zero finds what is counted


def find_statements(masked: str) -> Iterator[Amount]:
    """Yield zero and full statements in reading order: 0 of their unit, or 100 %."""
    for match in _STATEMENT.finditer(masked):
        full = match["full"] is not None
        yield Amount(
            start=match.start(),
            end=match.end(),
            value=Decimal(100 if full else 0),
            unit="%" if full else _zero_unit(masked, match),
            cmp="full" if full else "zero",
        )


def _zero_unit(masked: str, match: re.Match[str]) -> str:
    if match["event"]:
        return "家" if match.group().endswith("机构") else "起"
    clause = _CLAUSE.search(masked[max(0, match.start() - _REACH) : match.start()])
    context = (clause.group() if clause else "") + match.group()
    return next((unit for words, unit in _ZERO_UNITS if words.search(context)), "个")
