"""What is declared of accounts and asked of an entry: frozen data, no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CNY = "CNY"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountType:
    """One kind of account. ``side`` is where people read it as positive: "credit" for what is owed.

    Limits are in fen with the sign of the ledger: an account that cannot be overdrawn has ``floor`` 0 where
    money is owed from it, ``ceiling`` 0 where money is held in it; a credit line is a negative floor.
    """

    key: str  # "prepaid:card"; an account's code is this, a colon and a token
    title: str
    side: str
    floor: int | None = None
    ceiling: int | None = None

    def code(self, token: str) -> str:
        """Return the code of the account of the token."""
        return f"{self.key}:{token}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """An amount in fen from one account to another, by their ids. ``ref`` is a contract's or case's token."""

    debit: int
    credit: int
    amount: int
    kind: str
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Several moves under one key, written together or not at all, for one business day."""

    key: str
    legs: tuple[Leg, ...]
    on: date
