"""Everything that is suggested while a request is being told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.hotline.advising.alike import Alike, alike
from luoshi.platforms.hotline.advising.answers import Known, answers
from luoshi.platforms.hotline.advising.categories import TABLE, categories, topic_of
from luoshi.platforms.hotline.advising.places import Body, bodies_on
from luoshi.platforms.hotline.advising.said import Proposal, Said, sealed
from luoshi.platforms.hotline.advising.units import units
from luoshi.platforms.hotline.modelfiles import classifier
from luoshi.platforms.hotline.models import Suggestion
from luoshi.platforms.hotline.suggesting.classifier import Model
from luoshi.platforms.hotline.suggesting.quality import downgraded
from luoshi.platforms.hotline.suggesting.splitting import Part, split
from luoshi.platforms.hotline.types.request import SORTS

LEAST = 4  # characters from which on there is anything to go by
SPLIT, SORTED = "rule:splitting-1", "rule:downgraded-1"


@dataclass(frozen=True, slots=True)
class Advice:
    """What is suggested, each part of it empty where there is nothing to say.

    ``model`` is the version of the classifier, empty where none is trained; ``abstains`` says that none of
    the categories should be trusted. ``best`` is the one to be put in unless the person at work has chosen
    another, ``place`` the locality that the text names.
    """

    model: str
    abstains: bool
    best: str
    categories: list[Proposal]
    units: list[Proposal]
    alike: list[Alike]
    answers: list[Known]
    parts: list[Part]
    doubts: list[Proposal]
    place: Body | None

    @property
    def proposals(self) -> list[Proposal]:
        """Return all of it as suggestions to be recorded."""
        found = [*self.categories, *self.units, *self.doubts]
        if self.model and self.abstains:
            found.append(
                Proposal(
                    kind=Suggestion.Kind.CATEGORY,
                    value="",
                    producer=f"model:{self.model}",
                    why="把握不足，不作建议",
                )
            )
        if self.parts:
            signs = "、".join(part.sign for part in self.parts if part.sign)
            many = str(len(self.parts))
            found.append(Proposal(kind=Suggestion.Kind.SPLIT, value=many, producer=SPLIT, why=signs))
        return [*found, *(one.proposal for one in self.alike), *(one.proposal for one in self.answers)]

    def seal(self, *, at: datetime) -> str:
        """Return what was shown, to come back with the form."""
        return sealed(self.proposals, at=at)


def advise(said: Said, *, by: Actor, at: datetime) -> Advice | None:
    """Return what is suggested to the actor; None before there is anything to go by.

    The number of queries does not depend on how many requests there are.
    """
    if len("".join(said.content.split())) < LEAST:
        return None
    on, model = at.astimezone(LOCAL).date(), classifier()
    offered, abstains = categories(said, model, on=on)
    best = "" if abstains else offered[0].value
    bodies = bodies_on(on)
    named = bodies.named_in(said.content)
    known = _told(said, category=best, locality=named.code if named else "")
    return Advice(
        model=model.version if model else "",
        abstains=abstains,
        best=best if city_table(TABLE).names(best, on=on) else "",
        categories=offered,
        units=units(known, bodies, on=on),
        alike=alike(known, region=bodies.place_of(known.locality).region, by=by, at=at),
        answers=answers(known, on=on),
        parts=parts_of(said.content, model),
        doubts=_doubts(said),
        place=named,
    )


def parts_of(content: str, model: Model | None) -> list[Part]:
    """Return the requests that a text holds, at least two, or none."""
    return split(content, topic=lambda text: topic_of(text, model))


def _doubts(said: Said) -> list[Proposal]:
    found = downgraded(said.content, kind=dict(SORTS).get(said.sort, ""))
    if found is None:
        return []
    return [Proposal(kind=Suggestion.Kind.QUALITY, value=found.code, producer=SORTED, why=found.reason[:200])]


def _told(said: Said, *, category: str, locality: str) -> Said:
    """Return what was said with what can be guessed of it in the place of what was left out."""
    return replace(said, category=said.category or category, locality=said.locality or locality)
