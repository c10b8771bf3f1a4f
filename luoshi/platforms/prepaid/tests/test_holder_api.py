"""The API of a holder: what the page shows, by the code alone, and no oftener than the page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from luoshi.kernel.cases.tests.city import bring_in_parameters
from luoshi.platforms.prepaid.actions import Buyer, redeem, sell
from luoshi.platforms.prepaid.limits import COMPUTING, WRONG_CODES
from luoshi.platforms.prepaid.tests.factories import NOW, make_kind, make_shop
from luoshi.platforms.prepaid.tests.test_calculator import STORED

pytestmark = pytest.mark.django_db
WRONG = "7QXM-2KDA-VN9T"


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    cache.clear()
    bring_in_parameters(NOW)


def sold() -> Any:
    kind = make_kind(make_shop(share=4_000), bonus=0)
    return sell(kind, receipt="r1", at=NOW, buyer=Buyer(name="示例居民", phone="13800001234"))


def ask(client: Client, what: str, **body: Any) -> Any:
    return client.post(f"/api/prepaid/holder/{what}", json.dumps(body), content_type="application/json")


def test_a_code_opens_its_card_and_says_where_the_money_is(client):
    done = sold()
    redeem(done.contract.card, key="k", at=NOW, known_at=NOW, value=30_000)

    said = ask(client, "card", code=done.code).json()

    assert (said["owed"], said["custody"]) == (70_000, 28_000)
    assert said["payments"][0]["shop"] == 42_000
    assert said["payments"][0]["cools_off_until"]
    assert "示例居民" not in json.dumps(said, ensure_ascii=False)


def test_the_statement_tells_every_act(client):
    done = sold()
    redeem(done.contract.card, key="k", at=NOW, known_at=NOW, value=30_000)

    said = ask(client, "statement", code=done.code).json()

    assert [line["kind"] for line in said["contracts"][0]["lines"]] == ["topup", "redeem"]


def test_a_wrong_code_opens_nothing_and_is_counted(client):
    for _ in range(WRONG_CODES.most):
        assert ask(client, "card", code=WRONG).status_code == 404

    assert ask(client, "card", code=sold().code).status_code == 429


def test_a_refund_is_reckoned_with_its_articles(client):
    said = ask(client, "refund", **STORED).json()

    assert (said["principal"], said["total"]) == (75_000, 75_000 + said["interest"])
    assert any("第18条" in step for step in said["steps"])


@pytest.mark.parametrize("more", [{"paid": "much"}, {"reason": "none"}, {"asked_on": ""}, {"form": "gift"}])
def test_what_cannot_be_reckoned_is_said_by_field(client, more):
    answer = ask(client, "refund", **(STORED | more))

    assert answer.status_code == 422
    assert next(iter(more)) in answer.json()["detail"]


def test_reckoning_has_a_limit(client, monkeypatch):
    monkeypatch.setattr(type(COMPUTING), "spent", lambda *_: True)

    assert ask(client, "refund", **STORED).status_code == 429
