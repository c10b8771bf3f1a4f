"""Codes that stand for a person: the one by which a request is followed, and the hash of who asks.

Neither can be turned back without the city's secret key, under which they are hashed.
"""

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


def code_of(form: str) -> str:
    """Return the code that belongs to a form somebody was given, the same each time it is sent.

    ``form`` is random and known to its holder alone: what is kept of it (``key_of``) leads to no code.
    """
    number = int(_hashed(form, "code", settings.SECRET_KEY), 16)
    signs = ""
    for _ in range(_LENGTH):
        number, at = divmod(number, len(_SIGNS))
        signs += _SIGNS[at]
    return _grouped(signs)


def key_of(form: str) -> str:
    """Return the idempotency key of a form that is sent."""
    return f"form:{_hashed(form, 'form', settings.SECRET_KEY)}"


def digest_of(code: str) -> str:
    """Return what is kept of a code that was given out. However it is typed, it is the same code."""
    return _hashed(_plain(code), "follow", settings.SECRET_KEY)


def digests_of(code: str) -> list[str]:
    """Return what may have been kept of the code, under the secret key of today or a former one."""
    return [_hashed(_plain(code), "follow", key) for key in _keys()]


def person_of(phone: str | None) -> str | None:
    """Return who calls as a hash that tells whether they called before, not who they are; or None."""
    if not phone:
        return None
    digits = "".join(sign for sign in phone if sign.isdigit())
    return _hashed(digits, "person", settings.SECRET_KEY)[:32] if digits else None


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign in _SIGNS)


def _keys() -> Sequence[str | bytes]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _hashed(text: str, purpose: str, key: str | bytes) -> str:
    raw = key.encode() if isinstance(key, str) else key
    return hmac.new(raw, f"hotline {purpose}:{text}".encode(), hashlib.sha256).hexdigest()
