"""Refunds as 法释〔2025〕4号 has them: one case a row, with its articles, principal and interest in yuan.

Rates are those of the factory: LPR 3 %, deposits 1.5 %. Days are those from rescission to payment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from luoshi.kernel.base.terms import Term, Unit
from luoshi.platforms.prepaid.rules import Agreed, Claim, Contract, Form, Price, Reason, Use
from luoshi.platforms.prepaid.tests.contracts import PAID, claim, fen, refund, stored, term, used, visits

M, C, N, V = Reason.MERCHANT, Reason.CONSUMER, Reason.NEITHER, Reason.VOID
A, B, T, WHOLE, AGREED = Price.DISCOUNT, Price.LIST, Price.TERM, Price.WHOLE, Price.AGREED
DAY_7 = date(2025, 6, 10)
STOP = date(2025, 10, 1)


@dataclass(frozen=True)
class Case:
    """What is expected of one refund."""

    name: str
    articles: str
    contract: Contract
    use: Use
    claim: Claim
    price: Price
    principal: str
    interest: str = "0"


BONUS = stored("1000", "200")
HALF = stored("1000", "200", supervised="400", account_percent=Decimal("0.35"))
SAVED = stored("1000", "200", supervised="400", account_percent=Decimal("1.75"))
LESSONS = visits(form=Form.COURSE)
BY_DAY = term(months=365, unit="day")

CASES = [
    # the worked examples of the design
    Case("1 merchant, a bonus", "18 15", BONUS, used("300"), claim(M), A, "750"),
    Case("2 consumer, a bonus", "19 15", BONUS, used("300"), claim(C), B, "700"),
    Case("3 merchant, rounded down", "18 15", BONUS, used("100"), claim(M), A, "916.67"),
    Case("3 consumer", "19 15", BONUS, used("100"), claim(C), B, "900"),
    Case("4 merchant, used as much as was paid", "18 15", BONUS, used("1000"), claim(M), A, "166.67"),
    Case("4 consumer, nothing left at list price", "19 15", BONUS, used("1000"), claim(C), B, "0"),
    Case("5 merchant, used more than was paid", "18 15", BONUS, used("1100"), claim(M), A, "83.34"),
    Case("5 consumer owes nothing more", "19 20 15", BONUS, used("1100"), claim(C), B, "0"),
    Case("6 all used, merchant", "18 15", BONUS, used("1200"), claim(M), A, "0"),
    Case("6 all used, consumer", "19 20 15", BONUS, used("1200"), claim(C), B, "0"),
    Case("6 without a bonus, merchant", "18 15", stored(), used("300"), claim(M), A, "700"),
    Case("6 without a bonus, consumer", "19 15", stored(), used("300"), claim(C), B, "700"),
    Case("7 merchant, odd numbers", "18 15", stored("300", "50"), used("99.99"), claim(M), A, "214.30"),
    Case("7 consumer, odd numbers", "19 15", stored("300", "50"), used("99.99"), claim(C), B, "200.01"),
    Case("8 day 7, unused", "14 15", BONUS, used(), claim(C, on=DAY_7, days=30), WHOLE, "1000"),
    Case("9 seven of twenty lessons, merchant", "18 15", LESSONS, used(times=7), claim(M), A, "1170"),
    Case("9 seven of twenty lessons, consumer", "19 15", LESSONS, used(times=7), claim(C), B, "1100"),
    Case("10 nineteen lessons, merchant", "18 15", LESSONS, used(times=19), claim(M), A, "90"),
    Case("10 nineteen lessons, consumer", "19 20 15", LESSONS, used(times=19), claim(C), B, "0"),
    Case("11 a pass stopped after five months", "22 15", term(), used(stopped_on=STOP), claim(M, on=date(2025, 12, 1)), T, "700"),
    Case("12 the same in days", "22 15", BY_DAY, used(stopped_on=STOP), claim(M, on=date(2025, 12, 1)), T, "696.99"),
    Case("13 the term over, never used", "22 15", term(), used(), claim(C, on=date(2026, 6, 1)), T, "0"),
    Case("14 a payer of seven", "10 18 15", stored("500"), used("120"), claim(V, payer_age=7), A, "380"),
    Case("14 an unlawful game", "10 15", stored("500"), used("120"), claim(V, payer_age=7, unlawful_game=True), WHOLE, "500"),
    # interest
    Case("a LPR on everything is the higher", "18 16 17", HALF, used("300"), claim(M, days=60), A, "750", "3.70"),
    Case("b the account's own rate may be claimed", "19 16 17", SAVED, used("300"), claim(C, days=60), B, "700", "1.85"),
    Case("b without custody the benchmark", "19 16 17", BONUS, used("300"), claim(C, days=60), B, "700", "1.73"),
    Case("c the agreed rate comes first", "18 16 17", stored("1000", "200", agreed=Agreed(percent=Decimal("4.00"))), used("300"), claim(M, days=60), A, "750", "4.93"),
    Case("an agreed rate below the law's still comes first", "18 16 17", stored("1000", "200", agreed=Agreed(percent=Decimal("0.5"))), used("300"), claim(M, days=60), A, "750", "0.62"),
    Case("an earlier start was agreed", "18 16 17", stored("1000", "200", agreed=Agreed(interest_from=date(2025, 7, 3))), used("300"), claim(M), A, "750", "3.70"),
    Case("a later start is not to the consumer's good", "18 16 17", stored("1000", "200", agreed=Agreed(interest_from=date(2025, 12, 1))), used("300"), claim(M, days=60), A, "750", "3.70"),
    Case("a year at LPR", "18 16 17", stored(), used(), claim(M, days=365), A, "1000", "30"),
    Case("a year at the benchmark", "19 16 17", stored(), used(), claim(C, days=365), B, "1000", "15"),
    Case("paid on the day earns nothing", "18 16 17", stored(), used(), claim(M), A, "1000"),
    Case("neither's reason earns the benchmark", "18 16 17", stored(), used(), claim(N, days=365), A, "1000", "15"),
    Case("a void contract earns the benchmark", "10 16 17", stored("500"), used("120"), claim(V, payer_age=7, days=365), A, "380", "5.70"),
    # the seven days
    Case("day 1", "14", stored(), used(), claim(C, on=PAID), WHOLE, "1000"),
    Case("day 8 is the consumer's own reason", "19 16", stored(), used("100"), claim(C, on=date(2025, 6, 11)), B, "900"),
    Case("used within the seven days, at price A", "14 18", BONUS, used("300"), claim(C, on=DAY_7), A, "750"),
    Case("had the same before, proven", "14 19", BONUS, used("300"), claim(C, on=DAY_7, had_before=True, had_before_proven=True), B, "700"),
    Case("had the same before, only asserted", "14", BONUS, used(), claim(C, on=DAY_7, had_before=True), WHOLE, "1000"),
    Case("fifteen days were agreed", "14", stored(agreed=Agreed(cooling_off=Term(15, Unit.CAL))), used(), claim(C, on=date(2025, 6, 18)), WHOLE, "1000"),
    Case("three days agreed do not shorten seven", "14", stored(agreed=Agreed(cooling_off=Term(3, Unit.CAL))), used(), claim(C, on=DAY_7), WHOLE, "1000"),
    Case("day 7 in the national holiday is moved", "14", stored(paid_on=date(2025, 9, 25)), used(), claim(C, on=date(2025, 10, 9)), WHOLE, "1000"),
    Case("the day after the moved one is late", "19", stored(paid_on=date(2025, 9, 25)), used("1"), claim(C, on=date(2025, 10, 10)), B, "999"),
    Case("the merchant's reason in the seven days bears interest", "18 16", stored(), used(), claim(M, on=DAY_7, days=365), A, "1000", "30"),
    Case("lessons unused within the seven days", "14", LESSONS, used(), claim(C, on=DAY_7), WHOLE, "1800"),
    Case("a lesson had within the seven days", "14 18", LESSONS, used(times=1), claim(C, on=DAY_7), A, "1710"),
    Case("a pass unused within the seven days", "14", term(), used(), claim(C, on=date(2025, 5, 8)), WHOLE, "1200"),
    Case("a pass used within the seven days", "14 22", BY_DAY, used(times=2), claim(C, on=date(2025, 5, 8)), T, "1176.99"),
    # discounts, market prices, agreements
    Case("twenty per cent off, merchant", "18", stored(), used("80", list_value="100"), claim(M), A, "920"),
    Case("twenty per cent off, consumer", "19", stored(), used("80", list_value="100"), claim(C), B, "900"),
    Case("list price above the payment", "19 20", stored(), used("900", list_value="1125"), claim(C), B, "0"),
    Case("an invented list price gives way to the market's", "19", LESSONS, used(times=7), claim(C, price_doubted=True, price_recorded=False, market_value="650"), B, "1150"),
    Case("a doubted list price with records stays", "19", LESSONS, used(times=7), claim(C, price_doubted=True, market_value="650"), B, "1100"),
    Case("a doubted list price without a market price stays", "19", LESSONS, used(times=7), claim(C, price_doubted=True, price_recorded=False), B, "1100"),
    Case("a better price was agreed, consumer", "19", stored("1000", "200", agreed=Agreed(redeemed=260_00)), used("300"), claim(C), AGREED, "740"),
    Case("a better price was agreed, merchant", "18", stored("1000", "200", agreed=Agreed(redeemed=200_00)), used("300"), claim(M), AGREED, "800"),
    Case("a worse price was agreed", "18", stored("1000", "200", agreed=Agreed(redeemed=300_00)), used("300"), claim(M), A, "750"),
    Case("a list price below the unit price is no discount", "19", visits("1800", 20, "80"), used(times=7), claim(C), B, "1170"),
    # visits
    Case("no visit used, merchant", "18", visits(), used(), claim(M), A, "1800"),
    Case("no visit used, consumer", "19", visits(), used(), claim(C), B, "1800"),
    Case("all visits used", "18", visits(), used(times=20), claim(M), A, "0"),
    Case("a third of a hundred yuan, rounded down once", "18", visits("100", 3, "40"), used(times=1), claim(M), A, "66.67"),
    Case("two thirds", "18", visits("100", 3, "40"), used(times=2), claim(M), A, "33.34"),
    Case("ten and two given, merchant", "18 21", visits("1000", 10, "120", bonus_times=2), used(times=6), claim(M), A, "500"),
    Case("ten and two given, consumer", "19 21", visits("1000", 10, "120", bonus_times=2), used(times=6), claim(C), B, "280"),
    # terms
    Case("half a pass, consumer rescinds", "22", term(), used(times=9), claim(C, on=date(2025, 11, 1)), T, "600"),
    Case("a month begun counts by its days", "22", term(), used(times=9), claim(M, on=date(2025, 5, 16)), T, "1151.62"),
    Case("not begun", "22", term(starts_on=date(2025, 7, 1)), used(), claim(M, on=date(2025, 6, 1)), T, "1200"),
    Case("the last day", "22", BY_DAY, used(), claim(M, on=date(2026, 4, 30)), T, "3.29"),
    Case("the day after the term", "22", BY_DAY, used(), claim(M, on=date(2026, 5, 1)), T, "0"),
    Case("stopped after the contract ended counts no more", "22", term(), used(stopped_on=date(2025, 12, 1)), claim(C, on=date(2025, 11, 1)), T, "600"),
    Case("a term from the thirty-first", "22", term(starts_on=date(2025, 8, 31), months=6), used(), claim(M, on=date(2025, 11, 30)), T, "600"),
    Case("the term over, but the service had stopped", "22", term(), used(stopped_on=STOP), claim(M, on=date(2026, 6, 1)), T, "700"),
    # minors
    Case("seven with consent is void all the same", "10", stored("500"), used("120"), claim(V, payer_age=7, consented=True), A, "380"),
    Case("twelve without consent", "10", stored("500"), used("120"), claim(V, payer_age=12, consented=False, fits_age=False), A, "380"),
    Case("twelve with consent", "10 19", BONUS, used("300"), claim(V, payer_age=12, consented=True), B, "700"),
    Case("twelve, fitting the age", "10 19", stored("30"), used("12"), claim(V, payer_age=12, fits_age=True), B, "18"),
    Case("twelve, nobody knows of consent", "10", BONUS, used("300"), claim(V, payer_age=12), A, "750"),
    Case("seventeen, unlawful game", "10", stored("500"), used("499"), claim(V, payer_age=17, unlawful_game=True, consented=False), WHOLE, "500"),
    Case("eighteen is of age", "10 19", BONUS, used("300"), claim(V, payer_age=18), B, "700"),
    Case("a void pass", "10 22", BY_DAY, used(times=3), claim(V, payer_age=7, on=STOP), T, "696.99"),
    # neither's reason
    Case("health, a bonus", "13 18", BONUS, used("300"), claim(N), A, "750"),
    Case("health, a pass", "13 22", term(), used(), claim(N, on=date(2025, 11, 1)), T, "600"),
    Case("health, gifts in kind are left to the officer", "13 18 21", BONUS, used("300"), claim(N, gifts=True), A, "750"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name} [{case.articles}]")
def test_a_refund_is_what_the_articles_say(case: Case):
    found = refund(case.contract, case.use, case.claim)

    assert (found.price, found.principal, found.interest) == (
        case.price,
        fen(case.principal),
        fen(case.interest),
    )
    assert found.total == found.principal + found.interest == found.parts.whole + found.interest


def test_there_are_at_least_sixty_cases_and_no_two_of_a_name():
    assert len({case.name for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_case_says_the_articles_it_stands_on(case: Case):
    words = "\n".join(refund(case.contract, case.use, case.claim).words())

    told = set(case.articles.split()) - {"13"}  # what makes it neither's reason, the officer writes
    assert [number for number in told if f"第{number}条" not in words] == []
