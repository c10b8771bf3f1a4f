"""What the platform refuses, in words for people and with a code for programs."""

from __future__ import annotations

from luoshi.kernel.base.errors import LuoshiError


class Refused(LuoshiError):
    """An act upon a project's money that the rules or the state of things forbid. Nothing was written."""


def refused(code: str, zh: str, en: str) -> Refused:
    """Return the refusal; its code carries the platform's name."""
    return Refused(f"projects-{code}", zh, en)
