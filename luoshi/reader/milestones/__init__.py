"""Checkable deeds of the plan half without a figure, and promises comparable without one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from luoshi.reader.document import Document
from luoshi.reader.milestones.clauses import Clause, clauses_of
from luoshi.reader.milestones.deeds import Deed, parse
from luoshi.reader.milestones.naming import Naming, naming_of, worth
from luoshi.reader.milestones.unfigured import find_unfigured
from luoshi.reader.model import Milestone, MilestoneKind, Quantity, Sentence

__all__ = ["find_milestones", "find_unfigured"]

# What the name of an object must be worth (see ``naming``), by what is done to it and what it is. A pair that
# is not listed names nothing checkable: 建立体系, 推进改革, 完善平台.
_NEEDED: dict[str, dict[str, int]] = {
    "issue": {"document": 3, "campaign": 4},
    "start": {"project": 2, "facility": 3, "body": 2, "campaign": 2, "document": 3, "designation": 2},
    "finish": {"project": 2, "facility": 2, "body": 4, "campaign": 4, "document": 4, "": 6},
    "set_up": {"institution": 4, "body": 4, "facility": 4, "document": 6},
    "seek": {"designation": 0, "facility": 2, "body": 2, "gathering": 2, "project": 4},
    "hold": {"gathering": 4, "campaign": 6},
    "campaign": {"project": 5, "campaign": 5, "facility": 7},
    "carry": {"reform": 8, "campaign": 2, "project": 2, "facility": 6, "designation": 2},
    "give": {"benefit": 0, "body": 6, "institution": 6},
    "build": {"institution": 6, "project": 6, "facility": 4, "body": 6},
    "shape": {"project": 6, "facility": 6},
    "push": {"project": 6, "facility": 4, "body": 8},
    "help": {"project": 6, "facility": 6, "body": 6},
    "begin": {"project": 2, "facility": 2, "body": 2},
    "prepare": {"project": 2, "facility": 2, "": 6},
    "end": {"project": 2, "facility": 2, "body": 2},
    "happen": {"project": 4, "firm": 4, "facility": 4, "body": 4, "": 8},
    "work": {"project": 8, "facility": 8},
}
_KINDS: dict[str, MilestoneKind] = {
    "issue": "issue",
    "start": "start",
    "begin": "start",
    "prepare": "start",
    "finish": "finish",
    "end": "finish",
    "set_up": "set_up",
    "build": "build",
    "shape": "build",
    "push": "build",
    "help": "build",
    "work": "build",
}
# 实施校园粮油安全保障工程 is a campaign under a title; 实施供水管网改造工程 is built.
_BUILT = re.compile(
    r"建设|改造|扩建|新建|治理|修复|整治|加固|搬迁|集群|扩能|园区|公园|[供饮引]水|管网|[路桥渠坝站厂网段期道]"
)
# The rest of a list of instances that a comma cut where 、 was meant: 推进甲, 乙等项目建设.
_REST_OF_LIST = re.compile(
    r"^[^,]{3,}等[^,、]{0,8}?(?:项目|工程|道路|公路|园区|活动|赛事|企业)(?:的?建设|活动)?$"
)


def find_milestones(document: Document, quantities: tuple[Quantity, ...]) -> tuple[Milestone, ...]:
    """Return the milestones in reading order; a clause with a figure of its own is none.

    Copied passages are left out: a deed promised twice by a fault of the text is one deed.
    """
    starts = sorted(quantity.start for quantity in quantities)
    return tuple(
        milestone
        for sentence in document.sentences
        if sentence.half == "plan" and not sentence.duplicate_of
        for milestone in _in_sentence(document, sentence, starts)
    )


def _in_sentence(document: Document, sentence: Sentence, figures: list[int]) -> Iterator[Milestone]:
    clauses = clauses_of(document, sentence)
    passed = 0
    for place, clause in enumerate(clauses):
        if place < passed or _holds(figures, clause):
            continue
        milestone = _milestone(document, sentence, clause)
        if milestone is None:
            continue
        rest = clauses[place + 1] if place + 1 < len(clauses) else None
        if rest and not _holds(figures, rest) and _continues(clause, rest):
            whole = Clause(clause.start, rest.end, document.shadow[clause.start : rest.end])
            milestone = _milestone(document, sentence, whole) or milestone
            passed = place + 2
        yield milestone


def _holds(figures: list[int], clause: Clause) -> bool:
    place = bisect_left(figures, clause.start)
    return place < len(figures) and figures[place] < clause.end


def _continues(clause: Clause, rest: Clause) -> bool:
    if "等" in clause.text or not _REST_OF_LIST.search(rest.text):
        return False
    deed = parse(rest.text)
    return deed is None or (not deed.rule and deed.event in ("", "work"))


def _milestone(document: Document, sentence: Sentence, clause: Clause) -> Milestone | None:
    deed = parse(clause.text)
    if deed is None or (needed := _NEEDED.get(deed.done)) is None:
        return None
    naming = naming_of(clause.text[deed.object_start : deed.object_end])
    if deed.rule == "shape" and not naming.listed:
        return None  # 打造高地, 打造枢纽: an ambition, unless its instances are named one by one
    if deed.rule == "finish" and not naming.thing and deed.event != "work" and "创建" not in naming.core:
        return None  # 完成目标任务; but 完成燃煤锅炉改造任务 is work on something
    if naming.thing not in needed or worth(naming) < needed[naming.thing]:
        return None
    start = clause.start + deed.start
    return Milestone(
        id=f"m{start}",
        start=start,
        end=clause.end,
        quote=document.text[start : clause.end],
        verb=deed.verb,
        object=naming.core,
        kind=_kind(deed, naming),
        sentence=sentence.id,
        section=sentence.section,
    )


def _kind(deed: Deed, naming: Naming) -> MilestoneKind:
    done = deed.done
    if "创建" in naming.core or naming.thing == "designation":
        return "other"
    if done in ("carry", "build", "campaign") and deed.event in ("begin", "prepare", "end"):
        return _KINDS[deed.event]
    if done == "build" and naming.thing in ("body", "institution"):
        return "set_up"
    if done in ("carry", "campaign", "push") and naming.thing in ("project", "facility"):
        return "other" if _is_campaign(naming) else "build"
    return _KINDS.get(done, "other")


def _is_campaign(naming: Naming) -> bool:
    """Say whether a 工程 is a programme under a title rather than something that is built."""
    if naming.core.endswith(("”工程", "工程”", "专项")):
        return True
    return naming.core.endswith("工程") and not naming.listed and not _BUILT.search(naming.core)
