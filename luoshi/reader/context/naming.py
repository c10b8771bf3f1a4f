"""The indicator of a figure: the words of the text that name what is measured.

The measured thing stands left of its figure (城镇新增就业1.5万人), right of it (190所有供餐需求的学校), or in
an earlier clause (…155.86亿元，增长15.2%). Verbs stay where they are part of what is counted (改造, 新增).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from luoshi.reader.context.patterns import (
    AFTERMATH,
    BARE_HEAD,
    CHANGED_OBJECT,
    CLAUSE_SUBJECT,
    EVENT,
    HEAD_TAIL,
    LANDMARK,
    MEDAL,
    MODIFIER,
    MULTIPLE,
    OWN_HEAD_TAIL,
    RATE_TAIL,
    RELATIONAL,
    RIGHT_CHANGE,
    RIGHT_JOINT,
    RIGHT_VERB,
    SCOPE,
    SOURCE,
    SPENT,
    SPENT_FOR,
    SPENT_ON,
    SPENT_ON_WORKS,
    STRONG_VERB,
    WORLD,
    ZERO_OBJECT,
)
from luoshi.reader.context.phrases import (
    LONGEST_RIGHT,
    clean,
    is_verb,
    join,
    kind_of_list,
    leading_verb,
    overlapping,
    right_phrase,
    share_out,
    through,
    without_lead_in,
    without_verb,
)
from luoshi.reader.context.surroundings import Surroundings

LONGEST_OWNER = 20
DURATION = "年"

_RATIO_UNITS = {"%", "‰", "百分点", "个百分点", "倍", "位", ""}
_MONEY = {"元", "美元"}


class Name(NamedTuple):
    """An indicator, whether it came from another clause, and the first of the figures 分别 deals out."""

    indicator: str
    carried: bool = False
    group: int | None = None


@dataclass
class _Memory:
    """What the clauses read so far in a sentence left behind for those that name nothing."""

    topic: Callable[[], str]  # asked for seldom: it looks back over the paragraph
    names: list[str] = field(default_factory=list)  # indicators, figure by figure
    base: str = ""  # the last thing named in its own right
    verb: str = ""
    unit: str = ""
    owner: str = ""  # whose figure follows in the clause
    rate: str = ""  # the rate or price that a clause without a figure says is changed


def name_sentence(group: list[Surroundings], topic: Callable[[], str]) -> list[Name]:
    """Name the figures of a sentence. The topic tells what the paragraph is about, "" if it does not say."""
    memory = _Memory(topic=topic)
    names: list[Name] = []
    while len(names) < len(group):
        around = group[len(names)]
        if around.figure.unit == DURATION:
            names.append(_lasting(around, memory))
            continue
        memory.rate = _changed_rate(around) or memory.rate
        shares = _dealt_out(group, len(names), memory)
        found = [Name(share, carried=True, group=len(names)) for share in shares] or [_name(around, memory)]
        names += found
        memory.names += [name.indicator for name in found]
        memory.unit = around.figure.unit
    for index in range(len(names) - 2, -1, -1):  # 6471户1.97万人: the name stands right of both
        indicator = names[index].indicator
        if group[index + 1].listed and (not indicator or is_verb(indicator)):
            names[index] = names[index + 1]
    return names


def _lasting(around: Surroundings, memory: _Memory) -> Name:
    """Name a duration (连续45年无重大森林火灾) without letting it stand for what the next figure measures."""
    subject = clean(around.left)
    return Name((subject or memory.base) + around.right[:LONGEST_RIGHT] or memory.topic())


def _dealt_out(group: list[Surroundings], index: int, memory: _Memory) -> list[str]:
    """Return the indicators of figures in a row that have a subject each, [] where they do not."""
    count = 1
    while index + count < len(group) and group[index + count].listed:
        count += 1
    if count == 1:
        return []
    words, apart, _ = group[index].left.partition("分别")
    subject = clean(words)
    if not apart:
        parts = share_out(subject, count)
        return parts if subject and len(set(parts)) == count else []
    if BARE_HEAD.match(subject) and len(memory.names) >= count:  # …新增3亿元和2亿元，增量分别是…
        return [_owner_of(subject, name) + subject for name in memory.names[-count:]]
    if subject:
        memory.base = subject
        return [_rated(part, memory) for part in share_out(subject, count)]
    before = _subject_before(group[index], memory)
    if before:
        return share_out(before, count)
    earlier = memory.names[-count:]
    return (earlier * count)[:count] if earlier else [memory.topic() or _plain_words(group[index])] * count


def _name(around: Surroundings, memory: _Memory) -> Name:
    figure = around.figure
    zero = ZERO_OBJECT.match(figure.quote) if figure.cmp == "zero" else None
    if zero:
        owner = through(clean(around.left))
        return Name((owner if len(owner) <= LONGEST_OWNER else "") + zero["object"])
    medal = MEDAL.search(figure.quote)
    if medal:
        return Name(_event(around) + medal["metal"], carried=True)
    if around.listed and memory.names and memory.names[-1] and not is_verb(memory.names[-1]):
        return Name(memory.names[-1], carried=True)
    owner, memory.owner = memory.owner, around.owner
    if around.owner:
        return Name(around.owner)
    if owner and around.adjoining:
        memory.base = overlapping(owner, clean(around.left))
        return Name(memory.base)
    left = "" if around.adjoining and around.left.startswith("的") else clean(around.left)
    right = _right_name(around, named=bool(left) and not is_verb(left) and not SCOPE.match(left))
    if right:
        return _attributive("" if SCOPE.match(left) else through(left), right, around, memory)
    if not left or (figure.unit == "倍" and MULTIPLE.match(left)):
        last = memory.names[-1] if around.adjoining and memory.names else ""
        moved = bool(memory.base) and last.startswith(memory.base)  # 占比由13%提高到14%
        return Name(last if moved else _carried(around, memory), carried=True)
    if memory.base and (RELATIONAL.match(left) or (figure.cmp == "rank" and WORLD.match(left))):
        return Name(memory.base + left, carried=True)
    return _spent(around, left, memory) or _own(around, through(left), memory)


def _attributive(left: str, right: str, around: Surroundings, memory: _Memory) -> Name:
    """Name a figure that stands before its noun: 建设10个养老中心."""
    if not left and around.joint == "、" and not leading_verb(right):
        left = memory.verb
    name = join(left, right)
    memory.verb = leading_verb(left)
    memory.base = left if left and not memory.verb and leading_verb(right) else name
    return Name(name)


def _spent(around: Surroundings, left: str, memory: _Memory) -> Name | None:
    """Name an amount by what it is spent on: 投资8300万元实施治理; None where it is not spent."""
    if SPENT.match(bare := through(left)) and not memory.base:
        purpose = SPENT_ON_WORKS.match(around.after) or SPENT_ON.match(around.after)
        return Name(purpose["purpose"] + bare) if purpose else None
    purpose = SPENT_FOR.match(around.right) if around.figure.unit in _MONEY else None
    source = SOURCE.search(left)
    if source:
        purpose = purpose or SPENT_FOR.match(around.after.lstrip(","))
        return Name(source["source"] + (purpose["purpose"] if purpose else ""))
    return _own(around, through(left) + purpose["purpose"], memory) if purpose else None


def _own(around: Surroundings, subject: str, memory: _Memory) -> Name:
    """Name a figure by the words left of it, with the owner or the verb they lack."""
    if BARE_HEAD.match(subject):
        if not memory.base and "、" not in around.previous_clause:
            memory.base = _subject_before(around, memory)
        owner = _owner(subject, memory, heads=not around.joint)
        memory.base = owner + subject
        return Name(memory.base, carried=bool(owner))
    verb = leading_verb(subject)
    if verb == subject and memory.base and around.joint != ";":
        return Name(without_verb(memory.base) + subject, carried=True)
    if not verb and memory.verb and _goes_on(around, subject, memory):
        memory.base = subject
        return Name(memory.verb + subject, carried=True)
    modifier = MODIFIER.match(memory.base) if around.joint == "、" and not verb else None
    if modifier and memory.unit == around.figure.unit and "的" not in subject:
        memory.base = modifier[0] + subject
        return Name(memory.base, carried=True)
    memory.verb = verb
    memory.base = _rated(kind_of_list(subject), memory)
    return Name(memory.base)


def _carried(around: Surroundings, memory: _Memory) -> str:
    """Return the subject of a clause that only predicates: the clause's before it, or the last figure's."""
    memory.base = _subject_before(around, memory) or memory.base
    return memory.base or (memory.names[-1] if memory.names else memory.topic()) or _plain_words(around)


def _subject_before(around: Surroundings, memory: _Memory) -> str:
    """Return what the clause before is about, where it has no figure of its own; "" if it does not tell."""
    clause = without_lead_in(around.previous_clause)
    if around.joint != "," or not clause:
        return ""
    subject = CLAUSE_SUBJECT.match(clause)
    if subject:
        return subject["subject"]
    if HEAD_TAIL.search(clause):
        return clean(clause)
    if memory.base:
        return ""
    changed = CHANGED_OBJECT.search(clause)
    if changed:
        return changed["object"]
    return clause if STRONG_VERB.match(clause) and len(clause) <= LONGEST_OWNER else ""


def _changed_rate(around: Surroundings) -> str:
    """Return the rate that the clause before announces a change of: 提高粮食最低收购价，稻谷每斤提高3分."""
    figure = around.figure
    is_change = figure.form != "level" and figure.unit not in _RATIO_UNITS
    changed = CHANGED_OBJECT.search(around.previous_clause) if is_change else None
    return changed["object"] if changed and RATE_TAIL.search(changed["object"]) else ""


def _rated(subject: str, memory: _Memory) -> str:
    """Add the announced rate to a subject that is no rate itself."""
    is_rate = HEAD_TAIL.search(subject) or RATE_TAIL.search(subject)
    return subject if is_rate else subject + memory.rate


def _plain_words(around: Surroundings) -> str:
    """Return the nearest words there are, for a figure whose grammar tells no name."""
    return around.right[:LONGEST_RIGHT] or around.left or around.previous_clause[-LONGEST_RIGHT:]


def _event(around: Surroundings) -> str:
    """Return the event at which medals were won."""
    event = EVENT.search(without_lead_in(around.before + around.left))
    return event["event"].rpartition("在")[2] if event else ""


def _owner(head: str, memory: _Memory, *, heads: bool) -> str:
    """Return what a bare head (办结率, 利润) belongs to; the topic only where it heads a sentence."""
    if not memory.base or BARE_HEAD.match(memory.base):
        return memory.topic() if heads else ""
    return _owner_of(head, memory.base)


def _owner_of(head: str, name: str) -> str:
    """Return what a head belongs to: 工业总产值, 利润 → 工业; an increment is that of the whole name."""
    base = without_verb(name)
    return base if head.endswith("增量") else OWN_HEAD_TAIL.sub("", base) or base


def _goes_on(around: Surroundings, subject: str, memory: _Memory) -> bool:
    """Tell whether the verb of the clause before governs this one too: 改造供热管网…, 供水管网…"""
    if around.joint == "、":
        return (memory.unit in _MONEY) == (around.figure.unit in _MONEY)
    return around.joint == "," and memory.unit == around.figure.unit and memory.base[-2:] == subject[-2:]


def _right_name(around: Surroundings, *, named: bool) -> str:
    """Return the name to the right of the figure, "" if the figure closes what stands left of it."""
    right, unit = around.right, around.figure.unit
    right = LANDMARK.sub("", right, count=1)
    right = AFTERMATH.sub("", right, count=1) if named else right
    attributive = right.startswith("的")
    right = RIGHT_CHANGE.sub("", right.removeprefix("的")) if attributive else right
    closes = named or around.joint == "、" or around.figure.cmp == "rank"
    if not right or right[0] in '”"、)' or (closes and unit in _RATIO_UNITS and not attributive):
        return ""
    if unit != "次" and (RIGHT_JOINT.match(right) or (named and RIGHT_VERB.match(right))):
        return ""
    return right_phrase(right)
