"""The signals: each a named question about a shop's figures, answered with a sentence or not at all.

A signal alone is a thing to look at; an alarm takes money that is missing, or several signals at once. The
limits are parameters of the city, passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from luoshi.kernel.base.money import Money
from luoshi.platforms.prepaid.warning.figures import Recent, ShopFigures


class Level(StrEnum):
    """How serious: nothing, to be watched, to be acted on at once."""

    NONE = "none"
    WATCH = "watch"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Finding:
    """One signal that answered: its key and title, and the figures it stands on in a sentence."""

    key: str
    title: str
    words: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """From where on a signal answers. Ratios are of the usual month, in hundredths."""

    line: int  # fen owed, above which a shop without custody of it is watched
    drop: int  # uses fell to so many hundredths
    least_uses: int
    spike: int  # refunds rose to so many hundredths
    least_refunds: int
    complaints: int
    lease_days: int
    rush: int  # sales rose to so many hundredths
    least_sales: int  # fen in the month
    bonus: int  # basis points given on top of what is paid
    alarm: int  # weight from which on it is an alarm


def findings_of(figures: ShopFigures, limits: Limits) -> tuple[Finding, ...]:
    """Return every signal that answers, the heaviest first."""
    found = (signal(figures, limits) for signal in SIGNALS)
    return tuple(sorted((one for one in found if one), key=lambda one: -one.weight))


def level_of(findings: tuple[Finding, ...], limits: Limits) -> Level:
    """Return how serious the findings are together."""
    if not findings:
        return Level.NONE
    return Level.ALARM if sum(one.weight for one in findings) >= limits.alarm else Level.WATCH


def custody_short(shop: ShopFigures, limits: Limits) -> Finding | None:
    """Look for less at the bank than the holders' supervised balances (专款专用)."""
    if shop.bank is None or shop.bank >= shop.supervised:
        return None
    words = f"存管账户 {Money(shop.bank)} 元，应不少于卡内存管余额 {Money(shop.supervised)} 元"
    return Finding("custody_short", "存管资金不足", words, 3)


def over_line(shop: ShopFigures, limits: Limits) -> Finding | None:
    """Look for much that is owed and little of it in custody."""
    own = shop.owed - shop.supervised
    if own <= limits.line:
        return None
    words = f"预收余额 {Money(shop.owed)} 元 中有 {Money(own)} 元 在商户手中，警戒线 {Money(limits.line)} 元"
    return Finding("over_line", "自持预收款过高", words, 1)


def redemption_drop(shop: ShopFigures, limits: Limits) -> Finding | None:
    """Look for far fewer uses than usual: the shop serves less, or its customers stay away."""
    usual, change = shop.uses.usual, shop.uses.change
    if usual is None or change is None or usual < limits.least_uses or 100 * change > limits.drop:
        return None
    return Finding("redemption_drop", "核销骤降", _compared("核销", shop.uses, "次"), 1)


def refund_spike(shop: ShopFigures, limits: Limits) -> Finding | None:
    """Look for far more refunds asked for than usual."""
    refunds = shop.refunds
    if refunds.now < limits.least_refunds or 100 * refunds.now < limits.spike * (refunds.usual or 0):
        return None
    return Finding("refund_spike", "退款激增", _compared("申请退款", refunds, "件"), 2)


def complaints(shop: ShopFigures, limits: Limits) -> Finding | None:
    """Look for residents who complain of the shop at the hotline."""
    if shop.complaints.now < limits.complaints:
        return None
    return Finding("complaints", "投诉集中", _compared("12345投诉", shop.complaints, "件"), 2)


def lease_end(shop: ShopFigures, limits: Limits) -> Finding | None:
    """Look for a lease that ends soon and before the longest card."""
    if shop.lease_ends_on is None or shop.last_day is None or shop.lease_ends_on >= shop.last_day:
        return None
    left = (shop.lease_ends_on - shop.on).days
    if left > limits.lease_days:
        return None
    words = f"租期 {shop.lease_ends_on} 届满（{_days(left)}），卡最长到 {shop.last_day}"
    return Finding("lease_end", "租期早于卡的期限", words, 1)


def rapid_sales(shop: ShopFigures, limits: Limits) -> Finding | None:
    """Look for far more sold than usual: money is gathered."""
    change = shop.sales.change
    if change is None or shop.sales.now < limits.least_sales or 100 * change < limits.rush:
        return None
    usual = shop.sales.usual or 0
    words = f"近30天售卡 {Money(shop.sales.now)} 元，此前每30天平均 {Money(round(usual))} 元"
    return Finding("rapid_sales", "突击售卡", words, 2)


def deep_discount(shop: ShopFigures, limits: Limits) -> Finding | None:
    """Look for more given on top than before, and much."""
    if shop.given < limits.bonus or shop.given <= shop.given_before:
        return None
    words = f"近30天赠送为实付的 {shop.given / 100:.0f}%，此前 {shop.given_before / 100:.0f}%"
    return Finding("deep_discount", "赠送比例过高", words, 1)


def standing(shop: ShopFigures, limits: Limits) -> Finding | None:
    """Look for a register that says the merchant may sell no card."""
    titles = {"abnormal": "经营异常", "dishonest": "严重违法失信", "deregistered": "已注销"}
    if shop.standing not in titles:
        return None
    return Finding("standing", "登记状态异常", f"登记状态为{titles[shop.standing]}，不得发卡", 2)


Signal = Callable[[ShopFigures, Limits], Finding | None]
SIGNALS: tuple[Signal, ...] = (
    custody_short,
    over_line,
    redemption_drop,
    refund_spike,
    complaints,
    lease_end,
    rapid_sales,
    deep_discount,
    standing,
)


def explained(findings: tuple[Finding, ...]) -> Iterator[str]:
    """Yield the grounds of an alarm, a line for each finding."""
    for one in findings:
        yield f"{one.title}：{one.words}"


def _compared(what: str, recent: Recent, unit: str) -> str:
    usual = recent.usual
    before = "此前无可比月份" if usual is None else f"此前每30天平均 {usual:.1f} {unit}"
    return f"近30天{what} {recent.now} {unit}，{before}"


def _days(left: int) -> str:
    return f"还有 {left} 天" if left >= 0 else f"已过 {-left} 天"
