"""A refund from the claim to the money: accepted, disputed and decided, withdrawn, paid and booked."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from luoshi.kernel.cases.actions import act, tick
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town, make_town, organisation, person
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.models import Account
from luoshi.platforms.prepaid.accounts import BONUS, CARD, DUE, ESCROW, OPEN, OUTSIDE
from luoshi.platforms.prepaid.actions import redeem, undo_redemption
from luoshi.platforms.prepaid.actions.paying import answer
from luoshi.platforms.prepaid.actions.refunding import ask_refund, consumer_of, merchant_of
from luoshi.platforms.prepaid.actions.returning import return_all
from luoshi.platforms.prepaid.bank.instructions import Confirmation
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Contract, Payment, Refund
from luoshi.platforms.prepaid.tests.factories import NOW, make_contract, make_kind, make_shop

LATER = NOW + timedelta(days=30)


@pytest.fixture
def market(db: None, settings: Any) -> Town:
    town = make_town(settings)
    body = organisation("market-regulation", parent=town.units["siping"])
    town.accounts["market_head"] = person("market_head", body, "head")
    town.accounts["market_handler"] = person("market_handler", body, "handler")
    return town


@pytest.fixture
def contract(market: Town) -> Contract:
    signed = make_contract(make_kind(make_shop(share=4_000)))
    redeem(signed.card, key="k1", at=NOW, known_at=NOW, value=30_000)
    return Contract.objects.get()


def shown(type_, token):
    return Account.objects.get(code=type_.code(token)).shown


def asked(contract, reason="merchant", at=LATER, key="form:1"):
    return ask_refund(contract, reason=reason, at=at, key=key)


def bank_answers(*, paid: bool = True, at: datetime = LATER) -> None:
    """Send every refund from custody to the bank, and let it say what became of it."""
    return_all(at=at)
    answer(
        [
            Confirmation(
                number=one.number,
                paid=paid,
                amount=one.amount if paid else 0,
                day=timezone.localtime(at).date(),
                reason="" if paid else "账号不符",
            )
            for one in Payment.objects.filter(state="ready")
        ],
        at=at,
    )


def test_a_claim_stops_the_use_of_the_contract_and_says_each_step(contract):
    refund = asked(contract)

    with pytest.raises(Refused, match="余额不足"):
        redeem(contract.card, key="k2", at=LATER, known_at=LATER, value=100)
    assert (refund.principal, refund.price) == (75_000, "A")
    assert any("300.00 × 1000.00" in line for line in refund.statement["words"])


def test_a_claim_sent_twice_is_one_and_a_second_one_is_refused(contract):
    first, again = asked(contract), asked(contract)

    assert first == again
    with pytest.raises(Refused, match="退款中"):
        asked(contract, key="form:2")
    assert Case.objects.filter(type="prepaid_refund").count() == 1


def test_an_accepted_refund_is_booked_when_it_has_arrived_and_not_before(contract):
    refund = asked(contract)
    act(refund.case, "accept", by=merchant_of(refund), at=LATER)
    before = shown(CARD, contract.number)
    bank_answers()
    act(refund.case, "confirm", by=consumer_of(refund), at=LATER)

    assert before == 30_000
    assert [shown(type_, contract.number) for type_ in (CARD, OPEN, BONUS)] == [0, 0, 0]
    assert shown(ESCROW, contract.shop.code) == shown(DUE, contract.shop.code) == 10_000
    assert shown(OUTSIDE, contract.shop.code) == 0
    assert not list(faults())


def test_nothing_is_confirmed_before_the_bank_was_told_and_has_answered(contract):
    refund = asked(contract)
    act(refund.case, "accept", by=merchant_of(refund), at=LATER)

    with pytest.raises(Refused, match="付款指令还没有结果"):
        act(refund.case, "confirm", by=consumer_of(refund), at=LATER)

    assert shown(CARD, contract.number) == 30_000


def test_what_the_bank_could_not_pay_and_the_shop_paid_itself_is_the_shops(contract):
    refund = asked(contract)
    act(refund.case, "accept", by=merchant_of(refund), at=LATER)
    bank_answers(paid=False)
    act(refund.case, "confirm", by=consumer_of(refund), at=LATER)

    assert shown(ESCROW, contract.shop.code) == shown(DUE, contract.shop.code) == 40_000
    assert shown(CARD, contract.number) == 0
    assert not list(faults())


def test_a_use_is_not_taken_back_under_a_refund_that_runs(contract):
    asked(contract)

    with pytest.raises(Refused, match="不能再撤销"):
        undo_redemption(contract.card, key="k1", at=LATER)

    assert Contract.objects.get().used == 30_000


def test_at_the_list_price_the_shop_keeps_the_difference_first(contract):
    refund = asked(contract, reason="consumer")
    act(refund.case, "accept", by=merchant_of(refund), at=LATER)
    bank_answers()
    act(refund.case, "confirm", by=consumer_of(refund), at=LATER)

    refund.refresh_from_db()
    assert (refund.principal, refund.card, refund.open) == (70_000, 30_000, 40_000)
    assert not list(faults())


def test_a_dispute_is_decided_by_the_regulator_with_another_reason(contract, market):
    refund = asked(contract, reason="merchant")
    act(
        refund.case,
        "dispute",
        by=merchant_of(refund),
        data={"objection": "是消费者搬家", "had_before": False},
        at=LATER,
    )

    ruling = {"reason": "consumer", "had_before_proven": False, "consented": False, "ruling": "消费者搬家。"}
    act(refund.case, "decide", by=market["market_head"], at=LATER, data=ruling)

    refund.refresh_from_db()
    assert (refund.principal, refund.price, refund.state) == (70_000, "B", "settled")


def test_a_shop_that_says_nothing_hands_the_matter_to_the_regulator(contract):
    refund = asked(contract)

    tick(now=LATER + timedelta(days=10))

    refund.case.refresh_from_db()
    assert refund.case.state == "disputed"


def test_a_withdrawn_claim_lets_the_card_be_used_again(contract):
    refund = asked(contract)

    act(refund.case, "withdraw", by=consumer_of(refund), at=LATER)

    assert redeem(contract.card, key="k2", at=LATER, known_at=LATER, value=100).left == 89_900
    assert asked(contract, key="form:3").pk != refund.pk


def test_neither_side_does_what_is_the_others(contract):
    refund = asked(contract)

    with pytest.raises(ActRefused, match="须由经营者办理"):
        act(refund.case, "accept", by=consumer_of(refund), at=LATER)
    with pytest.raises(ActRefused, match="须由消费者办理"):
        act(refund.case, "withdraw", by=merchant_of(refund), at=LATER)
    assert Refund.objects.get().state == "asked"


def test_within_seven_days_an_unused_card_gives_everything_back(market):
    contract = make_contract(make_kind(make_shop(share=10_000)))

    refund = asked(contract, reason="consumer", at=NOW + timedelta(days=7))

    assert (refund.principal, refund.interest, refund.price) == (100_000, 0, "whole")


def test_what_lies_in_custody_is_paid_by_the_bank_and_the_matter_ends_with_its_word(market):
    contract = make_contract(make_kind(make_shop(share=10_000)))
    refund = asked(contract, reason="consumer", at=NOW)
    act(refund.case, "accept", by=merchant_of(refund), at=NOW)
    return_all(at=NOW)

    with pytest.raises(Refused, match="付款指令还没有结果"):
        act(refund.case, "confirm", by=consumer_of(refund), at=NOW)
    bank_answers(at=NOW)
    assert return_all(at=NOW) == 1

    refund.refresh_from_db()
    assert (Payment.objects.get().amount, refund.state) == (100_000, "paid")
    assert shown(ESCROW, contract.shop.code) == shown(CARD, contract.number) == 0
    assert not list(faults())
