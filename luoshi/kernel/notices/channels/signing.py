"""The signature by which a receiver knows that an event is ours and new. Pure; receivers may copy it."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "Luoshi-Signature"


def sign(body: bytes, *, secret: str, at: int) -> str:
    """Return the header's value: ``t`` in Unix seconds, ``v1`` the hex HMAC-SHA256 of "t.body"."""
    return f"t={at},v1={_digest(body, secret, str(at))}"


def verify(body: bytes, header: str, *, secret: str, now: float, tolerance: float = 300) -> bool:
    """Tell whether the header signs exactly this body, no longer ago than the tolerance in seconds."""
    fields = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    at, given = fields.get("t", ""), fields.get("v1", "")
    if not (at.isascii() and at.isdigit()) or abs(now - int(at)) > tolerance:
        return False
    return hmac.compare_digest(_digest(body, secret, at).encode(), given.encode())


def _digest(body: bytes, secret: str, at: str) -> str:
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
