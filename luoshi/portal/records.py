"""What anyone may see of a matter: its public acts, in order, without a person's name or number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404

from luoshi.kernel.base.manifest import Manifest
from luoshi.kernel.cases.clocks import MISSED
from luoshi.kernel.cases.declarations import Field, Into, Kind
from luoshi.kernel.cases.fields import shown
from luoshi.kernel.cases.models import Case, DailyRoot, Head
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.cases.tables import titled
from luoshi.kernel.commitments.models import Commitment
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.proposals.queries import of_year
from luoshi.portal.queries import home_slug

_PERSONAL = {Kind.PERSON, Kind.PEOPLE}


@dataclass(frozen=True, slots=True)
class Step:
    """One public act: when, what, and what was said."""

    at: datetime
    title: str
    said: tuple[tuple[str, str], ...]


def published_case(code: str) -> Case:
    """Return the published matter, or raise Http404: nobody learns whether another exists."""
    try:
        return Case.objects.select_related("unit").get(code=code, data__published=True, secrecy=0)
    except ObjectDoesNotExist:
        raise Http404("没有这件公开的事项。No published matter has this number.") from None


def steps_of(case: Case) -> list[Step]:
    """Return the public acts of the matter, and each deadline it missed, in two queries."""
    declared = case_type(case.type)
    units = dict(Organisation.objects.values_list("code", "name"))
    clocks = {clock.key: clock.title for clock in declared.clocks}
    steps = []
    for event in case.events.order_by("seq"):
        action = declared.action(event.action)
        if event.action == MISSED:
            steps.append(Step(event.at, f"逾期：{clocks.get(event.data['clock'], '')}", ()))
        elif action and action.public:
            said = [
                (field.title, shown(field, event.data[field.key], units=units, people={}, entries=titled))
                for field in action.form
                if field.key in event.data and _impersonal(field)
            ]
            steps.append(Step(event.at, action.title, tuple(said)))
    return steps


def _impersonal(field: Field) -> bool:
    return not field.private and field.kind not in _PERSONAL and field.into is not Into.TITLE


def years_of_proposals() -> list[int]:
    """Return the years in which proposals were made, the newest first."""
    days = Case.objects.filter(type="proposals").dates("opened_at", "year", order="DESC")
    return [day.year for day in days]


def published_of(year: int) -> list[Case]:
    """Return the year's published matters in what a list shows of them."""
    found = of_year(year).filter(data__published=True, secrecy=0).order_by("-closed_at")
    return list(found.select_related("unit").only("code", "title", "unit__short", "closed_at"))


def commitment_kept_by(manifest: Manifest) -> Commitment | None:
    """Return the commitment of the city's report that the platform keeps, if the report makes it."""
    standing = Commitment.objects.filter(report__slug=home_slug(), withdrawn=False)
    return standing.filter(quote__contains=manifest.promise).only("code", "title").first()


def any_simulated(year: int) -> bool:
    """Tell whether any of the year's figures rests on invented matters."""
    return of_year(year).filter(simulated=True).exists()


def roots(limit: int = 60) -> list[DailyRoot]:
    """Return the latest daily roots."""
    return list(DailyRoot.objects.order_by("-day")[:limit])


def heads_of(day: date) -> list[tuple[str, int, str]]:
    """Return every case's last event as the root of the day covers it. Raises Http404 where there is none."""
    if not DailyRoot.objects.filter(day=day).exists():
        raise Http404("这一天没有日根。There is no root of that day.")
    kept = Head.objects.filter(root__day__lte=day).order_by("code", "-root__day").distinct("code")
    return list(kept.values_list("code", "seq", "hash"))
