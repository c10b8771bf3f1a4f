"""Marks out of place: a comma inside a list of 、, marks in a row, quotes and brackets left open."""

from __future__ import annotations

import re
from collections.abc import Iterator

from luoshi.reader.defects.flag import flag
from luoshi.reader.document import Document
from luoshi.reader.model import Defect

_PAIRS = {"“": "”", "《": "》", "(": ")", "【": "】", "「": "」"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}
_PAIRED = re.compile(
    "[“”()【】「」]|《(?!《)(?<!《《)|》(?!》)(?<!》》)"
)  # doubled ones are arrows of a page
_PARAGRAPH_END = re.compile(r"[。!?;]”?\s*\n")
_LIST_NUMBER = re.compile(r"[0-9一二三四五六七八九十a-zA-Z]{1,3}$")
_MARKS_IN_ROW = re.compile(r"[,、;:][,、;。:]|。[,、;。](?!。)|、 ?[)”》]")

_WORD = r"[\u4e00-\u9fff]"
_ITEM = r"[^\s,、。;:!?()]"
# a、b, c、d with b and c of one ending: 壮大期、升级期, 深化期、攻坚期.
_PARALLEL = re.compile(
    rf"、(?P<before>{_WORD}{{3,7}}(?P<last>{_WORD}))(?P<comma>, ?)"
    rf"(?P<after>{_WORD}{{3,7}}(?P=last))(?=、{_WORD}{{3,7}}(?P=last))"
)
# a、b, c等…: the list goes on behind the comma and ends with 等 and a noun.
_BEFORE_LAST = re.compile(
    rf"、(?P<before>{_ITEM}{{2,6}})(?P<comma>, ?)(?P<after>[“《]?{_ITEM}{{2,6}}[”》]?)"
    r"等(?=重点|领域|方面|产业|行业|部门|项目|工程|地区)"
)
# verb a, b等 + noun, and the clause is over: the object of one verb is cut by a comma.
_OBJECT = re.compile(
    r"[,。;\n]\s*(?:推进|加快|推动|办好|建设|抓好|举办|支持|实施|开展|提升|发展)"
    rf"(?P<before>{_ITEM}{{4,20}})(?P<comma>, ?)(?P<after>{_ITEM}{{3,14}}(?:、{_ITEM}{{3,16}})*?)"
    r"等(?:赛事活动|赛事|活动|项目建设|项目|工程建设|工程|产品|企业)(?=[,。;])"
)
# First characters of verbs and prepositions: what they open is a new clause, not another item.
_CLAUSE_HEADS = frozenset(
    "推加建抓办实开提发支完打创引培深强优扩促落持积全做拓健构着大力严坚统规探谋争新启组举设布围聚依以用对为与将使让在从有确带吸鼓稳改"
    "解保增壮延畅盘激释丰参配筹联承融突巩形成服普率先进一重要及并共同到不切集高超编制出升治整清淘锚储投试赋搭助扶倡营继再获取入纳西东"
    "南北就"
)


def punctuation_defects(document: Document) -> Iterator[Defect]:
    """Yield marks that break a list or a pair; most are hints."""
    yield from _list_commas(document)
    for match in _MARKS_IN_ROW.finditer(document.shadow):
        message = f"标点“{document.text[slice(*match.span())]}”连用。"
        yield flag(document, match.span(), "punctuation", message, confidence=0.6)
    yield from _unbalanced(document)


def _list_commas(document: Document) -> Iterator[Defect]:
    for pattern, is_list, confidence in _LISTS:
        for match in pattern.finditer(document.shadow):
            if not is_list(match["before"], match["after"]):
                continue
            start, end = match.start("before"), match.end("after")
            left = document.text[start : match.start("comma")]
            right = document.text[match.end("comma") : end]
            yield flag(
                document,
                (start, end),
                "punctuation",
                "并列成分之间既用顿号又用逗号，此处逗号可能应为顿号。",
                suggestion=f"{left}、{right}",
                confidence=confidence,
            )


def _are_alike(before: str, after: str) -> bool:
    return len(before) == len(after)


def _goes_on(before: str, after: str) -> bool:
    return after[0] not in _CLAUSE_HEADS


_LISTS = ((_PARALLEL, _are_alike, 0.6), (_BEFORE_LAST, _goes_on, 0.5), (_OBJECT, _goes_on, 0.4))


def _unbalanced(document: Document) -> Iterator[Defect]:
    """Yield quotes and brackets without their partner in the same paragraph."""
    shadow, opened = document.shadow, list[int]()
    last = 0
    for match in _PAIRED.finditer(shadow):
        at, mark = match.start(), match[0]
        if _PARAGRAPH_END.search(shadow, last, at):
            yield from (_alone(document, offset) for offset in opened)
            opened = []
        last = at
        if mark in _PAIRS:
            opened.append(at)
        elif opened and shadow[opened[-1]] == _OPENING[mark]:
            opened.pop()
        elif not (mark == ")" and _LIST_NUMBER.search(shadow, max(0, at - 3), at)):
            yield _alone(document, at)
    yield from (_alone(document, offset) for offset in opened)


def _alone(document: Document, offset: int) -> Defect:
    mark = document.text[offset]
    message = f"“{mark}”在本段中没有与之配对的另一半。"
    return flag(document, (offset, offset + 1), "punctuation", message, confidence=0.6)
