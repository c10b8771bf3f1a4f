"""What somebody said, as far as suggestions go by it, and one thing suggested about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.core import signing

from luoshi.kernel.cases.models import Case
from luoshi.platforms.hotline.models import Suggestion

_SALT = "luoshi.hotline.shown"
_GOOD_FOR = 12 * 60 * 60  # seconds, as long as the form itself
_TITLE = 40
_SENTENCE = re.compile(r"[。！？!?；;\n]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A request as it is told: ``category`` and ``locality`` are codes, ``person`` the caller's hash."""

    content: str
    title: str = ""
    category: str = ""
    locality: str = ""
    person: str = ""
    sort: str = ""
    accused: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """Return the title, or the beginning of what was said where there is none."""
        return self.title or title_of(self.content)

    def by(self, person: str) -> Said:
        """Return the same, said by the person of that hash."""
        return replace(self, person=person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One thing suggested: by whom, how surely, and why. An empty value is no opinion."""

    kind: Suggestion.Kind
    value: str
    producer: str
    title: str = ""  # the value as a person reads it
    confidence: float | None = None
    why: str = ""

    @property
    def percent(self) -> int:
        """Return the confidence in hundredths."""
        return round(100 * (self.confidence or 0))

    def noted(self, case: Case, *, at: datetime, taken: bool | None) -> Suggestion:
        """Return the row that records it, made at the moment, and whether it was taken."""
        return Suggestion(
            case=case,
            kind=self.kind,
            value=self.value,
            confidence=self.confidence,
            producer=self.producer[:80],
            why=self.why[:200],
            made_at=at,
            taken=taken,
        )


def title_of(content: str) -> str:
    """Return the first sentence of what was said, as a title."""
    first = next((part.strip() for part in _SENTENCE.split(content) if part.strip()), "")
    return first if len(first) <= _TITLE else f"{first[: _TITLE - 1]}…"


def said_of(case: Case) -> Said:
    """Return what a request says."""
    data = case.data
    return Said(
        title=case.title,
        content=str(data.get("content", "")),
        category=str(data.get("category", "")),
        locality=str(data.get("locality", "")),
        sort=str(data.get("sort", "")),
        accused=tuple(data.get("accused") or ()),
    )


def sealed(proposals: Iterable[Proposal], *, at: datetime) -> str:
    """Return what was shown at the moment, to come back with the form."""
    shown = [[p.kind.value, p.value, p.confidence, p.producer, p.why] for p in proposals]
    return signing.dumps([at.isoformat(), shown], salt=_SALT, compress=True)


def unsealed(token: str) -> tuple[datetime | None, list[Proposal]]:
    """Return what was shown and when; nothing where the token is not ours or too old."""
    try:
        moment, shown = signing.loads(token, salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature:
        return None, []
    return datetime.fromisoformat(moment), [
        Proposal(kind=Suggestion.Kind(kind), value=value, confidence=sure, producer=producer, why=why)
        for kind, value, sure, producer, why in shown
    ]
