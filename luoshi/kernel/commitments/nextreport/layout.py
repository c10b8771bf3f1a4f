"""The draft as a whole: its lines in order, grouped as the report that made the promises. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from luoshi.kernel.commitments.assessing.words import day, moment
from luoshi.kernel.commitments.nextreport.checking import Place
from luoshi.kernel.commitments.nextreport.items import (
    Evidence,
    Figure,
    Item,
    Kind,
    Outstanding,
    Promise,
    Sentence,
    Silent,
    text_of,
)
from luoshi.kernel.commitments.nextreport.sentences import outstanding_of, sentence_of, silent_line

_MAIN, _OUTLOOK, _OUTSTANDING = "主要预期目标", "长远目标进展", "未完成和无法判断的事项"
_LONGEST_TITLE = 40
_HAN = "一二三四五六七八九"


class Rank(Enum):
    """What a line is, for the format to show it as such."""

    TITLE = auto()
    REMARK = auto()
    PART = auto()
    SECTION = auto()
    TEXT = auto()  # the sentences of a section, one paragraph
    LEAD = auto()  # what the list below is of
    ENTRY = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the draft: a heading's words, or sentences."""

    rank: Rank
    words: str = ""
    sentences: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The review half of a report, drafted: every line in order, and the evidence in the order cited."""

    year: int
    lines: tuple[Line, ...]
    notes: tuple[Evidence, ...]

    @property
    def figures(self) -> int:
        """Return how many figures it states."""
        return sum(len(sentence.figures) for line in self.lines for sentence in line.sentences)

    @property
    def outstanding(self) -> int:
        """Return how many items it says are not met, behind or unknown."""
        return sum(line.rank is Rank.ENTRY for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that a draft tells: whose report, of which year, and its items as known at a moment."""

    place: str
    year: int
    on: date
    known_at: datetime
    titles: Mapping[str, str]  # of the sections of the report that made the promises, by path, in order
    items: tuple[Item, ...]
    silent: tuple[Silent, ...]


def lay_out(contents: Contents) -> Draft:
    """Return the draft: sections in the order of the report, then what is not met, behind or unknown."""
    year = contents.year
    groups: dict[str, list[Sentence]] = {}
    places = {path: number for number, path in enumerate(contents.titles)}
    for item in sorted(contents.items, key=lambda one: _order(one.promise, places)):
        if sentence := sentence_of(item, year=year):
            groups.setdefault(_group(item.promise, contents.titles), []).append(sentence)
    found = [outstanding_of(item, year=year) for item in contents.items]
    missing = [one for one in found if one] + [silent_line(one, year=year) for one in contents.silent]
    lines = [*_head(contents), Line(Rank.PART, f"一、{year - 1}年工作回顾")]
    for number, (title, sentences) in enumerate(groups.items(), 1):
        lines.append(Line(Rank.SECTION, f"（{_han(number)}）{title}"))
        lines.append(Line(Rank.TEXT, sentences=tuple(sentences)))
    if missing:
        lines.append(Line(Rank.SECTION, f"（{_han(len(groups) + 1)}）{_OUTSTANDING}"))
        lines += _listed(missing)
    cited = (piece for line in lines for one in line.sentences for piece in one.pieces)
    notes = dict.fromkeys(piece for piece in cited if isinstance(piece, Evidence))
    return Draft(year=year, lines=tuple(lines), notes=tuple(notes))


@dataclass(frozen=True, slots=True)
class Style:
    """How a format writes a line and a mark: what stands before and after, and between sentences."""

    before: Mapping[Rank, str]
    after: Mapping[Rank, str]
    between: str
    mark: Callable[[int], str]


PLAIN = Style(before={}, after=dict.fromkeys(Rank, "\n"), between="", mark=lambda number: "")


def flow(draft: Draft, style: Style) -> tuple[str, tuple[Place, ...]]:
    """Return the running text in a style, and where each figure stands in it."""
    numbers = {note: number for number, note in enumerate(draft.notes, 1)}
    text, places = "", []
    for line in draft.lines:
        text += style.before.get(line.rank, "") + line.words
        for index, sentence in enumerate(line.sentences):
            text += style.between if index else ""
            for piece in sentence.pieces:
                words = style.mark(numbers[piece]) if isinstance(piece, Evidence) else text_of(piece)
                if isinstance(piece, Figure):
                    places.append(Place(len(text), len(text) + len(words), piece))
                text += words
            text += "。"
        text += style.after.get(line.rank, "\n")
    return text, tuple(places)


def _head(contents: Contents) -> list[Line]:
    lines = [Line(Rank.TITLE, f"{contents.place}{contents.year}年政府工作报告（回顾部分初稿）")]
    if any(item.simulated for item in contents.items):
        lines.append(Line(Rank.REMARK, "本稿含有模拟数据，不是真实成绩，不得引用。"))
    known = f"截至{day(contents.on)}，以{moment(contents.known_at)}前知悉的数据为准。"
    lines.append(Line(Rank.REMARK, f"本稿由数据自动起草，须经人审定；{known}"))
    return lines


def _listed(missing: Iterable[Outstanding]) -> list[Line]:
    lines = []
    everything = list(missing)
    for kind in Kind:
        entries = [one.sentence for one in everything if one.kind is kind]
        lines += [Line(Rank.LEAD, f"{kind.value}：")] if entries else []
        lines += [Line(Rank.ENTRY, sentences=(entry,)) for entry in entries]
    return lines


def _order(promise: Promise, places: Mapping[str, int]) -> tuple[bool, int, str]:
    """Order as the report does, what goes beyond the year last."""
    path = _section(promise.section)
    return promise.outlook, places.get(path, len(places)), promise.code


def _group(promise: Promise, titles: Mapping[str, str]) -> str:
    if promise.outlook:
        return _OUTLOOK
    path = _section(promise.section)
    return _short(titles.get(path, "")) if "/" in path and titles.get(path) else _MAIN


def _section(path: str) -> str:
    return "/".join(path.split("/")[:2])


def _short(title: str) -> str:
    words = title.replace(", ", "，").replace(",", "，").strip("。，")
    return words if len(words) <= _LONGEST_TITLE else words.partition("，")[0]


def _han(number: int) -> str:
    """Return a number up to 99 in Chinese, as headings count."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else _HAN[tens - 1]) + "十" if tens else ""
    return head + (_HAN[ones - 1] if ones else "")
