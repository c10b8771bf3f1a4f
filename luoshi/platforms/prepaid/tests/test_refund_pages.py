"""A refund on the pages of its two sides: asked with the card's code, answered with the shop's key."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from luoshi.kernel.cases.tests.factories import make_town, organisation
from luoshi.kernel.orgs.doors import new_key
from luoshi.platforms.prepaid.actions import Buyer, issue_key, sell
from luoshi.platforms.prepaid.models import Contract, Refund, Shop
from luoshi.platforms.prepaid.tests.factories import make_kind, make_shop

NOW = timezone.now()


def signed_in(shop: Shop, role: str = "manager") -> Client:
    client = Client()
    client.post(reverse("merchant:enter"), {"secret": issue_key(shop, role=role, title="示例", at=NOW)})
    return client


class Counter:
    """A card that was sold a month ago, with the doors of its holder and its shop."""

    def __init__(self) -> None:
        shop = make_shop(share=0)  # no bank between the two sides
        sold = sell(
            make_kind(shop),
            receipt="r1",
            at=NOW - timedelta(days=30),
            buyer=Buyer(name="示例居民", phone="13800000000"),
        )
        self.contract, self.code, self.merchant = sold.contract, sold.code, signed_in(shop)

    def post(self, name: str, **more: Any) -> Any:
        return Client().post(reverse(f"prepaid:{name}"), {"code": self.code, "key": new_key(), **more})

    def ask(self, **more: Any) -> Any:
        return self.post("ask_refund", contract=self.contract.number, reason="consumer", **more)

    def answer(self, action: str, **more: Any) -> Any:
        return self.post("refund_answer", refund=Refund.objects.get().case.code, action=action, **more)

    def shop_says(self, action: str, **more: Any) -> Any:
        address = reverse("merchant:refund", args=[Refund.objects.get().case.code])
        key = self.merchant.get(address).context["form"].current_key
        return self.merchant.post(address, {"key": key, "action": action, **more})


@pytest.fixture
def counter(db: None, settings: Any) -> Counter:
    town = make_town(settings)
    organisation("market-regulation", parent=town.units["siping"])
    return Counter()


def test_a_refund_goes_from_the_holder_to_the_shop_and_back_and_is_paid(counter):
    asked = counter.ask()
    listed = counter.merchant.get(reverse("merchant:refunds")).content.decode()
    counter.shop_says("accept")
    counter.shop_says("pay", paid_on="2026-03-05")
    paid = counter.answer("confirm")

    refund = Refund.objects.get()
    assert "已申请退款" in asked.content.decode()
    assert "1,000.00" in asked.content.decode()
    assert refund.case.code in listed
    assert (paid.status_code, refund.state) == (200, "paid")
    assert Contract.objects.get().state == "refunded"


def test_a_shop_that_disagrees_says_why(counter):
    counter.ask()

    assert "请写明异议" in counter.shop_says("dispute").content.decode()
    counter.shop_says("dispute", objection="在别处办过同样的课", had_before="on")

    assert Refund.objects.get().case.state == "disputed"


def test_a_holder_contests_the_sum_with_a_reason_or_takes_the_claim_back(counter):
    counter.ask()

    assert "请说明哪里不同意" in counter.answer("contest").content.decode()
    assert counter.answer("withdraw").status_code == 200

    assert Refund.objects.get().state == "dropped"
    assert Contract.objects.get().state == "active"


def test_a_minors_payment_says_the_age(counter):
    answer = counter.post("ask_refund", contract=counter.contract.number, reason="void")

    assert answer.status_code == 422
    assert "请填周岁" in answer.content.decode()
    assert not Refund.objects.exists()


def test_the_code_of_one_card_asks_for_no_other_cards_money(counter):
    other = sell(make_kind(make_shop()), receipt="r2", at=NOW, buyer=Buyer(name="别人", phone="13800000001"))

    answer = counter.post("ask_refund", contract=other.contract.number, reason="consumer")

    assert answer.status_code == 404
    assert not Refund.objects.exists()


def test_another_shop_sees_no_refund_that_is_not_its_own(counter):
    counter.ask()

    answer = signed_in(make_shop()).get(reverse("merchant:refund", args=[Refund.objects.get().case.code]))

    assert answer.status_code == 404


def test_a_till_answers_no_refund(counter):
    till = signed_in(counter.contract.shop, role="till")

    assert till.get(reverse("merchant:refunds")).status_code == 403
