"""What a bank did not pay is asked for again, once, and never while it may have been paid."""

from __future__ import annotations

from datetime import timedelta

import pytest

from luoshi.platforms.prepaid.actions import answer, expire_payments, instruct_again, return_receipt
from luoshi.platforms.prepaid.bank.instructions import Confirmation
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Payment
from luoshi.platforms.prepaid.tests.banking import LATER, Custody, day_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> tuple[Custody, Payment]:
    """A receipt of nobody, that the bank was asked to send back."""
    custody = Custody()
    serial = custody.book(88_00, "误付")
    custody.bring()
    return custody, return_receipt(custody.line(serial), at=LATER)


def answered(payment: Payment, *, paid: bool) -> None:
    amount = payment.amount if paid else 0
    answer([Confirmation(payment.number, paid, amount, day_of(31), "" if paid else "账号有误")], at=LATER)


def test_a_failed_instruction_is_made_again_once(asked):
    _, first = asked
    answered(first, paid=False)

    again = instruct_again(first, at=LATER)

    assert instruct_again(first, at=LATER) == again
    assert (again.amount, again.payee, again.state) == (first.amount, first.payee, "ready")
    answered(again, paid=True)
    with pytest.raises(Refused, match="没有失败"):
        instruct_again(first, at=LATER)


def test_one_under_way_is_not_made_again(asked):
    _, first = asked

    with pytest.raises(Refused, match="没有失败"):
        instruct_again(first, at=LATER)


def test_one_that_nobody_answered_may_have_been_paid(asked):
    custody, first = asked
    late = first.expires_at + timedelta(days=1)
    expire_payments(now=late)

    with pytest.raises(Refused, match="可能已经支付"):
        instruct_again(first, at=late)

    custody.bring(60)
    assert instruct_again(first, at=late).state == "ready"
