"""What a line of a bank is, by what its purpose names and says: into which accounts it goes. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from luoshi.platforms.prepaid.bank.formats import CHARGE, DEPOSIT, INTEREST

_TOKEN = re.compile(r"[0-9A-Za-z][0-9A-Za-z:_./-]*", re.ASCII)
_LEAST = 2  # signs of a receipt


@dataclass(slots=True)
class Owed:
    """A contract that a purpose names: what of its custody money has not come in yet, in fen."""

    number: str
    signed_on: date
    left: int


@dataclass(frozen=True, slots=True)
class Booking:
    """What a line is. ``amount`` fen go from the shop's account ``debit`` to ``credit``; 0: none do."""

    kind: str = ""
    ref: str = ""
    matched: int = 0
    spare: int = 0
    debit: str = ""
    credit: str = ""
    amount: int = 0


def names_in(purpose: str) -> list[str]:
    """Return what may be a receipt or a number in a purpose, as written in full width or half."""
    return [word for word in _TOKEN.findall(unicodedata.normalize("NFKC", purpose)) if len(word) >= _LEAST]


def came_in(amount: int, *, day: date, purpose: str, owed: Owed | None) -> Booking:
    """Return what money that came in is. What is left over of it is ``unmatched``.

    Where the contract was signed later than the money came, it is unmatched until the day of signing.
    """
    if owed is None and (kind := _said(purpose, (("interest", INTEREST), ("deposit", DEPOSIT)))):
        return Booking(kind, "", amount, 0, "escrow", kind, amount)
    early = owed is None or owed.signed_on > day
    matched = 0 if early else min(amount, owed.left if owed else 0)
    spare = amount - matched
    kind, ref = ("topup", owed.number) if owed and not early else ("", "")
    return Booking(kind, ref, matched, spare, "escrow", "unmatched", spare)


def went_out(amount: int, *, purpose: str) -> Booking:
    """Return what money that left by nobody's instruction is: a charge, or to be explained by the shop."""
    if _said(purpose, (("charge", CHARGE),)):
        return Booking("charge", "", amount, 0, "fee", "escrow", amount)
    return Booking("", "", 0, amount, "fee", "escrow", amount)


def _said(purpose: str, words: Sequence[tuple[str, Sequence[str]]]) -> str:
    return next((kind for kind, said in words if any(word in purpose for word in said)), "")
