"""What does not count as money brought in, by dated rules of the city, each cited with its version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it holds on a day. ``value`` is a limit, or whether it holds; ``version`` names the text."""

    key: str
    title: str
    value: int
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What the rules ask of an instalment. ``local`` tells whether payer and its group are of the city."""

    paid_on: date
    signed_on: date
    first_signed_on: date  # of the contract that a second phase stands under, else its own
    second_phase: bool
    amount: int
    purpose: str
    origin: str
    local: bool


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A rule by which the instalment does not count, and why, in words."""

    rule: Rule
    words: str


def exclusions(claim: Claim, rules: Mapping[str, Rule]) -> tuple[Exclusion, ...]:
    """Return every rule that keeps the instalment from counting. A rule that is not in force says nothing."""
    found = ((rules.get(key), ask) for key, ask in _ASKED.items())
    asked = ((rule, ask(claim, rule.value)) for rule, ask in found if rule is not None and rule.value)
    return tuple(Exclusion(rule, words) for rule, words in asked if words)


def months_between(first: date, last: date) -> int:
    """Return how many whole months lie between two days."""
    return (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)


def _local(claim: Claim, _: int) -> str:
    return "付款企业及其控股企业都在本市" if claim.local else ""


def _fiscal(claim: Claim, _: int) -> str:
    return "资金来源是财政资金" if claim.origin == "fiscal" else ""


def _property(claim: Claim, _: int) -> str:
    return "用于房地产开发" if claim.purpose == "property" else ""


def _retail(claim: Claim, _: int) -> str:
    return "用于商贸零售、餐饮休闲" if claim.purpose == "retail" else ""


def _second_phase(claim: Claim, months: int) -> str:
    past = months_between(claim.first_signed_on, claim.paid_on)
    old = claim.second_phase and past >= months
    return f"二期沿用旧合同，首份合同签订已 {past} 个月，满 {months} 个月不计" if old else ""


def _minimum(claim: Claim, least: int) -> str:
    return f"单笔低于 {least // 1_000_000} 万元" if claim.amount < least else ""


def _before(claim: Claim, _: int) -> str:
    early = claim.paid_on < claim.signed_on
    return f"到账早于合同签订（{claim.signed_on}）" if early else ""


_ASKED: Mapping[str, Callable[[Claim, int], str]] = {
    "exclude_local": _local,
    "exclude_fiscal": _fiscal,
    "exclude_property": _property,
    "exclude_retail": _retail,
    "exclude_second_phase": _second_phase,
    "minimum": _minimum,
    "before_contract": _before,
}
RULES = tuple(_ASKED)
