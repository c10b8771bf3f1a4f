"""A refund explains itself, says by when, and prints what is doubtful."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term, Unit
from luoshi.platforms.prepaid.rules import Agreed, Form, Reason
from luoshi.platforms.prepaid.rules.pricing import Parts
from luoshi.platforms.prepaid.rules.signing import Period
from luoshi.platforms.prepaid.tests.contracts import (
    PAID,
    UNREAD,
    claim,
    make_terms,
    refund,
    stored,
    term,
    used,
    visits,
)

SATURDAY = date(2025, 5, 10)
SUPERVISED = stored("1000", "200", supervised="400", account_percent=Decimal("1.75"))


def test_each_step_can_be_checked_by_hand():
    found = refund(SUPERVISED, used("300"), claim(Reason.CONSUMER, days=60))

    assert [str(line) for line in found.lines] == [
        "已兑付部分按打折前价格：已兑付商品或者服务打折前的价格，300.00 ＝ 300.00 元"
        "（法释〔2025〕4号第19条）",
        "应返还本金：预付款 − 已兑付部分的价款，不低于零，1000.00 − 300.00 ＝ 700.00 元"
        "（法释〔2025〕4号第15条；不扣手续费和员工提成）",
        "利息：监管账户实际利率：本金 × 年利率 × 天数 ÷ 365，四舍五入到分，"
        "300.00 × 1.75% × 60 ÷ 365 ＝ 0.86 元"
        "（法释〔2025〕4号第16条；自 2025-09-01 起（第17条））",
        "利息：一年定期存款基准利率：本金 × 年利率 × 天数 ÷ 365，四舍五入到分，"
        "400.00 × 1.50% × 60 ÷ 365 ＝ 0.99 元"
        "（法释〔2025〕4号第16条；自 2025-09-01 起（第17条））",
    ]
    assert found.words()[0] == "退款 701.85 元：本金 700.00 元，利息 1.85 元"


def test_the_bonus_ratio_is_shown_with_its_numbers():
    line = refund(SUPERVISED, used("300"), claim()).lines[0]

    assert line.numbers == "300.00 × 1000.00 ÷（1000.00 ＋ 200.00）"
    assert (line.result, str(line.law)) == (250_00, "法释〔2025〕4号第18条")


def test_a_term_is_shown_in_the_unit_of_its_contract():
    months = refund(term(), used(stopped_on=date(2025, 10, 1)), claim(on=date(2025, 12, 1)))
    days = refund(term(months=365, unit="day"), used(), claim(on=date(2025, 10, 1)))

    assert months.lines[0].numbers == "1200.00 × 7 ÷ 12"
    assert days.lines[0].numbers == "1200.00 × 212 ÷ 365"
    assert "期限按合同约定的月计算，司法解释没有规定计算单位" in months.doubts
    assert "自 2025-10-01 停止服务起计算" in months.lines[0].note


def test_the_money_comes_from_where_the_ledger_has_it():
    merchant, consumer = (
        refund(SUPERVISED, used("300"), claim(reason)) for reason in (Reason.MERCHANT, Reason.CONSUMER)
    )

    assert merchant.parts == Parts(300_00, 450_00)
    assert consumer.parts == Parts(300_00, 400_00)  # the difference stays with the shop


def test_the_deadline_follows_the_way_and_says_that_it_was_not_read():
    within, after = (
        refund(stored(), used(), claim(Reason.CONSUMER, on=day))
        for day in (date(2025, 6, 9), date(2025, 6, 11))
    )

    assert (within.within_window, within.deadline.last_day) == (True, date(2025, 6, 16))
    assert (after.within_window, after.deadline.last_day) == (False, date(2025, 6, 26))
    assert "退款期限 15日 依据预付费退款办理期限，未见本市规定" in after.doubts
    assert "退款期限的最后一日 2025-06-14 是休息日，顺延到 2025-06-16" in within.doubts
    assert after.words()[-1].endswith("（待核）")


def test_a_shorter_agreed_deadline_prevails_and_a_longer_one_does_not():
    soon = refund(stored(agreed=Agreed(refund_due=Term(3, Unit.CAL))), used(), claim(on=date(2025, 9, 1)))
    late = refund(stored(agreed=Agreed(refund_due=Term(90, Unit.CAL))), used(), claim(on=date(2025, 9, 1)))

    assert soon.deadline.last_day == date(2025, 9, 4)
    assert late.deadline.last_day == date(2025, 9, 16)


def test_a_course_not_begun_has_its_own_deadline():
    terms = make_terms(due_before_start=Period(Term(5, Unit.WORK), UNREAD))
    course = visits(form=Form.COURSE, terms=terms, starts_on=date(2025, 9, 20))

    found = refund(course, used(), claim(on=date(2025, 9, 1)))

    assert found.deadline.last_day == date(2025, 9, 8)


@pytest.mark.parametrize(
    ("contract", "use", "asked", "words"),
    [
        (stored(paid_on=SATURDAY), used(), claim(Reason.CONSUMER, on=date(2025, 5, 19)), "是周末，顺延"),
        (stored(), used("1"), claim(Reason.CONSUMER, on=PAID), "第14条没有规定扣减的价格"),
        (stored(), used(), claim(Reason.NEITHER), "须由承办人确认事由"),
        (stored(), used(), claim(Reason.NEITHER), "取存款基准利率"),
        (stored(), used(), claim(Reason.VOID, payer_age=12), "须查明"),
        (stored(), used(), claim(Reason.VOID, payer_age=17, consented=False, fits_age=False), "满16周岁"),
        (visits(bonus_times=2), used(times=1), claim(), "赠送次数"),
        (visits(), used(times=1), claim(Reason.CONSUMER, price_doubted=True), "是否明显不合理须查明"),
        (stored(agreed=Agreed(percent=Decimal("0.1"))), used(), claim(days=60), "约定的利率低于法定标准"),
        (stored(terms=make_terms(rates_verified=False)), used(), claim(days=9), "签订时的利率未核对公告"),
    ],
)  # fmt: skip
def test_what_the_law_leaves_open_prints_so(contract, use, asked, words):
    assert any(words in doubt for doubt in refund(contract, use, asked).doubts)


@pytest.mark.parametrize(
    ("contract", "use", "asked", "words"),
    [
        (stored(), used(), claim(Reason.CONSUMER, on=PAID, had_before=True), "没有提供证据"),
        (stored(), used(), claim(gifts=True), "第21条"),
        (stored(), used(), claim(), "合理费用可另行请求"),
        (stored(agreed=Agreed(redeemed=900_00)), used("1"), claim(), "对消费者更不利"),
        (stored(), used(), claim(Reason.VOID, payer_age=30), "不适用第10条"),
    ],
)
def test_what_should_be_known_beside_the_figures_is_said(contract, use, asked, words):
    assert any(words in note for note in refund(contract, use, asked).notes)


def test_a_verified_period_is_no_doubt():
    read = Period(Term(15, Unit.CAL), Law("某条例", "9"))

    found = refund(stored(terms=make_terms(due_other=read)), used(), claim())

    assert found.doubts == ()


@pytest.mark.parametrize(
    ("contract", "use", "asked", "words"),
    [
        (stored("0"), used(), claim(), "实付应大于零"),
        (stored(bonus="-1"), used(), claim(), "赠送不能为负"),
        (stored(supervised="1000.01"), used(), claim(), "存管金额"),
        (stored(), used("1000.01"), claim(), "已用面值超出"),
        (stored(), used("-1"), claim(), "已用面值超出"),
        (stored(), used("10", list_value="9"), claim(), "打折前价格不能低于"),
        (visits(times=0), used(), claim(), "须有次数"),
        (visits(list_price="0"), used(), claim(), "单次原价"),
        (visits(), used(times=21), claim(), "已用次数超出"),
        (term(months=0), used(), claim(), "期限卡须有"),
        (term(starts_on=None), used(), claim(), "期限卡须有"),
        (stored(), used(), claim(on=date(2025, 6, 2)), "不能早于付款"),
        (stored(), used(), claim(Reason.VOID), "付款人年龄"),
    ],
)
def test_facts_that_cannot_be_so_are_refused(contract, use, asked, words):
    with pytest.raises(LuoshiError, match=words) as caught:
        refund(contract, use, asked)

    assert caught.value.code == "refund-facts"


def test_all_that_is_wrong_comes_at_once():
    with pytest.raises(LuoshiError) as caught:
        refund(replace(stored("0"), bonus=-1, supervised=5), used("1"), claim(Reason.VOID))

    assert caught.value.zh.count("；") == 3
    assert caught.value.en.count("; ") == 3
