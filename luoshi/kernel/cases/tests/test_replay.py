from __future__ import annotations

import pytest

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town, assign, moment, propose
from luoshi.kernel.cases.tests.invented import paper
from luoshi.kernel.cases.tests.many import copy_cases, titles
from luoshi.kernel.cases.verifying import replay, verify

pytestmark = pytest.mark.django_db
ANSWER = {"result": "A", "reply": "已修缮。", "talked_on": "2026-03-20"}


def told(town: Town, length: int) -> Case:
    """Return a proposal told up to a length."""
    case = propose(town)
    steps = [
        lambda: assign(town, case, assisting=["finance"]),
        lambda: act(case, "accept", by=town["education_handler"], at=moment("2026-03-04")),
        lambda: act(
            case, "assist", by=town["finance_handler"], data={"opinion": "同意"}, at=moment("2026-03-05")
        ),
        lambda: act(
            case, "answer", by=town["education_head"], data=ANSWER, evidence=[paper("答复件")],
            at=moment("2026-03-25"),
        ),
        lambda: act(case, "rate", by=town["deputy"], data={"rating": "satisfied"}, at=moment("2026-03-26")),
    ]  # fmt: skip
    for step in steps[:length]:
        step()
    case.refresh_from_db()
    return case


def test_ten_thousand_cases_are_what_their_events_add_up_to(town: Town):
    units = [town.units[code] for code in ("education", "transport", "finance")]
    originals = [told(town, length) for length in range(6)]

    assert copy_cases(originals, titles=titles(10_000), units=units, days=30) == 10_006

    cases = Case.objects.select_related("unit").prefetch_related("events", "tasks")
    unsound = [case.code for case in cases.iterator(1000) if not verify(case).sound]
    assert unsound == []


def test_a_case_is_shown_as_it_stood_at_any_moment(town: Town):
    case = told(town, 5)

    states = {day: replay(case, at=moment(day)).state for day in ("2026-03-02", "2026-03-03", "2026-03-25")}

    assert states == {"2026-03-02": "submitted", "2026-03-03": "assigned", "2026-03-25": "answered"}
    assert replay(case, at=moment("2026-03-04")).assisting == ("finance",)
    assert replay(case).closed_at == moment("2026-03-26")
