"""Open requests like a new one: candidates from indexes of the database, ranked by the pure code."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.db.models.fields.json import KeyTextTransform

from luoshi.kernel.cases.access import readable
from luoshi.kernel.cases.models import Case
from luoshi.kernel.composed import Blank, Where, answers, held, one_of, question_of
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.prepared import ask
from luoshi.platforms.hotline.advising.said import Proposal, Said
from luoshi.platforms.hotline.models import Bigram, Suggestion
from luoshi.platforms.hotline.suggesting.grams import folded
from luoshi.platforms.hotline.suggesting.similar import Match, Request, Spread, any_of, best_of, words_of

PRODUCER = "rule:similar-1"
SHOWN = 5
_LEAST = 0.25
_ASKED = 12  # words that the index is asked for
_BUDGET = 400  # requests of the counted that these words may occur in together
_TEXT, _PERSON, _TOPIC = 120, 20, 60  # candidates from each index
_COMPARED = 40  # of them: those that share most of what was asked for, and those of the same person
_SPAN = timedelta(days=90)

# The words go first and alone, so that they are found by their index, whatever else is asked. Those of open
# requests are few, however many years there are.
CANDIDATES = f"""
WITH worded AS MATERIALIZED (
    SELECT case_id FROM hotline_openwords WHERE vector @@ %(words)s::tsquery
), found AS (
    (SELECT case_id AS id FROM worded ORDER BY id DESC LIMIT {_TEXT:d})
    UNION
    (SELECT case_id FROM hotline_request
      WHERE person = %(person)s AND opened_at > %(since)s ORDER BY opened_at DESC LIMIT {_PERSON:d})
    UNION
    (SELECT case_id FROM hotline_request
      WHERE category = %(category)s AND locality = %(locality)s AND category <> '' AND locality <> ''
        AND opened_at > %(since)s
      ORDER BY opened_at DESC LIMIT {_TOPIC:d})
)
SELECT own.id::text, own.title, coalesce(own.data->>'content', ''), coalesce(place.region, ''),
       coalesce(kept.person, '')
FROM found
JOIN cases_case AS own ON own.id = found.id AND own.closed_at IS NULL
JOIN hotline_request AS kept ON kept.case_id = found.id
LEFT JOIN orgs_organisation AS place ON place.code = kept.locality AND kept.locality <> ''
"""  # noqa: S608  the limits are constants, so that the server plans for few


class Open(NamedTuple):
    """An open request as far as it is shown beside a new one."""

    pk: int
    code: str
    title: str
    content: str
    unit: str
    opened_at: datetime
    simulated: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """An open request like the new one, with its full text, and why it is thought so."""

    case: Open
    match: Match

    @property
    def percent(self) -> int:
        """Return the likeness in hundredths."""
        return round(100 * self.match.score)

    @property
    def proposal(self) -> Proposal:
        """Return it as a suggestion to be recorded."""
        why = "、".join(self.match.words)
        why += "；同一地点" * self.match.same_place + "；同一人" * self.match.same_person
        return Proposal(
            kind=Suggestion.Kind.SIMILAR,
            value=self.case.code,
            confidence=round(self.match.score, 3),
            producer=PRODUCER,
            why=why[:200],
        )


def alike(said: Said, *, region: str, by: Actor, at: datetime) -> list[Alike]:
    """Return the open requests most like it that the actor may read, best first.

    At most two hundred candidates are read however many requests there are. Four queries.
    """
    new = Request(id="", title=said.heading, body=said.content, place=region, person=said.person)
    own = words_of(new)
    spread = spread_of(own)
    asked = asked_for(own, spread)
    found = _nearest(new, [Request(**row) for row in _candidates(said, asked, at)], asked, spread)
    return _seen(most_alike(new, own, found, spread, most=SHOWN, least=_LEAST), by)


def _nearest(new: Request, found: list[Request], asked: list[str], spread: Spread) -> list[Request]:
    """Return the candidates that are worth comparing word by word."""
    heavy = {word: spread.rarity(word) for word in asked}

    def shared(one: Request) -> float:
        text = folded(f"{one.title} {one.body}")
        return sum(weight for word, weight in heavy.items() if word in text)

    same = [one for one in found if new.person and one.person == new.person]
    others = sorted((one for one in found if one not in same), key=shared, reverse=True)
    return [*same, *others[:_COMPARED]]


def most_alike(
    new: Request, own: set[str], found: Iterable[Request], spread: Spread, *, most: int, least: float
) -> list[Match]:
    """Return the best of what was found. One query, for how common its words are."""
    others = [(one, words_of(one)) for one in found]
    if not others:
        return []
    unknown = set[str]().union(*(words for _, words in others)) - own
    known = Spread({**spread.counts, **spread_of(unknown).counts}, spread.seen)
    return best_of(new, own, others, spread=known, most=most, least=least)


def spread_of(words: Collection[str]) -> Spread:
    """Return in how many requests the words occur, as last counted. One query."""
    counts: dict[str, int] = dict(answers(_common(), {"words": ["", *words]}))
    return Spread(counts, counts.pop("", 0))


@cache
def _common() -> Where:
    """Return the question in how many requests some words occur."""
    rows = Bigram.objects.filter(one_of("word", Blank("words", "text[]")))
    return question_of(rows.values_list("word", "requests"))


def asked_for(words: Iterable[str], spread: Spread) -> list[str]:
    """Return the words to ask the index for: the rarest, not more than occur in few requests together.

    The index holds pairs of signs; longer words of letters or digits are no part of it.
    """
    asked: list[str] = []
    total = 0
    for word in sorted((w for w in words if len(w) == 2), key=lambda w: (spread.counts.get(w, 0), w)):
        total += spread.counts.get(word, 0)
        if len(asked) == _ASKED or total > _BUDGET:
            break
        asked.append(word)
    return asked


def _candidates(said: Said, words: list[str], at: datetime) -> list[dict[str, Any]]:
    asked = {
        "words": any_of(words),
        "person": said.person,
        "category": said.category,
        "locality": said.locality,
        "since": at - _SPAN,
    }
    keys = ("id", "title", "body", "place", "person")
    return [dict(zip(keys, row, strict=True)) for row in ask(CANDIDATES, asked)]


def _seen(matches: list[Match], by: Actor) -> list[Alike]:
    if not matches:
        return []
    where, values = readable(by)
    rows = answers(_open(where), values | {"pks": [int(match.id) for match in matches]})
    cases = {str(row[0]): Open(*row) for row in rows}
    return [Alike(cases[match.id], match) for match in matches if match.id in cases]


@lru_cache(500)
def _open(where: Where | None) -> Where:
    """Return the question what there is to show of some requests that fit the condition."""
    cases = Case.objects.filter(held(where), one_of("pk", Blank("pks", "bigint[]")))
    content = KeyTextTransform("content", "data")
    columns = ("pk", "code", "title", content, "unit__name", "opened_at", "simulated")
    return question_of(cases.order_by().values_list(*columns))
