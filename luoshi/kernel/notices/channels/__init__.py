"""The ways out of the house. Each brings one delivery to its address, or says why it could not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from luoshi.kernel.notices.channels import email, sms, webhook
from luoshi.kernel.notices.channels.failures import Undeliverable, Undelivered
from luoshi.kernel.notices.models import Channel, Delivery, Status

__all__ = ["Undeliverable", "Undelivered", "carry", "offered_channels"]

_CARRIERS: dict[str, Callable[[Delivery, datetime], Status]] = {
    Channel.EMAIL: email.send,
    Channel.WEBHOOK: webhook.send,
    Channel.SMS: sms.send,
}


def carry(delivery: Delivery, *, now: datetime) -> Status:
    """Bring the delivery to its address: SENT, or SIMULATED where a fake took it. Raises ``Undelivered``."""
    return _CARRIERS[delivery.channel](delivery, now)


def offered_channels() -> tuple[Channel, ...]:
    """Return the channels to persons that this installation has; the others are never promised."""
    env = settings.ENV
    offered = {Channel.EMAIL: bool(env.email_url), Channel.SMS: env.sms != "none"}
    return tuple(channel for channel, there in offered.items() if there)
