"""A payment as the rules of investment look at it: plain data, firms by their unified social credit code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Money that went from one firm to another on a day, in fen."""

    key: str
    paid_on: date
    payer: str
    payee: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid(Flow):
    """An instalment as it was claimed. ``digest`` is the hash of its voucher."""

    unit: str
    agreement: str
    voucher: str
    reference: str
    digest: str
    claimed_on: date
    purpose: str = "plant"
    origin: str = "investor"


class Groups:
    """Which firms belong together: each under the firm at the top of its chain of parents."""

    __slots__ = ("_parents",)

    def __init__(self, parents: Mapping[str, str]) -> None:
        self._parents = parents

    def top(self, firm: str) -> str:
        """Return the firm at the top. A circle of parents ends where it began."""
        seen = {firm}
        while (parent := self._parents.get(firm)) and parent not in seen:
            firm = parent
            seen.add(firm)
        return firm

    def together(self, one: str, other: str) -> bool:
        """Tell whether two firms are of one group."""
        return self.top(one) == self.top(other)
