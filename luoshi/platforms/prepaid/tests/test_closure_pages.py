"""The public notice, one's own claim by code, the list as a file, the file for the police: tokens only."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date
from typing import Any

import docx
import pytest
from django.core.cache import cache

from luoshi.kernel.cases.tests.factories import Town
from luoshi.kernel.ledger.rules import largest_remainder
from luoshi.platforms.prepaid.actions import Buyer, distribute, sell
from luoshi.platforms.prepaid.closing.queries import payouts_of
from luoshi.platforms.prepaid.models import Closure, Tie
from luoshi.platforms.prepaid.tests.closures import (
    OBJECTIONS_OVER,
    allocated,
    claiming,
    file_claim,
    frozen,
    listed,
    make_regulator,
    shop_with,
)
from luoshi.platforms.prepaid.tests.factories import NOW, make_kind

pytestmark = pytest.mark.django_db
BUYER = Buyer(name="示例居民", phone="13800001234")


@pytest.fixture
def town(settings: Any) -> Town:
    cache.clear()
    return make_regulator(settings)


def closed(town: Town) -> tuple[Closure, str]:
    """Return a distributed closure of two cards, and the code of the second."""
    shop, _ = shop_with(10_000, share=0, deposit=7_000)
    sold = sell(make_kind(shop, price=20_000, bonus=0), receipt="r", at=NOW, buyer=BUYER)
    closure = allocated(town, claiming(town, shop))
    distribute(closure, at=NOW + OBJECTIONS_OVER)
    closure.refresh_from_db()
    return closure, sold.code


def test_a_closure_is_public_once_it_is_announced(town, client):
    shop, _ = shop_with(10_000)
    case = frozen(town, shop)
    address = f"/prepaid/closures/{case.code}/"

    assert client.get(address).status_code == 404
    claiming(town, shop_with(5_000)[0])

    assert "申报中" in client.get("/prepaid/closures/").text
    assert client.get(f"{address}list.csv").status_code == 404


def test_anyone_recomputes_digest_and_shares_from_the_list(town, client):
    closure, _ = closed(town)
    address = f"/prepaid/closures/{closure.code}/"

    page, listed_file = client.get(address).text, client.get(f"{address}list.csv").content

    assert hashlib.sha256(listed_file).hexdigest() == closure.digest
    assert closure.digest in page
    paid = [row.split(",") for row in client.get(f"{address}list.csv?paid=1").text.splitlines()[1:]]
    accepted = [int(row[5]) for row in sorted(paid, key=lambda row: int(row[0]))]
    assert (
        largest_remainder(closure.available or 0, accepted) == [int(row[6]) for row in paid] == [2_333, 4_667]
    )
    assert [int(row[7]) for row in paid] == [7_667, 15_333]


def test_a_holder_sees_their_own_claim_and_the_page_names_nobody(town, client):
    closure, code = closed(town)
    address = f"/prepaid/closures/{closure.code}/"

    page = client.post(address, {"code": code}).text

    assert "46.67" in page
    assert "153.33" in page
    assert "23.33" not in page
    everything = page + client.get(f"{address}list.csv?paid=1").text
    assert BUYER.name not in everything
    assert BUYER.phone not in everything


def test_a_wrong_code_tells_nothing_and_cannot_be_tried_for_ever(town, client):
    closure, _ = closed(town)
    address = f"/prepaid/closures/{closure.code}/"

    answers = [client.post(address, {"code": "AAAA-BBBB-CCCC"}).status_code for _ in range(11)]

    assert answers == [422] * 10 + [429]


def test_the_notice_says_how_to_claim_without_a_record(town, client):
    shop, _ = shop_with(10_000)
    case = claiming(town, shop)
    claim = file_claim(town, case, 3_000)
    address = f"/prepaid/closures/{case.code}/"

    assert "没有记录怎么办" in client.get(address).text
    assert "待决定" in client.post(address, {"code": claim.number}).text


def test_the_notice_asks_no_more_for_many_cards(town, client, django_assert_max_num_queries):
    shop, _ = shop_with(*range(1_000, 1_030))
    case = listed(town, claiming(town, shop))

    with django_assert_max_num_queries(8):
        client.get(f"/prepaid/closures/{case.code}/")


def test_what_the_bank_is_to_send_adds_up_to_what_was_paid(town):
    closure, _ = closed(town)

    payouts = list(payouts_of(closure))

    assert sum(one.amount for one in payouts) == closure.paid == 7_000
    assert len({one.key for one in payouts}) == 2


def test_the_file_for_the_police_tells_what_was_taken_and_who_may_be_liable_and_names_no_consumer(
    town, client
):
    closure, _ = closed(town)
    merchant = closure.shop.merchant
    Tie.objects.create(merchant=merchant, kind="lender", name="示例出借公司", valid_from=date(2024, 1, 1))
    Tie.objects.create(
        merchant=merchant,
        kind="landlord",
        name="旧房东",
        valid_from=date(2020, 1, 1),
        valid_to=date(2021, 1, 1),
    )
    client.force_login(town.accounts["handler"])

    answer = client.get(f"/desk/closures/{closure.code}/transfer.zip")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    words = "\n".join(p.text for p in docx.Document(io.BytesIO(parts["移送材料.docx"])).paragraphs)
    assert "线索日期之后收款 2 笔，共 300.00 元" in words
    assert "示例出借公司" in words
    assert "第四条" in words
    assert "旧房东" not in words
    assert "尚欠 230.00 元" in words
    everything = words + "".join(data.decode("utf-8", "ignore") for data in parts.values())
    assert BUYER.name not in everything
    assert BUYER.phone not in everything
    assert len(parts["线索之后的收款.csv"].decode("utf-8-sig").splitlines()) == 3


def test_only_who_may_read_the_case_opens_its_claims(town, client):
    closure, _ = closed(town)
    pages = [f"/desk/closures/{closure.code}/{part}" for part in ("", "claims.csv", "transfer.zip")]

    assert {client.get(page).status_code for page in pages} == {302}
    client.force_login(town.accounts["education_head"])
    assert {client.get(page).status_code for page in pages} == {404}
    client.force_login(town.accounts["head"])
    assert {client.get(page).status_code for page in pages} == {200}
