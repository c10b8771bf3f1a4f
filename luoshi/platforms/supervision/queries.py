"""What runs, what was asked of whom, and what need not be asked because records answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case, CaseQuerySet
from luoshi.kernel.commitments.judging.queries import standings
from luoshi.kernel.commitments.models import Light


@dataclass(frozen=True, slots=True)
class Burden:
    """The burden meter (减负): of so many targets, how many were answered by records and not by a form."""

    month: date
    answered: int
    asked: int


def slips() -> CaseQuerySet:
    """Return every supervision slip."""
    return Case.objects.filter(type="supervision")


def open_slip_of(commitment: str) -> Case | None:
    """Return the slip that still runs for the commitment, or None."""
    return slips().open().filter(data__commitment=commitment).first()


def opened_this_month(unit: str, at: datetime) -> int:
    """Return how many slips the unit was sent in the local month."""
    first = at.astimezone(LOCAL).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return slips().filter(unit__code=unit, opened_at__gte=first, opened_at__lte=at).count()


def discrepancies(report: str, *, on: date) -> list[Light]:
    """Return the lights whose unit reports it done while the records do not say so (报完成与记录不符)."""
    return [light for one in standings(report, on=on) for light in one.lights if light.disagrees]


def burden(report: str, *, on: date) -> Burden:
    """Return the burden meter of the month that the day is in."""
    first = on.replace(day=1)
    answered = sum(light.actual is not None for one in standings(report, on=on) for light in one.lights)
    asked = slips().filter(opened_at__date__gte=first, opened_at__date__lte=on).count()
    return Burden(first, answered, asked)
