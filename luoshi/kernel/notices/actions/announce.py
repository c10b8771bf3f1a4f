"""Write what must reach somebody, in the transaction of the act that caused it. Nothing is sent here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from luoshi.kernel.notices.channels import offered_channels
from luoshi.kernel.notices.models import Channel, Delivery, Notice, Preference, Subscription
from luoshi.kernel.notices.rules import covers, patterns_of
from luoshi.kernel.orgs.models import Account


@transaction.atomic
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
) -> list[Notice]:
    """Write a notice per account in ``to``, one for the systems that subscribed to the topic, and deliveries.

    ``key`` names what happened ("case:…:event:7"): the same key again reaches only those it has not
    reached. ``data`` is what subscribed systems are told, so it holds nothing personal; title and body go
    to people only. Accounts that are closed or unknown receive nothing. Returns every notice of the key,
    in a constant number of queries.
    """
    known = set(Notice.objects.filter(key=key).values_list("recipient_id", flat=True))
    wanted = Account.objects.filter(pk__in=set(to) - known, is_active=True)
    accounts = {account.pk: account for account in wanted.order_by("pk")}  # one order, so no deadlock
    subscriptions = (
        []
        if None in known
        else list(Subscription.objects.filter(active=True, topics__overlap=patterns_of(topic)))
    )
    about = {"key": key, "topic": topic, "subject": subject, "title": title, "body": body, "link": link}
    new = [Notice(**about, recipient=account, created_at=at) for account in accounts.values()]
    if subscriptions:
        new.append(Notice(**about, data=dict(data or {}), created_at=at))
    Notice.objects.bulk_create(new, ignore_conflicts=True)

    notices = list(Notice.objects.filter(key=key).order_by("pk"))
    preferences = _preferences(accounts)
    deliveries: list[Delivery] = []
    for notice in notices:
        if notice.recipient_id in accounts:
            account = accounts[notice.recipient_id]
            deliveries += _to_person(notice, account, preferences.get(account.pk, {}))
        elif notice.recipient_id is None:
            deliveries += [_to_system(notice, subscription) for subscription in subscriptions]
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)  # another may have written the same
    return notices


def mark_read(*, account_id: int, notices: Iterable[int], at: datetime) -> int:
    """Note that the account has read these notices, never those of others. Returns how many were new."""
    unread = Notice.objects.for_account(account_id).unread()
    return unread.filter(pk__in=list(notices)).update(read_at=at)


def _preferences(account_ids: Iterable[int]) -> dict[int, dict[str, Preference]]:
    found: dict[int, dict[str, Preference]] = {}
    for preference in Preference.objects.filter(account_id__in=list(account_ids)):
        found.setdefault(preference.account_id, {})[preference.channel] = preference
    return found


def _to_person(notice: Notice, account: Account, preferences: dict[str, Preference]) -> list[Delivery]:
    deliveries = []
    for channel in offered_channels():
        preference = preferences.get(channel)
        own = account.email if channel == Channel.EMAIL else ""
        address = (preference.address if preference else "") or own
        if address and (covers(preference.topics, notice.topic) if preference else True):
            deliveries.append(
                Delivery(notice=notice, channel=channel, address=address, next_at=notice.created_at)
            )
    return deliveries


def _to_system(notice: Notice, subscription: Subscription) -> Delivery:
    return Delivery(
        notice=notice,
        channel=Channel.WEBHOOK,
        address=subscription.url,
        subscription=subscription,
        next_at=notice.created_at,
    )
