"""What a plain model knows of cards and a shop's money: sums by hand, without database, ledger or rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from luoshi.platforms.prepaid.models import CardKind

SATURDAY = 5
SHARE = 3_333  # of each payment into custody, in basis points


class Paid:
    """One payment: what was used of it, what the bank sent back of it, and what became of it, say it all."""

    def __init__(self, kind: CardKind, card: int, on: date) -> None:
        self.kind, self.card, self.on, self.used, self.times = kind, card, on, 0, 0
        self.paid, self.bonus, self.state = kind.price, kind.bonus, "active"
        self.custody = -(-self.paid * SHARE // 10_000)
        self.gone = self.owed = 0  # sent back by the bank; of a claim what is still owed

    @property
    def left(self) -> int:
        """Return the face value that is left, or the number of times."""
        return self.kind.times - self.times if self.kind.times else self.paid + self.bonus - self.used

    @property
    def at_discount(self) -> int:
        """Return what was used, at the discounted price down to the fen (法释〔2025〕4号 第十八条)."""
        return self.used * self.paid // (self.paid + self.bonus)

    @property
    def card_money(self) -> int:
        """Return what lies in custody for it."""
        over = self.state in ("refunded", "claimed")
        return 0 if over else self.custody - self.at_discount * self.custody // self.paid - self.gone

    @property
    def open_money(self) -> int:
        """Return what the shop itself still owes of it."""
        if self.state in ("refunded", "claimed"):
            return self.owed
        drawn = self.at_discount - self.at_discount * self.custody // self.paid
        return self.paid - self.custody - drawn

    @property
    def gift(self) -> int:
        """Return what is left of the bonus."""
        return 0 if self.state == "refunded" else self.paid + self.bonus - self.used - self.back("merchant")

    def back(self, reason: str, *, cooling_off: bool = False) -> int:
        """Return what is given back of the principal for the reason, in the seven days or after."""
        if reason == "consumer" and not cooling_off:  # 第十九条: at the list price
            listed = self.times * (self.kind.list_price or 0) if self.kind.times else self.used
            return max(0, self.paid - max(listed, self.at_discount))
        return self.paid - self.at_discount

    def last_day(self) -> date:
        """Return the last of the seven days, moved past a weekend."""
        day = self.on + timedelta(days=7)
        return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day

    def after(self, much: int) -> tuple[int, int]:
        """Return face value and times used once so much more is; face value follows the times."""
        if not self.kind.times:
            return self.used + much, 0
        return self.paid * (self.times + much) // self.kind.times, self.times + much


@dataclass
class Taken:
    """What one use took of one payment: how that stood before and after, and what it took out of custody."""

    of: Paid
    before: tuple[int, int]
    after: tuple[int, int]
    card: int = 0

    def do(self, standing: tuple[int, int]) -> None:
        """Bring the payment to where it stood."""
        self.of.used, self.of.times = standing


def shared_out(payments: list[Paid], much: int) -> Iterator[Taken]:
    """Yield what a use takes, the oldest payment first."""
    for one in payments:
        if part := min(much, one.left):
            much -= part
            taken, was = Taken(one, (one.used, one.times), one.after(part)), one.card_money
            taken.do(taken.after)
            taken.card = was - one.card_money
            taken.do(taken.before)
            yield taken


@dataclass
class Used:
    """A use that was entered: what was said, what it took, and whether it was taken back."""

    said: tuple[int, bool, int]  # card, counted, how much
    taken: list[Taken] = field(default_factory=list)
    undone: bool = False


@dataclass
class Held:
    """Money that is set apart of a payment, or where there is none of what is due to the shop."""

    of: Paid | None
    amount: int
    until: datetime


@dataclass
class Order:
    """An instruction to the bank."""

    row: Any
    hold: int
    of: Paid | None
    amount: int
    until: datetime
    state: str = "open"
    paid: int = 0


@dataclass
class Asked:
    """A refund that was asked for."""

    row: Any
    of: Paid
    reason: str
    on: date
    state: str = "asked"
    card: int = 0
    open: int = 0
    orders: list[Order] = field(default_factory=list)


def divided(available: int, claims: list[int]) -> list[int]:
    """Return what each gets: its part, and of the fen left over one each by the largest remainder."""
    whole = sum(claims)
    if available >= whole:
        return claims
    parts = [divmod(available * claim, whole) for claim in claims]
    over = available - sum(part for part, _ in parts)
    lucky = sorted(range(len(claims)), key=lambda place: -parts[place][1])[:over]
    return [part + (place in lucky) for place, (part, _) in enumerate(parts)]
