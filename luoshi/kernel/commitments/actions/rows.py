"""A reviewed entry as rows of the database, not yet written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from luoshi.kernel.base.search import to_vector
from luoshi.kernel.commitments.actions.facts import Facts, facts_of
from luoshi.kernel.commitments.models import (
    Commitment,
    CommitmentDeed,
    CommitmentTarget,
    Edition,
    Report,
)
from luoshi.kernel.commitments.placing import Placed
from luoshi.kernel.commitments.reviewed import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A commitment and its parts, not yet written."""

    commitment: Commitment
    targets: list[CommitmentTarget]
    deeds: list[CommitmentDeed]

    @property
    def facts(self) -> Facts:
        """Return what the rows say."""
        return facts_of(self.commitment, self.targets, self.deeds, self.commitment.edition.sha256)


def row_of(placed: Placed, *, report: Report, edition: Edition) -> Row:
    """Return the rows of an entry that is anchored in the text of the edition."""
    entry = placed.entry
    words = [entry.title, entry.anchor.quote, *dict.fromkeys(target.indicator for target in entry.targets)]
    commitment = Commitment(
        report=report,
        code=entry.id,
        title=entry.title,
        kind=entry.kind,
        strength=entry.strength,
        half=entry.half,
        livelihood=entry.livelihood,
        section=entry.section,
        edition=edition,
        **asdict(entry.anchor),
        anchor=placed.status,
        entities=[asdict(name) for name in entry.entities],
        review=entry.review.status,
        note=entry.review.note,
        search=Cast(Value(to_vector(words)), SearchVectorField()),
    )
    targets = [CommitmentTarget(commitment=commitment, **_columns(t, entry.half)) for t in entry.targets]
    deeds = [CommitmentDeed(commitment=commitment, **asdict(deed)) for deed in entry.deeds]
    return Row(commitment=commitment, targets=targets, deeds=deeds)


def _columns(target: Target, half: str) -> dict[str, Any]:
    low, high = target.value if isinstance(target.value, tuple) else (target.value, None)
    return asdict(target) | {"value": low, "high": high, "half": target.half or half}
