"""Contracts, uses and claims to test with, their amounts written in yuan, straight from values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.kernel.base.law import Law
from luoshi.kernel.base.money import Money
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.calendar.tests.factories import make_calendar
from luoshi.platforms.prepaid.rules import Claim, Contract, Facts, Form, Reason, Refund, Terms, Use, refund_of
from luoshi.platforms.prepaid.rules.signing import Period

PAID = date(2025, 6, 3)  # a Tuesday
LATER = date(2025, 9, 1)
READ = Law("法释〔2025〕4号", "14")
UNREAD = Law("预付费退款办理期限", "", verified=False)
AMOUNTS = {"paid", "bonus", "supervised", "list_price", "face", "list_value", "market_value"}


def make_terms(**changes: Any) -> Terms:
    """Return the rules of the day: 7 days, refunds in 5 or 15, LPR 3 %, deposits 1.5 %."""
    values: dict[str, Any] = {
        "cooling_off": Period(Term(7, Unit.CAL), READ),
        "due_cooling_off": Period(Term(5, Unit.CAL), UNREAD),
        "due_other": Period(Term(15, Unit.CAL), UNREAD),
        "due_before_start": None,
        "lpr": Decimal("3.00"),
        "deposit": Decimal("1.50"),
        "rates_verified": True,
    }
    return Terms(**{**values, **changes})


def stored(paid: str = "1000", bonus: str = "0", **given: Any) -> Contract:
    """Return money to spend, paid on a Tuesday."""
    return _contract(Form.STORED, paid=paid, bonus=bonus, **given)


def visits(paid: str = "1800", times: int = 20, list_price: str = "100", **given: Any) -> Contract:
    """Return twenty lessons for 1,800 yuan whose list price is 100."""
    given = {"form": Form.TIMES, **given}
    return _contract(paid=paid, times=times, list_price=list_price, **given)


def term(paid: str = "1200", months: int = 12, **given: Any) -> Contract:
    """Return a pass of twelve months from the first of May 2025."""
    given = {"starts_on": date(2025, 5, 1), "paid_on": date(2025, 5, 1), "term": months, **given}
    return _contract(Form.PERIOD, paid=paid, **given)


def used(face: str = "0", **given: Any) -> Use:
    """Return what was had: money spent, or visits."""
    return Use(**_in_fen({"face": face, **given}))


def claim(reason: Reason = Reason.MERCHANT, *, on: date = LATER, days: int = 0, **given: Any) -> Claim:
    """Return a claim of one day, paid so many days later."""
    back = date.fromordinal(on.toordinal() + days)
    dates = {"asked_on": on, "ended_on": on, "paid_back_on": back}
    return Claim(**_in_fen({"reason": reason, **dates, **given}))


def refund(contract: Contract, use: Use, asked: Claim) -> Refund:
    """Return the refund of such facts, on the city's calendar."""
    return refund_of(Facts(contract=contract, use=use, claim=asked), calendar=make_calendar())


def fen(yuan: str) -> int:
    """Return an amount in yuan as fen."""
    return Money.yuan(yuan).fen


def _contract(form: Form, **given: Any) -> Contract:
    return Contract(**{"form": form, "paid_on": PAID, "terms": make_terms(), **_in_fen(given)})


def _in_fen(given: dict[str, Any]) -> dict[str, Any]:
    return {name: fen(value) if name in AMOUNTS else value for name, value in given.items()}
