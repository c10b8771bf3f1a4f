"""Tell the requests of a year: in bulk, or by the same acts as real ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.actions.bulk import History, Known, know
from luoshi.kernel.cases.declarations import Effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.directory import read_directory
from luoshi.kernel.orgs.rehearsal import cast
from luoshi.platforms.hotline.actions import take_request
from luoshi.platforms.hotline.codes import code_of, digest_of
from luoshi.platforms.hotline.noting import note_doubts, note_repeat, settle_unit, tie_to_others
from luoshi.platforms.hotline.parts import take_parts_back, wait_for_parts
from luoshi.platforms.hotline.recording import Noted, noted, record, row_from
from luoshi.platforms.hotline.types import REQUEST
from luoshi.platforms.hotline.year.asking import Town, opening_of
from luoshi.platforms.hotline.year.shape import surges
from luoshi.platforms.hotline.year.stories import AGENT, RESIDENT, Script, Step

_LEFT_OUT = (take_parts_back, wait_for_parts, tie_to_others, note_repeat, settle_unit, note_doubts)
SWEEP = timedelta(minutes=1)  # how often deadlines were looked at


@dataclass(frozen=True, slots=True)
class Span:
    """Some of the year's requests in a row: the number of the first, and when each comes in."""

    first: int
    moments: Sequence[datetime]


@dataclass(slots=True)
class Stage:
    """The invented year with everybody who acts in it. ``until`` is when it ends."""

    town: Town
    cast: Mapping[str, list[Actor]]
    prefix: str
    until: datetime
    known: Known = field(default_factory=know)
    every: timedelta = SWEEP

    def key(self, number: int) -> str:
        """Return the idempotency key of a request of the year."""
        return f"{self.prefix}:{number}"

    def actor(self, step: Step, code: str) -> Actor:
        """Return who does the step upon the case of that code."""
        return Actor(None, "诉求人", (), 0, bearer=code) if step.post == RESIDENT else self.cast[step.post][0]

    def steps(self, span: Span, at: int) -> tuple[dict[str, Any], list[Step]]:
        """Return what a request of the span says when it comes in, and its steps up to the end."""
        asked = self.town.asked(span.first + at, span.moments[at], first=span.first, moments=span.moments)
        steps = Script(self.town, asked).steps(first=span.first)
        return opening_of(self.town, asked), [step for step in steps if step.at <= self.until]


def stage(year: int, *, prefix: str, seed: int, until: datetime) -> Stage:
    """Return the stage of the year. The posts must be held by invented people."""
    streets = sorted(read_streets())
    bursts = surges(year, seed=seed, streets=streets)
    town = Town(year, city_table("hotline_categories"), streets, bursts, seed)
    return Stage(town, cast(on=date(year, 1, 1)), prefix, until)


def read_streets() -> list[str]:
    """Return the codes of the city's streets and towns."""
    directory = read_directory(settings.CITY.organisations_path, streets=settings.CITY.streets_path)
    return [one.code for one in directory.organisations if one.code.isdigit()]


def tell_in_bulk(
    stage: Stage, span: Span, ids: Mapping[int, tuple[int, str]]
) -> tuple[list[History], list[dict[str, Any]]]:
    """Return histories of the span and the rows of their read models, of which nothing is kept yet.

    ``ids`` holds the key and code of the case for each of the span's requests that is to be told.
    """
    notes: dict[int, Noted] = {}
    effects = _effects(notes)
    histories, rows = [], []
    for at, (pk, code) in ids.items():
        history = History(REQUEST, pk=pk, code=code, known=stage.known, effects=effects, every=stage.every)
        opening, steps = stage.steps(span, at)
        key = stage.key(span.first + at)
        agent = stage.cast[AGENT][0]
        history.open(by=agent, data=opening, at=span.moments[at], key=key, simulated=True)
        for step in steps:
            with suppress(ActRefused):  # the time for it had run out
                data, files = _brought(step, lambda number: ids[number - span.first][1])
                history.act(step.action, by=stage.actor(step, code), data=data, evidence=files, at=step.at)
        history.rest(stage.until)
        histories.append(history)
        row = row_from(notes[pk], history.rows.events)
        rows.append(row | {"follow": digest_of(code_of(key)), "known": True})
    return histories, rows


def open_live(stage: Stage, span: Span, at: int) -> str:
    """Take a request of the span by a real act, and return its code."""
    opening, _ = stage.steps(span, at)
    key = stage.key(span.first + at)
    taken = take_request(
        *(opening,),
        by=stage.cast[AGENT][0],
        at=span.moments[at],
        key=key,
        code=code_of(key),
        simulated=True,
    )
    return taken.case.code


def act_live(stage: Stage, code: str, step: Step, *, code_at: Callable[[int], str]) -> None:
    """Do a step by a real act. One whose time had run out is left out."""
    data, files = _brought(step, code_at)
    with suppress(ActRefused):
        act(code, step.action, by=stage.actor(step, code), data=data, evidence=files, at=step.at)


def _brought(step: Step, code_at: Callable[[int], str]) -> tuple[dict[str, Any], list[StoredFile]]:
    data = step.data | {"into": code_at(step.data["into"])} if "into" in step.data else step.data
    paper = [StoredFile("0" * 64, "模拟材料.txt", "text/plain", 0, step.paper)] if step.paper else []
    return data, paper


def _effects(notes: dict[int, Noted]) -> dict[Effect, Callable[[Doing], None]]:
    """Return what the effects of a request come to in bulk: its row.

    There are no sub-orders, nothing is suggested, and nobody looks for what a request repeats.
    """

    def keep(doing: Doing) -> None:
        notes[doing.case.pk] = noted(doing, notes.get(doing.case.pk))

    return {record: keep} | dict.fromkeys(_LEFT_OUT, _nothing)


def _nothing(_: Doing) -> None:
    return
