"""Decisions: three values, reasons with their clause, and who gains or loses by a change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.law import Law
from luoshi.kernel.parameters.decisions import (
    All,
    Answer,
    Any,
    Decision,
    Facts,
    Is,
    Key,
    Not,
    Op,
    Rule,
    decide,
    facts_of,
    what_if,
)
from luoshi.kernel.parameters.tests.factories import CITY, DAY, LAW, make_book, make_setting

BOOK = make_book()
RESIDENT = Is("resident", "eq", True, Law("某办法", "2"), "申请人应在本市居住")
POOR = Is("income", "le", Key("aid.income"), LAW, "月收入不超过上限")
JAILED = Is("jailed", "eq", True, Law("某办法", "5"), "正在服刑的不予救助")
AID = All((RESIDENT, POOR, Not(JAILED)))
GIVEN = {"resident": True, "income": 900_00, "jailed": False}
ORDER: list[Answer] = ["no", "unknown", "yes"]


def ask(rule: Rule, facts: Facts) -> Decision:
    return decide(rule, facts, BOOK, on=DAY, scope=CITY)


def test_a_yes_names_every_clause_with_fact_and_limit():
    decision = ask(AID, GIVEN)

    assert (decision.answer, decision.missing) == ("yes", ())
    assert [reason.clause for reason in decision.reasons] == [RESIDENT.law, LAW, JAILED.law]
    poor = decision.reasons[1]
    assert (poor.fact, poor.fact_value, poor.limit, poor.limit_verified) == ("income", 90000, 100000, True)
    assert poor.sentence == "月收入不超过上限"
    assert [reason.answer for reason in decision.reasons] == ["yes", "yes", "no"]


def test_a_missing_fact_is_unknown_and_never_a_no():
    for facts in ({"resident": True, "jailed": False}, {**GIVEN, "income": None}):
        decision = ask(AID, facts)
        assert (decision.answer, decision.missing) == ("unknown", ("income",))


def test_a_no_is_certain_whatever_is_missing_and_asks_for_nothing():
    decision = ask(AID, {"income": 2000_00})

    assert (decision.answer, decision.missing) == ("no", ())
    assert [reason.answer for reason in decision.reasons] == ["unknown", "no", "unknown"]


def test_only_facts_that_could_still_change_the_answer_are_missing():
    poor_or_jailed = Any((POOR, JAILED))
    rule = All((Any((RESIDENT, JAILED)), Not(poor_or_jailed)))

    assert ask(rule, {"resident": True}).missing == ("income", "jailed")
    assert ask(rule, {"resident": True, "income": 2000_00}).missing == ("jailed",)
    assert ask(rule, {"income": 900_00}).missing == ()


def test_a_limit_that_was_not_read_is_told():
    book = make_book(make_setting(law=replace(LAW, verified=False)))

    reasons = decide(AID, GIVEN, book, on=DAY, scope=CITY).reasons

    assert [reason.limit_verified for reason in reasons] == [True, False, True]


def test_a_limit_that_does_not_hold_on_the_day_is_an_error():
    with pytest.raises(LuoshiError) as caught:
        decide(AID, {}, BOOK, on=date(2019, 1, 1), scope=CITY)

    assert caught.value.code == "parameter-missing"


@pytest.mark.parametrize(
    ("op", "limit", "value", "answer"),
    [
        ("eq", 5, 5, "yes"),
        ("ne", 5, 5, "no"),
        ("lt", 5, 5, "no"),
        ("le", 5, 5, "yes"),
        ("gt", 5, 6, "yes"),
        ("ge", Decimal("0.1"), Decimal("0.10"), "yes"),
        ("ge", 1, Decimal("0.99"), "no"),
        ("in", ("甲", "乙"), "乙", "yes"),
        ("in", (1, 2), 3, "no"),
        ("lt", date(2026, 1, 1), date(2025, 12, 31), "yes"),
        ("eq", False, False, "yes"),
    ],
)
def test_facts_are_compared_by_their_kind(op: Op, limit, value, answer):
    assert ask(Is("x", op, limit, LAW, ""), {"x": value}).answer == answer


@pytest.mark.parametrize(
    ("op", "limit", "value"),
    [
        ("le", 5, "5"),
        ("eq", True, 1),
        ("le", 5, 4.5),
        ("lt", "甲", "乙"),
        ("in", 5, 5),
        ("eq", (5,), 5),
        ("in", (), 5),
        ("lt", date(2026, 1, 1), datetime(2025, 1, 1)),  # noqa: DTZ001
    ],
)
def test_facts_that_do_not_compare_are_refused(op: Op, limit, value):
    if limit == ():
        assert ask(Is("x", op, limit, LAW, ""), {"x": value}).answer == "no"
        return
    with pytest.raises(LuoshiError) as caught:
        ask(Is("x", op, limit, LAW, ""), {"x": value})

    assert caught.value.code == "fact-unfit"
    assert "x" in caught.value.en


def test_a_rule_tells_which_facts_a_form_must_ask():
    assert list(facts_of(All((AID, Any((POOR,)))))) == ["resident", "income", "jailed"]


def test_a_change_of_limit_tells_who_gains_and_who_loses():
    people = [
        (name, {**GIVEN, "income": income * 100})
        for name, income in zip("甲乙丙丁", (800, 900, 1100, 1300), strict=True)
    ]
    people += [("戊", {"resident": True}), ("己", {"resident": False})]
    higher = make_book(make_setting(value=1200_00))

    raised = what_if(AID, iter(people), before=(BOOK, DAY), after=(higher, DAY), scope=CITY)
    lowered = what_if(AID, people, before=(higher, DAY), after=(BOOK, DAY), scope=CITY)

    assert (raised.gains, raised.losses) == (("丙",), ())
    assert (lowered.gains, lowered.losses) == ((), ("丙",))
    assert raised.unchanged == lowered.unchanged == ("甲", "乙", "丁", "己")
    assert raised.still_unknown == lowered.still_unknown == ("戊",)


# Properties: leaves are facts "a" to "f" that must be true, so that an assignment is a truth table.
def leaf(name: str) -> Is:
    return Is(name, "eq", True, LAW, name)


LEAVES = st.sampled_from("abcdef").map(leaf)
RULES: st.SearchStrategy[Rule] = st.recursive(
    LEAVES,
    lambda rules: st.one_of(
        st.lists(rules, max_size=3).map(tuple).map(All),
        st.lists(rules, max_size=3).map(tuple).map(Any),
        rules.map(Not),
    ),
    max_leaves=8,
)
FACTS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([True, False, None]))


def answer(rule: Rule, facts: Facts) -> Answer:
    return ask(rule, facts).answer


@given(st.lists(RULES, min_size=1, max_size=4), FACTS)
@settings(deadline=None)
def test_all_is_the_least_any_the_greatest_and_not_turns_round(rules, facts):
    ranks = [ORDER.index(answer(rule, facts)) for rule in rules]

    assert answer(All(tuple(rules)), facts) == ORDER[min(ranks)]
    assert answer(Any(tuple(rules)), facts) == ORDER[max(ranks)]
    assert answer(Not(rules[0]), facts) == ORDER[2 - ranks[0]]


@given(RULES, RULES, FACTS)
@settings(deadline=None)
def test_de_morgan_and_double_negation_hold(one, other, facts):
    assert answer(Not(All((one, other))), facts) == answer(Any((Not(one), Not(other))), facts)
    assert answer(Not(Any((one, other))), facts) == answer(All((Not(one), Not(other))), facts)
    assert answer(Not(Not(one)), facts) == answer(one, facts)


@given(RULES, FACTS, st.dictionaries(st.sampled_from("abcdef"), st.booleans()))
@settings(deadline=None)
def test_a_fact_supplied_later_never_turns_one_answer_into_the_other(rule, facts, later):
    known = {name: value for name, value in facts.items() if value is not None}
    before = answer(rule, facts)

    after = answer(rule, {**later, **known})

    assert before in ("unknown", after)


@given(RULES, st.fixed_dictionaries({name: st.booleans() for name in "abcdef"}))
@settings(deadline=None)
def test_with_every_fact_the_answer_is_that_of_plain_logic(rule, facts):
    assert answer(rule, facts) == ("yes" if plainly(rule, facts) else "no")


@given(RULES, FACTS)
@settings(deadline=None)
def test_what_is_not_named_as_missing_does_not_matter(rule, facts):
    decision = ask(rule, facts)
    idle = [name for name in "abcdef" if facts.get(name) is None and name not in decision.missing]

    for values in product([True, False], repeat=min(len(idle), 4)):
        supplied = dict(zip(idle, values, strict=False))
        assert answer(rule, {**facts, **supplied}) == decision.answer
    assert bool(decision.missing) == (decision.answer == "unknown")


@given(RULES, FACTS)
@settings(deadline=None)
def test_each_fact_named_as_missing_can_change_the_answer_where_none_is_asked_twice(rule, facts):
    names = list(leaves(rule))
    if len(names) != len(set(names)):
        rule = numbered(rule, iter(range(100)))
        facts = {f"{name}{n}": facts.get(name) for n, name in enumerate(names)}
    decision = ask(rule, facts)

    for name in decision.missing[:3]:
        others = [other for other in decision.missing if other != name]
        assert any(
            len({answer(rule, {**facts, **rest, name: value}) for value in (True, False)}) == 2
            for values in product([True, False], repeat=len(others))
            for rest in [dict(zip(others, values, strict=True))]
        )


@given(RULES, st.lists(FACTS, max_size=8))
@settings(deadline=None)
def test_a_run_over_a_population_agrees_with_each_single_check(rule, population):
    people = list(enumerate(population))
    book = make_book(make_setting(value=1))

    found = what_if(rule, people, before=(BOOK, DAY), after=(book, DAY), scope=CITY)

    everyone = [*found.gains, *found.losses, *found.unchanged, *found.still_unknown]
    assert sorted(everyone) == list(range(len(people)))
    for number, facts in people:
        single = answer(rule, facts)
        assert (number in found.still_unknown) == (single == "unknown")
        assert (number in found.unchanged) == (single != "unknown")


def plainly(rule: Rule, facts: Facts) -> bool:
    match rule:
        case Is(fact=fact):
            return facts[fact] is True
        case Not(part):
            return not plainly(part, facts)
        case All(parts):
            return all(plainly(part, facts) for part in parts)
        case Any(parts):
            return any(plainly(part, facts) for part in parts)


def leaves(rule: Rule) -> list[str]:
    match rule:
        case Is(fact=fact):
            return [fact]
        case Not(part):
            return leaves(part)
        case All(parts) | Any(parts):
            return [name for part in parts for name in leaves(part)]


def numbered(rule: Rule, numbers) -> Rule:
    match rule:
        case Is(fact=fact):
            return leaf(f"{fact}{next(numbers)}")
        case Not(part):
            return Not(numbered(part, numbers))
        case All(parts):
            return All(tuple(numbered(part, numbers) for part in parts))
        case Any(parts):
            return Any(tuple(numbered(part, numbers) for part in parts))
