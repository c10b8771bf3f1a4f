"""Interest on what is given back: 法释〔2025〕4号 第十六、十七条. Simple, /365, each leg to the fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from luoshi.kernel.base.law import Law
from luoshi.kernel.ledger.rules import simple_interest
from luoshi.platforms.prepaid.rules.pricing import Parts

ARTICLE = Law("法释〔2025〕4号", "16")


class Cause(StrEnum):
    """Whose reason the money goes back for, as far as interest asks."""

    MERCHANT = "merchant"
    CONSUMER = "consumer"
    NEITHER = "neither"  # 第十六条 is silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Yearly rates in percent as of the contract's day; ``account`` is the supervised account's own."""

    lpr: Decimal
    deposit: Decimal
    account: Decimal | None = None
    agreed: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """Interest on one part of the principal, in fen, at a yearly rate in percent."""

    title: str
    principal: int
    percent: Decimal
    days: int
    amount: int


def legs_of(parts: Parts, *, cause: Cause, rates: Rates, days: int) -> tuple[Leg, ...]:
    """Return the interest for so many days: as agreed, else the higher of what may be claimed.

    Agreement comes first. Else the rate of whose reason it is on everything; or, since the consumer may claim
    it, the account's own rate on what is in custody and that rate on the rest.
    """
    if rates.agreed is not None:
        return (_leg("约定利率", parts.whole, rates.agreed, days),)
    title, percent = _by_cause(cause, rates)
    plain = (_leg(title, parts.whole, percent, days),)
    if rates.account is None or not parts.supervised:
        return plain
    claimed = (
        _leg("监管账户实际利率", parts.supervised, rates.account, days),
        _leg(title, parts.held, percent, days),
    )
    return claimed if total(claimed) > total(plain) else plain


def total(legs: Sequence[Leg]) -> int:
    """Return what the legs come to, in fen."""
    return sum(leg.amount for leg in legs)


def _by_cause(cause: Cause, rates: Rates) -> tuple[str, Decimal]:
    if cause is Cause.MERCHANT:
        return "一年期贷款市场报价利率", rates.lpr
    return "一年定期存款基准利率", rates.deposit


def _leg(title: str, principal: int, percent: Decimal, days: int) -> Leg:
    amount = simple_interest(principal, percent=percent, days=max(0, days))
    return Leg(title=title, principal=principal, percent=percent, days=max(0, days), amount=amount)
