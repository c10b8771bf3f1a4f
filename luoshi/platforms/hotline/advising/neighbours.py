"""What others asked about the same matter in the same place: published, finished, and naming nobody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Party
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.advising.answers import Known, answers
from luoshi.platforms.hotline.advising.categories import TABLE, categories
from luoshi.platforms.hotline.advising.said import Said
from luoshi.platforms.hotline.modelfiles import classifier
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.suggesting.quality import Answer, private

SHOWN = 5
_LOOKED_AT = 40
_FINISHED = ("finished", "archived")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A finished request as everybody may read it: what was asked, what was answered, in which month."""

    title: str
    reply: str
    unit: str
    month: date
    simulated: bool


@dataclass(frozen=True, slots=True)
class Nearby:
    """What may spare a resident the asking."""

    category: str
    neighbours: list[Neighbour]
    answers: list[Known]


def nearby(said: Said, *, at: datetime) -> Nearby:
    """Return what others asked and what is known already. Five queries, however many requests there are.

    A category that was not chosen is that of the model, where it has one.
    """
    on = at.astimezone(LOCAL).date()
    category = said.category or _guessed(said, on)
    unclear = str(parameter_book().value("hotline.unclear", on=on, scope=settings.CITY.scope).value)
    known = category if category != unclear else ""
    return Nearby(
        category=city_table(TABLE).titled(known) if known else "",
        neighbours=list(_neighbours(known, said.locality))[:SHOWN],
        answers=answers(said, on=on, category=known) if said.content or known else [],
    )


def _guessed(said: Said, on: date) -> str:
    offered, abstains = categories(said, classifier(), on=on)
    best = "" if abstains else offered[0].value
    return best if city_table(TABLE).names(best, on=on) else ""


def _neighbours(category: str, locality: str) -> Iterator[Neighbour]:
    """Yield the newest, without those in whose words a person could be found, or that accuse somebody."""
    if not category or not locality:
        return
    rows = Request.objects.filter(category=category, locality=locality, state__in=_FINISHED)
    public = rows.filter(public=True, confidential=False, excluded=False, case__secrecy=0)
    unaccused = public.exclude(case__parties__part=Party.Part.ACCUSED)
    for row in unaccused.select_related("case__unit").order_by("-opened_at")[:_LOOKED_AT]:
        title, reply = row.case.title, str(row.case.data.get("reply", ""))
        if reply and not any(private(Answer(title=title, body="", reply=f"{title}\n{reply}"))):
            opened = row.opened_at.astimezone(LOCAL).date()
            yield Neighbour(title, reply, row.case.unit.name, opened, row.simulated)
