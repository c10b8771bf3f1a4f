"""Who calls the API: a person by their session, or a program by its token. And how often they may."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer, SessionAuth
from ninja.throttling import BaseThrottle

from luoshi.kernel.cases.tokens import account_of
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Account
from luoshi.kernel.orgs.queries import actor_of

_WINDOW = 60  # seconds


class Token(HttpBearer):
    """``Authorization: Bearer luoshi_…``. It acts as its account, with the posts that account holds today."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Return who calls. A wrong token is an error even where a session would do."""
        now = timezone.now()
        account = account_of(token, at=now)
        if account is None:
            raise AuthenticationError
        return actor_of(account, on=timezone.localdate(now))


class Session(SessionAuth):
    """The cookie of a person who signed in, and for every write the CSRF token that goes with it."""

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return who calls, or None. Who is not signed in is told so before any CSRF token is asked for."""
        if not isinstance(request.user, Account):
            return None
        super().__call__(request)
        return actor_of(request.user, on=timezone.localdate())


class PerMinute(BaseThrottle):
    """So many requests in a minute for each account, counted in the process: no cache server is needed."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Count the request, and tell whether it is within the limit. Public answers are not counted."""
        actor = getattr(request, "auth", None)
        if not isinstance(actor, Actor):
            return True
        key = f"api:{actor.account}:{int(time.time() // _WINDOW)}"
        cache.add(key, 0, timeout=2 * _WINDOW)
        try:
            return bool(cache.incr(key) <= settings.ENV.api_rate)
        except ValueError:  # just dropped, as there are many others
            return True

    def wait(self) -> float:
        """Return how many seconds are left of the minute."""
        return _WINDOW - time.time() % _WINDOW
