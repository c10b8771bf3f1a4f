"""Rounds of 群众点题 with what came in, and the samples drawn of those a question concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from luoshi.kernel.cases.models import Case
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.platforms.hotline.models import Round, Sampled, Survey
from luoshi.platforms.hotline.topics.contacts import masked
from luoshi.platforms.hotline.topics.evaluating import counted


@dataclass(frozen=True, slots=True)
class Asked:
    """One person who was drawn: through what they are known, and what was recorded."""

    row: Sampled
    contact: str  # masked; a request's is shown on the request

    @property
    def through(self) -> str:
        """Return what the person is known through, as the list names it."""
        return f"request:{self.row.request.code}" if self.row.request else f"opinion:{self.row.opinion_id}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample with what came of it so far."""

    survey: Survey
    rows: tuple[Asked, ...]
    told: dict[str, int]

    @property
    def left(self) -> int:
        """Return of how many nothing is recorded yet."""
        return self.told["asked"] - self.told["recorded"]


def rounds_counted() -> list[Round]:
    """Return every round, the latest first, with how many opinions came in and how many wait."""
    counts = {
        "came": Count("opinions"),
        "waiting": Count("opinions", filter=Q(opinions__sorted_at=None)),
    }
    return list(Round.objects.select_related("organiser").annotate(**counts).order_by("-opens_on", "-pk"))


def organisers(actor: Actor, day: date) -> QuerySet[Organisation]:
    """Return who may hold a round: the actor's own organisations, the government and its departments."""
    own = Q(code__in={post.organisation for post in actor.posts})
    kinds = Q(kind__in=(Kind.GOVERNMENT, Kind.DEPARTMENT, Kind.DISTRICT))
    return Organisation.objects.in_force(day).filter(own | kinds).order_by("path")


def drawn_of(survey: Survey) -> Drawn:
    """Return the sample with everybody who was drawn."""
    rows = survey.sample.select_related("request", "opinion", "asked_by")
    asked = tuple(Asked(row, masked(row.opinion.contact) if row.opinion else "") for row in rows)
    return Drawn(survey, asked, counted(survey))


def topic_surveyed(code: str) -> Case | None:
    """Return the question of that number, None where it is none."""
    return Case.objects.filter(code=code, type="topic").select_related("unit").first()
