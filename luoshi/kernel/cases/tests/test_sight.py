"""Who sees what: cases by unit, help and secrecy; private values by reason, until they are erased."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.access import may_see, sight_of, visible
from luoshi.kernel.cases.actions import erase, open_case, reveal
from luoshi.kernel.cases.chain import salted
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, PrivateValue, Reveal
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.tests.factories import (
    SINCE,
    Town,
    assign,
    moment,
    organisation,
    person,
    propose,
)
from luoshi.kernel.cases.tests.invented import ERRAND, do, errand, somebody_else_took_it
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.orgs.models import Account, Holding, Organisation, Post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
AT = moment("2026-03-05")
PHONE = "13912345678"


def seers(town: Town, case: Case) -> set[str]:
    return {name for name in town.accounts if may_see(town[name], case)}


def settle(town: Town, name: str, unit: Organisation, *roles: str, clearance: int = 1) -> None:
    town.accounts[name] = person(name, unit, *roles, clearance=clearance)


EVERYWHERE = {"office", "monitor"}  # posts of the city itself, whose departments lie below it
EDUCATION = {"education_handler", "education_head"}


def test_a_case_is_seen_by_its_unit_by_whoever_stands_above_and_by_whoever_opened_it(town: Town):
    assert seers(town, errand(town)) == {"deputy", *EVERYWHERE, *EDUCATION}


def test_a_case_is_seen_by_units_asked_to_help_by_cosigners_and_by_the_one_who_handles_it(town: Town):
    case = errand(town, helpers=["finance"], signers=[town.accounts["colleague"].pk])
    do(town, case, "take", "education_handler", "2026-03-03", who=town.accounts["transport_head"].pk)

    seen = seers(town, case)

    assert seen == set(town.accounts) - {"transport_handler"}


def test_a_unit_that_lies_below_is_not_shown_what_its_parent_has(town: Town):
    settle(town, "school", organisation("school", parent=town.units["education"]), "handler")

    above, below = errand(town), errand(town, unit="school")

    assert "school" not in seers(town, above)
    assert {"school", *EDUCATION} <= seers(town, below)


def test_a_unit_whose_name_begins_alike_is_another(town: Town):
    settle(town, "educationist", organisation("education2", parent=town.units["siping"]), "handler")

    assert "educationist" not in seers(town, errand(town))


def test_a_secret_is_seen_only_with_clearance(town: Town):
    settle(town, "cleared", town.units["education"], "handler", clearance=2)

    case = errand(town, secrecy=2)

    assert seers(town, case) == {"cleared"}


def test_accusing_material_never_reaches_the_accused_nor_what_belongs_to_them(town: Town):
    settle(town, "school", organisation("school", parent=town.units["finance"]), "handler")
    both = organisation("bureau", parent=town.units["education"])
    settle(town, "inspector", both, "head")

    case = errand(town, accused=["finance"], helpers=["finance", "school"])

    assert seers(town, case) == {"deputy", *EVERYWHERE, *EDUCATION}
    assert not visible(town["finance_head"]).filter(pk=case.pk).exists()


def test_an_accused_unit_does_not_see_a_case_of_its_own(town: Town):
    assert seers(town, errand(town, accused=["education"])) == {"deputy", *EVERYWHERE}


def test_a_supervisor_reads_across_departments_and_acts_in_none(town: Town):
    case = errand(town)
    assert may_see(town["monitor"], case)

    for action in ("take", "ask", "decide", "hand"):
        with pytest.raises(ActRefused, match="须由"):
            do(town, case, action, "monitor", "2026-03-03", **_needed(action))


def _needed(action: str) -> dict[str, str]:
    return {"decide": {"words": "同意"}, "hand": {"unit": "finance"}}.get(action, {})


def test_a_post_that_reads_some_types_only_sees_those(town: Town):
    town.accounts["agent"] = person("agent", town.units["siping"], "agent", reads=("proposals",))
    errand(town)
    proposal = propose(town)

    assert list(visible(town["agent"])) == [proposal]
    assert list(Case.objects.filter(sight_of(town["agent"]).condition)) == [proposal]
    assert visible(town["office"]).count() == 2


def test_a_post_that_reads_some_types_is_shown_no_other_by_help_either(town: Town):
    town.accounts["agent"] = person("agent", town.units["finance"], "agent", reads=("proposals",))
    case = errand(town, helpers=["finance"])

    assert not may_see(town["agent"], case)
    assert not Case.objects.filter(sight_of(town["agent"]).condition).exists()


def test_a_second_post_that_reads_everything_takes_nothing_from_the_first(town: Town):
    account = person("both", town.units["siping"], "agent", reads=("proposals",))
    post = Post.objects.create(
        code="second", organisation=town.units["finance"], title="b", roles=["handler"], valid_from=SINCE
    )
    Holding.objects.create(post=post, account=account, held_from=SINCE)
    town.accounts["both"] = account
    proposal, own = propose(town), errand(town, unit="finance")
    errand(town)

    assert set(visible(town["both"])) == {proposal, own}


def test_a_post_that_reads_some_types_belongs_to_a_body_that_may_be_accused(town: Town):
    town.accounts["agent"] = person("agent", town.units["finance"], "agent", reads=("errand",))

    assert not may_see(town["agent"], errand(town, unit="finance", accused=["finance"]))


def test_a_closed_account_sees_only_what_it_opened(town: Town):
    case = errand(town)
    Account.objects.filter(username="education_head").update(is_active=False)
    town.accounts["education_head"].refresh_from_db()

    assert "education_head" not in seers(town, case)


def test_a_type_may_set_more_against_showing_what_is_private(town: Town):
    case = errand(town, phone=PHONE)
    reviewer = replace(ERRAND, reveals=(somebody_else_took_it,))
    case_types()[ERRAND.key] = reviewer
    do(town, case, "take", "education_handler", "2026-03-03")

    with pytest.raises(ActRefused, match="承办人不能自己决定"):
        reveal(case, "phone", by=town["education_handler"], reason="核实", at=AT)

    assert reveal(case, "phone", by=town["education_head"], reason="核实", at=AT) == PHONE
    assert [row.by_id for row in Reveal.objects.all()] == [town.accounts["education_head"].pk]


def test_sight_costs_one_query_however_many_cases(
    town: Town, django_assert_num_queries: DjangoAssertNumQueries
):
    actor = town["education_handler"]
    for size in (1, 20):
        for _ in range(size):
            errand(town)
        with django_assert_num_queries(1):
            assert len(visible(actor).open().order_by("due_at")[:50]) >= size


def test_a_private_value_stands_in_no_event_and_no_row_in_the_clear(town: Town):
    case = errand(town, phone=PHONE)

    kept = json.dumps([list(case.events.values()), list(Case.objects.values())], default=str)
    row = PrivateValue.objects.get(case=case)
    assert PHONE not in kept
    assert PHONE not in str(row.sealed)
    assert case.events.get().data["phone"] == {"private": salted(row.salt, PHONE)}


def test_the_same_private_value_has_another_hash_each_time(town: Town):
    one, other = errand(town, phone=PHONE), errand(town, phone=PHONE)

    assert one.data["phone"] != other.data["phone"]


def test_whoever_looks_gives_a_reason_that_is_kept(town: Town):
    case = errand(town, phone=PHONE)

    shown = reveal(case, "phone", by=town["education_handler"], reason=" 电话核实 ", at=AT)

    looked = Reveal.objects.get()
    assert shown == PHONE
    assert (looked.by, looked.reason, looked.field) == (
        town.accounts["education_handler"],
        "电话核实",
        "phone",
    )


@pytest.mark.parametrize(("who", "reason"), [("finance_head", "想看看"), ("education_handler", "  ")])
def test_nobody_looks_without_a_reason_or_without_sight_of_the_case(town: Town, who: str, reason: str):
    case = errand(town, phone=PHONE)

    with pytest.raises(LuoshiError, match="不能查看"):
        reveal(case, "phone", by=town[who], reason=reason, at=AT)

    assert Reveal.objects.count() == 0


def test_a_private_value_is_erased_and_the_chain_still_verifies(town: Town):
    case = propose(town, contact=PHONE)
    assign(town, case)

    event = erase(case, reason="本人要求删除", at=AT)
    again = erase(case, reason="本人要求删除", at=AT)

    case.refresh_from_db()
    assert event is not None
    assert (event.action, event.data) == ("private.erased", {"fields": ["contact"], "reason": "本人要求删除"})
    assert again is None
    assert verify(case).sound
    row = PrivateValue.objects.get()
    assert (row.sealed, row.salt, row.erased_at) == (None, "", AT)
    with pytest.raises(LuoshiError, match="没有填写或已经删除"):
        reveal(case, "contact", by=town["office"], reason="核实", at=AT)


def test_an_opening_is_known_again_after_its_private_value_was_erased(town: Town):
    data = {"title": "一件小事", "unit": "education", "phone": PHONE}
    case = open_case("errand", by=town["deputy"], data=data, at=AT, key="k")
    erase(case, reason="本人要求删除", at=AT)

    assert open_case("errand", by=town["deputy"], data=data, at=AT, key="k").pk == case.pk
