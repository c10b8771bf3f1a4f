"""Who acts, who stands under whom, and under which name something was done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.orgs.actions import switch_account
from luoshi.kernel.orgs.models import Account, Holding, Organisation, Post
from luoshi.kernel.orgs.queries import actor_of, names_on, organisation_tree, successor_of
from luoshi.kernel.orgs.tests.factories import FOUNDED, MERGED, TODAY, make_account, make_actor

DAY = timedelta(days=1)


def org(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def test_an_actor_has_the_posts_of_the_day_with_their_place_and_roles(city):
    someone = make_actor("office-supervision", "culture-tourism-handler")

    assert someone.name == "王同志"
    assert [(p.code, p.organisation, p.path) for p in someone.posts] == [
        ("culture-tourism-handler", "culture-tourism", "city/culture-tourism/"),
        ("office-supervision", "office", "city/office/"),
    ]
    assert someone.roles == {"office", "supervisor", "handler"}


def test_a_post_is_held_from_its_first_day_up_to_its_last(city):
    account = make_account()
    holding = Holding.objects.create(
        post=Post.objects.get(code="office-head"), account=account, held_from=MERGED, held_to=TODAY
    )

    held = {day: bool(actor_of(account, on=day).posts) for day in (MERGED - DAY, MERGED, TODAY - DAY, TODAY)}

    assert list(held.values()) == [False, True, True, False]
    assert holding.held_to == TODAY


def test_a_post_ends_with_its_organisation(city):
    account = make_account(posts=("tourism-head",))

    assert actor_of(account, on=MERGED - DAY).holds("head")
    assert actor_of(account, on=MERGED).posts == ()


def test_an_account_that_is_switched_off_holds_nothing(city):
    account = make_account(posts=("office-head",))

    switch_account(account, on=False)

    assert actor_of(account, on=TODAY).posts == ()


@pytest.mark.parametrize(
    "posts", [(), ("office-head", "office-handler", "office-supervision", "tourism-head")]
)
def test_an_actor_costs_one_query_whatever_they_hold(city, posts):
    account = Account.objects.get(pk=make_account(posts=posts).pk)

    with CaptureQueriesContext(connection) as queries:
        actor_of(account, on=TODAY)

    assert len(queries) == 1


def test_the_same_post_held_twice_counts_once(city):
    account = make_account(posts=("office-head",))
    Holding.objects.create(post=Post.objects.get(code="office-head"), account=account, held_from=TODAY)

    assert len(actor_of(account, on=TODAY).posts) == 1


@pytest.mark.parametrize(
    ("on", "expected"), [(MERGED - DAY, {"culture", "tourism"}), (MERGED, {"culture-tourism"})]
)
def test_the_tree_is_that_of_its_day(city, on, expected):
    with CaptureQueriesContext(connection) as queries:
        tree = organisation_tree(on)

    assert len(queries) == 1
    assert [branch.organisation.code for branch in tree] == ["city"]
    below = {branch.organisation.code for branch in tree[0].branches}
    assert below == expected | {"office", "east"}
    east = next(branch for branch in tree[0].branches if branch.organisation.code == "east")
    assert [b.organisation.kind for b in east.branches] == ["street", "town", "institution"]


def test_a_path_holds_what_is_under_it_and_not_what_begins_alike(city):
    Organisation.objects.create(
        code="eastern", name="东部", short="东部", kind="department", path="city/eastern/", valid_from=FOUNDED
    )

    found = set(Organisation.objects.under("city/east/").values_list("code", flat=True))

    assert found == {"east", "990102001", "990102100", "990102400"}


def test_duties_pass_to_the_successor_however_often_bodies_merge(city):
    merged_again = Organisation.objects.create(
        code="sports",
        name="文体旅局",
        short="文体旅局",
        kind="department",
        path="city/sports/",
        valid_from=TODAY,
    )
    Organisation.objects.filter(code="culture-tourism").update(valid_to=TODAY, successor=merged_again)
    old = org("tourism")

    heirs = [successor_of(old, on) for on in (FOUNDED - DAY, FOUNDED, MERGED, TODAY - DAY, TODAY)]

    assert [heir and heir.code for heir in heirs] == [
        None, "tourism", "culture-tourism", "culture-tourism", "sports",
    ]  # fmt: skip
    assert names_on(merged_again, FOUNDED) == ("测试市文化广电新闻出版局", "测试市旅游局")


def test_history_stays_under_the_old_name(city):
    before = names_on(org("tourism"), MERGED - DAY)
    merged = names_on(org("culture-tourism"), MERGED - DAY)
    after = names_on(org("tourism"), TODAY)

    assert before == ("测试市旅游局",)
    assert merged == ("测试市文化广电新闻出版局", "测试市旅游局")
    assert after == ("测试市文化广播电视和旅游局",)
    assert names_on(org("office"), FOUNDED - DAY) == ()


def test_the_database_refuses_a_holding_that_ends_before_it_begins(city):
    account, post = make_account(), Post.objects.get(code="office-head")

    with pytest.raises(IntegrityError):
        Holding.objects.create(account=account, post=post, held_from=TODAY, held_to=TODAY)


def test_a_prefix_search_by_path_can_use_its_index(city):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'organisation_path'")
        (definition,) = cursor.fetchone()

    assert "text_pattern_ops" in definition


def test_a_name_is_one_field(db):
    account = Account(username="li", name="李同志")

    assert (account.get_full_name(), account.get_short_name()) == ("李同志", "李同志")
    with pytest.raises(ValidationError):
        Account(username="x", clearance=9).clean_fields(exclude=["password"])
    assert not hasattr(Account, "first_name") or Account.first_name is None
    assert isinstance(TODAY, date)
