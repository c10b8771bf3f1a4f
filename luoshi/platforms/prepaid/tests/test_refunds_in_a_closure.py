"""A refund that runs while its shop is frozen and wound up: it holds up no other and is counted once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from luoshi.kernel.cases.actions import act, tick
from luoshi.kernel.cases.tests.factories import Town
from luoshi.kernel.ledger.checking import faults
from luoshi.platforms.prepaid.actions import answer, ask_refund, distribute
from luoshi.platforms.prepaid.actions.refunding import consumer_of, merchant_of
from luoshi.platforms.prepaid.actions.returning import return_all
from luoshi.platforms.prepaid.bank.instructions import Confirmation
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Claim, Contract, Payment, Refund
from luoshi.platforms.prepaid.tests.closures import (
    CLAIMS_OVER,
    OBJECTIONS_OVER,
    allocated,
    claiming,
    do,
    frozen,
    gap,
    make_regulator,
    shop_with,
)
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
LATER = NOW + OBJECTIONS_OVER


@pytest.fixture
def town(settings: Any) -> Town:
    return make_regulator(settings)


def settled(contract: Contract) -> Refund:
    refund = ask_refund(contract, reason="merchant", at=NOW, key=f"ask:{contract.number}")
    act(refund.case, "accept", by=merchant_of(refund), at=NOW)
    return Refund.objects.select_related("case", "contract", "shop").get(pk=refund.pk)


def test_a_refund_whose_shop_is_frozen_waits_and_holds_up_no_other(town):
    (shut, (first,)), (_, (second,)) = shop_with(10_000), shop_with(20_000)
    settled(first), settled(second)
    frozen(town, shut)

    return_all(at=NOW)

    assert [one.amount for one in Payment.objects.all()] == [20_000]


def test_what_the_bank_paid_after_the_claims_were_drawn_is_claimed_no_more(town):
    shop, (refunded, other) = shop_with(10_000, 30_000, share=5_000)
    settled(refunded)
    return_all(at=NOW)
    payment = Payment.objects.get()
    case = claiming(town, shop)
    tick(now=NOW + CLAIMS_OVER)
    with pytest.raises(Refused, match="在途款项"):
        do(town, case, "list", "handler", at=NOW + CLAIMS_OVER)

    answer([Confirmation(payment.number, True, 5_000, TODAY, "")], at=NOW + timedelta(days=1))
    closure = allocated(town, case)
    distribute(closure, at=LATER)

    claims = Claim.objects.order_by("pk").values_list("contract", "claimed", "accepted", "paid")
    assert list(claims) == [(refunded.pk, 5_000, 5_000, 2_143), (other.pk, 30_000, 30_000, 12_857)]
    assert gap(shop) == 0
    assert faults() == []


def test_a_contract_that_became_a_claim_is_neither_used_again_nor_refunded(town):
    shop, (asked, agreed) = shop_with(10_000, 20_000, share=0)
    refund = ask_refund(asked, reason="merchant", at=NOW, key="ask")
    other = settled(agreed)
    closure = allocated(town, claiming(town, shop))
    distribute(closure, at=LATER)

    act(refund.case, "withdraw", by=consumer_of(refund), at=LATER)
    with pytest.raises(Refused, match="转入清退"):
        act(other.case, "confirm", by=consumer_of(other), at=LATER)

    assert set(Contract.objects.values_list("state", flat=True)) == {"claimed"}
