"""A text that asks for several things, proposed as parts. A person splits; each part keeps its place in the
text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_ENUMERATED = re.compile(
    r"[（(](?P<bracket>[一二三四五六七八九十1-9])[)）]|(?P<circle>[①-⑨])"
    r"|(?:(?<=[。！？；;:：，,\s])|^)\s*(?:"
    r"(?P<han>[一二三四五六七八九十])[、，.．]"
    r"|(?P<number>[1-9])(?:[、)）]|[.．](?!\d))"
    r"|第(?P<th>[一二三四五六七八九])(?:[、，,：:]|个问题|件事|点)"
    r"|(?P<first>其[一二三四五])[、，,：:是])"
)
_TURNS = re.compile(
    r"(?<=[。！？；;\s])(?:另外|此外|还有一个?(?:问题|件事|事情)|还有就是|还想反映|再反映|同时(?:还|也)?反映|顺便(?:反映|问))"
)
_LEAST = 8
_DIGITS = {sign: place for place, sign in enumerate("一二三四五六七八九十", start=1)}
_CIRCLES = {sign: place for place, sign in enumerate("①②③④⑤⑥⑦⑧⑨", start=1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of several requests: its span in the text and the sign that began it."""

    start: int
    end: int
    text: str
    sign: str


def split(text: str, *, topic: Callable[[str], str | None] | None = None) -> list[Part]:
    """Return the parts proposed, at least two, or none where the text asks for one thing.

    Lists are taken where they count from one upwards in one style; else turns such as 另外. What precedes
    a list is its introduction and belongs to every part. With ``topic`` (such as a classifier that may
    abstain) neighbours of one and the same topic stay together: a list of reasons is no list of requests.
    """
    starts = _list(text) or _turns(text)
    if not starts:
        return []
    parts = []
    for (start, sign), (end, _) in zip(starts, [*starts[1:], (len(text), "")], strict=True):
        words = text[start:end].rstrip()
        if len(words) - len(sign) >= _LEAST:
            parts.append(Part(start=start, end=start + len(words), text=words, sign=sign))
    if topic is not None:
        parts = _joined(text, parts, topic)
    return parts if len(parts) > 1 else []


def _list(text: str) -> list[tuple[int, str]]:
    """Return the longest list that counts 1, 2, … in one style."""
    best: list[tuple[int, str]] = []
    for style in ("han", "number", "bracket", "circle", "th", "first"):
        found: list[tuple[int, str]] = []
        for match in _ENUMERATED.finditer(text):
            if (sign := match.group(style)) and _value(sign) == len(found) + 1:
                begin = match.start() + len(match.group()) - len(match.group().lstrip())
                found.append((begin, text[begin : match.end()]))
        if len(found) > max(1, len(best)):
            best = found
    return best


def _turns(text: str) -> list[tuple[int, str]]:
    turns = [(match.start(), match.group()) for match in _TURNS.finditer(text)]
    return [(0, ""), *turns] if turns else []


def _value(sign: str) -> int:
    last = sign[-1]
    return _DIGITS.get(last) or _CIRCLES.get(last) or int(last)


def _joined(text: str, parts: list[Part], topic: Callable[[str], str | None]) -> list[Part]:
    joined: list[Part] = []
    for part in parts:
        subject = topic(part.text)
        if joined and subject is not None and topic(joined[-1].text) == subject:
            first = joined.pop()
            part = Part(start=first.start, end=part.end, text=text[first.start : part.end], sign=first.sign)
        joined.append(part)
    return joined
