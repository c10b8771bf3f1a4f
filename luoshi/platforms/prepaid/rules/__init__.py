"""Judgement: how money is split, priced and limited. Pure functions; no clock, no database."""

from luoshi.platforms.prepaid.rules.clauses import Finding, findings_in
from luoshi.platforms.prepaid.rules.custody import Cover, Shortfall, newly_below, share_of, shops_below
from luoshi.platforms.prepaid.rules.explaining import Line, Price, Refund
from luoshi.platforms.prepaid.rules.facts import Agreed, Claim, Contract, Facts, Form, Reason, Use
from luoshi.platforms.prepaid.rules.limits import Refusal, Sale, Seller, refusals_of
from luoshi.platforms.prepaid.rules.refunding import Way, refund_of
from luoshi.platforms.prepaid.rules.signing import Terms, as_rows, from_rows, signed_under, terms_of

__all__ = [
    "Agreed",
    "Claim",
    "Contract",
    "Cover",
    "Facts",
    "Finding",
    "Form",
    "Line",
    "Price",
    "Reason",
    "Refund",
    "Refusal",
    "Sale",
    "Seller",
    "Shortfall",
    "Terms",
    "Use",
    "Way",
    "as_rows",
    "findings_in",
    "from_rows",
    "newly_below",
    "refund_of",
    "refusals_of",
    "share_of",
    "shops_below",
    "signed_under",
    "terms_of",
]
