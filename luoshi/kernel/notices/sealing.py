"""Secrets of subscriptions at rest."""

from __future__ import annotations

from django.conf import settings

from luoshi.kernel.base import sealing

_PURPOSE = "subscription secret"


def seal(secret: str) -> str:
    """Return the secret as the database keeps it."""
    return sealing.seal(secret, keys=_keys(), purpose=_PURPOSE)


def unseal(sealed: str) -> str:
    """Return the secret again. Raises ``seal-broken`` where SECRET_KEY is another than it was."""
    return sealing.unseal(sealed, keys=_keys(), purpose=_PURPOSE)


def _keys() -> list[str | bytes]:
    # The first seals; former keys still open, so that SECRET_KEY can be changed without loss.
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
