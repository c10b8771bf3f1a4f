"""A refund that explains itself: lines anyone can check by hand, each with its article."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from luoshi.kernel.base.law import Law
from luoshi.kernel.base.money import Money
from luoshi.platforms.prepaid.rules.interest import Leg
from luoshi.platforms.prepaid.rules.pricing import Parts
from luoshi.platforms.prepaid.rules.windows import Window

JUDICIAL = "法释〔2025〕4号"


def article(number: str) -> Law:
    """Return an article of the judicial interpretation, whose text was read."""
    return Law(JUDICIAL, number)


class Price(StrEnum):
    """At what the part already had was priced."""

    WHOLE = "whole"  # nothing to deduct
    DISCOUNT = "A"
    LIST = "B"
    TERM = "C"
    AGREED = "agreed"

    @property
    def title(self) -> str:  # type: ignore[override]  # of no use to an enum's value
        """Return the price as it is told to people."""
        return {
            "whole": "本金全额",
            "A": "按折扣价或者优惠比例",
            "B": "按打折前的价格",
            "C": "按剩余期限的比例",
            "agreed": "按更有利于消费者的约定",
        }[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One step: a formula, the same with its numbers, the result in fen, and the article."""

    title: str
    formula: str
    numbers: str
    result: int
    law: Law
    note: str = ""

    def __str__(self) -> str:
        note = f"；{self.note}" if self.note else ""
        return f"{self.title}：{self.formula}，{self.numbers} ＝ {yuan(self.result)} 元（{self.law}{note}）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """What is to be given back, in fen, by when, and how it was found. ``doubts`` print 待核.

    ``notes`` are what a consumer or officer should know beside the figures.
    """

    price: Price
    lines: tuple[Line, ...]
    redeemed: int
    principal: int
    parts: Parts
    legs: tuple[Leg, ...]
    interest: int
    total: int
    window: Window
    within_window: bool
    deadline: Window
    notes: tuple[str, ...]
    doubts: tuple[str, ...]

    def words(self) -> list[str]:
        """Return the whole decision in sentences, in the order it was taken."""
        return [
            f"退款 {yuan(self.total)} 元：本金 {yuan(self.principal)} 元，利息 {yuan(self.interest)} 元",
            f"已兑付部分：{self.price.title}",
            *map(str, self.lines),
            f"最迟 {self.deadline.last_day} 24时前退还",
            *self.notes,
            *(f"{doubt}（待核）" for doubt in self.doubts),
        ]


@dataclass(slots=True)
class Sheet:
    """Where the steps of one refund write their lines; read once, at its end."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def yuan(fen: int) -> str:
    """Return an amount in fen as yuan with two decimals."""
    return str(Money(fen))


def grouped(fen: int) -> str:
    """Return an amount in fen as yuan with two decimals, grouped by thousands, as pages print it."""
    return f"{'−' if fen < 0 else ''}{abs(fen) // 100:,}.{abs(fen) % 100:02}"
