"""The words around a figure: what stands left and right of it in its clause, and how the clause joins on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from luoshi.reader.context.patterns import ASPIRES, COUNTS_OWNERS, LEADS_ON
from luoshi.reader.context.phrases import leading_verb, without_lead_in
from luoshi.reader.document import Document
from luoshi.reader.model import Figure, Sentence

_BOUNDARY = re.compile(r"[,;:!?。]|——|[▶\n](?=\s*[▶—])")
_LIST_MARK = re.compile(r"、|(?<=.)(?:和|及|与)(?=[^、]{0,12}$)")
_WIDE_LETTER = re.compile(r"[Ａ-Ｚａ-ｚ]")
_CLOSED = re.compile(r"\([^()]*\)")
_OWNERS = frozenset("个家所座户")
_ONLY_JOINT = re.compile(r"[\s、和及与/]*")


class Surroundings(NamedTuple):
    """A figure with its words. ``joint`` is the mark its clause starts with, "" at the head of a sentence.

    ``listed`` tells that nothing but 、 or 和 stands between the previous figure and this one.
    """

    figure: Figure
    sentence: Sentence
    left: str
    clause: str  # like ``left``, from the mark before, over the figures in between
    right: str
    joint: str
    before: str  # the sentence up to the clause
    after: str  # the sentence behind the figure
    previous_clause: str  # the clause before, "" where a figure stands in it
    listed: bool
    adjoining: bool  # the previous figure stands in the same clause, no mark between
    leads_on: bool  # only 降至 or the like stands between this figure and the next
    aspires: bool  # the clause only gives the direction of a goal
    owner: str  # the things that are counted only to say whose figure follows in the clause, "" if not so


def surround(document: Document, figures: Sequence[Figure]) -> Iterator[list[Surroundings]]:
    """Yield the figures of each sentence with their words, in reading order."""
    words = _legible(document)
    groups: dict[str, list[Figure]] = {}
    sentences: dict[str, Sentence] = {}
    for figure in figures:
        sentence = document.sentence_at(figure.start)
        sentences[sentence.id] = sentence
        groups.setdefault(sentence.id, []).append(figure)
    for key, members in groups.items():
        yield list(_sentence(words, sentences[key], members))


def _legible(document: Document) -> str:
    """Return the shadow with the full-width letters of the text, so that a name keeps its own (ＧＤＰ)."""
    if not _WIDE_LETTER.search(document.text):
        return document.shadow
    pairs = zip(document.text, document.shadow, strict=True)
    return "".join(own if _WIDE_LETTER.match(own) else narrow for own, narrow in pairs)


def _sentence(shadow: str, sentence: Sentence, figures: list[Figure]) -> Iterator[Surroundings]:
    start = min(sentence.start, figures[0].start)
    end = max(sentence.end, figures[-1].end)
    if start > sentence.end or figures[0].start >= sentence.end:  # a figure in a heading
        start = shadow.rfind("\n", 0, figures[0].start) + 1
    clause = ""
    for index, figure in enumerate(figures):
        previous = figures[index - 1].end if index else start
        following = figures[index + 1].start if index + 1 < len(figures) else end
        around = _one(shadow, sentence, figure, (start, previous, max(following, figure.end), end))
        around = around._replace(clause=clause) if around.listed else around
        clause = around.clause
        yield around


def _one(shadow: str, sentence: Sentence, figure: Figure, bounds: tuple[int, int, int, int]) -> Surroundings:
    start, previous, following, end = bounds
    later = previous > start
    window = shadow[previous : figure.start]
    marks = list(_BOUNDARY.finditer(_hide_parentheses(window)))
    cut, joint = (marks[-1].end(), marks[-1][0]) if marks else (0, "")
    if not marks and later and (listing := window.rfind("、")) >= 0:
        cut, joint = listing + 1, "、"
    opening = window.rfind("(", cut)
    if opening >= 0 and ")" not in window[opening:]:
        cut, joint = opening + 1, "("
    whole = shadow[start : figure.start]
    ends = [mark.end() for mark in _BOUNDARY.finditer(_hide_parentheses(whole))]
    clause = _plain(whole[ends[-1] if ends else 0 :])
    behind = _plain(shadow[figure.end : following]) if following < end else ""
    return Surroundings(
        figure=figure,
        sentence=sentence,
        left=_plain(window[cut:]),
        clause=clause,
        right=_right(shadow[figure.end : following], shares=following < end),
        joint=joint,
        before=shadow[start : previous + cut],
        after=shadow[figure.end : end],
        previous_clause=_plain(window[marks[-2].end() if len(marks) > 1 else 0 : marks[-1].start()])
        if marks and (len(marks) > 1 or not later)
        else "",
        listed=later and not marks and bool(_ONLY_JOINT.fullmatch(window)),
        adjoining=later and not marks and joint != "、",
        leads_on=bool(LEADS_ON.match(behind)) or behind in ("、",),
        aspires=bool(ASPIRES.match(clause)) and "目标" in _right(shadow[figure.end : end], shares=False),
        owner=_owner(figure, _plain(window[cut:]), behind),
    )


def _owner(figure: Figure, left: str, behind: str) -> str:
    """Return what is counted only to say whose figure follows: 甲、乙两个园区产值共…; "" if none."""
    owner = COUNTS_OWNERS.match(behind) if figure.unit in _OWNERS and figure.cmp == "eq" else None
    if owner is None:
        return ""
    names = without_lead_in(left)
    is_list = "、" in names and not leading_verb(names)
    return names + owner["owner"] if is_list or not left else ""


def _hide_parentheses(window: str) -> str:
    """Blank closed parentheses, so that a comma inside one is no boundary. Same length."""
    if ")" not in window:
        return window
    return _CLOSED.sub(lambda closed: "(" + "_" * (len(closed[0]) - 2) + ")", window)


def _plain(words: str) -> str:
    return "".join(words.split())


def _right(words: str, *, shares: bool) -> str:
    """Return the words up to the next mark; 、 is a mark where the next figure stands in the same clause."""
    words = _CLOSED.sub("", words)
    boundary = _BOUNDARY.search(words)
    if boundary:
        return _plain(words[: boundary.start()])
    return _plain(words.split("、")[0] if shares else words)
