"""Settings of signing in: who may, how it is guarded, and what a browser keeps. Read into the settings.

Accounts are made by an administrator; nobody signs up. See docs/decisions/0007-accounts-and-access.md.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

from luoshi.config.environment import Environment


def account_settings(env: Environment, *, issuer: str) -> dict[str, Any]:
    """Return the settings for the environment. ``issuer`` is the name an authenticator app shows."""
    return _signing_in(issuer) | _lockout() | _sessions(env) | _passwords() | _oidc(env) | _email(env)


def form_targets(env: Environment) -> list[str]:
    """Return other sites a form may lead to: the identity provider that the sign-in page hands over to."""
    if not env.oidc_url:
        return []
    address = urlsplit(env.oidc_url)
    return [f"{address.scheme}://{address.netloc}"]


def _signing_in(issuer: str) -> dict[str, Any]:
    return {
        "ACCOUNT_ADAPTER": "luoshi.kernel.orgs.adapters.AccountAdapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*", "password2*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",  # addresses are entered by an administrator
        "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,  # a stranger's address is sent nothing
        "ACCOUNT_EMAIL_NOTIFICATIONS": True,
        "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "portal:home",
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https",
        "MFA_ADAPTER": "luoshi.kernel.orgs.adapters.SecondFactorAdapter",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_TOTP_ISSUER": issuer,
    }


def _lockout() -> dict[str, Any]:
    return {
        "AXES_FAILURE_LIMIT": 5,
        "AXES_COOLOFF_TIME": timedelta(minutes=15),
        # Both together: nobody can lock a colleague out from another machine.
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT": False,
        "AXES_USERNAME_CALLABLE": "luoshi.kernel.orgs.adapters.typed_name",
        "AXES_LOCKOUT_TEMPLATE": "account/lockout.html",
        "AXES_ENABLE_ADMIN": False,
        "AXES_VERBOSE": False,
    }


def _sessions(env: Environment) -> dict[str, Any]:
    return {
        "SESSION_COOKIE_AGE": 12 * 60 * 60,  # a working day
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": env.https,
        "CSRF_COOKIE_AGE": None,  # until the browser closes: nothing stays of a visit to the sign-in page
    }


def _passwords() -> dict[str, Any]:
    checks = "django.contrib.auth.password_validation"
    return {
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": f"{checks}.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ["username", "email", "name"]},
            },
            {"NAME": "luoshi.kernel.orgs.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
            {"NAME": f"{checks}.CommonPasswordValidator"},
            {"NAME": f"{checks}.NumericPasswordValidator"},
        ],
        "PASSWORD_RESET_TIMEOUT": 24 * 60 * 60,
    }


def _oidc(env: Environment) -> dict[str, Any]:
    provider = {
        "provider_id": "work",
        "name": env.oidc_name,
        "client_id": env.oidc_client,
        "secret": env.oidc_secret,
        "settings": {"server_url": env.oidc_url, "uid_field": "sub"},
    }
    return {
        "SOCIALACCOUNT_ADAPTER": "luoshi.kernel.orgs.adapters.ProviderAdapter",
        "SOCIALACCOUNT_PROVIDERS": {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [provider] if env.oidc_url else []}
        },
        "SOCIALACCOUNT_LOGIN_ON_GET": False,
        "SOCIALACCOUNT_STORE_TOKENS": False,
    }


def _email(env: Environment) -> dict[str, Any]:
    kept = {"DEFAULT_FROM_EMAIL": env.email_from, "SERVER_EMAIL": env.email_from, "EMAIL_TIMEOUT": 20}
    if not env.email_url:
        return kept | {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    server = urlsplit(env.email_url)
    direct = server.scheme == "smtps"
    return kept | {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": server.hostname or "localhost",
        "EMAIL_PORT": server.port or (465 if direct else 587),
        "EMAIL_HOST_USER": unquote(server.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(server.password or ""),
        "EMAIL_USE_SSL": direct,
        "EMAIL_USE_TLS": not direct,
    }
