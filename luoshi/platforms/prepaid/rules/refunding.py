"""What is to be given back under 法释〔2025〕4号, and every step of how it was found. Pure.

A refund is one of four: void (第十条), within the seven days (第十四条), not for the consumer's reason
(第十八条), or for it (第十九条); in each, a term of unlimited use is priced by what remains (第二十二条).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from luoshi.kernel.base.terms import Term
from luoshi.kernel.calendar.rules import WorkingCalendar
from luoshi.platforms.prepaid.rules.capacity import is_void
from luoshi.platforms.prepaid.rules.explaining import Line, Price, Refund, Sheet, article, yuan
from luoshi.platforms.prepaid.rules.facts import Facts, Form, Reason, require_sound
from luoshi.platforms.prepaid.rules.interest import Cause, Leg, Rates, legs_of, total
from luoshi.platforms.prepaid.rules.pricing import Parts, left_of, parts_left, parts_of
from luoshi.platforms.prepaid.rules.redeeming import better_agreed, discounted, face_used, listed, of_term
from luoshi.platforms.prepaid.rules.signing import Period
from luoshi.platforms.prepaid.rules.windows import Window, deadline_of, window_of


class Way(StrEnum):
    """On which of its grounds the money goes back."""

    VOID = "void"
    COOLING_OFF = "cooling_off"
    MERCHANT = "merchant"
    NEITHER = "neither"
    CONSUMER = "consumer"


_CAUSES = {Way.MERCHANT: Cause.MERCHANT, Way.CONSUMER: Cause.CONSUMER}


@dataclass(frozen=True, slots=True)
class _Redeemed:
    """What had been had is worth, and at price A: the difference is what the shop keeps first."""

    amount: int
    price: Price
    at_discount: int


def refund_of(facts: Facts, *, calendar: WorkingCalendar) -> Refund:
    """Return the refund that follows from the facts, with every step and what is doubtful about it.

    Raises ``refund-facts`` with everything in the facts that cannot be so.
    """
    require_sound(facts)
    sheet = Sheet()
    window = _window(facts, calendar)
    way = _way(facts, window, sheet)
    redeemed = _redeemed(facts, way, sheet)
    principal = _principal(facts, redeemed, sheet)
    parts = _parts(facts, redeemed, principal)
    legs = _interest(facts, way, parts, sheet)
    deadline = _deadline(facts, way, calendar, sheet)
    _remind(facts, sheet)
    return Refund(
        price=redeemed.price,
        lines=tuple(sheet.lines),
        redeemed=redeemed.amount,
        principal=principal,
        parts=parts,
        legs=legs,
        interest=total(legs),
        total=principal + total(legs),
        window=window,
        within_window=window.holds(facts.claim.asked_on),
        deadline=deadline,
        notes=tuple(sheet.notes),
        doubts=tuple(dict.fromkeys(sheet.doubts)),
    )


def _window(facts: Facts, calendar: WorkingCalendar) -> Window:
    """Return the seven days of the payment, or more where more was agreed: never fewer (第十四条)."""
    contract = facts.contract
    statutory = window_of(contract.paid_on, contract.terms.cooling_off.term, calendar)
    if contract.agreed.cooling_off is None:
        return statutory
    agreed = window_of(contract.paid_on, contract.agreed.cooling_off, calendar)
    return max(statutory, agreed, key=lambda window: window.last_day)


def _way(facts: Facts, window: Window, sheet: Sheet) -> Way:
    reason = facts.claim.reason
    if reason is Reason.MERCHANT:
        return Way.MERCHANT
    if reason is Reason.NEITHER:
        sheet.doubts.append("既非经营者原因也非消费者原因：按第18条计价，须由承办人确认事由")
        return Way.NEITHER
    if reason is Reason.VOID and is_void(facts.claim, sheet):
        return Way.VOID
    return Way.COOLING_OFF if _may_cool_off(facts, window, sheet) else Way.CONSUMER


def _may_cool_off(facts: Facts, window: Window, sheet: Sheet) -> bool:
    claim = facts.claim
    if not window.holds(claim.asked_on):
        return False
    moved = window.due.strict_day
    if claim.asked_on > moved and window.doubtful:
        sheet.doubts.append(f"第七日 {moved} 是周末，顺延到 {window.last_day}")
    if claim.had_before and claim.had_before_proven:
        sheet.notes.append(
            "订立合同时已经获得过相同商品或者服务，不适用七日无理由退款（法释〔2025〕4号第14条）"
        )
        return False
    if claim.had_before:
        sheet.notes.append("经营者主张消费者此前获得过相同商品或者服务，没有提供证据，不予采纳")
    return True


def _redeemed(facts: Facts, way: Way, sheet: Sheet) -> _Redeemed:
    if way is Way.VOID and facts.claim.unlawful_game:
        sheet.notes.append(
            "违法向未成年人提供网络付费游戏等服务，不得抵扣已兑付部分（法释〔2025〕4号第10条）"
        )
        return _Redeemed(0, Price.WHOLE, 0)
    if way is Way.COOLING_OFF and _unused(facts):
        sheet.notes.append("付款后七日内提出且未使用，返还全部本金，赠送部分作废（法释〔2025〕4号第14条）")
        return _Redeemed(0, Price.WHOLE, 0)
    if way is Way.COOLING_OFF:
        sheet.doubts.append("七日内已经部分使用：第14条没有规定扣减的价格，按第18条计算")
    if way is Way.VOID:
        sheet.doubts.append("合同无效的，已兑付部分按第18条计价抵扣，第10条没有规定价格")
    if facts.contract.form is Form.PERIOD:
        passed = of_term(facts, sheet)
        amount, price = better_agreed(facts, passed, Price.TERM, sheet)
        return _Redeemed(amount, price, passed)
    if way is Way.CONSUMER:
        cheaper = discounted(facts, Sheet())
        amount, price = better_agreed(facts, listed(facts, sheet), Price.LIST, sheet)
        return _Redeemed(amount, price, cheaper)
    discount = discounted(facts, sheet)
    amount, price = better_agreed(facts, discount, Price.DISCOUNT, sheet)
    return _Redeemed(amount, price, discount)


def _unused(facts: Facts) -> bool:
    return not facts.use.face and not facts.use.times


def _principal(facts: Facts, redeemed: _Redeemed, sheet: Sheet) -> int:
    paid = facts.contract.paid
    result = left_of(paid, redeemed.amount)
    sheet.lines.append(
        Line(
            title="应返还本金",
            formula="预付款 − 已兑付部分的价款，不低于零",
            numbers=f"{yuan(paid)} − {yuan(redeemed.amount)}",
            result=result,
            law=article("15"),
            note="不扣手续费和员工提成",
        )
    )
    return result


def _parts(facts: Facts, redeemed: _Redeemed, principal: int) -> Parts:
    """Return the principal by where it is: as the ledger's accounts of the contract hold it."""
    contract = facts.contract
    if redeemed.price is Price.WHOLE:
        return parts_of(principal, Parts(contract.supervised, contract.paid - contract.supervised))
    face = redeemed.at_discount if contract.form is Form.PERIOD else face_used(facts)
    left = parts_left(face, paid=contract.paid, bonus=contract.bonus, supervised=contract.supervised)
    return parts_of(principal, left)


def _interest(facts: Facts, way: Way, parts: Parts, sheet: Sheet) -> tuple[Leg, ...]:
    contract, claim, agreed = facts.contract, facts.claim, facts.contract.agreed
    if way is Way.COOLING_OFF:
        sheet.notes.append("七日内退款返还本金，不计利息（法释〔2025〕4号第14条）")
        return ()
    terms = contract.terms
    rates = Rates(
        lpr=terms.lpr, deposit=terms.deposit, account=contract.account_percent, agreed=agreed.percent
    )
    start = min(filter(None, (claim.ended_on, agreed.interest_from)))
    days = (claim.paid_back_on - start).days
    cause = _CAUSES.get(way, Cause.NEITHER)
    legs = legs_of(parts, cause=cause, rates=rates, days=days)
    sheet.lines += [_interest_line(leg, start) for leg in legs]
    if agreed.percent is not None:
        by_law = Rates(lpr=terms.lpr, deposit=terms.deposit, account=contract.account_percent)
        if total(legs_of(parts, cause=cause, rates=by_law, days=days)) > total(legs):
            sheet.doubts.append("约定的利率低于法定标准，是否公平须审查（第9条）")
    elif cause is Cause.NEITHER:
        sheet.doubts.append("既非经营者原因也非消费者原因的利率第16条没有规定，取存款基准利率")
    if agreed.percent is None and not terms.rates_verified:
        sheet.doubts.append("签订时的利率未核对公告")
    return legs


def _interest_line(leg: Leg, start: date) -> Line:
    return Line(
        title=f"利息：{leg.title}",
        formula="本金 × 年利率 × 天数 ÷ 365，四舍五入到分",
        numbers=f"{yuan(leg.principal)} × {leg.percent}% × {leg.days} ÷ 365",
        result=leg.amount,
        law=article("16"),
        note=f"自 {start} 起（第17条）",
    )


def _deadline(facts: Facts, way: Way, calendar: WorkingCalendar, sheet: Sheet) -> Window:
    contract, asked_on = facts.contract, facts.claim.asked_on
    period = _due_period(facts, way)
    deadline = deadline_of(asked_on, period.term, calendar)
    agreed: Term | None = contract.agreed.refund_due
    if agreed is not None:
        promised = deadline_of(asked_on, agreed, calendar)
        if promised.last_day < deadline.last_day:
            sheet.notes.append(f"约定 {agreed} 内退还，早于规定期限，从约定")
            return promised
    if not period.law.verified:
        sheet.doubts.append(f"退款期限 {period.term} 依据{period.law.name}，未见本市规定")
    if deadline.doubtful:
        sheet.doubts.append(
            f"退款期限的最后一日 {deadline.due.strict_day} 是休息日，顺延到 {deadline.last_day}"
        )
    return deadline


def _due_period(facts: Facts, way: Way) -> Period:
    contract, terms = facts.contract, facts.contract.terms
    if way is Way.COOLING_OFF:
        return terms.due_cooling_off
    not_begun = contract.starts_on is not None and facts.claim.asked_on < contract.starts_on
    if contract.form is Form.COURSE and not_begun and terms.due_before_start is not None:
        return terms.due_before_start
    return terms.due_other


def _remind(facts: Facts, sheet: Sheet) -> None:
    """Add what the figures do not contain: gifts in kind, and costs the consumer may claim beside."""
    if facts.contract.bonus_times:
        sheet.doubts.append("赠送次数按优惠比例计入总次数（第18条），也可能按赠送服务由承办人酌定（第21条）")
    if facts.claim.gifts:
        sheet.notes.append("赠送的商品或者服务是否返还、折价，由承办人综合酌定（法释〔2025〕4号第21条）")
    if facts.claim.reason is Reason.MERCHANT:
        sheet.notes.append("消费者支付的合理费用可另行请求赔偿（法释〔2025〕4号第15条）")
