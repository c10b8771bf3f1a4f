"""Answers of the knowledge base that fit a request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from luoshi.kernel.base.search import to_query
from luoshi.kernel.composed import Blank, Where, question_of
from luoshi.kernel.composed import answers as questions
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.advising.alike import asked_for, most_alike, spread_of
from luoshi.platforms.hotline.advising.said import Proposal, Said
from luoshi.platforms.hotline.models import Knowledge, Suggestion
from luoshi.platforms.hotline.suggesting.similar import Request, any_of, words_of

PRODUCER = "rule:knowledge-1"
SHOWN = 3
_CANDIDATES = 60
_LEAST = 0.08  # a question is short, and what is asked tells a story


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that fits, and how well."""

    row: Knowledge
    score: float

    @property
    def value(self) -> str:
        """Return the edition by which it is recorded."""
        return f"{self.row.key}@{self.row.edition}"

    @property
    def proposal(self) -> Proposal:
        """Return it as a suggestion to be recorded."""
        return Proposal(
            kind=Suggestion.Kind.ANSWER,
            value=self.value,
            confidence=round(self.score, 3),
            producer=PRODUCER,
            why=self.row.question,
        )


def holding(on: date) -> QuerySet[Knowledge]:
    """Return the latest edition of every entry that holds on the day."""
    newer = Knowledge.objects.filter(key=OuterRef("key"), edition__gt=OuterRef("edition"))
    ends = Q(valid_to=None) | Q(valid_to__gt=on)
    rows = Knowledge.objects.filter(~Exists(newer), ends, valid_from__lte=on)
    return rows.select_related("owner").defer("search")


def editions(key: str) -> list[Knowledge]:
    """Return every edition of an entry, the latest first."""
    rows = Knowledge.objects.filter(key=key).select_related("owner", "by").defer("search")
    return list(rows.order_by("-edition"))


def found(words: str) -> QuerySet[Knowledge]:
    """Return the latest edition of every entry, ended ones too, that says the words; the newest first."""
    newer = Knowledge.objects.filter(key=OuterRef("key"), edition__gt=OuterRef("edition"))
    rows = Knowledge.objects.filter(~Exists(newer))
    if phrase := to_query(words):
        rows = rows.filter(pk__in=_matching(phrase))
    return rows.select_related("owner").defer("search").order_by("-at", "-pk")


def may_edit(actor: Actor, owner: Organisation) -> bool:
    """Tell whether the actor may write an answer the unit is in charge of."""
    own = (actor.holds(role, path=owner.path) for role in ("head", "handler"))
    return bool(actor.holds("dispatcher") or next((post for post in own if post), None))


def may_add(actor: Actor) -> bool:
    """Tell whether the actor may write any answer at all."""
    return any(actor.holds(role) for role in ("dispatcher", "head", "handler"))


def answers(said: Said, *, on: date, category: str = "") -> list[Known]:
    """Return the answers that fit what was said, best first. Three queries, however many entries there are.

    Words decide; an entry of the category is looked at even where its words are others, and is all there is
    to go by where nothing was said.
    """
    category = said.category or category
    if not said.content.strip():
        of_category = holding(on).filter(category=category).order_by("-at") if category else ()
        return [Known(row, 0.0) for row in of_category[:SHOWN]]
    new = Request(id="", title=said.heading, body=said.content)
    own = words_of(new)
    spread = spread_of(own)
    given = {"on": on, "words": any_of(asked_for(own, spread)), "category": category or None}
    found = [
        (str(pk), question, answer)
        for pk, question, answer in questions(_fitting(), given, planned_once=False)
    ]
    asked = [Request(id=pk, title=question, body=answer) for pk, question, answer in found]
    matches = most_alike(new, own, asked, spread, most=SHOWN, least=_LEAST)
    if not matches:
        return []
    ids = [int(match.id) for match in matches]
    rows = {str(row.pk): row for row in Knowledge.objects.filter(pk__in=ids).select_related("owner")}
    return [Known(rows[match.id], match.score) for match in matches]


@cache
def _fitting() -> Where:
    """Return the question which entries hold on a day and say one of some words, or are of a category."""
    on, category, words = Blank("on"), Blank("category"), Blank("words")
    fitting = Q(pk__in=_matching(words)) | Q(category=category)
    rows = holding(cast(Any, on)).filter(fitting).order_by(F("at").desc())
    return question_of(rows.select_related(None).values_list("pk", "question", "answer")[:_CANDIDATES])


def _matching(query: Any) -> Any:
    matching = RawSQL("search @@ %s::tsquery", [query])
    return Knowledge.objects.annotate(fits=matching).filter(fits=True).values("pk")
