"""A card is sold: contract, accounts and both ways of the money, once by its receipt."""

import pytest

from luoshi.kernel.base.uscc import completed, is_uscc
from luoshi.kernel.ledger.models import Account
from luoshi.platforms.prepaid.accounts import BONUS, CARD, ESCROW, OPEN, OUTSIDE
from luoshi.platforms.prepaid.actions import Buyer, file_shop, register_merchant, sell
from luoshi.platforms.prepaid.errors import Refused
from luoshi.platforms.prepaid.models import Contract, Holder
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_contract, make_kind, make_shop

pytestmark = pytest.mark.django_db
BUYER = Buyer(name="示例居民", phone="13800000000")


def shown(type_, token):
    return Account.objects.get(code=type_.code(token)).shown


def test_what_was_paid_goes_into_custody_by_the_shops_share_and_the_rest_stays_with_the_shop():
    shop = make_shop(share=3_333)

    contract = make_contract(make_kind(shop, price=100_001, bonus=20_000))

    assert shown(CARD, contract.number) == shown(ESCROW, shop.code) == 33_331
    assert shown(OPEN, contract.number) == shown(OUTSIDE, shop.code) == 66_670
    assert shown(BONUS, contract.number) == 20_000


def test_a_repeated_receipt_takes_no_money_twice_and_tells_the_same_code():
    kind = make_kind(make_shop())

    first = sell(kind, receipt="r1", at=NOW, buyer=BUYER)
    again = sell(kind, receipt="r1", at=NOW, buyer=BUYER)

    assert again == first
    assert Contract.objects.count() == 1
    assert shown(CARD, first.contract.number) == 40_000


def test_a_receipt_of_another_payment_is_refused():
    shop = make_shop()
    sell(make_kind(shop), receipt="r1", at=NOW, buyer=BUYER)

    with pytest.raises(Refused, match="另一笔收款"):
        sell(make_kind(shop), receipt="r1", at=NOW, buyer=BUYER)


def test_neither_name_nor_telephone_stands_readable_in_the_database():
    contract = sell(make_kind(make_shop()), receipt="r1", at=NOW, buyer=BUYER).contract

    holder = Holder.objects.get(cards=contract.card)

    assert "示例居民" not in holder.sealed
    assert BUYER.phone not in holder.sealed + holder.person


def test_a_named_card_is_not_sold_to_nobody():
    with pytest.raises(Refused, match="记名卡"):
        sell(make_kind(make_shop()), receipt="r1", at=NOW)


def test_a_shop_that_has_stopped_taking_prepayments_sells_nothing():
    kind = make_kind(make_shop())
    kind.shop.state = "stopped"

    with pytest.raises(Refused, match="停止预收"):
        sell(kind, receipt="r1", at=NOW, buyer=BUYER)


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000802100433B"])
def test_a_published_code_has_both_check_signs_right(code):
    assert is_uscc(code)


@pytest.mark.parametrize("place", range(18))
def test_one_wrong_sign_anywhere_is_noticed(place):
    code = completed("92220300MA000017")

    wrong = code[:place] + ("2" if code[place] != "2" else "3") + code[place + 1 :]

    assert is_uscc(code)
    assert not is_uscc(wrong)


def test_a_merchant_with_a_wrong_code_is_refused():
    with pytest.raises(Refused, match="校验位"):
        register_merchant("922203000000000000", name="示例", registered_on=TODAY)


@pytest.mark.parametrize("code", ["bank", "new"])
def test_no_shop_is_called_by_a_word_of_the_desks_addresses(code):
    merchant = make_shop().merchant

    with pytest.raises(Refused, match="另有用处"):
        file_shop(code, merchant=merchant, name="x", sector="hair", address="x", filed_on=TODAY)
