"""The desk's own writes. What happens to a case is written by ``luoshi.kernel.cases.actions`` alone."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from luoshi.desk.models import FeedToken, SavedFilter
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.declarations import Action
from luoshi.kernel.cases.effects import Once
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.notices.actions import prefer
from luoshi.kernel.notices.models import Channel
from luoshi.kernel.orgs.actor import Actor

_MOST = 30  # filters a person keeps
Told = tuple[tuple[str, str], ...]


@transaction.atomic
def open_told(
    type_key: str,
    *,
    by: Actor,
    data: Mapping[str, Any],
    evidence: Iterable[StoredFile],
    at: datetime,
    key: str,
) -> tuple[Case, Told | None]:
    """Open a case, and return it with what its type tells once, as title and text; None where it never does.

    A form that comes again is told nothing: (). Raises what ``open_case`` raises.
    """
    case = open_case(type_key, by=by, data=data, evidence=evidence, at=at, key=key)
    return case, _told(case_type(type_key).opening, case, fresh=case.opened_at == at)


@transaction.atomic
def act_told(
    case: Case,
    action: Action,
    *,
    by: Actor,
    data: Mapping[str, Any],
    evidence: Iterable[StoredFile],
    version: int | None,
    at: datetime,
    key: str,
) -> Told | None:
    """Do the action, and return what it tells once, as ``open_told`` does. Raises what ``act`` raises."""
    event = act(case, action.key, by=by, data=data, evidence=evidence, version=version, at=at, key=key)
    return _told(action, case, fresh=event.at == at)


def _told(action: Action, case: Case, *, fresh: bool) -> Told | None:
    telling = [effect for effect in action.then if isinstance(effect, Once)]
    if not telling:
        return None
    return tuple(line for effect in telling for line in effect.tell(case)) if fresh else ()


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
