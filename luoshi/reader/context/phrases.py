"""The words left and right of a figure, cut down to what names a thing. Pure functions of strings."""

from __future__ import annotations

import re
from functools import lru_cache

from luoshi.reader.context.patterns import (
    BARE_HEAD,
    COUNTED_HEAD,
    DONE,
    HEAD_TAIL,
    LEAD_IN,
    LISTED_AS,
    PREDICATE,
    REACHED,
    RIGHT_ADVERB,
    RIGHT_CHANGE,
    RIGHT_END,
    SHARED_HEAD,
    STRONG_VERB,
    THROUGH,
    TOPIC_VERB,
    WEAK_VERB,
)

LONGEST_RIGHT = 18
LONGEST_LEFT = 16
LONGEST_PREDICATE = 28
LONGEST_DEED = 6
SHORTEST_NAME = 3

_PARENTHESES = re.compile(r"\([^()]*\)")
_MODIFIER_END = re.compile(r"(?:等|和|及|与|、|的|各|级|各类|各级)$")
_LIST = re.compile(r"[^和及与]+、[^、]+[和及与][^、和及与]{2,}$")  # a whole list, its last member behind 和
_AND = re.compile(r"、|和|及|与|以及")


@lru_cache(maxsize=1024)  # a clause is asked for its name several times
def clean(words: str) -> str:
    """Strip lead-ins and predicates from the words left of a figure."""
    words = _PARENTHESES.sub("", words) if "(" in words else words
    before = None
    while before != words:
        before = words
        words = without_lead_in(words)
        predicate = PREDICATE.search(words, max(0, len(words) - LONGEST_PREDICATE))
        words = words[: predicate.start()] if predicate else words
    return words.strip("“”\"'、 ")


def without_lead_in(words: str) -> str:
    """Drop connectives and period words that lead in a clause."""
    lead = LEAD_IN.match(words)
    return words[lead.end() :] if lead else words


def through(left: str) -> str:
    """Drop what stands before 实现, 推动 …, unless only a bare head would remain behind it."""
    reached = THROUGH.match(left)
    if not reached:
        bare = WEAK_VERB.sub("", left)
        return bare if len(bare) >= SHORTEST_NAME else left
    rest, owner = left[reached.end() :], clean(REACHED.sub("", reached[0]))
    if owner and (BARE_HEAD.match(rest) or len(rest) <= SHORTEST_NAME or _is_owner(owner, rest)):
        return owner + rest
    return clean(rest) or rest


def _is_owner(owner: str, rest: str) -> bool:
    """Tell whether a body completed its own figure: 工业园完成固定资产投资."""
    plain = len(owner) <= LONGEST_LEFT and not set("、“”") & set(owner)
    is_deed = STRONG_VERB.match(owner) or TOPIC_VERB.match(owner)
    return plain and not is_deed and bool(HEAD_TAIL.search(rest))


def leading_verb(words: str) -> str:
    """Return the verb of doing that the words start with, "" without one."""
    verb = STRONG_VERB.match(words)
    return verb[0] if verb else ""


def is_verb(words: str) -> bool:
    """Tell whether the words are a verb of doing and nothing else."""
    return bool(words) and leading_verb(words) == words


def without_verb(name: str) -> str:
    """Drop the verb of doing a name starts with, unless nothing would remain."""
    return name[len(leading_verb(name)) :] or name


def kind_of_list(name: str) -> str:
    """Shorten a long list to what its members are: 受理甲、乙、丙等来信 → 受理来信."""
    verb = leading_verb(name)
    listed = LISTED_AS.match(name, len(verb))
    return verb + listed["kind"] if listed else name


def right_phrase(right: str) -> str:
    """Return the name that the words right of a figure start with."""
    end = RIGHT_END.search(right)
    name = _without_adverb(right[: end.start()] if end else right)
    return RIGHT_CHANGE.sub("", name)[:LONGEST_RIGHT].rstrip("和及与、的“")


def _without_adverb(right: str) -> str:
    """Drop 全部, 如期, 实现; a short deed behind them stays: 贫困村全部退出 → 贫困村退出."""
    adverb = RIGHT_ADVERB.search(right)
    if not adverb:
        return right
    deed = right[adverb.end() :]
    return right[: adverb.start()] + (deed if len(deed) <= LONGEST_DEED and not DONE.match(deed) else "")


def join(left: str, right: str) -> str:
    """Join the verb or the short modifier left of a figure with the name right of it."""
    listed = "、" in left and "等" not in left and not (_LIST.match(left) and not leading_verb(left))
    plain = not set("“”") & set(left) and not listed
    if len(left) <= LONGEST_LEFT and plain and not _MODIFIER_END.search(left):
        return WEAK_VERB.sub("", left) + right
    return leading_verb(left) + right


def overlapping(owner: str, words: str) -> str:
    """Join an owner and what is said of it, which may repeat its end: 甲、乙产业 + 产业年产值."""
    size = max(n for n in range(len(words) + 1) if owner.endswith(words[:n]))
    return owner + WEAK_VERB.sub("", clean(words[size:]))


def share_out(subject: str, count: int) -> list[str]:
    """Split a joint subject into its members: 肉、蛋、奶产量 → 肉产量, 蛋产量, 奶产量.

    The whole subject ``count`` times where it has another number of members.
    """
    parts = [part for part in _AND.split(subject) if part]
    if len(parts) > count:  # 信息传输和软件服务业、租赁和商务服务业
        parts = [part for part in subject.split("、") if part]
    if len(parts) != count:
        return [subject] * count
    parts = [part + parts[-1][1:] if len(part) == 1 else part for part in parts]  # 中、高等职业教育
    last = parts[-1]
    head = SHARED_HEAD.search(last, 2) or HEAD_TAIL.search(last) or COUNTED_HEAD.search(last, 2)
    if head and not any(HEAD_TAIL.search(part) for part in parts[:-1]):
        return [part + head[0] for part in parts[:-1]] + [parts[-1]]
    first = HEAD_TAIL.search(parts[0])
    owner = parts[0][: first.start()] if first else ""
    return [parts[0]] + [owner + part if BARE_HEAD.match(part) else part for part in parts[1:]]
