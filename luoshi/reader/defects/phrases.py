"""Near misses of set phrases: one character wrong, missing, added or two in the wrong order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from luoshi.reader.defects.flag import flag
from luoshi.reader.defects.lexicon import SET_PHRASES, WHOLE_PHRASES
from luoshi.reader.defects.words import JOINED
from luoshi.reader.document import Document
from luoshi.reader.model import Defect

_LONG = 7  # from this length on, two characters may have been added
_SHORTEST_CUT = 6  # below this, a phrase short of one character is too often the joint of two words
_VERY_LONG = 10  # from this length on, a wrong word is doubtful even where it is a word
_HINT = 0.45  # confidence of a doubt that a reader may well dismiss
_OFTEN = 3  # a wording used this often in one text is that text's own
_IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]{2}")
_PARTICLES = frozenset("的地得和与及或等了着新大各全为在中是向对都和型性化类级")
_WHOLE = frozenset(WHOLE_PHRASES)
_RANK = {phrase: rank for rank, phrase in enumerate((*SET_PHRASES, *WHOLE_PHRASES))}
_KINDS = {0: "wrong_word", -1: "missing_word", 1: "inserted_char", 2: "inserted_char"}
_MESSAGES = {"wrong_word": "有一处用字不同", "missing_word": "少一个字", "inserted_char": "多出字"}


class _Half(NamedTuple):
    """The first or second half of a phrase: within one edit of a phrase, one of its halves is intact."""

    text: str
    phrase: str
    far: str  # the character at the other end of the phrase
    is_head: bool


class _NearMiss(NamedTuple):
    start: int
    end: int
    edit: int  # where in the text the two part
    phrase: str


def phrase_defects(document: Document) -> Iterator[Defect]:
    """Yield places that come within one edit of a set phrase and are not another one."""
    misses, exact = _scan(document.shadow)
    for miss in sorted(misses, key=lambda m: (m.start, -len(m.phrase), _RANK[m.phrase], m.end)):
        if not any(start <= miss.edit < end for start, end in exact):
            exact.add((miss.start, miss.end))  # the longest, then most usual phrase speaks for a place
            yield from _defect(document, miss)


def _scan(shadow: str) -> tuple[set[_NearMiss], set[tuple[int, int]]]:
    misses: set[_NearMiss] = set()
    exact: set[tuple[int, int]] = set()
    for at, half in _halves_in(shadow):
        start = at if half.is_head else at - len(half.phrase) + len(half.text)
        if shadow.startswith(half.phrase, max(0, start)):
            exact.add((start, start + len(half.phrase)))
        else:
            misses.update(_near(shadow, at, half))
    return misses, exact


def _halves_in(shadow: str) -> Iterator[tuple[int, _Half]]:
    for opening in _OPENING.finditer(shadow):
        at = opening.start()
        for length in _LENGTHS.get(shadow[at : at + 2], ()):
            for half in _HALVES.get(shadow[at : at + length], ()):
                yield at, half


def _near(shadow: str, at: int, half: _Half) -> Iterator[_NearMiss]:
    size = len(half.phrase)
    far_end = at + size - 1 if half.is_head else at + len(half.text) - size
    if half.phrase not in _WHOLE and half.far not in shadow[max(0, far_end - 2) : far_end + 3]:
        return  # quick: inside a phrase, a slip leaves both ends as they are
    for extra in (0, -1, 1, 2) if size >= _LONG else (0, -1, 1):
        start = at if half.is_head else at + len(half.text) - size - extra
        end = start + size + extra
        if start < 0 or end > len(shadow):
            continue
        far = end - 1 if half.is_head else start
        if shadow[far] != half.far and half.phrase not in _WHOLE:
            continue
        edit = _edit(half.phrase, shadow[start:end])
        if edit is not None and _counts(shadow, start, end, edit, half.phrase):
            yield _NearMiss(start, end, start + edit, half.phrase)


def _edit(phrase: str, found: str) -> int | None:
    """Return where a phrase and a wording part if one edit makes them equal, else None."""
    at = next((k for k, (a, b) in enumerate(zip(phrase, found, strict=False)) if a != b), None)
    if at is None:
        return None
    surplus = len(found) - len(phrase)
    if surplus > 0:
        same = phrase[at:] == found[at + surplus :]
    elif surplus < 0:
        same = phrase[at - surplus :] == found[at:]
    else:
        swapped = phrase[at : at + 2] == found[at : at + 2][::-1] and phrase[at + 2 :] == found[at + 2 :]
        same = swapped or phrase[at + 1 :] == found[at + 1 :]
    return at if same else None


def _counts(shadow: str, start: int, end: int, edit: int, phrase: str) -> bool:
    """Tell whether an edit is one that a slip makes: of ideographs, and not at an open end of the phrase."""
    found, surplus = shadow[start:end], end - start - len(phrase)
    changed = found[edit : edit + max(1, surplus)] if surplus >= 0 else phrase[edit]
    if not all("\u4e00" <= char <= "\u9fff" for char in changed) or set(changed) & _PARTICLES:
        return False
    if phrase in _WHOLE:
        return surplus >= 0 or len(phrase) >= _SHORTEST_CUT
    margin = 2 if surplus < 0 else 1  # what is left of a cut word may end the word before: 上海港|集装箱
    return margin <= edit < len(phrase) - margin


def _defect(document: Document, miss: _NearMiss) -> Iterator[Defect]:
    found = document.shadow[miss.start : miss.end]
    kind = _KINDS[len(found) - len(miss.phrase)]
    idiom = miss.phrase in _WHOLE and kind == "inserted_char"  # idioms take no modifiers
    meant = not idiom and _reads_well(document.shadow, miss, found)
    if meant and not (kind == "wrong_word" and len(found) >= _VERY_LONG):
        return
    if document.shadow.count(found) >= _OFTEN:
        return
    yield flag(
        document,
        (miss.start, miss.end),
        kind,
        f"与常用提法“{miss.phrase}”相比{_MESSAGES[kind]}。",
        suggestion=miss.phrase,
        confidence=_HINT if meant else _confidence(document.shadow, miss.phrase),
    )


def _confidence(shadow: str, phrase: str) -> float:
    """Return more where the phrase is long, or stands in the text elsewhere as it should."""
    return 0.7 if len(phrase) > _LONG or phrase in shadow else 0.55


def _reads_well(shadow: str, miss: _NearMiss, found: str) -> bool:
    """Tell whether the edit leaves a word that is known or that the text uses elsewhere: then it is meant."""
    surplus = len(found) - len(miss.phrase)
    changed = max(1, surplus) if surplus >= 0 else 0
    joints = range(miss.edit - 1, miss.edit + changed)
    pairs = [shadow[k : k + 2] for k in joints if _IDEOGRAPHS.match(shadow, k)]
    if not _WORDS.isdisjoint(pairs):
        return True
    often = shadow.count(found)
    return any(shadow.count(pair) > often for pair in pairs)


def _halves() -> dict[str, tuple[_Half, ...]]:
    index: defaultdict[str, list[_Half]] = defaultdict(list)
    for phrase in _RANK:
        middle = (len(phrase) + 1) // 2
        head, tail = phrase[:middle], phrase[middle:]
        index[head].append(_Half(head, phrase, phrase[-1], is_head=True))
        index[tail].append(_Half(tail, phrase, phrase[0], is_head=False))
    return {text: tuple(halves) for text, halves in index.items()}


def _lengths(texts: Iterable[str]) -> dict[str, frozenset[int]]:
    """Return the lengths of the texts by the two characters they begin with."""
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for text in texts:
        lengths[text[:2]].add(len(text))
    return {pair: frozenset(found) for pair, found in lengths.items()}


_HALVES = _halves()
_LENGTHS = _lengths(_HALVES)
_FIRSTS, _SECONDS = (re.escape("".join(characters)) for characters in zip(*_LENGTHS, strict=True))
_OPENING = re.compile(f"[{_FIRSTS}](?=[{_SECONDS}])")
_WORDS = JOINED | {a + b for phrase in _RANK for a, b in pairwise(phrase)}
