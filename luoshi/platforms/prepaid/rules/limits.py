"""What stands against selling a card: every refusal at once, with its article and what to do. Pure.

A rule whose source was not read warns and never blocks: 待核. Where no rule applies there is no limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from luoshi.kernel.base.law import Law
from luoshi.kernel.calendar.rules import add_months
from luoshi.kernel.parameters.rules import Book, Setting
from luoshi.platforms.prepaid.rules.capacity import FULL_FROM, LIMITED_FROM
from luoshi.platforms.prepaid.rules.explaining import article, yuan
from luoshi.platforms.prepaid.rules.facts import Form

BARRED = {"abnormal": "经营异常", "dishonest": "严重违法失信", "deregistered": "已注销"}
STOPPED = {"stopped": "停止预收", "closing": "清退中", "closed": "已关闭"}
_TENANCY = Law("预付费发卡核查", "租期", verified=False)
_REGULATION = Law("消费者权益保护法实施条例", "22")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """The shop on the day of the sale, with the words of its models. Amounts are fen."""

    registered_on: date
    standing: str = "normal"
    state: str = "filed"
    lease_ends_on: date | None = None
    closing_on: date | None = None
    balance: int = 0
    last_year_revenue: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A payment about to be taken. Balances, in fen, are those before it: renewals count on the balance."""

    form: Form
    paid: int
    named: bool = True
    card_balance: int = 0
    consumer_balance: int = 0
    times: int = 0
    times_left: int | None = None  # of the course that is renewed
    starts_on: date | None = None
    ends_on: date | None = None
    by_loan: bool = False
    in_cash: bool = False
    buyer_is_unit: bool = False
    identified: bool = True
    written_contract: bool = True
    payer_age: int | None = None
    guardian_consented: bool = False
    fits_age: bool = False  # the amount is one a minor of that age may spend (第十条第二款)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One thing against the sale. Unless it ``blocks``, it warns: its source was not read."""

    key: str
    says: str
    law: Law
    instead: str
    blocks: bool


def refusals_of(sale: Sale, seller: Seller, book: Book, *, on: date, scope: str) -> tuple[Refusal, ...]:
    """Return everything against the sale on the day, for the place and sector of the scope."""
    rules = _Rules(book, on, scope)
    steps = (_standing, _amounts, _course, _dates, _payment)
    found = [refusal for step in steps for refusal in step(sale, seller, rules)]
    found += _payer(sale)
    return tuple(sorted(found, key=lambda refusal: not refusal.blocks))


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of a day and place, asked one by one."""

    book: Book
    on: date
    scope: str

    def against(
        self, key: str, broken: Callable[[Setting], bool], says: str, instead: str
    ) -> Iterator[Refusal]:
        """Yield a refusal where a rule of the key is broken: of those that were read, else as a warning."""
        choice = self.book.choice_if_any(f"prepaid.{key}", on=self.on, scope=self.scope)
        if choice is None:
            return
        for setting, blocks in ((choice.firm, True), (choice.setting, False)):
            if setting is not None and broken(setting):
                words = says.format(limit=_shown(setting))
                yield Refusal(key=key, says=words, law=setting.law, instead=instead, blocks=blocks)
                return


def _standing(sale: Sale, seller: Seller, rules: _Rules) -> Iterator[Refusal]:
    if seller.standing in BARRED:
        title = BARRED[seller.standing]
        yield from rules.against(
            "standing_barred", _flag, f"经营者{title}，不得发卡、续卡", "先办理信用修复或者恢复正常登记"
        )
    yield from rules.against(
        "licence_age",
        lambda setting: rules.on < add_months(seller.registered_on, _whole(setting)),
        f"取得营业执照未满 {{limit}}（{seller.registered_on} 登记）",
        "满期后再发卡",
    )
    if seller.state in STOPPED:
        yield from rules.against(
            "stop_on_risk", _flag, f"门店{STOPPED[seller.state]}，不得收取预付款", "按次收费，先兑付已售的卡"
        )
    if seller.closing_on is not None:
        says = f"已告知 {seller.closing_on} 停业或者迁址，不得再收预付款"
        yield Refusal(
            key="closing",
            says=says,
            law=_REGULATION,
            instead="兑付或者退还已售的卡，到新址重新备案",
            blocks=True,
        )
    if not sale.written_contract:
        yield from rules.against(
            "written_contract", _flag, "没有书面合同", "先订立书面合同，可以参照平台的合同示例"
        )


def _amounts(sale: Sale, seller: Seller, rules: _Rules) -> Iterator[Refusal]:
    on_card, with_shop = sale.card_balance + sale.paid, sale.consumer_balance + sale.paid
    kind, title = ("named", "记名卡") if sale.named else ("bearer", "不记名卡")
    for key, amount, words in (
        (f"cap.{kind}", on_card, f"单张{title}余额将达 {yuan(on_card)} 元，超过 {{limit}}"),
        ("cap.consumer_shop", with_shop, f"该消费者在本店余额将达 {yuan(with_shop)} 元，超过 {{limit}}"),
        ("cap.at_once", sale.paid, f"一次收费 {yuan(sale.paid)} 元，超过 {{limit}}"),
    ):
        yield from rules.against(key, _exceeded_by(amount), words, "减少本次金额，或者用掉一部分后再充值")
    if (revenue := seller.last_year_revenue) is not None:
        balance = seller.balance + sale.paid
        yield from rules.against(
            "balance_cap",
            lambda setting: balance > revenue * _ratio(setting),
            f"预收余额将达 {yuan(balance)} 元，超过上年主营业务收入的 {{limit}}",
            "先兑付已售的卡，余额降下来后再发卡",
        )


def _course(sale: Sale, seller: Seller, rules: _Rules) -> Iterator[Refusal]:
    if sale.form.counted:
        yield from rules.against(
            "cap.lessons",
            _exceeded_by(sale.times),
            f"一次收取 {sale.times} 次，超过 {{limit}} 次",
            "分期收费，每期不超过上限",
        )
    if (starts_on := sale.starts_on) is not None:
        yield from rules.against(
            "sale.before_start",
            lambda setting: rules.on < add_months(starts_on, -_whole(setting)),
            f"距开课 {starts_on} 早于 {{limit}}",
            "到开课前的规定时间内再收费",
        )
    if (left := sale.times_left) is not None:
        yield from rules.against(
            "sale.lessons_left",
            _exceeded_by(left),
            f"上期还剩 {left} 次，多于 {{limit}} 次",
            "剩余课时降到规定以内再续费",
        )
    if sale.by_loan:
        yield from rules.against(
            "sale.loan_barred", _flag, "以贷款方式缴费", "改由消费者直接付款，可以分期收费"
        )


def _dates(sale: Sale, seller: Seller, rules: _Rules) -> Iterator[Refusal]:
    ends_on = sale.ends_on
    if ends_on is None:
        return
    starts_on = sale.starts_on or rules.on
    yield from rules.against(
        "cap.term",
        lambda setting: ends_on >= add_months(starts_on, _whole(setting)),
        f"期限 {starts_on} 至 {ends_on}，超过 {{limit}}",
        "缩短期限，到期再续",
    )
    if sale.form is Form.STORED and sale.named:
        yield from rules.against("named_expiry_barred", _flag, "记名卡设了有效期", "删去有效期")
    if sale.form is Form.STORED and not sale.named:
        yield from rules.against(
            "bearer_validity",
            lambda setting: ends_on < add_months(rules.on, _whole(setting)),
            "不记名卡的有效期短于 {limit}",
            "延长有效期；期满有余额的仍应激活或者换卡",
        )
    if seller.lease_ends_on is not None and ends_on > seller.lease_ends_on:
        says = f"期限到 {ends_on}，场地租期 {seller.lease_ends_on} 届满"
        yield Refusal(key="lease", says=says, law=_TENANCY, instead="缩短期限，或者先续租场地", blocks=False)


def _payment(sale: Sale, seller: Seller, rules: _Rules) -> Iterator[Refusal]:
    if not sale.identified and not sale.named:
        yield from rules.against(
            "real_name.bearer",
            _reached_by(sale.paid),
            f"一次购买不记名卡 {yuan(sale.paid)} 元，达到 {{limit}}，没有登记购卡人",
            "登记购卡人姓名、证件和联系方式",
        )
    if sale.in_cash:
        yield from rules.against(
            "transfer.unit" if sale.buyer_is_unit else "transfer.person",
            _reached_by(sale.paid),
            f"现金购卡 {yuan(sale.paid)} 元，达到 {{limit}}",
            "改用银行转账",
        )


def _payer(sale: Sale) -> Iterator[Refusal]:
    age = sale.payer_age
    if age is None or age >= FULL_FROM:
        return
    law = article("10")
    if age < LIMITED_FROM:
        says = f"付款人 {age} 周岁，无民事行为能力，合同无效"
        yield Refusal(key="minor", says=says, law=law, instead="由监护人以自己的名义订立合同", blocks=True)
    elif not (sale.guardian_consented or sale.fits_age):
        says = f"付款人 {age} 周岁，没有监护人同意的记录"
        yield Refusal(key="minor", says=says, law=law, instead="取得并留存监护人的同意", blocks=True)


def _flag(setting: Setting) -> bool:
    return setting.value is True


def _exceeded_by(amount: int) -> Callable[[Setting], bool]:
    return lambda setting: amount > _whole(setting)


def _reached_by(amount: int) -> Callable[[Setting], bool]:
    return lambda setting: amount >= _whole(setting)


def _whole(setting: Setting) -> int:
    assert isinstance(setting.value, int)
    return setting.value


def _ratio(setting: Setting) -> Decimal:
    assert isinstance(setting.value, Decimal)
    return setting.value


def _shown(setting: Setting) -> str:
    if setting.unit == "fen":
        return f"{yuan(_whole(setting))} 元"
    if setting.unit == "ratio":
        return f"{_ratio(setting) * 100:f}%"
    return f"{setting.value}{setting.unit.label}"
