"""How allauth behaves here: no sign-up, one lockout, encrypted second factors, known providers."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import render

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.sealing import seal, unseal
from luoshi.kernel.orgs.models import Account

_PURPOSE = "second factor"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator; failed passwords are counted in one place, by axes."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: nobody signs up."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count nothing here: axes counts, in the database, over all processes."""

    def _rollback_login_failed_rl_usage(self) -> None:
        """Take nothing back, as nothing was counted."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps lie encrypted, under a key drawn from ``SECRET_KEY``."""

    def encrypt(self, text: str) -> str:
        """Return the text encrypted."""
        return seal(text, keys=_keys(), purpose=_PURPOSE)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the text in clear; where the key has changed since, a text that no code can match."""
        try:
            return unseal(encrypted_text, keys=_keys(), purpose=_PURPOSE)
        except LuoshiError as error:
            raise PermissionDenied("SECRET_KEY 已更换，验证器须由管理员清除后重新绑定") from error


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A provider vouches for accounts that exist; it never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse: a provider's user without an account here stays outside."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Bind the provider's user to the account of the same user name, at the first sign-in."""
        if sociallogin.state.get("process") == "connect":  # binding is by name, never by hand
            raise _no_account(request)
        if sociallogin.is_existing:
            return
        data = sociallogin.account.extra_data
        claims = data.get("userinfo") or data.get("id_token") or data
        name = claims.get(settings.ENV.oidc_claim)
        account = Account.objects.filter(username=name, is_active=True).first() if name else None
        if account is None:
            raise _no_account(request)
        sociallogin.connect(request, account)


def typed_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str | None:
    """Return the name under which failed passwords are counted: however it is typed, it is one name."""
    name = (credentials or {}).get("username")
    return Account.normalize_username(name).strip().casefold() if name else None


def _no_account(request: HttpRequest) -> ImmediateHttpResponse:
    return ImmediateHttpResponse(render(request, "account/no_account.html", status=403))


def _keys() -> list[str | bytes]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
