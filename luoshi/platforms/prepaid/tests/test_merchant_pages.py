"""The merchant's pages: in by the shop's key, a sale, a use, both once, lists, files; and out again."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from luoshi.platforms.prepaid.actions import issue_key, revoke_key
from luoshi.platforms.prepaid.models import Contract, ShopKey, Use
from luoshi.platforms.prepaid.tests.factories import NOW, make_kind, make_shop
from luoshi.platforms.prepaid.tests.tills import bought, ready

pytestmark = pytest.mark.django_db
HOME = "/prepaid/shop/"
MANAGERS = ["", "sell/", "sales/", "uses/", "months/", "months/2026-03.csv"]


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    ready(monkeypatch)


def entered(shop, *, role="manager", **options):
    client = Client(**options)
    answer = client.post(f"{HOME}enter/", {"secret": issue_key(shop, role=role, title="柜台", at=NOW)})
    assert answer.status_code == 302
    return client


def found(pattern, answer):
    match = re.search(pattern, answer.content.decode())
    assert match
    return match[1]


def form_key(answer):
    return found(r'name="key" value="([^"]+)"', answer)


def sign(client, kind, **more):
    page = client.get(f"{HOME}sell/{kind.code}/")
    body = {"name": "示例居民", "phone": "13900000000", "agreed": "on", "key": form_key(page)} | more
    return client.post(f"{HOME}sell/{kind.code}/", body), body


def test_a_card_is_sold_once_and_its_code_is_shown_to_whoever_sold_it():
    shop = make_shop()
    kind = make_kind(shop)
    client = entered(shop)

    first, body = sign(client, kind)
    again = client.post(f"{HOME}sell/{kind.code}/", body)

    assert first.url == again.url
    assert Contract.objects.count() == 1
    code = found(r"<code>([2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4})</code>", client.get(first.url))
    assert client.post(f"{HOME}use/card/", {"code": code}).status_code == 200
    assert code not in entered(shop).get(first.url).content.decode()


def test_a_code_is_not_shown_for_ever(monkeypatch):
    shop = make_shop()
    client = entered(shop)
    answer, _ = sign(client, make_kind(shop))

    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(minutes=16))

    assert "ticket" not in client.get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": ""}, "必填"),
        ({"phone": "?"}, "电话号码不对"),
        ({"agreed": ""}, "必填"),
        ({"born_on": "2012-01-01"}, "没有监护人同意"),
        ({"card": "2222-2222-2222"}, "没有这张卡"),
        ({"starts_on": "2026-03-01"}, "起始日不能早于今天"),
        ({"key": "forged"}, "放得太久"),
    ],
)
def test_a_sale_that_cannot_be_says_why_and_keeps_what_was_typed(more, words):
    shop = make_shop()

    answer, _ = sign(entered(shop), make_kind(shop), **more)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Contract.objects.exists()


def test_a_card_is_used_once_its_receipt_shown_and_the_use_taken_back():
    shop = make_shop()
    sold = bought(make_kind(shop))
    client = entered(shop, role="till")
    page = client.post(f"{HOME}use/card/", {"code": sold.code})
    body = {"code": sold.code, "yuan": "300.00", "key": form_key(page)}

    first, again = client.post(f"{HOME}use/card/", body), client.post(f"{HOME}use/card/", body)

    assert first.url == again.url
    assert "900.00" in client.get(first.url).content.decode()
    assert client.post(f"{first.url}undo/").url == first.url
    assert "已于" in client.get(first.url).content.decode()
    assert Contract.objects.get().used == 0


def test_an_earlier_use_is_not_taken_back_and_the_page_says_why():
    shop = make_shop()
    sold = bought(make_kind(shop))
    client = entered(shop, role="till")
    urls = []
    for _ in range(2):
        page = client.post(f"{HOME}use/card/", {"code": sold.code})
        urls.append(
            client.post(f"{HOME}use/card/", {"code": sold.code, "yuan": "1", "key": form_key(page)}).url
        )

    answer = client.post(f"{urls[0]}undo/")

    assert answer.status_code == 409
    assert "此后又有核销" in answer.content.decode()


@pytest.mark.parametrize("much", [{}, {"yuan": "0"}, {"yuan": "1.005"}, {"yuan": "一"}, {"yuan": "99999"}])
def test_an_amount_that_cannot_be_is_refused(much):
    shop = make_shop()
    sold = bought(make_kind(shop))
    client = entered(shop, role="till")
    page = client.post(f"{HOME}use/card/", {"code": sold.code})

    answer = client.post(f"{HOME}use/card/", {"code": sold.code, "key": form_key(page)} | much)

    assert answer.status_code == 422
    assert not Use.objects.exists()


def test_lessons_are_used_by_number():
    shop = make_shop()
    sold = bought(make_kind(shop, form="course", bonus=0, times=10, list_price=15_000))
    client = entered(shop, role="till")
    page = client.post(f"{HOME}use/card/", {"code": sold.code})

    assert 'name="yuan"' not in page.content.decode()
    answer = client.post(f"{HOME}use/card/", {"code": sold.code, "times": "2", "key": form_key(page)})

    assert "8 次" in re.sub(r"\s+", " ", client.get(answer.url).content.decode())


def test_a_card_of_another_merchant_is_unknown_and_a_receipt_of_another_shop_is_not_there():
    shop, other = make_shop(), make_shop()
    sold = bought(make_kind(other))
    client = entered(shop)

    answer = client.post(f"{HOME}use/card/", {"code": sold.code})

    assert answer.status_code == 422
    assert "没有这张卡" in answer.content.decode()
    assert client.get(f"{HOME}sales/{sold.contract.number}/").status_code == 404
    assert client.get(f"{HOME}sell/{sold.contract.kind.code}/").status_code == 404


@pytest.mark.parametrize("page", MANAGERS)
def test_a_till_sees_no_page_of_the_manager_and_a_stranger_is_asked_for_a_key(page):
    shop = make_shop()

    assert entered(shop).get(HOME + page).status_code == 200
    assert entered(shop, role="till").get(HOME + page).status_code == 403
    assert Client().get(HOME + page)["Location"] == f"{HOME}enter/"


def test_pages_are_kept_by_no_cache():
    kept = entered(make_shop()).get(HOME)["Cache-Control"]

    assert "private" in kept
    assert "no-store" in kept


def test_who_leaves_and_whose_key_was_revoked_is_out():
    shop = make_shop()
    left, revoked = entered(shop), entered(shop)
    left.post(f"{HOME}leave/")
    for key in ShopKey.objects.filter(shop=shop):
        revoke_key(key, at=NOW)

    assert left.get(HOME).status_code == revoked.get(HOME).status_code == 302


def test_a_wrong_key_is_told_so_and_after_ten_an_address_waits():
    answers = [Client().post(f"{HOME}enter/", {"secret": "till-wrong"}) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    cache.clear()


@pytest.mark.parametrize("page", ["enter/", "leave/", "use/card/"])
def test_nothing_is_done_for_another_site(page):
    assert entered(make_shop()).get(HOME).status_code == 200
    assert Client(enforce_csrf_checks=True).post(HOME + page, {"secret": "x"}).status_code == 403


def test_the_day_shows_what_the_ledger_owes():
    shop = make_shop(share=4_000)
    bought(make_kind(shop))

    page = entered(shop).get(HOME).content.decode()

    assert all(amount in page for amount in ("1,000.00", "400.00", "600.00"))


def test_a_month_is_a_file_of_days_in_yuan():
    shop = make_shop(share=4_000)
    bought(make_kind(shop))

    file = entered(shop).get(f"{HOME}months/2026-03.csv").content.decode("utf-8-sig").splitlines()

    assert file[1] == "2026-03-02,1,1000.00,200.00,400.00,0,0.00,0,0"


@pytest.mark.parametrize("page", ["", "sales/", "uses/", "sell/"])
def test_a_page_asks_as_many_questions_for_many_rows_as_for_one(page):
    shop = make_shop()
    kind = make_kind(shop)
    client = entered(shop)
    bought(kind)
    client.get(HOME + page)
    with CaptureQueriesContext(connection) as few:
        client.get(HOME + page)
    for _ in range(5):
        bought(kind)

    with CaptureQueriesContext(connection) as many:
        client.get(HOME + page)

    assert len(few) == len(many) <= 12
