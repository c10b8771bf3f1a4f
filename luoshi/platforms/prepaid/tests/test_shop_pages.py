"""Anyone looks a shop up by name, code or place, sees what it owes, and takes the list away."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.orgs.models import Kind, Organisation
from luoshi.platforms.prepaid.actions import redeem
from luoshi.platforms.prepaid.limits import LOOKING
from luoshi.platforms.prepaid.models import Shop
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_contract, make_kind, make_shop

pytestmark = pytest.mark.django_db
SHOPS = "/prepaid/shops/"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def text(answer: Any) -> str:
    return str(answer.content.decode())


def named(name: str, **more: Any) -> Shop:
    shop = make_shop()
    Shop.objects.filter(pk=shop.pk).update(name=name, **more)
    shop.refresh_from_db()
    return shop


def found(client: Client, **asked: str) -> list[str]:
    return [one.shop.name for one in client.get(SHOPS, asked).context["rows"]]


def test_a_shop_is_found_by_name_code_and_credit_code(client: Client):
    shop = named("示范健身")
    named("北沟理发")

    for asked in ("示范", shop.code.upper(), shop.merchant.uscc.lower(), f" {shop.code} "):
        assert found(client, q=asked) == ["示范健身"]
    assert len(found(client)) == 2


def test_a_district_finds_the_shops_of_its_streets(client: Client):
    district = Organisation.objects.create(
        code="tiexi",
        name="铁西区",
        short="铁西区",
        kind=Kind.DISTRICT,
        path="siping/tiexi/",
        region="220302",
        valid_from=TODAY,
    )
    Organisation.objects.create(
        code="220302001",
        name="仁兴街道",
        short="仁兴",
        kind=Kind.STREET,
        parent=district,
        path="siping/tiexi/220302001/",
        region="220302001",
        valid_from=TODAY,
    )
    named("示范健身", locality="220302001")
    named("别处", locality="220303001")

    assert found(client, place="tiexi") == found(client, place="220302001") == ["示范健身"]


def test_sector_and_state_narrow_the_list_and_what_is_unknown_is_ignored(client: Client):
    named("甲", sector="hair")
    named("乙", state="closing")

    assert found(client, sector="hair") == ["甲"]
    assert found(client, state="closing") == ["乙"]
    assert len(found(client, state="nothing", sector="'")) == 2


def test_the_page_of_a_shop_says_what_it_owes_and_where_it_is(client: Client):
    shop = make_shop(share=4_000)
    contract = make_contract(make_kind(shop))
    redeem(contract.card, key="till:1", at=NOW, known_at=NOW, value=60_000)

    said = text(client.get(f"{SHOPS}{shop.code}/"))

    for words in ("500.00", "200.00", "300.00", "示例合同", "尾号", "40 %", shop.merchant.uscc):
        assert words in said


def test_a_shop_that_was_not_filed_has_no_page(client: Client):
    for page in ("", "badge/", "code.svg"):
        assert client.get(f"{SHOPS}nothing/{page}").status_code == 404


def test_the_badge_opens_the_page_of_its_shop(client: Client):
    shop = make_shop()

    badge = text(client.get(f"{SHOPS}{shop.code}/badge/"))
    drawing = client.get(f"{SHOPS}{shop.code}/code.svg")

    assert f"http://testserver{SHOPS}{shop.code}/" in badge
    assert drawing.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in drawing.content


def test_the_list_is_open_data_in_both_forms(client: Client):
    shop = make_shop(share=4_000)
    make_contract(make_kind(shop))

    (row,) = csv.DictReader(io.StringIO(client.get("/prepaid/shops.csv").content.decode("utf-8-sig")))
    (same,) = client.get("/prepaid/shops.json").json()

    assert {key: str(value) for key, value in same.items()} == row
    assert (row["owed_yuan"], row["in_custody_yuan"], row["state"]) == ("1000.00", "400.00", "已备案")


def test_simulated_shops_say_so(client: Client):
    shop = named("演练", simulated=True)

    for page in (SHOPS, f"{SHOPS}{shop.code}/", f"{SHOPS}{shop.code}/badge/", "/prepaid/proof/"):
        assert "本页含模拟数据" in text(client.get(page))


def test_a_list_asks_as_much_for_many_shops_as_for_few(client: Client):
    make_shop()
    client.get(SHOPS)

    def asked(page: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    pages = (SHOPS, "/prepaid/shops.csv", "/prepaid/proof/")
    few = [asked(page) for page in pages]
    for _ in range(35):
        make_shop()

    assert [asked(page) for page in pages] == few
    assert max(few) <= 6


def test_who_looks_too_often_waits(client: Client):
    for _ in range(LOOKING.most):
        LOOKING.count("127.0.0.1")

    assert client.get(SHOPS).status_code == 429
    assert client.get("/prepaid/shops.json").status_code == 429
