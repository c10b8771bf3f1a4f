"""Who is told: systems subscribe, persons say what they want to receive and where."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import IntegrityError, transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.notices.models import Channel, Preference, Subscription
from luoshi.kernel.notices.sealing import seal

_PATTERN = re.compile(r"\*|[a-z0-9_-]+(\.[a-z0-9_-]+)*(\.\*)?")
_PHONE = re.compile(r"1[3-9]\d{9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A new subscription and its secret, which is shown now and never again."""

    subscription: Subscription
    secret: str = field(repr=False)


def subscribe(*, url: str, topics: Sequence[str], at: datetime) -> Subscribed:
    """Send events of the topics ("case.*", "*") to the URL from now on.

    Raises ``webhook-url``, ``topic-pattern``, or ``webhook-twice`` where the URL is subscribed already.
    """
    _require_url(url)
    _require_patterns(topics)
    secret = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            subscription = Subscription.objects.create(
                url=url, topics=list(topics), sealed=seal(secret), created_at=at
            )
    except IntegrityError as error:
        raise LuoshiError(
            "webhook-twice",
            "这个地址已经订阅。要改主题，请先停用原订阅。",
            "This URL is subscribed already. To change its topics, end that subscription first.",
        ) from error
    return Subscribed(subscription, secret)


@transaction.atomic
def unsubscribe(*, subscription_id: int) -> bool:
    """End a subscription; what still waits for it is given up. Returns whether it was active."""
    return bool(Subscription.objects.filter(pk=subscription_id, active=True).update(active=False))


@transaction.atomic
def prefer(*, account_id: int, channel: Channel, topics: Sequence[str], address: str = "") -> Preference:
    """Set which topics the account gets over the channel; none is written as ``[]``.

    ``address`` is empty for the account's own e-mail, and where nothing is wanted. Raises
    ``topic-pattern`` or ``address-wrong``.
    """
    _require_patterns(topics)
    if address or topics:
        _require_address(channel, address)
    preference, _ = Preference.objects.update_or_create(
        account_id=account_id, channel=channel, defaults={"topics": list(topics), "address": address}
    )
    return preference


def _require_url(url: str) -> None:
    schemes = ["https", "http"] if settings.ENV.webhook_networks else ["https"]
    try:
        URLValidator(schemes=schemes)(url)
        parts = urlsplit(url)
        fits = url.isascii() and len(url) <= 500 and parts.username is None and not parts.fragment
    except (ValidationError, ValueError):
        fits = False
    if not fits:
        raise LuoshiError(
            "webhook-url",
            "订阅地址须是完整的 https 网址，不带账号密码，不超过 500 个字符。",
            "A subscription's URL is a complete https URL without credentials, of 500 characters at most.",
        )


def _require_patterns(topics: Sequence[str]) -> None:
    wrong = [topic for topic in topics if not _PATTERN.fullmatch(topic) or len(topic) > 100]
    if wrong:
        raise LuoshiError(
            "topic-pattern",
            f"主题 {wrong[0]} 写法不对，应形如 case.assigned、case.* 或 *。",
            f"The topic {wrong[0]} is not written as case.assigned, case.* or *.",
        )


def _require_address(channel: Channel, address: str) -> None:
    if channel == Channel.EMAIL:
        fits = not address or _is_email(address)
    else:
        fits = channel == Channel.SMS and bool(_PHONE.fullmatch(address))
    if not fits:
        raise LuoshiError(
            "address-wrong",
            "接收地址不对：邮件填邮箱，短信填 11 位手机号。",
            "The address is wrong: an e-mail address, or for SMS a mobile number of 11 digits.",
        )


def _is_email(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
