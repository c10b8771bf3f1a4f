"""The desk's lists and the engine's judgement are two forms of one rule; here they are held together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db.models import Q

from luoshi.desk.queries.lists import Wanted, found
from luoshi.desk.queries.turn import checking_condition, turn_condition
from luoshi.desk.tests.factories import NOW, answered, assigned, proposed
from luoshi.desk.vocabulary import Section
from luoshi.kernel.cases.access import sight_of, visible
from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.models import Case, Party
from luoshi.kernel.cases.permit import plays
from luoshi.kernel.cases.queries import context_of
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.cases.tests.factories import moment

PEOPLE = [
    *("deputy", "colleague", "office", "monitor", "education_handler", "education_head"),
    *("transport_handler", "transport_head", "finance_handler", "finance_head"),
]


@pytest.fixture
def everything(town):
    """Cases in every relation to everybody."""
    proposed(town, cosigners=[town.accounts["colleague"].pk])
    assigned(town)
    assigned(town, unit="transport", assisting=["finance"])
    answered(town)
    case = answered(town, result="B", promised_on="2026-03-10")
    act(case, "dissent", by=town["deputy"], data={"reason": "没有解决"}, at=moment("2026-03-10"))
    accusing = assigned(town)
    Party.objects.create(
        case=accusing, part=Party.Part.ACCUSED, unit=town.units["education"], path="siping/education/"
    )
    Party.objects.create(case=accusing, part=Party.Part.ACCUSED, account=town.accounts["office"])
    Case.objects.filter(pk=assigned(town).pk).update(secrecy=2)
    return town


@pytest.mark.parametrize("name", PEOPLE)
def test_a_list_of_ones_turn_holds_what_the_engine_says_waits_for_one(everything, name):
    actor = everything[name]

    listed = set(Case.objects.filter(turn_condition(actor)))

    assert listed == {case for case in Case.objects.filter(closed_at=None) if _waits_for(actor, case)}


@pytest.mark.parametrize("name", PEOPLE)
def test_what_was_looked_up_once_shows_the_same_cases(everything, name, django_assert_num_queries):
    actor = everything[name]

    with django_assert_num_queries(1):
        sight = sight_of(actor)

    assert set(Case.objects.filter(sight.condition)) == set(visible(actor))
    turn = Case.objects.filter(turn_condition(actor, sight.signed))
    assert set(turn) == set(Case.objects.filter(turn_condition(actor)))


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("named", [500, 0])
def test_a_condition_composed_for_many_shows_each_of_them_their_own(everything, monkeypatch, name, named):
    monkeypatch.setattr("luoshi.kernel.cases.access._NAMED", named)
    actor = everything[name]
    twin = replace(actor, account=everything["deputy"].account)

    for one in (actor, twin, actor):
        sight = sight_of(one)
        for section, condition in (
            (Section.TURN, turn_condition(one)),
            (Section.CHECK, checking_condition(one, NOW)),
            (Section.MINE, Q(closed_at=None, assignee=one.account)),
            (Section.ALL, Q()),
        ):
            listed = set(found(sight, Wanted(section=section), NOW))
            assert listed == set(visible(one).filter(condition))


def test_too_many_cases_to_name_are_still_the_same_cases(everything, monkeypatch):
    monkeypatch.setattr("luoshi.kernel.cases.access._NAMED", 0)

    sight = sight_of(everything["finance_handler"])

    assert set(Case.objects.filter(sight.condition)) == set(visible(everything["finance_handler"]))
    assert Case.objects.filter(sight.condition).exists()


def test_an_answer_waits_for_its_proposer_and_for_nobody_else(town):
    case = answered(town)

    def waiting(name):
        return set(Case.objects.filter(checking_condition(town[name], NOW)))

    assert waiting("deputy") == {case}
    assert waiting("colleague") == waiting("education_head") == waiting("office") == set()


def test_a_promise_waits_to_be_counted_from_its_day_on(town):
    later = answered(town, result="B", promised_on="2026-06-30")
    due = answered(town, result="B", promised_on="2026-03-10")

    waiting = set(Case.objects.filter(checking_condition(town["monitor"], NOW)))

    assert due in waiting
    assert later not in waiting


def _waits_for(actor, case):
    declared = case_type(case.type)
    context = context_of(
        declared,
        case,
        actor=actor,
        at=NOW,
        given={},
        kinds=(),
        tasks=case.tasks.select_related("unit"),
        deadlines=case.deadlines.all(),
    )
    return any(plays(key, context) for key in declared.state(case.state).turn)
