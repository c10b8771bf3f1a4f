"""A task list as it is looked at before it is brought in: each row with its place, and who might lead it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Q

from luoshi.kernel.commitments.models import Commitment, Decomposition
from luoshi.kernel.commitments.models.tracking import Part
from luoshi.kernel.commitments.tracking.decomposing import PlacedRow, Plan
from luoshi.kernel.commitments.tracking.queries import answerable
from luoshi.kernel.orgs.models import Organisation

_SHOWN = 20  # documents brought in before


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with the commitments it is about, its units in words, and a suggested lead where it has none."""

    row: PlacedRow
    commitments: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    suggested: str


@dataclass(frozen=True, slots=True)
class Preview:
    """All rows in the order of the document."""

    rows: tuple[Placed, ...]
    without: tuple[tuple[str, str], ...]

    @property
    def bad(self) -> tuple[Placed, ...]:
        """Return the rows with no place, or with something that was not understood."""
        return tuple(one for one in self.rows if one.row.problems)

    @property
    def covered(self) -> int:
        """Return how many commitments a row with a place is about."""
        return len({code for one in self.rows if one.row.placed for code, _ in one.commitments})


def preview_of(plan: Plan, *, on: date) -> Preview:
    """Return the plan in words. Four queries, however many rows."""
    report = settings.CITY.home_report
    titles = dict(
        Commitment.objects.filter(report__slug=report, withdrawn=False).values_list("code", "title")
    )
    names = dict(Organisation.objects.values_list("code", "short"))
    leads = {
        one.commitment: one.organisation.short for one in answerable(report, on=on) if one.part == Part.LEAD
    }
    rows = []
    for placed in plan.rows:
        named = any(unit.part == "lead" for unit in placed.units)
        guesses = [leads[match.code] for match in placed.matches if match.code in leads]
        rows.append(
            Placed(
                placed,
                tuple((match.code, titles.get(match.code, "")) for match in placed.matches),
                tuple((str(unit.part), names.get(unit.code, unit.code)) for unit in placed.units),
                "" if named or not guesses else guesses[0],
            )
        )
    return Preview(tuple(rows), tuple((code, titles.get(code, "")) for code in plan.without))


def documents() -> list[Decomposition]:
    """Return the documents brought in, the latest first, with the number of their rows and problems."""
    kept = Decomposition.objects.defer("content").order_by("-at", "-pk")
    lacking = Count("rows", filter=~Q(rows__problems=[]))
    return list(kept.annotate(rows_read=Count("rows"), rows_lacking=lacking)[:_SHOWN])
