"""Signing in: nothing is told to strangers, guessing stops, cookies are kept close."""

from __future__ import annotations

import re

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from luoshi.config.accounts import account_settings
from luoshi.config.environment import Environment
from luoshi.kernel.orgs.actions import switch_account, unlock
from luoshi.kernel.orgs.tests.factories import PASSWORD, make_account
from luoshi.kernel.orgs.tests.signing_in import WRONG, body, sign_in, signed_in

pytestmark = pytest.mark.django_db


def test_a_person_signs_in_and_out(client):
    make_account(password=PASSWORD)

    response = sign_in(client)
    inside = signed_in(client)
    left = client.post(reverse("account_logout"))

    assert response.headers["Location"] == "/method/"
    assert inside
    assert left.headers["Location"] == reverse("portal:home")
    assert "messages" not in left.cookies
    assert not signed_in(client)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client):
    make_account("wang", password=PASSWORD)

    known = sign_in(client, username="wang", password=WRONG)
    unknown = sign_in(Client(), username="gnaw", password=WRONG)

    assert (known.status_code, known.headers["Content-Type"]) == (
        unknown.status_code,
        unknown.headers["Content-Type"],
    )
    assert body(known, "wang") == body(unknown, "gnaw")


def test_a_reset_answers_alike_whether_or_not_there_is_an_account(client, mailoutbox):
    make_account("wang", password=PASSWORD)

    known = client.post(reverse("account_reset_password"), {"email": "wang@example.org"}, follow=True)
    unknown = Client().post(reverse("account_reset_password"), {"email": "gnaw@example.org"}, follow=True)

    assert known.redirect_chain == unknown.redirect_chain
    assert body(known) == body(unknown)
    assert [mail.to for mail in mailoutbox] == [["wang@example.org"]]


def test_a_reset_mail_is_chinese_and_its_link_sets_a_new_password(client, mailoutbox):
    account = make_account("wang", password=PASSWORD)
    client.post(reverse("account_reset_password"), {"email": "wang@example.org"})

    (path,) = re.findall(r"https?://testserver(/\S+)", mailoutbox[0].body)
    page = client.get(path, follow=True)
    done = client.post(page.request["PATH_INFO"], {"password1": WRONG, "password2": WRONG})

    account.refresh_from_db()
    assert mailoutbox[0].subject == "重设密码 · 落实"
    assert "有人为账号 wang 申请重设密码" in mailoutbox[0].body
    assert done.headers["Location"] == reverse("account_reset_password_from_key_done")
    assert account.check_password(WRONG)


def test_the_fifth_wrong_password_locks_and_the_right_one_no_longer_helps(client):
    make_account(password=PASSWORD)

    answers = [sign_in(client, password=WRONG).status_code for _ in range(5)]
    locked = sign_in(client)

    assert answers == [200, 200, 200, 200, 429]
    assert locked.status_code == 429
    assert "15 分钟" in locked.content.decode()
    assert not signed_in(client)


def test_a_name_typed_in_another_case_is_the_same_name(client):
    make_account(password=PASSWORD)

    answers = [
        sign_in(client, username=name, password=WRONG).status_code for name in ("wang", "WANG", "Wang") * 2
    ]

    assert answers == [200, 200, 200, 200, 429, 429]


def test_an_unknown_name_is_locked_alike(client):
    answers = [sign_in(client, username="gnaw", password=WRONG).status_code for _ in range(6)]

    assert answers == [200, 200, 200, 200, 429, 429]


def test_a_lock_holds_for_the_machine_and_the_name_only(client):
    make_account("wang", password=PASSWORD)
    make_account("li", password=PASSWORD)
    for _ in range(5):
        sign_in(client, password=WRONG)

    elsewhere = sign_in(Client(), REMOTE_ADDR="10.1.1.1")
    colleague = sign_in(Client(), username="li")

    assert elsewhere.status_code == colleague.status_code == 302


def test_a_lock_ends_after_a_quarter_of_an_hour_or_when_an_administrator_says_so(client, settings):
    account = make_account(password=PASSWORD)
    for _ in range(5):
        sign_in(client, password=WRONG)

    forgotten = unlock(account)

    assert settings.AXES_COOLOFF_TIME.total_seconds() == 15 * 60
    assert forgotten == 1
    assert sign_in(client).status_code == 302


def test_a_success_forgets_the_failures_before_it(client):
    make_account(password=PASSWORD)
    for _ in range(4):
        sign_in(client, password=WRONG)

    sign_in(client)
    client.post(reverse("account_logout"))
    again = [sign_in(client, password=WRONG).status_code for _ in range(4)]

    assert again == [200] * 4


def test_the_session_cookie_is_kept_from_scripts_and_other_sites_and_ends_with_the_browser(client):
    make_account(password=PASSWORD)

    token = client.get(reverse("account_login")).cookies["csrftoken"]
    cookie = sign_in(client).cookies["sessionid"]

    assert (token["httponly"], token["samesite"], token["max-age"]) == (True, "Lax", "")
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["secure"]) == (
        True,
        "Lax",
        "",
        "",
    )
    assert client.session.get_expiry_age() == 12 * 60 * 60


def test_under_https_cookies_are_secure():
    chosen = account_settings(Environment(https=True), issuer="x")

    assert chosen["SESSION_COOKIE_SECURE"] is True
    assert configured.SESSION_COOKIE_SECURE is False


def test_signing_in_makes_a_new_session(client):
    make_account(password=PASSWORD)
    client.get(reverse("account_login"))
    session = client.session
    session["left"] = "by an attacker"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    sign_in(client)

    assert client.cookies["sessionid"].value != before


def test_a_switched_off_account_is_out_at_once(client):
    account = make_account(password=PASSWORD)
    sign_in(client)

    switch_account(account, on=False)

    assert not signed_in(client)
    answers = [body(sign_in(Client(), username=name, password=WRONG), name) for name in ("wang", "gnaw")]
    assert answers[0] == answers[1]


def test_a_form_from_another_site_is_refused():
    guarded = Client(enforce_csrf_checks=True)

    assert sign_in(guarded).status_code == 403


@pytest.mark.parametrize("target", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_signing_in(client, target):
    make_account(password=PASSWORD)

    answer = client.post(reverse("account_login"), {"login": "wang", "password": PASSWORD, "next": target})

    assert answer.headers["Location"] == "/method/"


def test_an_unknown_host_is_refused(client):
    assert client.get(reverse("account_login"), HTTP_HOST="evil.example").status_code == 400


def test_a_changed_password_ends_other_sessions(client):
    make_account(password=PASSWORD)
    other = Client()
    sign_in(client)
    sign_in(other)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": WRONG, "password2": WRONG},
    )

    assert signed_in(client)
    assert not signed_in(other)


def test_nobody_can_sign_up_or_manage_addresses():
    for name in ("account_signup", "account_email", "socialaccount_signup", "socialaccount_connections"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert Client().get("/accounts/signup/").status_code == 404


def test_the_models_are_what_the_migration_says():
    call_command("makemigrations", "orgs", check=True, dry_run=True, verbosity=0)
