"""Sentences that lack or repeat a word by the grammar of the genre: one pattern a rule, most are hints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.reader.defects.flag import flag
from luoshi.reader.document import Document
from luoshi.reader.model import Defect

_WORD = r"[\u4e00-\u9fff]"
_LINE_FROM = re.compile(
    rf"(?<=[建造通展进设、,]){_WORD}{{2}}(?=[至到—]{_WORD}{{2,4}}(?:铁路|高铁|高速|公路))"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    kind: str
    message: str
    confidence: float
    suggestion: str | None = None  # template for ``re.Match.expand``


_RULES = (
    _Rule(
        re.compile(
            r"(?P<before>始终)(?P<after>(?!坚持|牢记|秉持)[^,。;:把将以视当做]{6,50}?作为"
            r"[^,。;:]{0,6}(?:任务|责任|目标|使命|标尺|追求|主线|大事))"
        ),
        "missing_word",
        "“作为”之前缺少与之搭配的“把”或“将”。",
        0.8,
        r"\g<before>把\g<after>",
    ),
    _Rule(
        re.compile(
            r"(?P<before>始终)(?P<after>“[^”\n]{2,14}”的"
            r"(?:责任感|使命感|紧迫感|精神|态度|决心|劲头|定力|担当|韧劲|作风|姿态))"
        ),
        "missing_word",
        "“始终”之后的名词短语缺少介词。",
        0.8,
        r"\g<before>以\g<after>",
    ),
    _Rule(
        re.compile(r"(?P<before>人大)(?P<after>[、和](?:全国|[省市县区])?政协(?:委员)?提案)"),
        "missing_word",
        "提案由政协委员提出，人大代表提出的是建议或议案，此处可能缺字。",
        0.6,
        r"\g<before>代表建议\g<after>",
    ),
    _Rule(
        re.compile(r"(?P<before>中央预算)(?P<after>[、和][^,。;]{0,10}(?:债券|国债))"),
        "missing_word",
        "与债券并列的通常是“中央预算内投资”，此处可能缺字。",
        0.55,
        r"\g<before>内\g<after>",
    ),
    _Rule(
        re.compile(r"(?P<before>等[^,、。;等\s]{2,12})等(?=[,。;])"),
        "inserted_char",
        "同一列举中“等”出现两次。",
        0.4,
        r"\g<before>",
    ),
    _Rule(
        re.compile(r"(?:推动|支持|推进|加快)不(?:合规|合格|达标|规范|完善|平衡|健全)(?=、)"),
        "wrong_word",
        "动词的宾语列举中出现否定词语，可能有误排。",
        0.6,
    ),
    _Rule(
        re.compile(r"正常年(?![景份度均内间]|后|限)[\u4e00-\u9fff]{1,2}"),
        "wrong_word",
        "“正常年”之后通常是“景”或“份”，此处可能有误。",
        0.6,
        "正常年景",
    ),
    _Rule(
        re.compile(r"(?<=[+、,“])[\u4e00-\u9fff]{2}(?P<head>[户社商厂])[\u4e00-\u9fff](?P=head)(?=[”+、,])"),
        "repeated_word",
        "同一项中连用了两个含义相近的名词。",
        0.5,
    ),
)


def grammar_defects(document: Document) -> Iterator[Defect]:
    """Yield places where a word is missing or too many."""
    for rule in _RULES:
        for match in rule.pattern.finditer(document.shadow):
            suggestion = match.expand(rule.suggestion) if rule.suggestion else None
            yield flag(
                document,
                match.span(),
                rule.kind,
                rule.message,
                suggestion=suggestion,
                confidence=rule.confidence,
            )
    yield from _own_name(document)


def _own_name(document: Document) -> Iterator[Defect]:
    """Yield lines that start one character off the place's own name: 四台至集安铁路 in a report of 四平."""
    name = (document.place or "").removesuffix("市").removesuffix("省")
    if len(name) != 2:
        return
    for match in _LINE_FROM.finditer(document.shadow):
        if (match[0][0] == name[0]) == (match[0][1] == name[1]):
            continue
        message = f"“{match[0]}”与本地名称“{name}”只差一个字，可能是误排。"
        yield flag(document, match.span(), "wrong_word", message, suggestion=name, confidence=0.6)
