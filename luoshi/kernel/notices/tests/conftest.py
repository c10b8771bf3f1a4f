"""An installation that has every channel, and reaches nothing but 127.0.0.1."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def env(settings: Settings, tmp_path: Path) -> None:
    change_env(
        settings,
        site="https://luoshi.example.cn",
        email_url="smtp://127.0.0.1:25",
        sms="simulated",
        webhook_networks=[ip_network("127.0.0.0/8")],
        state=tmp_path,
    )


def change_env(settings: Settings, **changes: Any) -> None:
    """Set what the environment says."""
    settings.ENV = settings.ENV.model_copy(update=changes)
