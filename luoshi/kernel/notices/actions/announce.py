"""Write what must reach somebody, in the transaction of the act that caused it. Nothing is sent here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from luoshi.kernel.notices.channels import offered_channels
from luoshi.kernel.notices.models import Notice
from luoshi.kernel.notices.rules import patterns_of
from luoshi.kernel.notices.statements import ANNOUNCE
from luoshi.kernel.prepared import ask


@transaction.atomic(savepoint=False)  # the act that causes it stands or falls with it
def announce(
    *,
    key: str,
    topic: str,
    subject: str,
    title: str,
    body: str = "",
    link: str = "",
    to: Iterable[int],
    data: Mapping[str, Any] | None = None,
    at: datetime,
    required: bool = False,
) -> list[Notice]:
    """Write a notice per account in ``to``, one for the systems that subscribed to the topic, and deliveries.

    ``key`` names what happened ("case:…:event:7"): the same key again reaches only those it has not
    reached. ``data`` is what subscribed systems are told, so it holds nothing personal; title and body go
    to people only. What is ``required`` goes to the e-mail address whatever the person prefers. Accounts
    that are closed or unknown receive nothing. Returns every notice of the key, in one statement, and one
    more where some had theirs before.
    """
    about = {"key": key, "topic": topic, "subject": subject, "title": title, "body": body, "link": link}
    told = json.dumps(dict(data or {}), cls=DjangoJSONEncoder)
    how: dict[str, Any] = {"required": required}
    how |= {"patterns": patterns_of(topic), "channels": list(offered_channels())}
    [(wanted, new)] = ask(ANNOUNCE, about | how | {"to": list(to), "data": told, "at": at})
    if wanted > len(new or ()):  # some were written before, or by another just now
        return list(Notice.objects.filter(key=key).order_by("pk"))
    return [
        Notice(**about, pk=pk, recipient_id=reader, created_at=at, data={} if reader else json.loads(told))
        for pk, reader in new or ()
    ]


def mark_read(*, account_id: int, notices: Iterable[int], at: datetime) -> int:
    """Note that the account has read these notices, never those of others. Returns how many were new."""
    unread = Notice.objects.for_account(account_id).unread()
    return unread.filter(pk__in=list(notices)).update(read_at=at)
