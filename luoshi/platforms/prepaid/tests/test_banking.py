"""A bank's file is brought in: each line once, matched or kept as nobody's, never lost."""

import pytest

from luoshi.kernel.ledger.checking import faults
from luoshi.platforms.prepaid.actions import (
    claim,
    import_statement,
    match_again,
    redeem,
    return_receipt,
    sell,
)
from luoshi.platforms.prepaid.actions.selling import Buyer
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import BankAccount, BankFile, BankLine
from luoshi.platforms.prepaid.tests.banking import LATER, Custody
from luoshi.platforms.prepaid.tests.factories import NOW, make_shop

pytestmark = pytest.mark.django_db


def test_a_receipt_in_the_purpose_matches_the_sale_and_posts_nothing_twice():
    town = Custody()
    contract = town.sell()
    serial = town.receive(contract)

    town.bring()

    line = town.line(serial)
    assert (line.kind, line.ref, line.matched, line.spare) == ("topup", contract.number, 40_000, 0)
    assert town.shown("escrow") == 40_000
    assert town.shown("unmatched") == 0


def test_a_receipt_without_the_shops_code_matches_where_only_one_shop_can_be_meant():
    town = Custody()
    contract = town.sell()
    serial = town.receive(contract, text=f"预付费（{contract.receipt.split(':')[1]}）")

    town.bring()

    assert town.line(serial).ref == contract.number


def test_the_same_file_twice_is_one_file_and_a_line_told_again_is_one_line():
    town = Custody()
    town.receive(town.sell())

    first, again = town.bring(), town.bring()
    doubled = town.bring(twice=True)

    assert (first.new, again.new, doubled.new) == (1, 0, 0)
    assert BankFile.objects.count() == 2
    assert doubled.file.doubled == 2
    assert BankLine.objects.count() == 1


def test_money_that_came_twice_is_kept_as_nobodys_beside_the_sale_it_names():
    town = Custody()
    contract = town.sell()
    town.receive(contract)
    second = town.receive(contract)

    town.bring()

    assert (town.line(second).ref, town.line(second).spare) == (contract.number, 40_000)
    assert town.shown("unmatched") == 40_000
    assert town.shown("escrow") == 80_000


def test_of_more_than_a_sale_needs_the_rest_is_nobodys():
    town = Custody()
    serial = town.receive(town.sell(), amount=40_001)

    town.bring()

    assert (town.line(serial).matched, town.line(serial).spare) == (40_000, 1)
    assert town.shown("unmatched") == 1


def test_interest_deposit_and_charges_go_where_they_belong():
    town = Custody()
    town.book(300, "季度结息")
    town.book(50_000, "缴存风险保证金")
    town.book(-120, "汇划费")

    town.bring()

    parts = {part: town.shown(part) for part in ("interest", "deposit", "fee", "escrow")}
    assert parts == {"interest": 300, "deposit": 50_000, "fee": 120, "escrow": 50_180}


def test_money_that_left_by_nobodys_instruction_is_to_be_explained_by_the_shop_not_the_cards():
    town = Custody()
    town.receive(town.sell())
    serial = town.book(-10_000, "转出")

    town.bring()

    assert town.shown("fee") == 10_000
    assert town.shown("escrow") == 30_000
    assert town.line(serial).spare == 10_000


def test_a_sale_entered_after_its_money_came_takes_it_by_itself():
    town = Custody()
    code = town.shop.code
    serial = town.book(40_000, f"{code}:r-late")
    town.bring()
    assert town.shown("unmatched") == 40_000

    buyer = Buyer(name="示例居民", phone="13800000000")
    contract = sell(town.kind, receipt="r-late", at=NOW, buyer=buyer).contract
    done = match_again(at=LATER)

    assert (done, town.line(serial).ref) == (1, contract.number)
    assert (town.shown("unmatched"), town.shown("escrow")) == (0, 40_000)
    assert match_again(at=LATER) == 0


def test_money_whose_purpose_says_nothing_is_claimed_by_a_person_once():
    town = Custody()
    contract = town.sell()
    serial = town.receive(contract, text="转账")
    town.bring()

    claim(town.line(serial), kind="topup", ref=contract.number, at=LATER)
    claim(town.line(serial), kind="topup", ref=contract.number, at=LATER)

    assert (town.shown("unmatched"), town.shown("escrow")) == (0, 40_000)
    with pytest.raises(Refused, match="已认领"):
        claim(town.line(serial), kind="deposit", at=LATER)


def test_nobodys_money_may_be_claimed_as_deposit_and_not_for_a_sale_that_is_complete():
    town = Custody()
    contract = town.sell()
    town.receive(contract)
    serial = town.book(5_000, "转账")
    town.bring()

    with pytest.raises(Refused, match="不能这样认领"):
        claim(town.line(serial), kind="topup", ref=contract.number, at=LATER)
    claim(town.line(serial), kind="deposit", at=LATER)

    assert (town.shown("unmatched"), town.shown("deposit")) == (0, 5_000)


def test_what_nobody_claims_is_sent_back_to_its_payer():
    town = Custody()
    serial = town.book(5_000, "转账")
    town.bring()

    payment = return_receipt(town.line(serial), at=LATER)
    town.book(-5_000, f"退回 {payment.number}", day=1)
    town.bring(1)

    assert (town.shown("unmatched"), town.shown("escrow"), town.line(serial).spare) == (0, 0, 0)


def test_lines_of_an_unknown_account_wait_until_it_is_known():
    town = Custody()
    serial = town.book(700, "结息", account="acct-new")
    town.bring()
    assert town.line(serial).booked_at is None

    shop = make_shop()
    BankAccount.objects.filter(shops=shop).update(code="acct-new")
    done = import_statement(town.file(1), name="1.csv", at=LATER)

    assert done.booked_later == 1
    assert town.line(serial).kind == "interest"


def test_a_serial_with_another_content_is_kept_as_a_question_to_the_bank():
    town = Custody()
    serial = town.receive(town.sell())
    town.bring()
    wrong = town.file().replace(b"400.00", b"500.00")

    done = import_statement(wrong, name="again.csv", at=LATER)

    assert [one[1] for one in done.file.conflicts] == [serial]
    assert town.line(serial).amount == 40_000


def test_a_charge_for_which_the_money_is_not_there_yet_waits_and_is_booked_when_it_is():
    town = Custody()
    serial = town.book(-120, "汇划费", day=1)
    town.book(500, "结息", day=0)

    first = town.bring(1)
    assert first.file.finished_at
    assert town.line(serial).booked_at is None
    done = town.bring(0)

    assert done.booked_later == 1
    assert (town.shown("fee"), town.shown("escrow")) == (120, 380)
    assert faults() == []


def test_an_import_that_was_cut_off_goes_on_with_the_same_file():
    town = Custody()
    for _ in range(3):
        town.receive(town.sell())
    town.bring()
    BankFile.objects.update(finished_at=None)

    again = town.bring()

    assert (again.new, again.file.finished_at) == (0, LATER)


def test_a_card_is_used_while_its_money_is_matched_and_the_ledger_holds():
    town = Custody()
    contract = town.sell()
    redeem(contract.card, key="prepaid:redeem:t:1", at=NOW, known_at=NOW, value=50_000)
    town.receive(contract)

    town.bring()

    assert (town.shown("due"), town.shown("escrow")) == (20_000, 40_000)
    assert faults() == []
