"""What had been had is worth: the steps of a refund that find it, each with a line and its article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from luoshi.platforms.prepaid.rules.explaining import Line, Price, Sheet, article, yuan
from luoshi.platforms.prepaid.rules.facts import Contract, Facts
from luoshi.platforms.prepaid.rules.pricing import (
    at_discount,
    left_of_term,
    remaining_term,
    visits_at_discount,
)
from luoshi.platforms.prepaid.rules.splitting import face_of_times

_DOWN = "舍去不足一分"


def face_used(facts: Facts) -> int:
    """Return what was used as a face value in fen: of money spent or of visits, not of a term."""
    contract, use = facts.contract, facts.use
    if contract.form.counted:
        return face_of_times(use.times, of=contract.times + contract.bonus_times, paid=contract.paid)
    return use.face


def discounted(facts: Facts, sheet: Sheet) -> int:
    """Return price A in fen, and say how: 第十八条."""
    contract, use = facts.contract, facts.use
    if contract.form.counted:
        return _visits_discounted(facts, sheet)
    result = at_discount(use.face, paid=contract.paid, bonus=contract.bonus)
    ratio = f"{yuan(contract.paid)} ÷（{yuan(contract.paid)} ＋ {yuan(contract.bonus)}）"
    sheet.lines.append(
        Line(
            title="已兑付部分按优惠比例",
            formula=f"已用面值 × 实付 ÷（实付 ＋ 赠送），{_DOWN}",
            numbers=f"{yuan(use.face)} × {ratio}",
            result=result,
            law=article("18"),
        )
    )
    return result


def listed(facts: Facts, sheet: Sheet) -> int:
    """Return price B in fen, and say how: 第十九条. Without a discount it is price A."""
    priced = _at_market(facts) or _before_discount(facts, sheet)
    notes = [priced.note] if priced.note else []
    if priced.amount > facts.contract.paid:
        notes.append("超出预付款的部分，消费者不再补交（法释〔2025〕4号第20条）")
    sheet.lines.append(
        Line(
            title="已兑付部分按打折前价格",
            formula=priced.formula,
            numbers=priced.numbers,
            result=priced.amount,
            law=article("19"),
            note="；".join(notes),
        )
    )
    return priced.amount


def of_term(facts: Facts, sheet: Sheet) -> int:
    """Return what the part of a term that has passed is worth, in fen, and say how: 第二十二条."""
    contract, use, claim = facts.contract, facts.use, facts.claim
    assert contract.starts_on is not None
    left = remaining_term(
        contract.starts_on, contract.term, unit=contract.unit, without=_first_day_without(facts)
    )
    result = left_of_term(contract.paid, left)
    stopped = use.stopped_on is not None and use.stopped_on <= claim.ended_on
    law = article("22")
    note = f"自 {use.stopped_on} 停止服务起计算" if stopped else ""
    if not left:
        note = "履行期限已满，因自身原因未要求服务的不予返还"
    sheet.lines.append(
        Line(
            title="剩余期限应返还",
            formula=f"预付款 × 剩余期限 ÷ 全部期限（按{_unit(contract)}），不足一分进为一分",
            numbers=f"{yuan(contract.paid)} × {_ratio(left, contract)}",
            result=result,
            law=law,
            note=note,
        )
    )
    sheet.doubts.append(f"期限按合同约定的{_unit(contract)}计算，司法解释没有规定计算单位")
    return contract.paid - result


def better_agreed(facts: Facts, redeemed: int, price: Price, sheet: Sheet) -> tuple[int, Price]:
    """Return the agreed price of what was had where it is better for the consumer: 第十八、十九条."""
    agreed = facts.contract.agreed.redeemed
    if agreed is None or agreed == redeemed:
        return redeemed, price
    if agreed > redeemed:
        sheet.notes.append(f"约定的折价 {yuan(agreed)} 元对消费者更不利，不适用")
        return redeemed, price
    law = article("19" if price is Price.LIST else "18")
    sheet.lines.append(
        Line(title="约定的折价更有利", formula="按约定", numbers=yuan(agreed), result=agreed, law=law)
    )
    return agreed, Price.AGREED


@dataclass(frozen=True, slots=True)
class _Priced:
    amount: int
    formula: str
    numbers: str
    note: str = ""


def _at_market(facts: Facts) -> _Priced | None:
    """Return the market price, where the list price is unreasonable and nobody is known to have paid it."""
    claim = facts.claim
    if not claim.price_doubted or claim.price_recorded or claim.market_value is None:
        return None
    return _Priced(
        claim.market_value,
        "同类商品或者服务的市场价格",
        yuan(claim.market_value),
        "打折前价格明显不合理，且没有交易记录",
    )


def _before_discount(facts: Facts, sheet: Sheet) -> _Priced:
    contract, use = facts.contract, facts.use
    if facts.claim.price_doubted:
        sheet.doubts.append("打折前价格是否明显不合理须查明；没有按该价成交的记录的，按市场价格计算")
    if contract.form.counted:
        numbers = f"{use.times} × {yuan(contract.list_price)}"
        found, formula = use.times * contract.list_price, "已用次数 × 单次打折前价格"
    else:
        found = use.face if use.list_value is None else use.list_value
        numbers, formula = yuan(found), "已兑付商品或者服务打折前的价格"
    discount = discounted(facts, Sheet())
    if found < discount:
        return _Priced(discount, formula, yuan(discount), "打折前价格不高于实际单价，按实际单价计算")
    return _Priced(found, formula, numbers)


def _visits_discounted(facts: Facts, sheet: Sheet) -> int:
    contract, use = facts.contract, facts.use
    whole = contract.times + contract.bonus_times
    result = visits_at_discount(use.times, of=whole, paid=contract.paid)
    sheet.lines.append(
        Line(
            title="已兑付部分按折扣价",
            formula=f"实付 × 已用次数 ÷ 全部次数，{_DOWN}",
            numbers=f"{yuan(contract.paid)} × {use.times} ÷ {whole}",
            result=result,
            law=article("18"),
        )
    )
    return result


def _first_day_without(facts: Facts) -> date:
    """Return the first day that was not served: of the stop, else the day the contract ended."""
    stopped, ended = facts.use.stopped_on, facts.claim.ended_on
    return ended if stopped is None else min(stopped, ended)


def _unit(contract: Contract) -> str:
    return "月" if contract.unit == "month" else "日"


def _ratio(left: Fraction, contract: Contract) -> str:
    """Return the part that remains in the contract's unit, as 7 ÷ 12, where it comes out even."""
    units = left * contract.term
    if units.denominator == 1:
        return f"{units} ÷ {contract.term}"
    return f"{left.numerator} ÷ {left.denominator}"
