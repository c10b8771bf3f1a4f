"""Figures from outside at the desk: which series somebody files or looks after, and one with its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from luoshi.desk.queries.promise import Known, figures_of
from luoshi.kernel.commitments.models import Commitment, TargetPlan
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.kernel.measures.outside.rights import filing_post, homes_of, may_state
from luoshi.kernel.measures.outside.series import PREFIX, OutsideSeries
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation


@dataclass(frozen=True, slots=True)
class Filed:
    """A series with what is known of it, who files it, and whether the reader does."""

    series: OutsideSeries
    owner: str
    figures: tuple[Known, ...]
    files: bool

    @property
    def name(self) -> str:
        """Return its key as an address has it."""
        return self.series.key.removeprefix(PREFIX)

    @property
    def last(self) -> Known | None:
        """Return its newest figure."""
        return self.figures[0] if self.figures else None

    @property
    def simulated(self) -> bool:
        """Tell whether what is shown is invented."""
        return any(one.row.simulated for one in self.figures)


def series_filed(actor: Actor, *, today: date) -> list[Filed]:
    """Return the series of which the actor may file figures or bring in tables. A fixed number of queries."""
    return _filed(outside_series().values(), actor, today)


def series_named(actor: Actor, name: str, *, today: date) -> Filed | None:
    """Return one of them, None where there is no such series or the actor has nothing to do with it."""
    series = outside_series().get(PREFIX + name)
    return next(iter(_filed([series], actor, today)), None) if series else None


def promises_on(key: str) -> list[Commitment]:
    """Return the commitments of the year that the series is a measure of. One query."""
    plans = TargetPlan.objects.filter(series=key, commitment__withdrawn=False)
    of_year = plans.filter(commitment__report__slug=settings.CITY.home_report)
    rows = of_year.order_by("commitment__code").values("commitment")
    return list(Commitment.objects.filter(pk__in=rows).defer("search").order_by("code"))


def _filed(series: Iterable[OutsideSeries], actor: Actor, today: date) -> list[Filed]:
    listed = list(series)
    homes = homes_of(listed, on=today)
    mine = [one for one in listed if may_state(actor, one, homes)]
    figures = figures_of(mine)
    names = dict(
        Organisation.objects.filter(code__in={one.owner for one in mine}).values_list("code", "name")
    )
    return [
        Filed(
            one,
            names.get(one.owner, one.owner),
            figures[one.key],
            filing_post(actor, one, homes, org="") is not None,
        )
        for one in mine
    ]
