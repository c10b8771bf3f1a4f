"""Money released to a shop is held, asked for and paid once the bank says so; else it is free again."""

from datetime import timedelta

import pytest

from luoshi.kernel.ledger.actions import expire_holds
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.models import Account
from luoshi.platforms.prepaid.actions import (
    answer,
    claim,
    expire_payments,
    instruct,
    pay_due,
    redeem,
    send,
)
from luoshi.platforms.prepaid.bank.instructions import Confirmation, read_instructions
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Payment
from luoshi.platforms.prepaid.tests.banking import Custody, day_of, moment
from luoshi.platforms.prepaid.tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Custody:
    """A shop to which 200 yuan were released, whose custody money is in."""
    town = Custody()
    contract = town.sell()
    town.receive(contract)
    town.bring()
    redeem(contract.card, key="prepaid:redeem:t:1", at=NOW, known_at=NOW, value=50_000)
    return town


def paid(payment: Payment, amount: int = 20_000, day: int = 1) -> Confirmation:
    return Confirmation(payment.number, True, amount, day_of(day), "")


def free(town: Custody) -> int | None:
    return Account.objects.get(pk=town.shop.accounts["due"]).available


def test_what_was_released_is_held_asked_for_and_paid_at_the_banks_word(town):
    (payment,) = pay_due(at=moment(0, 20))
    assert (free(town), town.shown("due")) == (0, 20_000)

    (asked,) = read_instructions(send("a.csv", at=moment(0, 21)), name="a.csv")
    done = answer([town.bank.carry_out(asked, on=day_of(1))], at=moment(1))

    assert (asked.account, asked.payee, asked.amount) == (town.account, town.shop.code, 20_000)
    assert (done.paid, done.doubts) == (1, ())
    assert (town.shown("due"), town.shown("escrow")) == (0, 20_000)
    payment.refresh_from_db()
    assert (payment.state, payment.paid, payment.paid_on) == ("confirmed", 20_000, day_of(1))


def test_a_shop_is_paid_once_a_day_and_a_file_asks_for_nothing_twice(town):
    first, second = pay_due(at=moment(0, 20)), pay_due(at=moment(0, 21))

    sent = send("a.csv", at=moment(0, 21))

    assert (len(first), len(second)) == (1, 0)
    assert send("a.csv", at=moment(0, 22)) == sent
    assert read_instructions(send("b.csv", at=moment(0, 22)), name="b.csv") == []


def test_what_the_bank_could_not_pay_is_free_again_and_asked_for_the_next_day(town):
    (payment,) = pay_due(at=moment(0, 20))

    done = answer([Confirmation(payment.number, False, 0, day_of(1), "账号有误")], at=moment(1))

    assert done.failed == 1
    assert free(town) == 20_000
    assert len(pay_due(at=moment(1, 20))) == 1


def test_an_answer_told_twice_is_known_and_one_that_contradicts_it_is_doubtful(town):
    (payment,) = pay_due(at=moment(0, 20))
    answer([paid(payment)], at=moment(1))

    again = answer([paid(payment)], at=moment(2))
    other = answer([paid(payment, 19_999), Confirmation("NONE", True, 1, day_of(1), "")], at=moment(2))

    assert (again.known, again.doubts) == (1, ())
    assert len(other.doubts) == 2
    assert town.shown("escrow") == 20_000


def test_a_line_of_the_statement_confirms_as_the_banks_answer_does(town):
    pay_due(at=moment(0, 20))
    (asked,) = read_instructions(send("a.csv", at=moment(0, 21)), name="a.csv")
    told = town.bank.carry_out(asked, on=day_of(1))

    town.bring(1)
    done = answer([told], at=moment(2))

    assert done.known == 1
    assert (town.shown("due"), town.shown("escrow"), town.shown("fee")) == (0, 20_000, 0)


def test_an_instruction_nobody_answers_expires_and_frees_its_money_in_either_order(town):
    (payment,) = pay_due(at=moment(0, 20))
    late = moment(0, 20) + timedelta(days=10)

    expire_holds(at=late)
    done = expire_payments(now=late)

    assert (done, expire_payments(now=late), free(town)) == (1, 0, 20_000)
    payment.refresh_from_db()
    assert (payment.state, payment.reason) == ("failed", "指令已过有效期")


def test_a_payment_the_bank_made_after_all_is_taken_from_what_is_still_due(town):
    (payment,) = pay_due(at=moment(0, 20))
    expire_payments(now=moment(20))

    done = answer([paid(payment, day=12)], at=moment(21))

    assert done.paid == 1
    assert (town.shown("due"), town.shown("escrow")) == (0, 20_000)
    assert faults() == []


def test_a_payment_made_twice_is_not_paid_by_the_cards(town):
    (payment,) = pay_due(at=moment(0, 20))
    town.book(-20_000, f"划付 {payment.number}", day=1)
    twice = town.book(-20_000, f"划付 {payment.number}", day=1)

    town.bring(1)

    assert (town.line(twice).spare, town.shown("fee")) == (20_000, 20_000)
    assert (town.shown("due"), town.shown("escrow")) == (0, 0)


def test_money_that_left_for_a_failed_instruction_is_claimed_for_it_once_it_is_due_again(town):
    (payment,) = pay_due(at=moment(0, 20))
    answer([Confirmation(payment.number, False, 0, day_of(1), "x")], at=moment(1))
    serial = town.book(-20_000, "划付", day=1)
    town.bring(1)
    assert town.shown("fee") == 20_000

    claim(town.line(serial), kind="payment", ref=payment.number, at=moment(2))

    assert (town.shown("fee"), town.shown("due"), town.shown("escrow")) == (0, 0, 20_000)


def test_a_refund_is_paid_out_of_its_card(town):
    contract = town.sell()

    payment = instruct(
        "refund:1",
        kind="refund",
        shop=town.shop,
        source=contract.card_account,
        payee=contract.number,
        amount=40_000,
        at=moment(0),
        ref=contract.number,
    )
    answer([paid(payment, 40_000)], at=moment(1))

    assert Account.objects.get(pk=contract.card_account).shown == 0


def test_a_key_of_another_payment_is_refused(town):
    more = {"kind": "payout", "shop": town.shop, "source": town.shop.accounts["due"], "payee": "x"}
    first = instruct("k", amount=1, at=NOW, **more)

    assert instruct("k", amount=1, at=NOW, **more) == first
    with pytest.raises(Refused, match="另一笔划付"):
        instruct("k", amount=2, at=NOW, **more)
