"""What must hold of all cards at every moment: what is owed is in custody, or kept and owed by the shop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Which totals make up each side, and with which sign.
CARDS = (("card", 1), ("open", 1))
MONEY = (
    *(("escrow", 1), ("fee", 1), ("due", -1), ("deposit", -1), ("interest", -1), ("unmatched", -1)),
    ("outside", 1),
)
CUSTODY = MONEY[:-1]


@dataclass(frozen=True, slots=True)
class Term:
    """One total of the equation in fen, and whether it is added (1) or taken off (-1)."""

    name: str
    sign: int
    amount: int

    @property
    def plus(self) -> bool:
        """Tell whether it is added."""
        return self.sign > 0


@dataclass(frozen=True, slots=True)
class Equation:
    """Σ cards = custody + free share owed, and beside it Σ bonus = what shops gave. Amounts are fen."""

    cards: tuple[Term, ...]
    money: tuple[Term, ...]
    bonus: int
    granted: int

    @property
    def owed(self) -> int:
        """Return what is owed on all cards."""
        return sum(term.sign * term.amount for term in self.cards)

    @property
    def custody(self) -> int:
        """Return what lies in custody for cards."""
        return sum(term.sign * term.amount for term in self.money if term.name != "outside")

    @property
    def free(self) -> int:
        """Return what shops keep themselves and owe."""
        return sum(term.amount for term in self.money if term.name == "outside")

    @property
    def difference(self) -> int:
        """Return what is owed but not there; 0 where the equation holds."""
        return self.owed - self.custody - self.free

    @property
    def holds(self) -> bool:
        """Tell whether each fen is accounted for, bonus included."""
        return self.difference == 0 and self.bonus == self.granted


def equation_of(totals: Mapping[str, int]) -> Equation:
    """Return the equation of totals by account type without its prefix; a type that never moved is 0."""
    return Equation(
        cards=tuple(Term(name, sign, totals.get(name, 0)) for name, sign in CARDS),
        money=tuple(Term(name, sign, totals.get(name, 0)) for name, sign in MONEY),
        bonus=totals.get("bonus", 0),
        granted=totals.get("bonus_granted", 0),
    )
