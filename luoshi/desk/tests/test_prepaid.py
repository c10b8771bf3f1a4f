"""The market regulator's pages: shops with what warns of them, filing, kinds of card, keys shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from luoshi.desk.urls import urlpatterns
from luoshi.kernel.base.uscc import completed
from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town, make_town, organisation, person
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.prepaid.actions.filing import WORDS
from luoshi.platforms.prepaid.actions.warning import warn
from luoshi.platforms.prepaid.models import CardKind, Shop, ShopKey
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_contract, make_kind, make_shop

FILED = {
    "uscc": completed("92220300MA0A1B2C"),
    "merchant": "铁西区示例餐饮店",
    "individual": "on",
    "size": "other",
    "registered_on": "2024-01-08",
    "code": "tx-0001",
    "name": "示例小馆",
    "sector": "catering",
    "address": "铁西区英雄大路1号",
    "opened_on": "2024-02-01",
    "bank": "acct-1",
    "bank_name": "示例银行",
    "tail": "1234",
    "share": "40",
}
CARD = {
    "code": "tx-0001-a",
    "name": "十次卡",
    "form": "times",
    "price": "300.00",
    "times": "10",
    "list_price": "38",
    "term_unit": "month",
    "text": "示例合同",
}


@pytest.fixture
def market(db: None, settings: Any) -> Town:
    town = make_town(settings)
    body = organisation("market-regulation", parent=town.units["siping"])
    town.accounts["market_head"] = person("market_head", body, "head", "handler")
    return town


@pytest.fixture
def regulator(market: Town, client: Client) -> Client:
    client.force_login(market.accounts["market_head"])
    return client


def test_the_shop_that_warns_stands_first_with_its_grounds(regulator):
    calm, danger = make_shop(), make_shop(share=10_000)
    make_contract(make_kind(calm))
    make_contract(make_kind(danger))
    warn(TODAY, bank={danger.code: 0}, at=NOW)

    page = regulator.get(reverse("desk:prepaid")).content.decode()

    assert page.index(f"/{danger.code}/") < page.index(f"/{calm.code}/")
    assert "存管资金不足" in page
    assert "2 家门店备案，欠持卡人 2,000.00 元，其中 1,400.00 元在存管账户" in page


def test_a_shop_tells_its_money_its_matter_and_every_finding(regulator):
    shop = make_shop(share=10_000)
    make_contract(make_kind(shop))
    warn(TODAY, bank={shop.code: 0}, at=NOW)

    page = regulator.get(reverse("desk:prepaid_shop", args=[shop.code])).content.decode()

    assert "1,000.00 元：存管 1,000.00 元，商户自持 0.00 元" in page
    assert "存管账户 0.00 元，应不少于卡内存管余额 1000.00 元" in page
    assert "/desk/cases/" in page


def test_a_shop_tells_who_looked_into_it_and_what_was_seen(market, regulator):
    shop = make_shop(share=10_000)
    make_contract(make_kind(shop))
    warn(TODAY, bank={shop.code: 0}, at=NOW)
    head = actor_of(market.accounts["market_head"], on=TODAY)
    address = reverse("desk:prepaid_shop", args=[shop.code])
    assert "还没有检查记录" in regulator.get(address).content.decode()

    seen = {"founded": "partly", "seen": "账目缺三日。", "visited_on": TODAY.isoformat()}
    act(Case.objects.get(type="prepaid_alarm").code, "check", by=head, data=seen, at=NOW)
    page = regulator.get(address).content.decode()

    assert "部分属实 · 账目缺三日。" in page
    assert f"{TODAY} 到店" in page
    assert reverse("desk:open", args=["prepaid_alarm"]) in page


def test_merchant_account_and_shop_are_filed_by_one_form(regulator):
    answer = regulator.post(reverse("desk:prepaid_new"), FILED)

    shop = Shop.objects.select_related("merchant", "bank").get(code="tx-0001")
    assert answer.status_code == 303
    assert (shop.share, shop.merchant.uscc) == (4_000, FILED["uscc"])
    assert shop.bank is not None
    assert shop.bank.tail == "1234"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"uscc": "92220300MA0A1B2C00"}, "校验位不对"),
        ({"bank": "", "bank_name": ""}, "须存管的"),
        ({"share": "101"}, "小于或等于"),
    ],
)
def test_a_wrong_filing_says_what_is_wrong_and_enters_nothing(regulator, wrong, said):
    answer = regulator.post(reverse("desk:prepaid_new"), FILED | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Shop.objects.count() == 0


def test_a_kind_of_card_is_filed_in_whole_fen(regulator):
    regulator.post(reverse("desk:prepaid_new"), FILED)

    regulator.post(reverse("desk:prepaid_card", args=["tx-0001"]), CARD)

    kind = CardKind.objects.get()
    assert (kind.price, kind.list_price, kind.times, kind.bonus) == (30_000, 3_800, 10, 0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"list_price": ""}, "单次原价，退款按它计算"),
        ({"price": "1.005"}, "最多两位小数"),
        ({"form": "period", "term": ""}, "期限卡须写期限"),
        ({"bonus": "5"}, "只有储值卡"),
    ],
)
def test_a_wrong_kind_says_what_is_wrong(regulator, wrong, said):
    regulator.post(reverse("desk:prepaid_new"), FILED)

    answer = regulator.post(reverse("desk:prepaid_card", args=["tx-0001"]), CARD | wrong)

    assert said in answer.content.decode()
    assert CardKind.objects.count() == 0


def test_a_key_is_shown_once_kept_as_a_hash_and_can_be_ended(regulator):
    shop = make_shop()

    page = regulator.post(
        reverse("desk:prepaid_key", args=[shop.code]), {"role": "till", "title": "一号收银台"}
    ).content.decode()
    key = ShopKey.objects.get()
    regulator.post(reverse("desk:prepaid_key_end", args=[shop.code, key.pk]))

    assert "till-" in page
    assert "till-" not in regulator.get(reverse("desk:prepaid_shop", args=[shop.code])).content.decode()
    assert ShopKey.objects.get().revoked_at is not None


def test_the_supervision_office_reads_and_files_nothing(market, client):
    client.force_login(market.accounts["monitor"])
    shop = make_shop()

    assert client.get(reverse("desk:prepaid_shop", args=[shop.code])).status_code == 200
    assert client.post(reverse("desk:prepaid_new"), FILED).status_code == 403
    assert client.post(reverse("desk:prepaid_key", args=[shop.code])).status_code == 403


def test_other_bodies_see_no_shop(market, client):
    client.force_login(market.accounts["education_head"])

    assert client.get(reverse("desk:prepaid")).status_code == 403


def test_as_many_queries_for_many_shops_as_for_few(regulator, django_assert_max_num_queries):
    for _ in range(8):
        make_contract(make_kind(make_shop()))
    warn(TODAY + timedelta(1), bank={}, at=NOW)

    with django_assert_max_num_queries(18):
        regulator.get(reverse("desk:prepaid"), {"q": "示例", "sector": "fitness"})


def test_every_word_beside_the_shops_in_the_addresses_is_no_shops_code():
    routes = [str(one.pattern) for one in urlpatterns]
    words = {route.split("/")[1] for route in routes if route.startswith("prepaid/")}

    assert {word for word in words if word and not word.startswith("<")} == WORDS
