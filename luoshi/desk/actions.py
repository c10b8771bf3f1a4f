"""The desk's own writes. What happens to a case is written by ``luoshi.kernel.cases.actions`` alone."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from luoshi.desk.models import FeedToken, SavedFilter
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.notices.actions import prefer
from luoshi.kernel.notices.models import Channel

_MOST = 30  # filters a person keeps


@transaction.atomic
def save_filter(account_id: int, *, name: str, query: str) -> SavedFilter:
    """Keep the query under the name. The same name again replaces it.

    Raises ``filter-name`` and ``filter-many``.
    """
    named, kept = name.strip(), SavedFilter.objects.filter(account_id=account_id)
    if not 1 <= len(named) <= 40 or len(query) > 1000:
        raise LuoshiError(
            "filter-name", "请给筛选起一个 40 字以内的名称。", "Name the filter in at most 40 characters."
        )
    if kept.exclude(name=named).count() >= _MOST:
        raise LuoshiError(
            "filter-many",
            f"最多保存 {_MOST} 个筛选。请先删除不用的。",
            f"At most {_MOST} filters are kept. Delete one first.",
        )
    saved, _ = SavedFilter.objects.update_or_create(
        account_id=account_id, name=named, defaults={"query": query}
    )
    return saved


def delete_filter(account_id: int, *, filter_id: int) -> None:
    """Forget a filter of the account. One that is not there, or is another's, stays as it is."""
    SavedFilter.objects.filter(account_id=account_id, pk=filter_id).delete()


def issue_feed(account_id: int, *, at: datetime) -> str:
    """Return a new secret for the account's calendar feed. The one before it no longer opens anything."""
    secret = secrets.token_urlsafe(32)
    FeedToken.objects.update_or_create(
        account_id=account_id, defaults={"digest": digest_of(secret), "made_at": at}
    )
    return secret


def revoke_feed(account_id: int) -> None:
    """Close the account's calendar feed."""
    FeedToken.objects.filter(account_id=account_id).delete()


@transaction.atomic
def set_wishes(account_id: int, wishes: Iterable[tuple[Channel, list[str], str]]) -> None:
    """Set of which topics the account is told over each channel, and where: all or none.

    Raises what ``prefer`` raises.
    """
    for channel, topics, address in wishes:
        prefer(account_id=account_id, channel=channel, topics=topics, address=address)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret. It is long and random, so a plain hash suffices."""
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()
