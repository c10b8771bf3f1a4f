"""What a refund is computed from: the contract as it was signed, its use, and the claim. Frozen, no names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.terms import Term
from luoshi.platforms.prepaid.rules.signing import Terms


class Form(StrEnum):
    """What was paid for."""

    STORED = "stored"  # money to spend
    TIMES = "times"  # so many visits
    PERIOD = "period"  # a term without a number of visits
    COURSE = "course"  # so many lessons

    @property
    def counted(self) -> bool:
        """Tell whether it is used visit by visit."""
        return self in (Form.TIMES, Form.COURSE)


class Reason(StrEnum):
    """For whose reason the money goes back."""

    MERCHANT = "merchant"
    CONSUMER = "consumer"
    NEITHER = "neither"  # 第十三条第二款, such as a change of health; force majeure
    VOID = "void"  # 第十条


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """What the contract itself says of refunds. ``redeemed`` is fen, ``percent`` a yearly rate."""

    cooling_off: Term | None = None
    redeemed: int | None = None
    percent: Decimal | None = None
    interest_from: date | None = None
    refund_due: Term | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One payment under the terms of its day. Amounts are fen; ``list_price`` is one visit's without a card.

    ``supervised`` of what was paid is in custody, where it earns ``account_percent`` a year. ``term`` counts
    in ``unit``, "month" or "day": the contract's own.
    """

    form: Form
    paid: int
    paid_on: date
    terms: Terms
    bonus: int = 0
    supervised: int = 0
    account_percent: Decimal | None = None
    times: int = 0
    bonus_times: int = 0
    list_price: int = 0
    starts_on: date | None = None
    term: int = 0
    unit: str = "month"
    agreed: Agreed = field(default_factory=Agreed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """What was had of it. ``face`` came off the balance; ``list_value`` is the same before any discount.

    ``stopped_on`` is the first day on which the merchant no longer served.
    """

    face: int = 0
    list_value: int | None = None
    times: int = 0
    stopped_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who asks for what reason, on which days, and what either side asserts. None: not known.

    ``ended_on`` is the day of rescission or nullity, ``paid_back_on`` up to which interest is reckoned.
    ``had_before`` is asserted by the merchant under 第十四条 and counts only where ``had_before_proven``.
    """

    reason: Reason
    asked_on: date
    ended_on: date
    paid_back_on: date
    had_before: bool = False
    had_before_proven: bool = False
    payer_age: int | None = None
    consented: bool | None = None
    fits_age: bool | None = None
    unlawful_game: bool = False
    price_doubted: bool = False
    price_recorded: bool = True
    market_value: int | None = None
    gifts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that a refund depends on."""

    contract: Contract
    claim: Claim
    use: Use = field(default_factory=Use)


def require_sound(facts: Facts) -> None:
    """Raise ``refund-facts`` with everything that cannot be so."""
    if found := list(_unsound(facts)):
        zh, en = (
            words.join(part) for words, part in zip(("；", "; "), zip(*found, strict=True), strict=True)
        )
        raise LuoshiError("refund-facts", f"无法计算退款：{zh}。请核对后再算。", f"No refund follows: {en}.")


def _unsound(facts: Facts) -> Iterator[tuple[str, str]]:
    contract, use, claim = facts.contract, facts.use, facts.claim
    if contract.paid <= 0 or contract.bonus < 0:
        yield "实付应大于零，赠送不能为负", "what was paid is above nothing, a bonus not below"
    if not 0 <= contract.supervised <= max(contract.paid, 0):
        yield "存管金额应在零与实付之间", "what is in custody lies between nothing and what was paid"
    yield from _unsound_use(contract, use)
    if not contract.paid_on <= claim.asked_on:
        yield "提出退款不能早于付款", "a refund is not asked for before the payment"
    if claim.reason is Reason.VOID and claim.payer_age is None:
        yield "主张合同无效须填付款人年龄", "nullity needs the payer's age"


def _unsound_use(contract: Contract, use: Use) -> Iterator[tuple[str, str]]:
    if contract.form is Form.STORED and not 0 <= use.face <= contract.paid + contract.bonus:
        yield "已用面值超出实付与赠送之和", "more was used than was paid and given"
    if use.list_value is not None and use.list_value < use.face:
        yield "打折前价格不能低于已用面值", "the list value is not below the face value"
    if contract.form.counted and (contract.times <= 0 or contract.list_price <= 0):
        yield "次卡、课程须有次数和单次原价", "visits need their number and list price"
    if contract.form.counted and not 0 <= use.times <= contract.times + contract.bonus_times:
        yield "已用次数超出购买次数", "more visits were used than bought"
    if contract.form is Form.PERIOD and (contract.term <= 0 or contract.starts_on is None):
        yield "期限卡须有起始日和期限", "a term needs its first day and length"
