"""SMS through a gateway. The only gateway here is a fake that says so; a city writes its own beside it."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings

from luoshi.kernel.notices.channels.failures import Undeliverable
from luoshi.kernel.notices.models import Delivery, Status


class SmsGateway(Protocol):
    """What a city's SMS provider must do."""

    def send(self, *, phone: str, text: str, reference: str, at: datetime) -> Status:
        """Hand the text over and return SENT, or raise ``Undelivered``. Repeats carry the same reference."""


class SimulatedSms:
    """模拟短信: writes what would be sent to a file. Nothing leaves the machine."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, *, phone: str, text: str, reference: str, at: datetime) -> Status:
        """Append one line of JSON and return SIMULATED."""
        line = {"模拟短信": True, "phone": phone, "text": text, "reference": reference, "at": at.isoformat()}
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return Status.SIMULATED


def send(delivery: Delivery, now: datetime) -> Status:
    """Hand the notice's title to the gateway."""
    return gateway().send(
        phone=delivery.address,
        text=f"【{settings.CITY.name}】{delivery.notice.title}",
        reference=f"delivery-{delivery.pk}",
        at=now,
    )


def gateway() -> SmsGateway:
    """Return the gateway that LUOSHI_SMS names. Raises ``sms-none`` where there is none."""
    if settings.ENV.sms == "simulated":
        return SimulatedSms(settings.ENV.state / "simulated_sms.jsonl")
    raise Undeliverable(
        "sms-none",
        "没有接入短信服务，这条短信没有发出。请设置 LUOSHI_SMS。",
        "No SMS gateway is connected and nothing was sent. Set LUOSHI_SMS.",
    )
