"""Whatever is done to a project in whatever order, its row is what its acts add up to, and a way leads on."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.declarations import SYSTEM_ROLE, Action, Field, Kind
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.proofs import leaves
from luoshi.kernel.cases.queries import can
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.cases.verifying import replay, verify
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.queries.counted import counted
from luoshi.platforms.projects.recording import columns_of
from luoshi.platforms.projects.tests.factories import CODE, MILLION, row
from luoshi.platforms.projects.tests.steps import put_forward
from luoshi.platforms.projects.types import PROJECT

pytestmark = pytest.mark.django_db
STEPS = [action for action in PROJECT.actions if action.by != (SYSTEM_ROLE,)]
SUMS = [70 * MILLION, 79 * MILLION, 80 * MILLION, 95 * MILLION, MILLION]
ENDING = {"terminate", "merge", "split", "close", "evaluate"}  # done less often, so that walks go far


class Walk:
    """A project that somebody with every post pushes about by chance, and the moment it has come to."""

    def __init__(self, actor: Actor, other: Case, seed: int, *, public: bool) -> None:
        self.actor, self.other, self.random = actor, other, Random(seed)
        self.at = moment("2026-01-12")
        self.case = put_forward(actor, public=public)

    def step(self) -> None:
        """Let days pass, and try something that the state knows."""
        self.at += timedelta(days=self.random.choice([0, 1, 7, 30, 200]), minutes=1)
        here = [action for action in STEPS if leaves(action, self.case.state)]
        if here:
            often = [1 if action.key in ENDING else 8 for action in here]
            self.try_to(self.random.choices(here, often)[0])

    def try_to(self, action: Action, **said: Any) -> bool:
        """Do the action with a form that is filled in well or badly; a refusal changes nothing."""
        before = self.case.version
        files = [
            StoredFile("ab" * 32, "材料", "application/pdf", 1, kind)
            for need in action.needs
            for kind in need.split("|")
        ]
        try:
            act(
                self.case,
                action.key,
                by=self.actor,
                data=self.filled(action) | said,
                evidence=files,
                at=self.at,
            )
        except LuoshiError:
            self.case.refresh_from_db()
            assert self.case.version == before
            return False
        self.case.refresh_from_db()
        return True

    def filled(self, action: Action) -> dict[str, Any]:
        asked = [f for f in action.form if f.required or self.random.random() < 0.7]
        return {f.key: self.value(f) for f in asked}

    def value(self, field: Field) -> Any:
        today = self.at.astimezone(LOCAL).date()
        match field.kind:
            case Kind.CHOICE:
                return self.random.choice(field.choices)[0]
            case Kind.DATE:
                return today - timedelta(days=self.random.choice([0, 0, 0, 1, 40, -3]))
            case Kind.FLAG:
                return self.random.random() < 0.5
            case Kind.MONEY:
                return self.random.choice(SUMS)
            case Kind.INTEGER:
                return today.year if field.key == "plan_year" else self.random.randint(-1, 10_001)
            case Kind.POINT:
                return "124.3504,43.1664"
            case Kind.UNIT:
                return "education"
            case _:
                return self.words(field.key)

    def words(self, key: str) -> str:
        told = {
            "national_code": CODE,
            "industry": "1353",
            "into": self.other.code,
            "parts": "示例一期 3000万元\n示例二期 5000万元",
        }
        return told.get(key, "") or ("" if key in ("uscc", "developer_uscc") else "示例")

    def ends(self) -> bool:
        """Bring the project to an end, whatever stage it has come to."""
        for key, said in (
            ("terminate", {}),
            ("settle", {"final_cost": MILLION, "surplus": 0}),
            ("return_surplus", {"returned": self.case.data.get("surplus", 0)}),
            ("evaluate", {}),
        ):
            action = PROJECT.action(key)
            assert action is not None
            if leaves(action, self.case.state) and not PROJECT.state(self.case.state).end:
                self.try_to(action, **said)
        return PROJECT.state(self.case.state).end


def row_is_right(case: Case) -> None:
    held = columns_of(case, case.events.all())
    assert [str(getattr(row(case), key)) for key in held] == [str(value) for value in held.values()]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**9), steps=st.integers(1, 30), public=st.booleans())
def test_a_random_walk_keeps_the_row_and_never_ends_in_a_dead_end(builder, seed, steps, public):
    walk = Walk(builder, put_forward(builder), seed, public=public)

    for _ in range(steps):
        walk.step()
        row_is_right(walk.case)

    case = walk.case
    assert verify(case).sound
    assert replay(case).state == case.state
    if not PROJECT.state(case.state).end:
        assert any(offer.allowed for offer in can(builder, case, at=walk.at))
    assert walk.ends()
    row_is_right(case)
    for part in Case.objects.filter(backlinks__case=case, type=PROJECT.key):
        row_is_right(part)
    elsewhere = Project.objects.filter(state__in=("merged", "split"))
    assert not counted(Project.objects.all()).filter(pk__in=elsewhere).exists()
