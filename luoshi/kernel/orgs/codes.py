"""Codes that stand for a person without a name: told once, kept as a hash under the city's secret key."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from django.conf import settings

_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another when read aloud
_LENGTH, _GROUP = 12, 4  # 59 bits: nobody guesses one


def new_code() -> str:
    """Return a random code in groups, "7QXM-2KDA-VN9T"."""
    return _grouped("".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)))


def code_from(number: int) -> str:
    """Return the code that a number stands for, the same each time."""
    signs = ""
    for _ in range(_LENGTH):
        number, at = divmod(number, len(_SIGNS))
        signs += _SIGNS[at]
    return _grouped(signs)


def plain(code: str) -> str:
    """Return the code as it is hashed, however it was typed."""
    return "".join(sign for sign in code.upper() if sign in _SIGNS)


def hashed(text: str, *, purpose: str) -> str:
    """Return the keyed hash of the text, 64 hexadecimal digits, under the secret key of today."""
    return _hashed(text, purpose, settings.SECRET_KEY)


def hashes(text: str, *, purpose: str) -> list[str]:
    """Return what may have been kept of the text, under the secret key of today or a former one."""
    return [_hashed(text, purpose, key) for key in _keys()]


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def _keys() -> Sequence[str | bytes]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _hashed(text: str, purpose: str, key: str | bytes) -> str:
    raw = key.encode() if isinstance(key, str) else key
    return hmac.new(raw, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()
