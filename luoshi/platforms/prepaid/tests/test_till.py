"""The API of a till: who may call, what a card shows, a use told again, a use taken back, a sale, a day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.cases.tests.calling import problem
from luoshi.platforms.prepaid.actions import revoke_key
from luoshi.platforms.prepaid.models import Contract, ShopKey, Use
from luoshi.platforms.prepaid.tests.factories import NOW, make_contract, make_kind, make_shop
from luoshi.platforms.prepaid.tests.tills import TILL, Caller, bought, ready

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    ready(monkeypatch)


def test_a_till_sees_what_is_left_and_not_whose_the_card_is():
    shop = make_shop()
    sold = bought(make_kind(shop))

    seen = Caller(shop).post("/cards/look", {"code": sold.code})

    assert seen.json()["left"] == 120_000
    assert seen.json()["contracts"][0]["contract"] == sold.contract.number
    assert "示例居民" not in seen.content.decode()
    assert seen["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    "content", ["{}", " {} ", "https://example.cn/prepaid/card/#{}", "https://x.cn/?c={}"]
)
def test_a_code_is_read_from_what_a_scanner_reads(content):
    shop = make_shop()
    sold = bought(make_kind(shop))

    assert Caller(shop).post("/cards/look", {"code": content.format(sold.code)}).status_code == 200


def test_a_card_of_another_merchant_is_as_unknown_as_one_that_is_none():
    sold = bought(make_kind(make_shop()))
    stranger = Caller(make_shop())

    theirs = stranger.post("/cards/look", {"code": sold.code})
    nobodys = stranger.post("/cards/look", {"code": "2222-2222-2222"})

    assert theirs.json() == nobodys.json()
    problem(theirs, 404, "prepaid-card-missing")
    problem(stranger.use(sold.code, value=1), 404, "prepaid-card-missing")
    assert not Use.objects.exists()


def test_a_use_or_a_contract_of_another_shop_is_not_told():
    shop = make_shop()
    sold = bought(make_kind(shop))
    Caller(shop).use(sold.code, value=1_000)
    stranger = Caller(make_shop(), role="manager")

    problem(stranger.get("/uses/t1:1"), 404, "prepaid-use-missing")
    problem(stranger.post("/uses/t1:1/undo"), 404, "prepaid-use-missing")
    problem(stranger.get(f"/contracts/{sold.contract.number}"), 404, "prepaid-contract-missing")


def test_two_shops_may_number_their_tills_alike():
    first, second = make_shop(), make_shop()

    for shop in (first, second):
        assert Caller(shop).use(bought(make_kind(shop)).code, value=1_000).status_code == 200


def test_a_use_has_a_receipt_and_told_again_it_is_one_use():
    shop = make_shop()
    sold = bought(make_kind(shop))
    till = Caller(shop)

    first, again = till.use(sold.code, value=30_000), till.use(sold.code, value=30_000)

    assert first.json() == again.json() == till.get("/uses/t1:1").json()
    assert first.json()["taken"] == [
        {"contract": sold.contract.number, "kind": "示例卡", "value": 30_000, "times": 0}
    ]
    assert first.json()["left"] == 90_000


def test_a_serial_number_used_for_something_else_is_refused():
    shop = make_shop()
    kind = make_kind(shop)
    till = Caller(shop)
    sold = bought(kind)
    till.use(sold.code, value=30_000)

    problem(till.use(sold.code, value=30_001), 409, "prepaid-key-used")
    problem(till.use(bought(kind).code, value=30_000), 409, "prepaid-key-used")


def test_the_last_use_is_taken_back_once_and_the_card_is_whole_again():
    shop = make_shop()
    sold = bought(make_kind(shop))
    till = Caller(shop)
    till.use(sold.code, value=30_000)

    first, again = till.post("/uses/t1:1/undo"), till.post("/uses/t1:1/undo")

    assert first.json() == again.json()
    assert first.json()["left"] == 120_000
    assert first.json()["undone_at"]


@pytest.mark.parametrize("much", [{}, {"value": 1, "times": 1}, {"value": -1}, {"value": 1.5}])
def test_an_amount_is_fen_or_times_one_of_the_two(much):
    shop = make_shop()

    problem(Caller(shop).use(bought(make_kind(shop)).code, **much), 422, "invalid-parameter")


def test_a_use_without_a_key_is_refused():
    shop = make_shop()

    refused = Caller(shop).post("/uses", {"code": bought(make_kind(shop)).code, "value": 1})

    problem(refused, 422, "invalid-parameter")


def test_a_manager_sells_once_for_each_receipt_and_is_told_the_code():
    shop = make_shop()
    kind = make_kind(shop)
    manager = Caller(shop, role="manager")
    body = {"kind": kind.code, "buyer": {"name": "示例居民", "phone": "13900000000"}}

    first, again = manager.post("/contracts", body, key="r-1"), manager.post("/contracts", body, key="r-1")

    assert first.status_code == 201
    assert first.json() == again.json()
    assert manager.post("/cards/look", {"code": first.json()["code"]}).json()["left"] == 120_000
    assert manager.get(f"/contracts/{first.json()['contract']}").json() == first.json() | {"code": None}


def test_a_card_is_loaded_again_and_keeps_its_code():
    shop = make_shop()
    kind = make_kind(shop)
    manager = Caller(shop, role="manager")
    code = bought(kind).code

    loaded = manager.post("/contracts", {"kind": kind.code, "card": code}, key="r-2")

    assert loaded.json()["code"] is None
    assert manager.post("/cards/look", {"code": code}).json()["left"] == 240_000


def test_a_kind_of_another_shop_is_not_sold():
    body = {"kind": make_kind(make_shop()).code, "buyer": {"name": "示例居民", "phone": "13900000000"}}

    refused = Caller(make_shop(), role="manager").post("/contracts", body, key="r-1")

    problem(refused, 404, "prepaid-kind-missing")


def test_a_till_neither_sells_nor_reports():
    shop = make_shop()
    till = Caller(shop)
    body = {"kind": make_kind(shop).code, "buyer": {"name": "示例居民", "phone": "13900000000"}}

    problem(till.post("/contracts", body, key="r-1"), 403, "prepaid-manager-only")
    problem(till.get("/days/2026-03-02"), 403, "prepaid-manager-only")
    assert not Contract.objects.exists()


def test_a_day_says_what_was_sold_and_used_and_what_is_owed():
    shop = make_shop(share=4_000)
    sold = bought(make_kind(shop))
    manager = Caller(shop, role="manager")
    manager.use(sold.code, key="t1:1", value=30_000)
    manager.use(sold.code, key="t1:2", value=6_000)
    manager.post("/uses/t1:2/undo")

    day = manager.get("/days/2026-03-02").json()

    assert {name: day[name] for name in ("sales", "paid", "supervised", "uses", "value", "undone")} == {
        "sales": 1,
        "paid": 100_000,
        "supervised": 40_000,
        "uses": 1,
        "value": 30_000,
        "undone": 1,
    }
    assert {name: day[name] for name in ("owed", "custody", "outside", "due")} == {
        "owed": 75_000,
        "custody": 30_000,
        "outside": 45_000,
        "due": 10_000,
    }


def test_a_revoked_key_and_a_persons_token_open_nothing():
    shop = make_shop()
    till = Caller(shop)
    revoke_key(ShopKey.objects.get(shop=shop), at=NOW + timedelta(hours=1))

    problem(till.get("/kinds"), 401, "not-signed-in")
    problem(Client().get(f"{TILL}/kinds"), 401, "not-signed-in")


def test_an_address_that_tries_wrong_keys_has_to_wait_and_a_good_key_there_has_not():
    wrong = Client(headers={"Authorization": "Bearer till-wrong"})
    answers = [wrong.get(f"{TILL}/kinds") for _ in range(11)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert Caller(make_shop()).get("/kinds").status_code == 200


def test_a_key_that_calls_too_often_has_to_wait(monkeypatch):
    till = Caller(make_shop())
    monkeypatch.setattr("luoshi.kernel.orgs.limits.Limit.spent", lambda limit, name: limit.most == 600)

    problem(till.get("/kinds"), 429, "too-many-requests")


def test_a_key_that_tries_codes_has_to_wait():
    shop = make_shop()
    code = bought(make_kind(shop)).code
    till = Caller(shop)
    for number in range(60):
        till.post("/cards/look", {"code": f"2222-2222-{number:04d}"})

    problem(till.post("/cards/look", {"code": code}), 429, "too-many-requests")


def test_a_use_asks_the_database_ten_times_however_many_contracts_it_takes_from():
    shop = make_shop()
    kind = make_kind(shop, price=10_000, bonus=0)
    sold = bought(kind)
    till = Caller(shop)
    till.use(sold.code, key="t1:0", value=1)
    with CaptureQueriesContext(connection) as one:
        till.use(sold.code, key="t1:1", value=1_000)
    for _ in range(4):
        make_contract(kind, card=sold.contract.card)

    with CaptureQueriesContext(connection) as many:
        assert till.use(sold.code, key="t1:2", value=45_000).json()["left"] == 3_999

    assert len(one) == len(many) <= 10
