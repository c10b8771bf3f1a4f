"""Deeds: verb, object and event of a clause, before anyone asks whether the object is a named thing."""

from __future__ import annotations

import re
from typing import NamedTuple

from luoshi.reader.milestones.clauses import after_label
from luoshi.reader.milestones.lexicon import BEFORE_EVENT, EVENTS, HEADS, RULING, TRAILERS

# Who must act: 各县区要…, 我们将…
_ACTOR = re.compile(r"[\u4e00-\u9fff]{2,8}?(?:(?<![主重需必首纪摘概])要(?![求点素义件闻])|(?<![名大])将)")
# A phrase before the verb: 在…, 为…, 依托…. The verb is then the first one inside the clause.
_PREPOSITION = re.compile(
    r"在(?!建)|对(?![接标外])|将|把|给|向|为|以|从|用(?!好)|依托|围绕|按照|通过|由|根据|利用|抓住|结合"
)
# When it must happen, before the verb or before the event: 五年内, 并确保5月底前.
_WITHIN = re.compile(r"[0-9一二三四五六七八九十]+年内")
_BY = re.compile(
    r"(?:并?(?:确保|力争|争取))?[在于]?(?:[0-9一二三四五六七八九十]+月(?:份|底|中旬)?前?|年底前?)$"
)
_RULING = {word: RULING.index(name) for word, name in HEADS.items() if name in RULING}
_SHORTEST_OBJECT = 2
_MOVING = ("", "push", "help")
_INNER = {"push": ("seek", "campaign"), "help": ("seek", "build", "set_up")}


class Deed(NamedTuple):
    """A verb chain, the object after it and the event at the clause's end; offsets within the clause."""

    start: int  # of the first adverb or verb
    verb: str  # as printed; the event where the verb only moves it on (推动…投产)
    rule: str  # class of the ruling verb, "" where the object comes first
    event: str  # class of the event, "" where the clause names none
    object_start: int
    object_end: int

    @property
    def done(self) -> str:
        """What is done to the object: the ruling verb, or the event where the verb only moves it on."""
        moved_on = self.rule in _MOVING and self.event not in ("", "work")
        return self.event if moved_on else self.rule or self.event


class _Event(NamedTuple):
    word: str
    object_end: int
    hurried: bool  # 加快, 早日, 5月底前 before it


def parse(text: str) -> Deed | None:
    """Take a clause apart, or return None where it holds neither a heading verb nor an event.

    An object that comes first needs an event of its own (…项目投产); mere work on it counts only when it is
    hurried (…项目加快建设).
    """
    start, chain, rest = _verbs(text, _verb_position(text, _after_opening(text)))
    event = _event(text, rest)
    kind = EVENTS.get(event.word, "")
    if not chain and (not kind or (kind == "work" and not event.hurried)):
        return None
    ruling = min(chain, key=_RULING.__getitem__, default="")
    rule = HEADS.get(ruling, "")
    if rule in _INNER and (inner := _inner(text[rest : event.object_end], _INNER[rule])):
        position, word = inner
        rest += position + len(word)
        ruling, rule = word, HEADS[word]
    return Deed(
        start=start,
        verb=event.word if rule in _MOVING and kind in ("begin", "end", "happen") else ruling or event.word,
        rule=rule,
        event=kind,
        object_start=rest,
        object_end=event.object_end,
    )


def _after_opening(text: str) -> int:
    position = after_label(text)
    if ("要" in text or "将" in text) and (actor := _ACTOR.match(text, position)):
        position = actor.end()
    if "年内" in text and (within := _WITHIN.match(text, position)):
        position = within.end()
    return position


def _verb_position(text: str, begin: int) -> int:
    """Return where the verbs begin: at once, or after a phrase such as 依托…, at the first verb inside."""
    if not _PREPOSITION.match(text, begin):
        return begin
    verbs = (place for place, word in HEADS.starting(text, begin + 2, len(text)) if HEADS[word] != "adverb")
    return next(verbs, begin)


def _verbs(text: str, position: int) -> tuple[int, list[str], int]:
    """Return where the deed starts, its verbs, and where the object starts. A last verb may be the object."""
    start = position
    chain: list[str] = []
    ends: list[int] = [position]
    while (word := _next_verb(text, position, joined=bool(chain))) and not (chain and HEADS[word] == "else"):
        position = text.index(word, position) + len(word)
        if HEADS[word] != "adverb":
            chain.append(word)
            ends.append(position)
    while len(chain) > 1 and len(text) - ends[len(chain)] < _SHORTEST_OBJECT:
        chain.pop()
    return start, chain, ends[len(chain)]


def _next_verb(text: str, position: int, *, joined: bool) -> str:
    """Return the verb or adverb here, or the verb after 和, 并, 、 where one stands before: 编制和实施."""
    if word := HEADS.at(text, position):
        return word
    if joined and text[position : position + 1] in ("和", "并", "、"):
        word = HEADS.at(text, position + 1)
        return "" if word and HEADS[word] in ("adverb", "else") else word
    return ""


def _event(text: str, rest: int) -> _Event:
    """Find the event that ends the clause, stepping over 工作, 进度 and the like after it."""
    stop = len(text)
    while not (word := EVENTS.ending(text[rest:stop])) and (trailer := TRAILERS.ending(text[rest:stop])):
        stop -= len(trailer)
    stop -= len(word)
    if not word or stop < rest + _SHORTEST_OBJECT:
        return _Event("", len(text), False)
    end = stop
    while adverb := BEFORE_EVENT.ending(text[rest:end]):
        end -= len(adverb)
    if by := _BY.search(text, rest, end):
        end = by.start()
    return _Event(word, end, hurried=end < stop)


def _inner(words: str, sought: tuple[str, ...]) -> tuple[int, str] | None:
    """Find the verb of the one who is helped, and where it stands among the words: 襄阳争创…."""
    for position, word in HEADS.starting(words, _SHORTEST_OBJECT, len(words) - 2 * _SHORTEST_OBJECT):
        is_thing = words.startswith(("项目", "工程"), position + len(word))  # 改扩建项目 is no verb
        if HEADS[word] in sought and not is_thing:
            return position, word
    return None
