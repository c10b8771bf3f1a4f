"""Private values of cases at rest."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings

from luoshi.kernel.base import sealing

_PURPOSE = "private value"


def seal(value: Any) -> str:
    """Return the value as the database keeps it."""
    return sealing.seal(json.dumps(value, ensure_ascii=False), keys=_keys(), purpose=_PURPOSE)


def unseal(sealed: str) -> Any:
    """Return the value again. Raises ``seal-broken`` where SECRET_KEY is another than it was."""
    return json.loads(sealing.unseal(sealed, keys=_keys(), purpose=_PURPOSE))


def _keys() -> list[str | bytes]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
