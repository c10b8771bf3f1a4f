"""Whatever people do, in whatever order: what must hold of every case holds after every step."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.kernel.cases.actions import act, open_case, tick
from luoshi.kernel.cases.clocks import GOING
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.declarations import Action, CaseType, Field, Kind
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case, Deadline
from luoshi.kernel.cases.permit import Offer, Refusal
from luoshi.kernel.cases.queries import can
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.cases.tests.factories import PROPOSAL, Town, moment
from luoshi.kernel.cases.tests.invented import paper
from luoshi.kernel.cases.verifying import replay, verify
from luoshi.kernel.orgs.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
OPENINGS: dict[str, dict[str, Any]] = {
    "proposals": PROPOSAL,
    "errand": {"title": "一件小事", "unit": "education"},
}
UNITS = ("education", "transport", "finance")


class Walk:
    """A case that people push about by chance, and the moment it has come to."""

    def __init__(self, town: Town, key: str, random: Random) -> None:
        self.random, self.type, self.at = random, case_type(key), moment("2026-03-02")
        self.people = {name: town[name] for name in town.accounts}
        self.accounts = [account.pk for account in town.accounts.values()]
        data = OPENINGS[key] | self.optional(self.type.opening)
        self.case = open_case(key, by=self.people["deputy"], data=data, at=self.at)

    def step(self) -> None:
        """Let time pass, sweep now and then, and let somebody try something."""
        self.at += timedelta(
            days=self.random.choice([0, 0, 1, 3, 10, 40]), minutes=self.random.randint(1, 600)
        )
        if self.random.random() < 0.2:
            tick(now=self.at)
        else:
            self.attempt()
        self.case.refresh_from_db()

    def attempt(self) -> None:
        """Let somebody do what a button offers them, or anything at all."""
        actor = self.random.choice(list(self.people.values()))
        offers = {offer.action.key: offer for offer in can(actor, self.case, at=self.at)}
        open_to = [offer.action for offer in offers.values() if offer.allowed]
        action = self.random.choice(open_to if open_to and self.random.random() < 0.7 else self.type.actions)
        before, refused = (self.case.version, self.case.state), self.refused(action, actor)
        self.case.refresh_from_db()
        offer = offers.get(action.key)
        if refused is None:
            assert offer is not None
            assert offer.allowed
            assert self.case.state == before[1] or not self.type.state(before[1]).end
        else:
            assert (self.case.version, self.case.state) == before
            assert all(refusal.law.name and refusal.law.article for refusal in refused)
            entry = {guard.key for guard in action.guards if not guard.on_complete} | {"state", "role"}
            said = [refusal for refusal in refused if refusal.code in entry]
            assert offer is None or list(offer.refusals) == said  # the button says what the act says

    def refused(self, action: Action, actor: Actor) -> tuple[Refusal, ...] | None:
        data, files = self.filled(action), self.files(action)
        try:
            act(self.case, action.key, by=actor, data=data, evidence=files, at=self.at)
        except ActRefused as refused:
            return refused.refusals
        return None

    def filled(self, action: Action) -> dict[str, Any]:
        return {f.key: self.value(f) for f in action.form if f.required or self.random.random() < 0.5}

    def optional(self, action: Action) -> dict[str, Any]:
        chosen = [f for f in action.form if not f.required and f.key not in ("accused", "secrecy", "unit")]
        return {f.key: self.value(f) for f in chosen if self.random.random() < 0.5}

    def value(self, field: Field) -> Any:
        match field.kind:
            case Kind.CHOICE:
                return self.random.choice(field.choices)[0]
            case Kind.DATE:
                return (self.at.astimezone(LOCAL) + timedelta(days=self.random.randint(-5, 60))).date()
            case Kind.UNIT:
                return self.random.choice(UNITS)
            case Kind.UNITS:
                return self.random.sample(UNITS, self.random.randint(1, 3))
            case Kind.PERSON:
                return self.random.choice(self.accounts)
            case Kind.PEOPLE:
                return self.random.sample(self.accounts, 2)
            case Kind.FLAG:
                return self.random.random() < 0.5
            case Kind.INTEGER | Kind.MONEY:
                return self.random.randint(0, 1000)
            case Kind.ENTRY:
                return self.random.choice([e.code for e in city_table(field.table).leaves(self.at.date())])
            case Kind.POINT:
                return f"{self.random.uniform(-180, 180)},{self.random.uniform(-90, 90)}"
            case Kind.TEXT | Kind.LONG:
                return self.random.choice(["好", "已办", "A级‰ “引号” \\ \U0001f600", "1" * 200])

    def files(self, action: Action) -> list[StoredFile]:
        return [paper(need.split("|")[0]) for need in action.needs if self.random.random() < 0.8]

    def somebody_can_go_on(self) -> bool:
        return any(offer.allowed for actor in self.people.values() for offer in self.offers(actor))

    def offers(self, actor: Actor) -> tuple[Offer, ...]:
        return can(actor, self.case, at=self.at)


def holds(walk: Walk, closed_at: datetime | None) -> None:
    """Assert what must hold of every case at any time."""
    case, running = walk.case, walk.case.deadlines.filter(status=Deadline.Status.RUNNING)
    assert verify(case).sound
    assert replay(case).state == case.state
    assert closed_at is None or case.closed_at == closed_at
    assert (case.closed_at is not None) == walk.type.state(case.state).end
    assert not [row for row in running if not _known(walk.type, row)]
    assert max(Counter(_answerable(walk.type, case)).values(), default=1) == 1
    for row in case.deadlines.all():
        assert row.started_at <= row.due_at or row.clock == "notice"
        assert (row.stopped_at is None) == (row.status in ("running", "paused", "missed"))
        assert (row.status == "paused") == any(not span["to"] and not row.stopped_at for span in row.pauses)


def _answerable(declared: CaseType, case: Case) -> list[tuple[str, int]]:
    """Return whose clocks go on: for the case as a whole, or for each unit that helps."""
    each = {clock.key for clock in declared.clocks if clock.each}
    going = case.deadlines.filter(status__in=GOING)
    return [(row.clock, row.unit_id if row.clock in each else 0) for row in going]


def _known(declared: CaseType, row: Deadline) -> bool:
    return any(clock.key == row.clock for clock in declared.clocks)


@pytest.mark.parametrize("key", OPENINGS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), steps=st.integers(1, 18))
def test_a_random_walk_keeps_what_must_hold(town: Town, key: str, seed: int, steps: int):
    walk, closed_at = Walk(town, key, Random(seed)), None

    for _ in range(steps):
        walk.step()
        holds(walk, closed_at)
        closed_at = walk.case.closed_at

    running = walk.case.deadlines.filter(status=Deadline.Status.RUNNING).exists()
    assert walk.case.closed_at or running or walk.somebody_can_go_on()
    for child in Case.objects.filter(backlinks__case=walk.case):
        assert verify(child).sound


def test_the_number_of_queries_does_not_grow_with_the_history(town: Town):
    case = open_case("errand", by=town["deputy"], data=OPENINGS["errand"], at=moment("2026-03-02"))
    office, at = town["office"], moment("2026-03-02 10:00")

    def count(words: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as acting:
            act(case, "note", by=office, data={"words": words}, at=at)
        with CaptureQueriesContext(connection) as asking:
            can(office, case, at=at)
        return len(acting), len(asking)

    count("记下规则")
    early = count("一")
    for number in range(30):
        act(case, "note", by=office, data={"words": str(number)}, at=at)
    late = count("二")

    assert late == early
