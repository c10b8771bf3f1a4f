"""An identity provider by settings, and mail by settings."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from luoshi.config.accounts import account_settings, form_targets
from luoshi.config.environment import Environment
from luoshi.kernel.orgs.actions import switch_account
from luoshi.kernel.orgs.adapters import ProviderAdapter
from luoshi.kernel.orgs.models import Account
from luoshi.kernel.orgs.tests.factories import make_account

pytestmark = pytest.mark.django_db


def test_without_a_provider_the_sign_in_page_offers_none(client):
    assert "用统一身份认证登录" not in client.get(reverse("account_login")).content.decode()


def provider(settings: Any, **more: Any) -> Environment:
    env = Environment(oidc_url="https://id.example.cn/realm", oidc_secret="s", **more)
    settings.SOCIALACCOUNT_PROVIDERS = account_settings(env, issuer="x")["SOCIALACCOUNT_PROVIDERS"]
    return env


def test_a_provider_by_settings_is_offered_and_forms_may_lead_to_it(client, settings):
    env = provider(settings)

    page = client.get(reverse("account_login")).content.decode()

    assert "用统一身份认证登录" in page
    assert "/accounts/oidc/work/login/" in page
    assert form_targets(env) == ["https://id.example.cn"]
    assert form_targets(Environment()) == []


def vouched(name: str, *, process: str = "login") -> SocialLogin:
    account = SocialAccount(provider="work", uid="u1", extra_data={"userinfo": {"preferred_username": name}})
    login = SocialLogin(user=Account(), account=account)
    login.state = {"process": process}
    return login


def refused(login: SocialLogin) -> HttpResponse:
    with pytest.raises(ImmediateHttpResponse) as caught:
        ProviderAdapter().pre_social_login(RequestFactory().get("/"), login)
    answer: HttpResponse = caught.value.response
    return answer


def test_a_provider_vouches_for_an_account_of_the_same_name(rf, settings):
    provider(settings)
    account = make_account("wang")
    login = vouched("wang")

    with context.request_context(rf.get("/")):
        ProviderAdapter().pre_social_login(context.request, login)

    assert login.user == account
    assert SocialAccount.objects.get().user == account


@pytest.mark.parametrize(
    ("name", "process"), [("gnaw", "login"), ("", "login"), ("off", "login"), ("wang", "connect")]
)
def test_a_provider_makes_no_account_and_binds_none_by_hand(client, name, process):
    make_account("wang")
    switch_account(make_account("off"), on=False)

    answer = refused(vouched(name, process=process))

    assert answer.status_code == 403
    assert Account.objects.count() == 2
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://me:p%40ss@mail.example.cn:587", ("mail.example.cn", 587, "me", "p@ss", False, True)),
        ("smtps://mail.example.cn", ("mail.example.cn", 465, "", "", True, False)),
    ],
)
def test_mail_goes_by_the_server_the_environment_names(url, expected):
    chosen = account_settings(Environment(email_url=url), issuer="x")

    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(chosen[f"EMAIL_{name}"] for name in names) == expected
    assert "console" in account_settings(Environment(), issuer="x")["EMAIL_BACKEND"]
