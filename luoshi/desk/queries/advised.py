"""What is suggested on the page of a request to whoever is to dispatch it or to answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from luoshi.desk.queries.dossier import Dossier
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.hotline.advising.advice import parts_of
from luoshi.platforms.hotline.advising.alike import Alike, alike
from luoshi.platforms.hotline.advising.categories import categories, to_dispatch
from luoshi.platforms.hotline.advising.places import bodies_on
from luoshi.platforms.hotline.advising.said import Proposal, said_of
from luoshi.platforms.hotline.advising.units import units
from luoshi.platforms.hotline.modelfiles import classifier
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.suggesting.splitting import Part
from luoshi.platforms.hotline.types import REQUEST

_SENDING = ("dispatch", "arbitrate")


@dataclass(frozen=True, slots=True)
class Advised:
    """Suggestions about a request: all of them advice, none of them done by itself.

    ``action`` is the step by which it is dispatched, empty where that is not the reader's to do now.
    ``repeats`` is the code of the request it repeats.
    """

    action: str
    units: list[Proposal]
    categories: list[Proposal]
    abstains: bool
    alike: list[Alike]
    parts: list[Part]
    repeats: str


def advised_on(dossier: Dossier, actor: Actor, at: datetime) -> Advised | None:
    """Return what is suggested to the actor about the case; None where there is nothing to decide."""
    if dossier.type is not REQUEST:
        return None
    doable = {offer.action.key for offer in dossier.doable}
    action = next((key for key in _SENDING if key in doable), "")
    if not action:
        return None
    case, on = dossier.case, at.astimezone(LOCAL).date()
    said, model = said_of(case), classifier()
    offered, abstains = categories(said, model, on=on)
    row = Request.objects.select_related("repeat_of").only("person", "repeat_of__code").get(case=case)
    told = said.by(row.person or "")
    bodies = bodies_on(on)
    region = bodies.place_of(said.locality).region
    return Advised(
        action=action,
        units=units(to_dispatch(said, model, on=on), bodies, on=on),
        categories=[one for one in offered if one.value != said.category],
        abstains=abstains,
        alike=[one for one in alike(told, region=region, by=actor, at=at) if one.case.pk != case.pk],
        parts=parts_of(said.content, model),
        repeats=row.repeat_of.code if row.repeat_of else "",
    )
