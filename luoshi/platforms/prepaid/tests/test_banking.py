"""The bank's files: read or refused whole, entered once, every line placed or left to be claimed."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.ledger.actions import expire_holds
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.models import Account
from luoshi.platforms.prepaid.accounts import DEPOSIT, DUE, ESCROW, FEE, INTEREST, UNMATCHED
from luoshi.platforms.prepaid.actions import redeem
from luoshi.platforms.prepaid.actions.banking import claim_line, import_statement
from luoshi.platforms.prepaid.actions.paying import fail_expired, instructions, pay_out, take_answers
from luoshi.platforms.prepaid.actions.releasing import release_due
from luoshi.platforms.prepaid.bank.payments import Answer, read_answers, write_answers
from luoshi.platforms.prepaid.bank.statements import Line, Statement, read_statement, write_statement
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import BankAccount, BankLine, Contract, Payment, Shop
from luoshi.platforms.prepaid.queries.bank import identities, reconciled
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_contract, make_kind, make_shop

TOMORROW = TODAY + timedelta(days=1)


def shown(type_, shop):
    return Account.objects.get(code=type_.code(shop.code)).shown


def told(shop: Shop, *lines: tuple[str, int, str], on: date = TODAY, opening: int = 0) -> bytes:
    assert shop.bank is not None
    booked = tuple(Line(serial=serial, on=on, amount=amount, text=text) for serial, amount, text in lines)
    closing = opening + sum(line.amount for line in booked)
    return write_statement(
        Statement(account=shop.bank.code, on=on, opening=opening, closing=closing, lines=booked)
    )


def bring(shop: Shop, *lines: tuple[str, int, str], **more: Any):
    return import_statement(told(shop, *lines, **more), name="对账.csv", at=NOW)


def standing(shop: Shop):
    account = BankAccount.objects.get(shops=shop)
    found = reconciled(account)
    assert found is not None
    return found


@pytest.fixture
def sold(db: None) -> Contract:
    return make_contract(make_kind(make_shop(share=4_000)))


def test_a_receipt_that_names_its_contract_is_its_own_and_nothing_is_left_to_explain(sold):
    done = bring(sold.shop, ("1", 40_000, f"售卡 {sold.number}"))

    assert (done.new, done.unknown) == (1, 0)
    assert standing(sold.shop).breaks == ()
    assert standing(sold.shop).unexplained == 0


def test_a_file_brought_twice_or_its_lines_in_another_file_are_entered_once(sold):
    bring(sold.shop, ("1", 40_000, sold.number))
    bring(sold.shop, ("1", 40_000, sold.number))
    again = bring(sold.shop, ("1", 40_000, sold.number), ("2", 7, "利息"))

    assert again.new == 1
    assert BankLine.objects.count() == 2
    assert shown(INTEREST, sold.shop) == 7


@pytest.mark.parametrize(
    ("amount", "kinds", "unmatched"),
    [(39_999, ["short"], 0), (40_001, ["unclaimed"], 1)],
    ids=["short", "too much"],
)
def test_a_wrong_amount_is_a_break_of_exactly_the_difference(sold, amount, kinds, unmatched):
    bring(sold.shop, ("1", amount, sold.number))

    found = standing(sold.shop)
    assert [one.kind for one in found.breaks] == kinds
    assert [one.amount for one in found.breaks] == [1]
    assert found.unexplained == 0
    assert shown(UNMATCHED, sold.shop) == unmatched


def test_money_booked_twice_by_the_bank_stands_unclaimed_the_second_time(sold):
    bring(sold.shop, ("1", 40_000, sold.number), ("2", 40_000, sold.number))

    assert shown(UNMATCHED, sold.shop) == 40_000
    assert standing(sold.shop).unexplained == 0


def test_a_receipt_without_a_contract_is_claimed_later(sold):
    bring(sold.shop, ("1", 40_000, "转账"))
    before = standing(sold.shop)

    claim_line(BankLine.objects.get(), sold, at=NOW)
    claim_line(BankLine.objects.get(), sold, at=NOW)

    assert sorted(one.kind for one in before.breaks) == ["late", "unclaimed"]
    assert standing(sold.shop).breaks == ()
    assert shown(UNMATCHED, sold.shop) == 0
    assert shown(ESCROW, sold.shop) == 40_000


def test_nothing_more_is_claimed_for_a_contract_that_waits_for_nothing(sold):
    bring(sold.shop, ("1", 40_000, sold.number), ("2", 5, "转账"))

    with pytest.raises(Refused, match="已经到齐"):
        claim_line(BankLine.objects.get(serial="2"), sold, at=NOW)


def test_what_the_bank_charges_the_shop_makes_good_and_no_card(sold):
    bring(sold.shop, ("1", 40_000, sold.number), ("2", -300, "账户管理费"), ("3", 9_000, "风险保证金"))

    assert (shown(FEE, sold.shop), shown(DEPOSIT, sold.shop)) == (300, 9_000)
    assert [one.gap for one in identities()] == [0, 0, 0]


def test_money_that_left_for_no_known_reason_is_a_break_until_somebody_explains_it(sold):
    bring(sold.shop, ("1", 40_000, sold.number), ("2", -10_000, "转出"))

    assert [(one.kind, one.amount) for one in standing(sold.shop).breaks] == [("stray", -10_000)]


def test_a_missing_file_is_noticed_by_its_balance(sold):
    bring(sold.shop, ("1", 40_000, sold.number))
    bring(sold.shop, ("9", 5, "利息"), on=TOMORROW, opening=39_000)

    found = standing(sold.shop)
    assert [(one.kind, one.amount) for one in found.breaks] == [("gap", 1_000)]
    assert found.unexplained == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("收,400.00", "收,400.01"), "期初加收减付不等于期末"),
        (lambda text: text.replace("金额", "数额"), "缺少列：金额"),
        (lambda text: text.replace("400.00,", "四百,", 1), "金额"),
        (lambda text: text.replace("2026-03-02,1", "02/03/2026,1"), "日期"),
        (lambda text: text.replace("期末", "收"), "期末"),
    ],
)
def test_a_file_that_is_wrong_anywhere_is_refused_whole(sold, change, said):
    text = told(sold.shop, ("1", 40_000, sold.number)).decode("utf-8-sig")

    with pytest.raises(Refused, match=said):
        import_statement(change(text).encode(), name="对账.csv", at=NOW)

    assert BankLine.objects.count() == 0


def test_a_file_in_the_older_encoding_reads_the_same(sold):
    data = told(sold.shop, ("1", 40_000, sold.number))

    assert read_statement(data.decode("utf-8-sig").encode("gb18030")) == read_statement(data)


def test_a_payout_is_held_until_the_bank_says_so_and_then_posted_once(sold):
    redeem(sold.card, key="k1", at=NOW, known_at=NOW, value=30_000)
    payment = pay_out(sold.shop, at=NOW)
    assert payment == pay_out(sold.shop, at=NOW)
    assert payment is not None
    assert payment.number in instructions(at=NOW).decode()
    held = Account.objects.get(code=DUE.code(sold.shop.code)).held

    answers = read_answers(write_answers([Answer(number=payment.number, done=True)]))
    assert [take_answers(answers, at=NOW) for _ in range(2)] == [1, 0]

    assert held == 10_000
    assert (shown(DUE, sold.shop), shown(ESCROW, sold.shop)) == (0, 30_000)
    assert not list(faults())


def test_the_banks_statement_confirms_a_payment_too(sold):
    bring(sold.shop, ("1", 40_000, sold.number))
    redeem(sold.card, key="k1", at=NOW, known_at=NOW, value=30_000)
    payment = pay_out(sold.shop, at=NOW)
    assert payment is not None

    bring(sold.shop, ("2", -10_000, f"{payment.number} 划付"), on=TOMORROW, opening=40_000)

    payment.refresh_from_db()
    assert payment.state == "done"
    assert standing(sold.shop).unexplained == 0
    assert standing(sold.shop).breaks == ()


def test_a_payment_that_failed_or_was_never_answered_leaves_the_money_where_it_was(sold):
    redeem(sold.card, key="k1", at=NOW, known_at=NOW, value=30_000)
    first = pay_out(sold.shop, at=NOW)
    assert first is not None
    take_answers([Answer(number=first.number, done=False, why="账号不符")], at=NOW)
    second = pay_out(sold.shop, at=NOW + timedelta(days=1))

    expire_holds(at=NOW + timedelta(days=12))
    assert fail_expired(at=NOW + timedelta(days=12)) == 1

    assert second is not None
    assert set(Payment.objects.values_list("why", flat=True)) == {"账号不符", "银行逾期未答复"}
    due = Account.objects.get(code=DUE.code(sold.shop.code))
    assert (due.posted, due.held) == (10_000, 0)


@pytest.mark.django_db
def test_a_card_for_a_term_releases_month_by_month_and_nothing_is_lost():
    kind = make_kind(make_shop(share=10_000), form="period", price=100_000, bonus=0, term=3)
    contract = make_contract(kind)

    for days in (0, 30, 31, 31, 62, 200):
        release_due(NOW + timedelta(days=days))

    assert shown(DUE, contract.shop) == 100_000
    assert [use.value for use in contract.uses.order_by("pk")] == [33_333, 33_333, 33_334]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_bank_does_no_fen_is_unexplained(seed):
    pick, shop = random.Random(seed), make_shop(share=5_000)
    kind, opening, serial = make_kind(shop, bonus=0), 0, 0
    waiting: list[tuple[int, str]] = []
    for day in range(12):
        on, at = TODAY + timedelta(days=day), NOW + timedelta(days=day)
        for _ in range(pick.randint(0, 2)):
            contract = make_contract(kind, at=at)
            waiting.append((contract.supervised, contract.number))
            if pick.random() < 0.5:
                redeem(contract.card, key=contract.number, at=at, known_at=at, value=pick.randint(1, 90_000))
        pay_out(shop, at=at)
        lines: list[tuple[str, int, str]] = []
        for amount, number in pick.sample(waiting, pick.randint(0, len(waiting))):
            kind_of = pick.choice(["right", "short", "double", "nameless"])
            waiting.remove((amount, number))
            paid = amount - 7 if kind_of == "short" else amount
            text = "转账" if kind_of == "nameless" else f"售卡{number}"
            lines += [("", paid, text)] * (2 if kind_of == "double" else 1)
        for payment in Payment.objects.filter(state="sent"):
            if pick.random() < 0.6:
                lines.append(("", -payment.amount, payment.number))
        lines += [("", 3, "结息"), ("", -2, "手续费")] if pick.random() < 0.3 else []
        named = [(f"{serial + n}", amount, text) for n, (_, amount, text) in enumerate(lines)]
        serial += len(lines)
        data = told(shop, *named, on=on, opening=opening)
        opening += sum(amount for _, amount, _ in named)
        if named or day == 11:
            import_statement(data, name=f"{on}.csv", at=at)
            import_statement(data, name=f"{on}.csv", at=at)

    found = standing(shop)
    assert found.unexplained == 0
    assert all(one.age(found.on) >= 0 for one in found.breaks)
    assert [one.gap for one in identities()] == [0, 0, 0]
    assert not list(faults())


LINES = st.lists(
    st.builds(
        Line,
        serial=st.uuids().map(str),
        on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        amount=st.integers(-(10**9), 10**9).filter(bool),
        text=st.text(alphabet="售卡转账利息,\"' 0A", max_size=20).map(str.strip),
    ),
    max_size=8,
    unique_by=lambda line: line.serial,
)


@given(LINES, st.integers(0, 10**9))
def test_what_a_bank_writes_is_read_back_the_same(lines, opening):
    closing = opening + sum(line.amount for line in lines)
    last = max((line.on for line in lines), default=TODAY)
    whole = Statement(account="acct-1", on=last, opening=opening, closing=closing, lines=tuple(lines))

    assert read_statement(write_statement(whole)) == replace(whole, lines=tuple(lines))
