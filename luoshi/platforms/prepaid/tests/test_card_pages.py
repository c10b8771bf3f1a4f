"""With its code a holder opens one card and no other, checks it by hand, and does what a holder may."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from luoshi.kernel.cases.tests.city import bring_in_parameters
from luoshi.kernel.ledger.sealing import seal
from luoshi.platforms.prepaid.actions import Buyer, redeem, sell, transfer, undo_redemption
from luoshi.platforms.prepaid.limits import PROVING, WRONG_CODES
from luoshi.platforms.prepaid.models import Card, CardEvent, Holder, SignedRules
from luoshi.platforms.prepaid.public.statements import sheets_of
from luoshi.platforms.prepaid.rules.splitting import drawn
from luoshi.platforms.prepaid.tests.factories import NOW, TODAY, make_kind, make_shop
from luoshi.platforms.prepaid.tests.test_proof_page import files, places, run, with_one_more
from luoshi.platforms.prepaid.verify_prepaid import main

pytestmark = pytest.mark.django_db
ADDRESS = "/prepaid/card/"
BUYER = Buyer(name="示例居民", phone="13800001234")
WRONG = "7QXM-2KDA-VN9T"


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


def sold(at: Any = NOW, **more: Any) -> Any:
    """Sell a card: the contract, and the code that opens it."""
    kind = make_kind(make_shop(share=4_000), **more)
    return sell(kind, receipt="r1", at=at, buyer=BUYER if kind.named else None)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def key_of(page: Any, door: str) -> str:
    form = text(page).split(f'action="{ADDRESS}{door}/"', 1)[1]
    found = re.search(r'name="key" value="([^"]+)"', form)
    assert found
    return found[1]


def do(client: Client, one: Any, door: str, **said: str) -> Any:
    key = said.pop("key", "") or key_of(client.post(ADDRESS, {"code": one.code}), door)
    return client.post(f"{ADDRESS}{door}/", {"code": one.code, "key": key, **said})


def test_the_code_opens_the_card_however_it_is_typed(client: Client):
    one = sold()
    redeem(one.contract.card, key="till:1", at=NOW, known_at=NOW, value=60_000)

    page = client.post(ADDRESS, {"code": one.code.lower().replace("-", " ")})

    said = text(page)
    assert page.status_code == 200
    assert "卡里还有 500.00 元：存管在银行 200.00 元，由商户自持 300.00 元" in said
    assert "赠送余额 100.00 元" in said
    assert {"no-store", "private"} <= set(page.headers["Cache-Control"].split(", "))


def test_neither_name_nor_telephone_is_shown_to_who_has_the_code(client: Client):
    said = text(client.post(ADDRESS, {"code": sold().code}))

    assert BUYER.name not in said
    assert BUYER.phone not in said


def test_no_address_opens_a_card(client: Client):
    one = sold()
    doors = ("", "statement/", "statement.csv", "statement.json", "proof.json", "loss/", "transfer/")

    for door in doors:
        page = client.get(f"{ADDRESS}{door}", {"code": one.code}, follow=True)
        assert "1,000.00" not in text(page)
        assert one.contract.card.token not in text(page)


def test_a_wrong_code_tells_nothing_and_after_too_many_nobody_is_heard(client: Client):
    one = sold()

    for _ in range(WRONG_CODES.most):
        page = client.post(ADDRESS, {"code": WRONG})
        assert page.status_code == 422
        assert WRONG not in text(page)

    assert client.post(ADDRESS, {"code": one.code}).status_code == 429
    assert client.post(f"{ADDRESS}loss/", {"code": one.code}).status_code == 429
    assert client.post(ADDRESS, {"code": one.code}, REMOTE_ADDR="192.0.2.1").status_code == 200


def test_the_seven_days_are_told_with_their_last_one(client: Client):
    bring_in_parameters(NOW)
    one = sold(at=timezone.now())

    said = text(client.post(ADDRESS, {"code": one.code}))

    assert "可以不用理由要回本金" in said


def test_the_days_are_those_the_contract_was_signed_under(client: Client):
    bring_in_parameters(NOW)
    one = sold(at=timezone.now() - timedelta(days=12))
    signed = SignedRules.objects.get()
    longer = [row | {"value": 14} if row["key"] == "prepaid.cooling_off" else row for row in signed.rows]
    SignedRules.objects.update(rows=longer)

    assert "可以不用理由要回本金" in text(client.post(ADDRESS, {"code": one.code}))


def test_a_loss_needs_the_code_alone_and_counts_once(client: Client):
    one = sold()
    key = key_of(client.post(ADDRESS, {"code": one.code}), "loss")

    for _ in range(2):
        page = do(client, one, "loss", key=key)
        assert "已挂失" in text(page)

    assert Card.objects.get().state == "lost"
    assert CardEvent.objects.count() == 1


def test_a_new_card_needs_the_registered_telephone(client: Client):
    one = sold()

    refused = do(client, one, "reissue", phone="13900000000")
    page = do(client, one, "reissue", phone="138 0000 1234")

    assert refused.status_code == 422
    assert "不一致" in text(refused)
    (code,) = re.findall(r"<code>([^<]+)</code>", text(page))
    assert "1,000.00" in text(client.post(ADDRESS, {"code": code}))
    assert "已补卡" in text(client.post(ADDRESS, {"code": one.code}))


def test_wrong_telephones_count_as_guesses(client: Client):
    one = sold()
    key = key_of(client.post(ADDRESS, {"code": one.code}), "reissue")

    for _ in range(WRONG_CODES.most):
        do(client, one, "reissue", key=key, phone="13900000000")

    assert do(client, one, "reissue", key=key, phone=BUYER.phone).status_code == 429


def test_a_reissue_sent_again_shows_the_same_code(client: Client):
    one = sold()
    key = key_of(client.post(ADDRESS, {"code": one.code}), "reissue")

    first, again = (do(client, one, "reissue", key=key, phone=BUYER.phone) for _ in range(2))

    assert re.findall(r"<code>([^<]+)</code>", text(first)) == re.findall(
        r"<code>([^<]+)</code>", text(again)
    )
    assert Card.objects.count() == 2


def test_a_transfer_gives_the_new_holder_a_code_and_ends_the_old_one(client: Client):
    one = sold()
    said = {"phone": BUYER.phone, "to_name": "受让人", "to_phone": "13911112222"}
    said["key"] = key_of(client.post(ADDRESS, {"code": one.code}), "transfer")

    first, again = (do(client, one, "transfer", **said) for _ in range(2))

    codes = [re.findall(r"<code>([^<]+)</code>", text(page)) for page in (first, again)]
    assert codes[0] == codes[1]
    assert "1,000.00" in text(client.post(ADDRESS, {"code": codes[0][0]}))
    assert client.post(ADDRESS, {"code": one.code}).status_code == 422
    assert Holder.objects.count() == 2


def test_a_transfer_sent_again_tells_the_code_to_nobody_else(client: Client):
    one = sold()
    said = {"phone": BUYER.phone, "to_name": "受让人", "to_phone": "13911112222"}
    said["key"] = key_of(client.post(ADDRESS, {"code": one.code}), "transfer")
    do(client, one, "transfer", **said)

    page = do(client, one, "transfer", **{**said, "phone": "13900000000"})

    assert page.status_code == 422


def test_a_form_that_is_not_ours_does_nothing(client: Client):
    one = sold()

    page = do(client, one, "loss", key="made up")

    assert page.status_code == 422
    assert Card.objects.get().state == "active"


def test_a_bearer_card_offers_no_reissue(client: Client):
    one = sold(named=False)

    said = text(client.post(ADDRESS, {"code": one.code}))

    assert f'action="{ADDRESS}loss/"' in said
    assert f'action="{ADDRESS}reissue/"' not in said


def test_every_line_of_the_statement_can_be_computed_by_hand(client: Client):
    one = sold(price=100_001)
    card, contract = one.contract.card, one.contract
    for number, value in enumerate((33_333, 1, 20_000), 1):
        redeem(card, key=f"till:{number}", at=NOW, known_at=NOW, value=value)
    undo_redemption(card, key="till:3", at=NOW)
    redeem(card, key="till:4", at=NOW, known_at=NOW, value=50_000)

    (sheet,) = sheets_of(card)

    assert [line.kind for line in sheet.lines] == ["topup", "redeem", "redeem", "redeem", "undo", "redeem"]
    for line in sheet.lines[1:]:
        split = {"paid": contract.paid, "bonus": contract.bonus, "supervised": contract.supervised}
        taken = drawn(0, line.used, **split)
        assert line.custody_left == contract.supervised - taken.card
        assert line.shop_left == contract.paid - contract.supervised - taken.open
        assert line.bonus_left == contract.bonus - taken.bonus
    assert sheet.lines[-1].used == 83_334
    assert "833.34" in text(client.post(f"{ADDRESS}statement/", {"code": one.code}))


def test_the_statement_is_taken_away_in_both_forms(client: Client):
    one = sold()
    redeem(one.contract.card, key="till:1", at=NOW, known_at=NOW, value=60_000)

    table = client.post(f"{ADDRESS}statement.csv", {"code": one.code}).content.decode("utf-8-sig")
    body = client.post(f"{ADDRESS}statement.json", {"code": one.code}).json()

    rows = list(csv.DictReader(io.StringIO(table)))
    same = [{key: str(value) for key, value in row.items()} for row in body["contracts"][0]["lines"]]
    assert rows == same
    assert [row["custody_left_yuan"] for row in rows] == ["400.00", "200.00"]
    assert body["card"] == one.contract.card.token


def test_a_holder_proves_their_card_counted_and_one_changed_figure_is_found(client: Client, tmp_path: Path):
    one = sold()
    for number in range(5):
        sell(make_kind(make_shop()), receipt=f"other{number}", at=NOW, buyer=BUYER)
    seal(on=TODAY)
    redeem(one.contract.card, key="till:1", at=NOW, known_at=NOW, value=60_000)
    seal(on=TODAY + timedelta(days=1))
    files(client, tmp_path)
    body = client.post(f"{ADDRESS}proof.json", {"code": one.code}).json()
    (tmp_path / "proof.json").write_text(json.dumps(body), "utf-8")

    code, said = run(tmp_path, "seals.json", "proof.json")

    assert code == 0, said
    assert f"card {one.contract.card.token} is counted with 50000 fen" in said
    for way in places(body):
        (tmp_path / "proof.json").write_text(json.dumps(with_one_more(body, way)), "utf-8")
        assert main([str(tmp_path / "seals.json"), str(tmp_path / "proof.json")]) == 1, way
    assert run(tmp_path, "seals.json", "proof.json")[0] == 1


def test_before_the_first_seal_there_is_no_proof_and_the_page_says_so(client: Client):
    page = client.post(f"{ADDRESS}proof.json", {"code": sold().code})

    assert page.status_code == 409
    assert "还没有封存" in text(page)


def test_proofs_are_given_out_within_limits(client: Client):
    one = sold()
    for _ in range(PROVING.most):
        PROVING.count("127.0.0.1")

    assert client.post(f"{ADDRESS}proof.json", {"code": one.code}).status_code == 429


def test_the_page_asks_as_much_of_a_card_much_used_as_of_a_new_one(client: Client):
    one = sold()
    card = one.contract.card

    def asked(door: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.post(f"{ADDRESS}{door}", {"code": one.code})
        return len(queries)

    doors = ("", "statement/", "statement.csv")
    asked("")
    redeem(card, key="till:0", at=NOW, known_at=NOW, value=1)
    few = [asked(door) for door in doors]
    for number in range(1, 30):
        redeem(card, key=f"till:{number}", at=NOW, known_at=NOW, value=100)
    sell(card.shop.kinds.get(), receipt="again", at=NOW, card=card)

    assert [asked(door) for door in doors] == few
    assert max(few) <= 9


def test_a_simulated_card_says_so(client: Client):
    kind = make_kind(make_shop())
    one = sell(kind, receipt="r1", at=NOW, buyer=BUYER, simulated=True)

    for door in ("", "statement/"):
        assert "本页含模拟数据" in text(client.post(f"{ADDRESS}{door}", {"code": one.code}))


def test_whoever_was_handed_a_card_may_hand_it_on(client: Client):
    one = sold()
    handed = transfer(one.contract.card, key="f1", to=Buyer(name="乙", phone="13911112222"), at=NOW)

    page = do(client, handed, "reissue", phone="13911112222")

    assert page.status_code == 200
    assert "余额和次数都在新卡上" in text(page)
