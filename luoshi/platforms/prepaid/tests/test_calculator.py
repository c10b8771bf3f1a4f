"""Anyone computes a refund without saying who they are, and each step names its article."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from luoshi.kernel.cases.tests.city import bring_in_parameters
from luoshi.platforms.prepaid.limits import COMPUTING
from luoshi.platforms.prepaid.public.cards import opened
from luoshi.platforms.prepaid.tests.factories import NOW, make_contract, make_kind, make_shop

pytestmark = pytest.mark.django_db
ADDRESS = "/prepaid/refund/"
STORED = {
    **{"form": "stored", "sector": "fitness", "paid": "1000", "bonus": "200", "used": "300"},
    **{"paid_on": "2025-06-03", "asked_on": "2025-09-01", "reason": "merchant"},
}


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    cache.clear()
    bring_in_parameters(NOW)


def asked(client: Client, **more: str) -> Any:
    return client.get(ADDRESS, STORED | more)


@pytest.mark.parametrize(
    ("more", "principal", "article"),
    [
        ({}, "750.00", "第18条"),
        ({"reason": "consumer"}, "700.00", "第19条"),
        ({"asked_on": "2025-06-05", "used": "", "reason": "consumer"}, "1,000.00", "第14条"),
        ({"reason": "consumer", "used": "1100"}, "0.00", "第20条"),
        (
            {"form": "times", "paid": "1800", "times": "20", "used_times": "7", "list_price": "100"},
            "1,170.00",
            "第18条",
        ),
        (
            {"form": "period", "paid": "1200", "starts_on": "2025-05-01", "paid_on": "2025-05-01"}
            | {"term": "12", "unit": "month", "stopped_on": "2025-10-01", "asked_on": "2025-12-01"},
            "700.00",
            "第22条",
        ),
        ({"paid": "500", "bonus": "", "used": "120", "reason": "void", "age": "7"}, "380.00", "第10条"),
    ],
)
def test_each_kind_of_refund_is_computed_with_its_article(
    client: Client, more: dict[str, str], principal: str, article: str
):
    said = asked(client, **more).content.decode()

    assert f"本金 {principal} 元" in said
    assert article in said


def test_interest_as_agreed_comes_first(client: Client):
    said = asked(client, percent="4", paid_back_on="2025-10-31").content.decode()

    assert "利息 4.93 元" in said


def test_what_cannot_be_so_is_said_and_nothing_computed(client: Client):
    for more in ({"used": "1300"}, {"paid": "-1"}, {"paid": "x"}, {"asked_on": "2025-06-01"}, {"form": "?"}):
        page = asked(client, **more)
        assert page.status_code == 422
        assert "应退" not in page.content.decode()


def test_an_absurd_amount_is_refused(client: Client):
    assert asked(client, paid="1e300").status_code == 422
    assert asked(client, percent="1e9").status_code == 422


def test_the_address_fills_the_form_in_and_computes_nothing_yet(client: Client):
    page = client.get(ADDRESS, {"paid": "1000", "form": "stored"})

    assert page.status_code == 200
    assert 'value="1000"' in page.content.decode()


def test_a_card_leads_to_the_calculator_with_its_facts_and_they_compute(client: Client):
    bring_in_parameters(NOW)
    kinds: list[dict[str, Any]] = [
        {},
        {"form": "times", "bonus": 0, "times": 10, "list_price": 12_000},
        {"form": "period", "bonus": 0, "term": 12},
    ]
    for more in kinds:
        (seen,) = opened(make_contract(make_kind(make_shop(), **more)).card, at=NOW).contracts

        page = client.get(ADDRESS, seen.facts | {"reason": "merchant", "asked_on": "2026-04-01"})

        assert page.status_code == 200, page.context["form"].errors
        assert page.context["refund"].principal > 0


def test_without_rules_of_the_day_the_page_says_which_is_missing(client: Client):
    page = asked(client, paid_on="2001-01-01")

    assert page.status_code == 422
    assert "prepaid." in page.content.decode()


def test_who_computes_too_often_waits(client: Client):
    for _ in range(COMPUTING.most):
        COMPUTING.count("127.0.0.1")

    assert asked(client).status_code == 429
    assert client.get(ADDRESS).status_code == 200
