"""The invented year: told in bulk it leaves the rows that the same acts leave one at a time."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from luoshi.kernel.base.sealing import unseal
from luoshi.kernel.ledger.actions import post_groups
from luoshi.kernel.ledger.checking import faults
from luoshi.kernel.ledger.models import Account, Move
from luoshi.kernel.ledger.sealing import seal
from luoshi.platforms.prepaid import codes
from luoshi.platforms.prepaid.actions.selling import HOLDER
from luoshi.platforms.prepaid.models import Card, Contract, Merchant, Shop, Use
from luoshi.platforms.prepaid.year import loading
from luoshi.platforms.prepaid.year.cards import Diary
from luoshi.platforms.prepaid.year.endings import Fate, Sign
from luoshi.platforms.prepaid.year.firms import Site, firms
from luoshi.platforms.prepaid.year.loading import Year, go_on, load_year, planned
from luoshi.platforms.prepaid.year.shape import days_of
from luoshi.platforms.prepaid.year.telling import close_shop, tell_live

END = datetime(2026, 1, 1, tzinfo=UTC)
BEFORE = datetime(2025, 1, 1, tzinfo=UTC) - timedelta(days=1)
SMALL = Year(2025, 6, 40, 5, END)
STREETS = [("220302001", "仁兴街道"), ("220303001", "平东街道")]
KEYS = ("id", "salt", "posted_at", "token", "number", "accounts")
JOINS = """
SELECT to_jsonb(row) FROM (
    SELECT k.*, s.code AS shop, h.sealed, h.person, h.born_on, h.consented_by FROM prepaid_card k
      JOIN prepaid_shop s ON s.id = k.shop_id JOIN prepaid_holder h ON h.id = k.holder_id) row;
SELECT to_jsonb(row) FROM (
    SELECT c.*, k.digest AS of_card, n.code AS kind, s.code AS shop FROM prepaid_contract c
      JOIN prepaid_card k ON k.id = c.card_id JOIN prepaid_cardkind n ON n.id = c.kind_id
      JOIN prepaid_shop s ON s.id = c.shop_id) row;
SELECT to_jsonb(row) FROM (
    SELECT u.*, c.receipt, s.code AS shop FROM prepaid_use u
      JOIN prepaid_contract c ON c.id = u.contract_id JOIN prepaid_shop s ON s.id = u.shop_id) row;
SELECT to_jsonb(row) FROM (
    SELECT a.type, a.unit, a.side, a.floor, a.ceiling, a.posted, a.held, a.state,
           coalesce(c.receipt, a.code) AS whose, k.digest AS owner_card
      FROM ledger_account a
      LEFT JOIN prepaid_contract c ON a.id IN (c.card_account, c.open_account, c.bonus_account)
      LEFT JOIN prepaid_card k ON k.token = a.owner) row;
SELECT to_jsonb(row) FROM (
    SELECT m.key, m.line, m.amount, m.kind, m.pending, m.effective_on, m.hold_id, m.reverses_id, c.receipt,
           d.type AS debit, t.type AS credit, m.posted_at, m.salt FROM ledger_move m
      JOIN prepaid_contract c ON c.number = m.ref
      JOIN ledger_account d ON d.id = m.debit_id JOIN ledger_account t ON t.id = m.credit_id) row;
SELECT to_jsonb(row) FROM (SELECT s.*, m.uscc, b.code AS bank FROM prepaid_shop s
      JOIN prepaid_merchant m ON m.id = s.merchant_id JOIN prepaid_bankaccount b ON b.id = s.bank_id) row
"""


def kept() -> list[list[str]]:
    """Return every row of the platform and the ledger; what is drawn by chance or by sequence aside."""
    found = []
    with connection.cursor() as cursor:
        for statement in JOINS.split(";"):
            cursor.execute(statement)
            rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
            found.append(sorted(json.dumps(plain(row), sort_keys=True) for row in rows))
    return found


def plain(row: dict[str, Any]) -> dict[str, Any]:
    if row.get("sealed"):
        row["sealed"] = unseal(row["sealed"], keys=[settings.SECRET_KEY], purpose=HOLDER)
    row.get("terms", {}).pop("warnings", None)  # an invented sale is asked no more
    aside = [name for name in row if name in KEYS or name.endswith(("_id", "_account"))]
    return {name: value for name, value in row.items() if name not in aside}


@pytest.mark.django_db
def test_told_in_bulk_it_leaves_the_rows_of_the_same_acts():
    year = Year(2025, 12, 90, 5, END)
    with transaction.atomic():
        counters = loading.opened(year, planned(year))
        assert tell_live(counters, since=BEFORE, until=END) > 300
        for counter in counters:
            close_shop(counter, until=END)
        live, bodies = kept(), moves_of_keys()
        transaction.set_rollback(True)
    assert not Contract.objects.exists()

    load_year(year, processes=1, say=str)

    for told, lived in zip(kept(), live, strict=True):
        assert told == lived
        assert told
    assert moves_of_keys() == bodies
    assert Contract.objects.exclude(receipt__endswith="-0").exists()  # some are loaded again
    assert {"stored", "times", "course", "period"} == set(Contract.objects.values_list("form", flat=True))
    assert faults() == []


def moves_of_keys() -> Counter[str]:
    return Counter(Move.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_a_loaded_ledger_is_clean_can_be_sealed_and_answers_a_receipt_sent_again():
    load_year(SMALL, processes=1, say=str)
    moves = Move.objects.count()

    assert faults() == []
    sealed = seal(on=date(2026, 1, 1))
    assert sealed.moves == moves
    assert faults() == []

    tell_live(loading.opened(SMALL, planned(SMALL)), since=BEFORE, until=END)
    assert Move.objects.count() == moves


@pytest.mark.django_db
def test_a_year_is_loaded_once_and_says_that_it_is_simulated(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(loading, "BATCH", 10)
    said: list[str] = []

    first = load_year(SMALL, processes=1, say=said.append)
    again = load_year(SMALL, processes=1, say=said.append)

    assert first.cards == Card.objects.count() == 40
    assert (again.cards, again.skipped) == (0, first.merchants)
    assert len(said) > 1
    for model in (Merchant, Shop, Card, Contract):
        assert not model.objects.filter(simulated=False).exists()
    assert all("示例" in name for name in Shop.objects.values_list("name", flat=True))
    assert Account.objects.filter(type="prepaid:card").count() == first.contracts


@pytest.mark.django_db
def test_a_load_that_was_cut_off_goes_on_where_it_stood(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(loading, "BATCH", 10)
    calls = iter(range(9))

    def fails(entries: Any) -> int:
        if next(calls) == 1:
            raise KeyboardInterrupt
        return post_groups(entries)

    monkeypatch.setattr(loading, "post_groups", fails)
    with pytest.raises(KeyboardInterrupt):
        load_year(SMALL, processes=1, say=str)
    assert 0 < Card.objects.count() < 40
    assert faults() == []

    load_year(SMALL, processes=1, say=str)

    assert Card.objects.count() == 40
    assert faults() == []


@pytest.mark.django_db
def test_a_year_that_was_told_to_a_day_is_told_further_by_real_acts():
    summer = Year(2025, 6, 40, 5, datetime(2025, 7, 1, tzinfo=UTC))
    load_year(summer, processes=1, say=str)
    halfway = Use.objects.count()

    told = go_on(SMALL)

    assert told > 0
    assert Use.objects.count() > halfway
    assert go_on(Year(2025, 6, 40, 5, Use.objects.latest("at").at)) == 0
    assert Card.objects.count() == 40
    assert faults() == []


@pytest.mark.django_db
def test_the_command_loads_a_year_and_tells_how_much(capsys: pytest.CaptureFixture[str]):
    call_command("prepaid", "load", year=2025, shops=4, cards=20, processes=1)

    assert "20 张卡" in capsys.readouterr().out
    with pytest.raises(Exception, match="大于零"):
        call_command("prepaid", "load", cards=0)


def city(merchants: int = 3_000, cards: int = 400_000) -> list[Site]:
    told = firms(2025, seed=1, merchants=merchants, cards=cards, streets=STREETS)
    return [site for firm in told for site in firm.sites]


def test_a_city_has_twenty_closures_of_which_eight_are_frauds_and_others_look_alike():
    sites = city()

    fates = Counter(site.ending.fate for site in sites if site.ending)
    assert fates == {Fate.FRAUD: 8, Fate.FAILURE: 12, Fate.ALIKE: 24}
    assert sum(site.cards for site in sites) == 400_000
    assert len({site.code for site in sites}) == len(sites) > 3_000
    for site in sites:
        if site.ending and site.ending.fate is Fate.FRAUD:
            assert {Sign.DISCOUNT, Sign.DROP} <= site.ending.signs
            assert site.kinds[-1].bonus == site.kinds[-1].price * 100 // 100


def test_a_fraud_sells_in_a_rush_before_it_closes_and_nothing_happens_after():
    site = next(site for site in city(300, 60_000) if site.ending and site.ending.fate is Fate.FRAUD)
    assert site.ending
    diary = Diary(2025, 1, site, 1_000)

    acts = [act for number in range(site.cards) for act in diary.acts(number, diary.chance(number))]

    closed = site.ending.on
    last = [act for act in acts if 0 < (closed - act.at.date()).days <= 45 and act.what == "sale"]
    sales = [act for act in acts if act.what == "sale"]
    assert len(last) > 2 * len(sales) * 45 / len(days_of(2025))
    assert any(site.kinds[act.kind].name == "限时特惠储值卡" for act in last)
    assert max(act.at.date() for act in acts if act.what != "refund") <= closed


def test_a_full_year_is_of_a_plausible_size():
    uses = cards = 0
    for site in city()[::60]:
        diary = Diary(2025, 1, site, 240_000)
        for number in range(0, site.cards, 4):
            uses += sum(act.what == "use" for act in diary.acts(number, diary.chance(number)))
            cards += 1

    assert 5 < uses / cards < 8  # some 2 to 3 million uses of 400,000 cards


def test_an_invented_token_comes_from_its_seed_and_a_real_one_from_none():
    assert codes.new_token(Random(1)) == codes.new_token(Random(1))
    assert codes.new_token() != codes.new_token()
