"""Appointing, relieving, opening accounts, and the commands that do it."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.orgs.actions import appoint, create_account, relieve
from luoshi.kernel.orgs.models import Account, Holding, Post
from luoshi.kernel.orgs.queries import actor_of
from luoshi.kernel.orgs.tests.factories import MERGED, PASSWORD, TODAY, make_account

DAY = timedelta(days=1)


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def head() -> Post:
    return Post.objects.get(code="office-head")


def test_an_appointment_gives_the_post_from_its_day_on(city):
    account = make_account()

    holding = appoint(account, head(), from_=TODAY, acting=True)

    assert holding.acting
    assert actor_of(account, on=TODAY).holds("head")
    assert actor_of(account, on=TODAY - DAY).holds("head") is None


def test_the_same_appointment_again_is_the_same_holding(city):
    account = make_account()

    first = appoint(account, head(), from_=TODAY)
    again = appoint(account, head(), from_=TODAY)

    assert first == again
    assert Holding.objects.count() == 1


def test_a_post_already_held_is_not_given_again(city):
    account = make_account()
    appoint(account, head(), from_=MERGED)

    with pytest.raises(LuoshiError) as caught:
        appoint(account, head(), from_=TODAY)

    assert caught.value.code == "post-already-held"


def test_a_post_of_an_ended_organisation_is_given_to_nobody(city):
    with pytest.raises(LuoshiError) as caught:
        appoint(make_account(), Post.objects.get(code="tourism-head"), from_=MERGED)

    assert caught.value.code == "post-not-in-force"


def test_a_post_can_pass_on_and_come_back(city):
    account = make_account()

    relieve(appoint(account, head(), from_=MERGED), on=TODAY)
    appoint(account, head(), from_=TODAY + DAY)

    held = [bool(actor_of(account, on=TODAY + n * DAY).posts) for n in (-1, 0, 1)]
    assert held == [True, False, True]


def test_a_holding_ends_once(city):
    holding = appoint(make_account(), head(), from_=MERGED)
    relieve(holding, on=TODAY)

    again = relieve(holding, on=TODAY)
    with pytest.raises(LuoshiError) as caught:
        relieve(holding, on=TODAY + DAY)

    assert again.held_to == TODAY
    assert caught.value.code == "already-relieved"


def test_a_holding_lasts_at_least_a_day(city):
    holding = appoint(make_account(), head(), from_=TODAY)

    with pytest.raises(LuoshiError) as caught:
        relieve(holding, on=TODAY)

    assert caught.value.code == "relief-too-early"


DAYS = st.dates(date(2015, 1, 1), date(2030, 1, 1))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(DAYS, st.integers(1, 900)), min_size=1, max_size=4), DAYS)
def test_whatever_is_tried_nobody_holds_a_post_twice_on_one_day(city, tried, on):
    account, _ = Account.objects.get_or_create(username="zhao")
    account.holdings.all().delete()

    for start, days in sorted(tried):
        with suppress(LuoshiError):  # already held
            relieve(appoint(account, head(), from_=start), on=start + timedelta(days=days))

    assert Holding.objects.filter(account=account).in_force(on).count() <= 1


def test_an_account_without_a_password_opens_to_none(db):
    account = create_account("zhang", name="张同志")

    assert not account.has_usable_password()
    assert authenticate(RequestFactory().post("/"), username="zhang", password="") is None


@pytest.mark.parametrize(
    ("password", "said"),
    [("short", "密码太短"), ("8391047265", "数字"), ("password123", "常见"), ("wang-tongzhi", "相似")],
)
def test_a_weak_password_is_refused_in_chinese(db, password, said):
    with pytest.raises(LuoshiError) as caught:
        create_account("wang-tongzhi", password=password)

    assert caught.value.code == "account-invalid"
    assert said in caught.value.zh
    assert not Account.objects.exists()


@pytest.mark.parametrize("name", ["wang", "Wang"])
def test_a_user_name_is_given_once(db, name):
    make_account("wang")

    with pytest.raises(LuoshiError) as caught:
        make_account(name)

    assert caught.value.code == "account-exists"


def test_a_user_name_with_blanks_is_refused(db):
    with pytest.raises(LuoshiError) as caught:
        create_account("no such name")

    assert caught.value.code == "account-invalid"


def test_organisations_are_loaded_and_shown_by_command(city):
    loaded = run("orgs", "load", str(city))
    listed = run("orgs", "list", "--on", "2018-06-01")
    streets = run("orgs", "list", "--kind", "street")
    tree = run("orgs", "tree", "--on", "2026-03-02")

    assert loaded.startswith("新增 0 · 更改 0 · 终止 0 · 未变 ")
    assert "city/tourism/  测试市旅游局  tourism-handler（承办岗）、tourism-head（分管负责人）\n" in listed
    assert streets == "city/east/990102001/  解放街道\n"
    assert "    解放街道  990102001\n" in tree
    assert "旅游局  tourism\n" not in tree


def test_people_are_appointed_and_relieved_by_command(city):
    make_account("wang")

    appointed = run("orgs", "appoint", "wang", "office-head", "--on", "2026-03-01", "--acting")
    relieved = run("orgs", "relieve", "wang", "office-head", "--on", "2026-03-02")

    assert appointed == "wang 自 2026-03-01 起代理 office-head\n"
    assert relieved == "wang 任 office-head 至 2026-03-02（不含当日）\n"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("appoint", "nobody", "office-head"), "account-unknown"),
        (("appoint", "wang", "no-post"), "post-unknown"),
        (("relieve", "wang", "office-head"), "not-held"),
    ],
)
def test_a_wrong_name_says_what_to_do(city, arguments, code):
    make_account("wang")

    with pytest.raises(LuoshiError) as caught:
        run("orgs", *arguments)

    assert caught.value.code == code


def test_an_account_is_opened_with_a_link_that_sets_its_password_once(city, client):
    said = run("accounts", "add", "zhou", "--real-name", "周同志", "--post", "office-handler")
    link = next(line for line in said.splitlines() if line.startswith("http"))
    path = "/" + link.split("/", 3)[3]

    page = client.get(path, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    again = client.get(path, follow=True)

    account = Account.objects.get(username="zhou")
    assert account.check_password(PASSWORD)
    assert account.holdings.get().post.code == "office-handler"
    assert "这个链接已经用过" in again.content.decode()


def test_a_password_comes_from_standard_input_never_from_an_argument(city, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO(f"{PASSWORD}\n"))

    said = run("accounts", "add", "zhou", "--password-stdin")

    assert Account.objects.get(username="zhou").check_password(PASSWORD)
    assert "http" not in said
    assert PASSWORD not in said


def test_an_account_whose_post_does_not_exist_is_not_made(city):
    with pytest.raises(LuoshiError):
        run("accounts", "add", "zhou", "--post", "no-post")

    assert not Account.objects.exists()


def test_an_account_is_switched_off_and_on_by_command(city):
    make_account("wang")

    off = run("accounts", "off", "wang")
    was = Account.objects.get(username="wang").is_active
    on = run("accounts", "on", "wang")

    assert (off, was, on) == ("wang：已停用\n", False, "wang：已启用\n")
    assert Account.objects.get(username="wang").is_active
