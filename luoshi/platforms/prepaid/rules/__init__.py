"""Judgement: how money is split, priced and limited. Pure functions; no clock, no database."""

from luoshi.platforms.prepaid.rules.explaining import Line, Price, Refund
from luoshi.platforms.prepaid.rules.facts import Agreed, Claim, Contract, Facts, Form, Reason, Use
from luoshi.platforms.prepaid.rules.refunding import Way, refund_of
from luoshi.platforms.prepaid.rules.signing import Terms, as_rows, from_rows, signed_under, terms_of

__all__ = [
    "Agreed",
    "Claim",
    "Contract",
    "Facts",
    "Form",
    "Line",
    "Price",
    "Reason",
    "Refund",
    "Terms",
    "Use",
    "Way",
    "as_rows",
    "from_rows",
    "refund_of",
    "signed_under",
    "terms_of",
]
