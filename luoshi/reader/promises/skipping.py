"""Why a plan or outlook sentence gives no commitment: nothing is skipped silently.

==================== =====================================================================================
duplicate            the passage is a copy of another one
transition           an address or an announcement: 各位代表!, 重点做好以下工作:
guiding_principle    what the work is guided by: 总体要求是…, 坚持…, 以…为指导, 贯彻…
exhortation          an appeal: 让我们…, 团结奋斗
topic                one short clause that says what its neighbours are about: 大力发展特色农业。
background           states a situation or explains a term: …是…的关键时期, 面临…
no_checkable_object  a task whose object names nothing a reader could check: 持续优化营商环境
==================== =====================================================================================
"""

from __future__ import annotations

import re
from typing import Literal

from luoshi.reader.document import Document
from luoshi.reader.milestones.clauses import after_label
from luoshi.reader.model import Sentence

Reason = Literal[
    "duplicate",
    "transition",
    "guiding_principle",
    "exhortation",
    "topic",
    "background",
    "no_checkable_object",
]

_LONGEST_TOPIC = 16
_RULES: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    (
        "transition",
        re.compile(
            r"^(?:各位代表|各位委员|同志们|朋友们)|(?:以下|下列|如下)[^,]{0,10}(?:工作|任务|方面|目标)"
            r"|(?:目标|任务|工作)(?:主要)?是[::]?$|^\(?[上下]接"
        ),
    ),
    ("guiding_principle", re.compile(r"总体要求|指导思想|基本原则|思想为指导")),
    (
        "exhortation",
        re.compile(
            r"让我们|团结奋斗|携手|不负|谱写|接续奋斗|撸起袖子|砥砺前行|奋勇前进|不懈奋斗|共同奋斗|风雨无阻"
        ),
    ),
    ("topic", re.compile(rf"^[^,;]{{1,{_LONGEST_TOPIC}}}$")),
    (
        "guiding_principle",
        re.compile(
            r"^[^,]{0,12}(?:坚持|贯彻|遵循|秉持|树牢|树立|弘扬|践行|深刻领会|坚定)"
            r"|以[^,]+为(?:主题|主线|中心|根本|统领|引领|动力)"
        ),
    ),
    (
        "background",
        re.compile(
            r"^(?:当前|目前|一年来|五年来|过去|去年|近年来|上年|现在)|已经|取得了|面临"
            r"|^[^,]{2,20}(?<!特别)(?<!尤其)(?:是|在于|关乎|事关)(?!否)"
        ),
    ),
)


def reason_for(document: Document, sentence: Sentence) -> Reason:
    """Return why the sentence gives no commitment, by the first rule that fits."""
    if sentence.duplicate_of:
        return "duplicate"
    text = document.shadow[sentence.start : sentence.end].strip()
    text = text[after_label(text) :].rstrip("。.!?;:")
    return next((reason for reason, rule in _RULES if rule.search(text)), "no_checkable_object")
