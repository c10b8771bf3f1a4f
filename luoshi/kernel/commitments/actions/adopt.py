"""Bring the reviewed commitments into the database, and keep what each adoption changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from luoshi.kernel.base.city import City
from luoshi.kernel.commitments.actions.facts import Facts, action_of, differences, facts_of
from luoshi.kernel.commitments.actions.load import load_reading
from luoshi.kernel.commitments.actions.rows import Row, row_of
from luoshi.kernel.commitments.models import (
    Action,
    Commitment,
    CommitmentDeed,
    CommitmentTarget,
    Edition,
    Report,
    Revision,
)
from luoshi.kernel.commitments.placing import place_entry
from luoshi.kernel.commitments.reading import read_city_report
from luoshi.kernel.commitments.redrafting import require_same_report
from luoshi.kernel.commitments.reviewed import ReviewedFile, load_reviewed
from luoshi.reader.model import Reading

_WRITTEN = [  # what an adoption sets in a commitment
    *("title", "kind", "strength", "half", "livelihood", "section", "edition", "start", "end", "quote"),
    *("prefix", "suffix", "anchor", "entities", "review", "note", "withdrawn", "search"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What an adoption did: codes by action, and those whose words have moved or are lost."""

    edition: Edition
    unchanged: list[str] = field(default_factory=list)
    adopted: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    drifted: list[str] = field(default_factory=list)
    orphans: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        done = {label: getattr(self, action) for action, label in Action.choices}
        return " · ".join(
            f"{label} {len(codes)}" for label, codes in {**done, "未变": self.unchanged}.items()
        )

    def note(self, action: str, code: str) -> None:
        """Remember that the commitment met with the action."""
        codes: list[str] = getattr(self, action)
        codes.append(code)


def adopt(*, city: City, year: int, at: datetime, path: Path | None = None) -> Adoption:
    """Read the city's report of the year, or the re-issue at ``path``, and adopt its reviewed commitments."""
    reviewed = city.commitments_path(year)
    return adopt_file(
        load_reviewed(reviewed),
        reading=read_city_report(city, year, path=path),
        file_sha256=hashlib.sha256(reviewed.read_bytes()).hexdigest(),
        at=at,
    )


@transaction.atomic
def adopt_file(file: ReviewedFile, *, reading: Reading, file_sha256: str, at: datetime) -> Adoption:
    """Make the report's commitments those of the reviewed file, anchored in the text of the reading.

    Rejected entries, and those no longer in the file, are withdrawn; their history stays. The same
    file and text again change nothing. Raises ``reviewed-other-report`` where the two do not belong
    together.
    """
    require_same_report(file, reading)
    edition = load_reading(reading, at=at)
    report = Report.objects.select_for_update().get(pk=edition.report_id)
    kept = list(report.commitments.prefetch_related("targets", "deeds"))
    editions = {other.pk: other for other in report.editions.only("sha256").order_by("read_at", "pk")}
    reviewed_in = next((e for e in editions.values() if e.sha256 == file.header.sha256), edition)

    adoption = Adoption(edition=edition)
    rows = [
        row_of(placed, report=report, edition=reviewed_in if placed.status == "orphan" else edition)
        for entry in file.entries
        if entry.review.status != "rejected"
        for placed in [place_entry(entry, reading.text)]
    ]
    before = {old.code: old for old in kept}
    touched: list[tuple[Row, str, Facts]] = []
    for row in rows:
        code, anchor = row.commitment.code, row.commitment.anchor
        if anchor != "ok":
            adoption.note("drifted" if anchor == "drifted" else "orphans", code)
        old = before.pop(code, None)
        changes = differences(_facts_kept(old, editions) if old else {}, row.facts)
        action = action_of(changes, known=old is not None)
        adoption.note(action, code)
        if action != "unchanged":
            touched.append((row, action, changes))
    gone = [old for old in before.values() if not old.withdrawn]
    for old in gone:
        adoption.note("withdrawn", old.code)

    _write([row for row, _, _ in touched])
    Commitment.objects.filter(pk__in=[old.pk for old in gone]).update(withdrawn=True)
    report.commitments.filter(edition__sha256=edition.sha256).exclude(edition=edition).update(edition=edition)
    _remember(
        [
            *((row.commitment, action, changes) for row, action, changes in touched),
            *((old, "withdrawn", {"withdrawn": [False, True]}) for old in gone),
        ],
        file_sha256=file_sha256,
        at=at,
    )
    return adoption


def _facts_kept(old: Commitment, editions: dict[int, Edition]) -> Facts:
    return facts_of(old, old.targets.all(), old.deeds.all(), editions[old.edition_id].sha256)


def _write(rows: list[Row]) -> None:
    commitments = Commitment.objects.bulk_create(
        [row.commitment for row in rows],
        update_conflicts=True,
        unique_fields=["report", "code"],
        update_fields=_WRITTEN,
    )
    # Parts have no identity of their own: they are replaced with their commitment.
    CommitmentTarget.objects.filter(commitment__in=commitments).delete()
    CommitmentDeed.objects.filter(commitment__in=commitments).delete()
    CommitmentTarget.objects.bulk_create([target for row in rows for target in row.targets])
    CommitmentDeed.objects.bulk_create([deed for row in rows for deed in row.deeds])


def _remember(changed: Iterable[tuple[Commitment, str, Facts]], *, file_sha256: str, at: datetime) -> None:
    changed = list(changed)
    numbers = dict(
        Revision.objects.filter(commitment__in=[commitment for commitment, _, _ in changed])
        .values_list("commitment")
        .annotate(last=Max("number"))
    )
    Revision.objects.bulk_create(
        Revision(
            commitment=commitment,
            number=numbers.get(commitment.pk, 0) + 1,
            at=at,
            action=action,
            changes=changes,
            file_sha256=file_sha256,
        )
        for commitment, action, changes in changed
    )
