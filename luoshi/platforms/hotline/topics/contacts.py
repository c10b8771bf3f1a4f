"""The number somebody left with an opinion: sealed at rest, masked on pages."""

from __future__ import annotations

from luoshi.kernel.cases.private import seal, unseal
from luoshi.platforms.hotline.codes import person_of


def sealed_contact(phone: str) -> tuple[str | None, str | None]:
    """Return the number as it is kept, and the hash that tells who speaks twice; None where none was left."""
    return (seal(phone), person_of(phone)) if phone else (None, None)


def open_contact(sealed: str) -> str:
    """Return the number in clear. Whoever asks has to be logged."""
    return str(unseal(sealed))


def masked(sealed: str | None) -> str:
    """Return the number with its middle left out, "" where there is none."""
    if not sealed:
        return ""
    phone = open_contact(sealed)
    return f"{phone[:3]}{'*' * max(len(phone) - 5, 4)}{phone[-2:]}"
