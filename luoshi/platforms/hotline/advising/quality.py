"""Doubts about an answer before it goes out: advice to the unit, by rule, never a refusal."""

from __future__ import annotations

from dataclasses import dataclass

from luoshi.kernel.cases.models import Case
from luoshi.platforms.hotline.advising.said import Proposal
from luoshi.platforms.hotline.models import Request, Suggestion
from luoshi.platforms.hotline.suggesting.quality import Answer, Finding, check

PRODUCER = "rule:quality-1"
_OTHERS = 20  # answers of the unit in which a copy is looked for


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about an answer, and the words of it that it is about."""

    finding: Finding
    words: str

    @property
    def proposal(self) -> Proposal:
        """Return it as a suggestion to be recorded."""
        return Proposal(
            kind=Suggestion.Kind.QUALITY,
            value=self.finding.code,
            producer=PRODUCER,
            why=self.finding.reason[:200],
        )


def doubts_about(case: Case, reply: str) -> list[Doubt]:
    """Return the doubts about the answer, grave ones first. One query."""
    if not reply.strip():
        return []
    answer = Answer(
        title=case.title,
        body=str(case.data.get("content", "")),
        reply=reply,
        others=tuple(_others(case)),
    )
    found = sorted(check(answer), key=lambda one: (not one.grave, one.start))
    return [
        Doubt(one, "" if (one.start, one.end) == (0, len(reply)) else reply[one.start : one.end])
        for one in found
    ]


def doubts(case: Case, reply: str) -> list[Proposal]:
    """Return the doubts as suggestions, each kind once. One query."""
    found = {one.finding.code: one.proposal for one in reversed(doubts_about(case, reply))}
    return list(found.values())


def _others(case: Case) -> list[tuple[str, str]]:
    rows = Request.objects.filter(path=case.path).exclude(case=case).order_by("-opened_at")
    said = rows.values_list("code", "case__data__reply")[:_OTHERS]
    return [(code, reply) for code, reply in said if reply]
