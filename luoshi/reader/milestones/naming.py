"""Naming: what kind of thing an object is, and how much of a name of its own it carries."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reader.milestones.lexicon import CATEGORIES, EVENTS, THINGS, TRAILERS

_ETC = re.compile(
    r"(?<![高平对同初优劣])等(?![级候值同效第]|(?<=中等)(?:职|收入|教育|学|专|规模|城市|强|水平))"
)
_MEMBERS = re.compile(r"[、,]|以及|(?<=.{3})[和与及](?=.{3})")
_MARKS = (
    re.compile(r"“[^”]{3,}|《"),  # a title
    re.compile(r"[一二三四五六七八九十]期"),  # a phase of a project
    re.compile(r"第[一二三四五六七八九十百0-9]+[届次条座轮]"),
    re.compile(r"[升坚进设实效]年”?$|[升坚进设实效]年”?活动"),  # a campaign of the year
    re.compile(r"[A-Za-z0-9]"),  # a route or product number
    re.compile(r"[^、]{2}(?:至|—|-|~|－)[^、]{2}"),  # from one place to another
)
_MARK_WORTH = 4
_LISTED_WORTH = 4  # instances of 项目, 道路…: named one by one
_WORTH = {"": 2, "vague": 0, "empty": 0, "project": 0}  # per character; any other class counts one
_HEADLESS = ("", "generic", "vague", "empty")
_TANGIBLE = ("project", "facility")
_VAGUE_CATEGORY = ("领域", "方面", "环节", "场景")


class Naming(NamedTuple):
    """The class of thing an object is ("" for none), and the words that may name it.

    ``core`` is the object without 等…项目; ``named`` is the core without the work done on it.
    """

    thing: str
    listed: bool
    core: str
    named: str
    category: str


def naming_of(words: str) -> Naming:
    """Tell the class of an object by the noun that heads it, or by what the instances before 等 are."""
    core, category = split_list(words.strip())
    named, own = head_of(core)
    shared = head_of(category)[1]
    if category and not shared and any(head_of(member)[1] in _TANGIBLE for member in _MEMBERS.split(core)):
        shared = CATEGORIES.class_at_end(category)
    return Naming(
        thing=shared if category else own,
        listed=shared in _TANGIBLE,
        core=core,
        named=named,
        category=category,
    )


def worth(naming: Naming) -> int:
    """Return what the best-named member of an object is worth once common words are set aside.

    Below zero for 一批, 各类 and the like, which name nothing.
    """
    members = [(member, THINGS.tokens(member)) for member in _MEMBERS.split(naming.named)]
    vague = any(kind == "vague" for _, tokens in members for _, kind in tokens)
    if vague or any(word in naming.category for word in _VAGUE_CATEGORY):
        return -1
    return max(_worth(*member) for member in members) + _LISTED_WORTH * naming.listed


def split_list(words: str) -> tuple[str, str]:
    """Split 甲、乙等重点项目 into the instances and what they are instances of."""
    cuts = list(_ETC.finditer(words))
    if not cuts:
        return words, ""
    return words[: cuts[-1].start()], words[cuts[-1].end() :]


def head_of(words: str) -> tuple[str, str]:
    """Set aside work on the object and 工作, 任务 after it; return the rest and its last noun's class."""
    while words:
        thing = THINGS.class_at_end(words)
        if thing not in _HEADLESS:
            return words, thing
        tail = TRAILERS.ending(words) or EVENTS.ending(words) or ("”" if words[-1] in "”》)" else "")
        if not tail:
            return words, ""
        words = words[: -len(tail)]
    return words, ""


def _worth(member: str, tokens: list[tuple[str, str]]) -> int:
    if tokens and tokens[-1][1] not in _HEADLESS:
        tokens = tokens[:-1]
    marks = sum(mark.search(member) is not None for mark in _MARKS)
    return sum(map(_word_worth, tokens)) + _MARK_WORTH * marks


def _word_worth(token: tuple[str, str]) -> int:
    word, kind = token
    inside_a_name = len(word) == 1 and kind == "facility"  # the 河 of 青河大桥
    return 2 if inside_a_name else _WORTH.get(kind, 1) * len(word)
