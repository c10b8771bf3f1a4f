"""Bearer tokens of programs: issued once, kept as a hash, good for one account until a day."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import ApiToken
from luoshi.kernel.orgs.models import Account

PREFIX = "luoshi_"  # so that whoever searches files for secrets finds one
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token. ``secret`` is what the program sends; it is shown once and kept nowhere."""

    token: ApiToken
    secret: str


@transaction.atomic
def issue(account: Account, *, name: str, expires_on: date, at: datetime) -> Issued:
    """Give a program a token of the account, good until the day before ``expires_on``.

    Raises ``token-account`` for an account that is switched off, ``token-term`` for a day that is not
    within the next year.
    """
    if not account.is_active:
        raise LuoshiError(
            "token-account",
            f"账号 {account.username} 已停用，不能签发令牌。",
            f"The account {account.username} is switched off. No token is issued.",
        )
    today = _day(at)
    if not today < expires_on <= today + LONGEST:
        raise LuoshiError(
            "token-term",
            f"失效日应在明天到 {today + LONGEST} 之间。",
            f"The day of expiry must lie between tomorrow and {today + LONGEST}.",
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        account=account, name=name.strip()[:100], digest=_digest(secret), created_at=at, expires_on=expires_on
    )
    return Issued(token, secret)


@transaction.atomic
def revoke(pk: int, *, at: datetime) -> ApiToken:
    """End the token now. One that has ended keeps the time at which it did. Raises ``token-unknown``."""
    token = ApiToken.objects.select_for_update().filter(pk=pk).first()
    if token is None:
        raise LuoshiError(
            "token-unknown",
            f"没有编号为 {pk} 的令牌。请用 luoshi tokens list 查看。",
            f"There is no token {pk}. See luoshi tokens list.",
        )
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
    return token


def account_of(secret: str, *, at: datetime) -> Account | None:
    """Return the account for which the token speaks, and note the day; None where it is not good.

    One query; one more on the first use of a day. A token of an account that is switched off is not good.
    """
    today = _day(at)
    found = ApiToken.objects.select_related("account").filter(digest=_digest(secret)).first()
    if found is None or found.revoked_at or found.expires_on <= today or not found.account.is_active:
        return None
    if found.last_used_on != today:
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return found.account


def _digest(secret: str) -> str:
    # The token has 256 random bits: a plain hash cannot be reversed, and a look-up by it leaks no time.
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _day(at: datetime) -> date:
    return at.astimezone(LOCAL).date()
