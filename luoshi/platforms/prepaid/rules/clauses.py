"""Find void terms in the text of a contract: where, under which article, why, what to write instead. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from luoshi.platforms.prepaid.rules.bans import BANS, SHOP_FORBIDS_ITSELF, Ban

_SENTENCE = re.compile(r"[^。；;！!？?\n]+")
_IGNORED = frozenset(" \t\u3000*_“”\"'‘’「」《》")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord(","): ord("，"), 0xFF0C: 0xFF0C}


@dataclass(frozen=True, slots=True)
class Finding:
    """A term that is void, or where ``ban.doubtful`` may be, with its place in the text."""

    start: int
    end: int
    text: str
    ban: Ban

    def __str__(self) -> str:
        ban = self.ban
        doubt = "，视情形而定" if ban.doubtful else ""
        return f"“{self.text}”：{ban.title}（{ban.law}{doubt}）。{ban.why}。建议：{ban.instead}"


def findings_in(text: str) -> list[Finding]:
    """Return every void term of the text, in its order; of one kind at most one a sentence."""
    found = [
        finding
        for sentence in _SENTENCE.finditer(text)
        for finding in _in_sentence(text, sentence.start(), sentence.group())
    ]
    return sorted(found, key=lambda finding: (finding.start, finding.ban.key))


def _in_sentence(text: str, offset: int, sentence: str) -> Iterator[Finding]:
    places = [place for place, sign in enumerate(sentence) if sign not in _IGNORED]
    plain = "".join(sentence[place] for place in places).translate(_WIDE)
    for ban in BANS:
        if (span := _hit(ban, plain)) is not None:
            start, end = offset + places[span[0]], offset + places[span[1] - 1] + 1
            yield Finding(start, end, text[start:end], ban)


def _hit(ban: Ban, plain: str) -> tuple[int, int] | None:
    """Return the first place of the ban in a sentence that nothing there permits."""
    if any(pattern.search(plain) for pattern in ban.unless):
        return None
    spans = sorted(match.span() for pattern in ban.patterns for match in pattern.finditer(plain))
    return next((span for span in spans if not _forbidden_to_itself(plain, span)), None)


def _forbidden_to_itself(plain: str, span: tuple[int, int]) -> bool:
    """Tell whether the words stand in a clause by which the shop binds itself."""
    begins = plain.rfind("，", 0, span[0]) + 1
    ends = plain.find("，", span[1])
    return bool(SHOP_FORBIDS_ITSELF.search(plain[begins : ends if ends >= 0 else len(plain)]))
