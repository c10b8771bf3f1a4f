"""Texts sealed at rest: unreadable in a copy of the database without the key. No Django."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from luoshi.kernel.base.errors import LuoshiError


def seal(text: str, *, keys: Sequence[str | bytes], purpose: str) -> str:
    """Return the text encrypted and authenticated under the first key (HKDF-SHA256, Fernet).

    What is sealed for one purpose cannot be opened for another.
    """
    return _boxes(keys, purpose).encrypt(text.encode("utf-8")).decode("ascii")


def unseal(sealed: str, *, keys: Sequence[str | bytes], purpose: str) -> str:
    """Return the text again; former keys still open it. Raises ``seal-broken`` where none does."""
    try:
        return _boxes(keys, purpose).decrypt(sealed.encode("ascii")).decode("utf-8")
    except InvalidToken as error:
        raise LuoshiError(
            "seal-broken",
            "密文打不开：SECRET_KEY 已更换，或数据被改动。请恢复原来的 SECRET_KEY，或重新设置这项内容。",
            "The sealed text cannot be read: SECRET_KEY is another, or the data was changed."
            " Restore the former key, or set the value anew.",
        ) from error


def _boxes(keys: Sequence[str | bytes], purpose: str) -> MultiFernet:
    return MultiFernet([_box(key, purpose) for key in keys])


@cache  # deriving a key costs more than sealing with it
def _box(key: str | bytes, purpose: str) -> Fernet:
    raw = key.encode("utf-8") if isinstance(key, str) else key
    derived = HKDF(SHA256(), 32, salt=None, info=f"luoshi {purpose}".encode()).derive(raw)
    return Fernet(base64.urlsafe_b64encode(derived))
