"""Codes that stand for a person: the one by which a request is followed, and the hash of who asks.

Neither can be turned back without the city's secret key, under which they are hashed.
"""

from __future__ import annotations

from luoshi.kernel.orgs.codes import code_from, hashed, hashes, new_code, plain

__all__ = ["code_of", "digest_of", "digests_of", "key_of", "new_code", "person_of"]


def code_of(form: str) -> str:
    """Return the code that belongs to a form somebody was given, the same each time it is sent.

    ``form`` is random and known to its holder alone: what is kept of it (``key_of``) leads to no code.
    """
    return code_from(int(hashed(form, purpose="hotline code"), 16))


def key_of(form: str) -> str:
    """Return the idempotency key of a form that is sent."""
    return f"form:{hashed(form, purpose='hotline form')}"


def digest_of(code: str) -> str:
    """Return what is kept of a code that was given out. However it is typed, it is the same code."""
    return hashed(plain(code), purpose="hotline follow")


def digests_of(code: str) -> list[str]:
    """Return what may have been kept of the code, under the secret key of today or a former one."""
    return hashes(plain(code), purpose="hotline follow")


def person_of(phone: str | None) -> str | None:
    """Return who calls as a hash that tells whether they called before, not who they are; or None."""
    if not phone:
        return None
    digits = "".join(sign for sign in phone if sign.isdigit())
    return hashed(digits, purpose="hotline person")[:32] if digits else None
