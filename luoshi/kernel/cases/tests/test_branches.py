"""Sight has one definition. Whatever form a page asks it in, for speed, shows the same cases."""

from __future__ import annotations

import random

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from luoshi.kernel.cases.access import may_see, sight_of, visible
from luoshi.kernel.cases.models import Case, Party, Task
from luoshi.kernel.cases.tests.factories import Town, moment, organisation, person, propose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
CASES = 24


@pytest.fixture
def crowd(town: Town) -> Town:
    """The town with a county and its bureau, whose people stand above, below and beside others."""
    county = organisation("county", parent=town.units["siping"])
    bureau = organisation("bureau", parent=county)
    other = organisation("county2", parent=town.units["siping"])
    town.units.update(county=county, bureau=bureau, county2=other)
    for name, unit, clearance in (("mayor", county, 2), ("clerk", bureau, 0), ("beside", other, 1)):
        town.accounts[name] = person(name, unit, "handler", clearance=clearance)
    town.accounts["nobody"] = person("nobody", town.units["congress"])
    return town


def scatter(town: Town, seed: int) -> None:
    """Cases whose units, people, helpers, parties and secrecy are drawn by lot."""
    lot = random.Random(seed)
    units, accounts = list(town.units.values()), [None, *town.accounts.values()]
    for _ in range(CASES):
        case, unit = propose(town), lot.choice(units)
        Case.objects.filter(pk=case.pk).update(
            unit=unit,
            path=unit.path,
            secrecy=lot.choice([0, 0, 1, 2]),
            opener=lot.choice(accounts),
            assignee=lot.choice(accounts),
        )
        for helper in lot.sample(units, lot.randrange(3)):
            Task.objects.create(case=case, unit=helper, path=helper.path, asked_at=moment("2026-03-02"))
        for _ in range(lot.randrange(3)):
            place = lot.choice(units)
            party = Party(case=case, part=lot.choice(Party.Part.values))
            if lot.random() < 0.5:
                party.account = lot.choice(accounts[1:])
            else:
                party.unit, party.path = place, place.path
            party.save()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("named", [500, 1, 0])
def test_branches_and_condition_show_what_is_visible(crowd: Town, monkeypatch, seed: int, named: int):
    scatter(crowd, seed)
    monkeypatch.setattr("luoshi.kernel.cases.access._NAMED", named)

    for name in crowd.accounts:
        actor = crowd[name]
        sight = sight_of(actor)
        seen = set(visible(actor).values_list("pk", flat=True))

        assert set(Case.objects.filter(sight.condition).values_list("pk", flat=True)) == seen
        parts = [set(Case.objects.filter(one).values_list("pk", flat=True)) for one in sight.branches]
        assert set().union(*parts) == seen
        assert set(visible(actor, few=True).values_list("pk", flat=True)) == seen
        assert seen == {case.pk for case in Case.objects.all() if may_see(actor, case)}
        assert sight.named or named < 500


def test_looking_sight_up_is_one_question_however_many_cases(
    crowd: Town, django_assert_num_queries: DjangoAssertNumQueries
):
    scatter(crowd, 0)
    actor = crowd["mayor"]

    with django_assert_num_queries(1):
        sight = sight_of(actor)
    with django_assert_num_queries(len(sight.branches)):
        for branch in sight.branches:
            list(Case.objects.filter(branch))


def test_what_sight_is_judged_by_stands_in_the_index_of_paths(crowd: Town):
    scatter(crowd, 0)
    own = sight_of(crowd["mayor"]).branches[0]

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
    plan = Case.objects.filter(own, closed_at=None).order_by().values("pk").explain()

    assert "Index Only Scan using case_by_" in plan
