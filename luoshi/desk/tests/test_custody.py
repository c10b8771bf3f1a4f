"""The regulator's pages of custody: what was kept of a day, what differs, and whose a receipt is."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from luoshi.kernel.cases.tests.factories import Town, make_town, organisation, person
from luoshi.platforms.prepaid.actions.reconciling import keep_reconciled, reconcile_due
from luoshi.platforms.prepaid.models import BankLine, Payment, Reconciliation
from luoshi.platforms.prepaid.public.shops import seen
from luoshi.platforms.prepaid.tests.banking import LATER, Custody, day_of
from luoshi.platforms.prepaid.tests.factories import TODAY

PAGE = "/desk/prepaid/bank/"


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


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_day_is_reconciled_once_and_says_what_agreed(market):
    custody = Custody()
    custody.receive(custody.sell())
    custody.bring()

    kept = keep_reconciled(TODAY, at=LATER)
    custody.book(500_00, "不知何人")
    custody.bring()
    again = keep_reconciled(TODAY, at=LATER)

    assert [(row.account, row.bank, row.ledger, row.agrees) for row in kept] == [
        (custody.account, 40_000, 40_000, True)
    ]
    assert [row.pk for row in again] == [row.pk for row in kept]
    assert seen([custody.shop])[0].reconciled_on == TODAY


def test_the_sweep_reconciles_yesterday_and_counts_what_does_not_agree(market):
    custody = Custody()
    custody.sell()
    custody.bring()
    night = LATER.replace(year=TODAY.year, month=TODAY.month, day=TODAY.day + 1, hour=2)

    assert reconcile_due(now=night) == 1
    assert reconcile_due(now=night) == 0
    assert Reconciliation.objects.get().since == TODAY


def test_the_list_names_the_account_that_differs_first(regulator):
    good, bad = Custody(), Custody()
    good.receive(good.sell())
    good.bring()
    bad.sell()
    bad.bring()
    keep_reconciled(TODAY, at=LATER)

    page = text_of(regulator, PAGE)

    assert page.index(bad.account) < page.index(good.account)
    assert "有差异" in page
    assert "相符" in page


def test_an_account_says_what_to_do_about_each_difference(regulator):
    custody = Custody()
    contract = custody.sell()
    custody.bring()

    page = text_of(regulator, f"{PAGE}{custody.account}/?on={TODAY}")

    assert contract.number in page
    assert "催商户把预收款中应存管的部分划入专户" in page


def test_a_receipt_of_nobody_is_claimed_for_a_contract(regulator):
    custody = Custody()
    contract = custody.sell()
    serial = custody.receive(contract, text="看不清")
    custody.bring()
    line = custody.line(serial)
    address = reverse("desk:custody_claim", args=[custody.account, line.pk])

    refused = regulator.post(address, {"kind": "topup", "ref": "no-such"})
    answer = regulator.post(address, {"kind": "topup", "ref": contract.number})

    assert refused.status_code == 422
    assert "不能这样认领" in refused.content.decode()
    assert answer.status_code == 303
    line.refresh_from_db()
    assert (line.ref, line.spare) == (contract.number, 0)


def test_a_receipt_nobody_claims_is_sent_back_once(regulator):
    custody = Custody()
    serial = custody.book(88_00, "误付")
    custody.bring()
    line = custody.line(serial)
    address = reverse("desk:custody_return", args=[custody.account, line.pk])

    for _ in range(2):
        assert regulator.post(address).status_code == 303

    assert [row.amount for row in Payment.objects.filter(kind="return")] == [88_00]


def test_a_statement_is_brought_in_and_a_broken_one_brings_nothing(regulator):
    custody = Custody()
    custody.receive(custody.sell())
    file = SimpleUploadedFile("day.csv", custody.file(0))
    broken = SimpleUploadedFile("day.csv", "不是对账文件".encode())

    answers = [regulator.post(f"{PAGE}import/", {"file": one}).status_code for one in (broken, file)]

    assert answers == [422, 303]
    assert BankLine.objects.filter(account=custody.account, day=day_of(0)).count() == 1


def test_the_watch_reads_and_changes_nothing(market, client):
    custody = Custody()
    custody.book(88_00, "误付")
    custody.bring()
    line = BankLine.objects.get()
    client.force_login(market.accounts["monitor"])

    page = client.get(f"{PAGE}{custody.account}/")
    answer = client.post(reverse("desk:custody_return", args=[custody.account, line.pk]))

    assert page.status_code == 200
    assert f"/lines/{line.pk}/return/" not in page.content.decode()
    assert answer.status_code == 403


def test_an_account_nobody_knows_is_not_found(regulator):
    assert regulator.get(f"{PAGE}no-such/").status_code == 404


@pytest.mark.parametrize("many", [1, 4])
def test_the_list_asks_the_same_however_many_accounts(regulator, django_assert_max_num_queries, many):
    for _ in range(many):
        Custody().bring()
    keep_reconciled(TODAY, at=LATER)

    with django_assert_max_num_queries(12):
        regulator.get(PAGE)
