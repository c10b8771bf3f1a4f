"""Tokens of programs: shown once, kept as a hash, good until their day, ended at once."""

from __future__ import annotations

import hashlib
import io
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.models import ApiToken
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.cases.tokens import PREFIX, account_of, issue, revoke
from luoshi.kernel.orgs.models import Account

pytestmark = pytest.mark.django_db
AT = moment("2026-03-02")
UNTIL = date(2026, 6, 1)


@pytest.fixture
def account():
    return Account.objects.create(username="robot")


def test_a_token_speaks_for_its_account_and_only_its_hash_is_kept(account):
    issued = issue(account, name="OA", expires_on=UNTIL, at=AT)

    assert account_of(issued.secret, at=AT) == account
    row = ApiToken.objects.get()
    assert row.digest == hashlib.sha256(issued.secret.encode()).hexdigest()
    assert issued.secret.startswith(PREFIX)
    assert issued.secret not in str([getattr(row, field.name) for field in ApiToken._meta.concrete_fields])


@pytest.mark.parametrize("secret", ["", "luoshi_", "luoshi_x", "x" * 10_000, "钥匙", "\ud800", "\x00"])
def test_anything_else_speaks_for_nobody(account, secret):
    issue(account, name="OA", expires_on=UNTIL, at=AT)

    assert account_of(secret, at=AT) is None


def test_a_token_works_until_the_day_before_it_expires(account):
    secret = issue(account, name="OA", expires_on=UNTIL, at=AT).secret

    assert account_of(secret, at=moment("2026-05-31 23:59")) == account
    assert account_of(secret, at=moment("2026-06-01 00:00")) is None


def test_a_revoked_token_ends_at_once_and_keeps_its_time(account):
    issued = issue(account, name="OA", expires_on=UNTIL, at=AT)

    revoke(issued.token.pk, at=moment("2026-03-03"))
    again = revoke(issued.token.pk, at=moment("2026-03-04"))

    assert account_of(issued.secret, at=moment("2026-03-03")) is None
    assert again.revoked_at == moment("2026-03-03")


def test_a_token_of_an_account_that_is_switched_off_is_not_good(account):
    secret = issue(account, name="OA", expires_on=UNTIL, at=AT).secret
    Account.objects.filter(pk=account.pk).update(is_active=False)

    assert account_of(secret, at=AT) is None


def test_the_day_of_use_is_noted_once_a_day(account):
    secret = issue(account, name="OA", expires_on=UNTIL, at=AT).secret

    def queries(at):
        with CaptureQueriesContext(connection) as asked:
            account_of(secret, at=at)
        return len(asked)

    assert [queries(AT), queries(AT), queries(moment("2026-03-03"))] == [2, 1, 2]
    assert ApiToken.objects.get().last_used_on == date(2026, 3, 3)


@pytest.mark.parametrize("until", [date(2026, 3, 2), date(2020, 1, 1), date(2027, 4, 1)])
def test_no_token_is_for_ever_or_for_the_past(account, until):
    with pytest.raises(LuoshiError) as refused:
        issue(account, name="OA", expires_on=until, at=AT)

    assert refused.value.code == "token-term"


def test_no_token_is_issued_for_an_account_that_is_switched_off(account):
    account.is_active = False

    with pytest.raises(LuoshiError) as refused:
        issue(account, name="OA", expires_on=UNTIL, at=AT)

    assert refused.value.code == "token-account"


def test_the_command_prints_a_token_once_and_never_lists_it(account):
    issued, listed, ended = io.StringIO(), io.StringIO(), io.StringIO()

    call_command("tokens", "issue", "robot", "OA 系统", stdout=issued)
    secret = next(word for word in issued.getvalue().replace("：", " ").split() if word.startswith(PREFIX))
    call_command("tokens", "list", stdout=listed)
    call_command("tokens", "revoke", str(ApiToken.objects.get().pk), stdout=ended)

    assert "OA 系统" in listed.getvalue()
    assert secret not in listed.getvalue()
    assert ApiToken.objects.get().revoked_at is not None


def test_the_command_says_what_it_does_not_know():
    for arguments in (["issue", "nobody", "x"], ["revoke", "0"]):
        with pytest.raises(LuoshiError):
            call_command("tokens", *arguments)
