"""What stands against selling a card, whether it blocks, and what to do instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from luoshi.kernel.base.law import Law
from luoshi.kernel.parameters.folder import read_folder
from luoshi.kernel.parameters.rules import Book, Combine, Measure, Setting
from luoshi.platforms.prepaid.rules import Form
from luoshi.platforms.prepaid.rules.limits import Refusal, Sale, Seller, refusals_of
from luoshi.platforms.prepaid.tests.contracts import fen

ON = date(2026, 3, 2)
SHOP = Seller(registered_on=date(2020, 1, 1))
CARD = Sale(form=Form.STORED, paid=fen("500"))
COURSE = Sale(
    form=Form.COURSE,
    paid=fen("3000"),
    times=40,
    starts_on=date(2026, 3, 10),
    ends_on=date(2026, 6, 9),
)


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(read_folder(settings.CITY.parameters_folder))


def against(sale: Sale, book: Book, *, seller: Seller = SHOP, sector: str = "hair") -> list[Refusal]:
    return list(refusals_of(sale, seller, book, on=ON, scope=f"{settings.CITY.scope}#{sector}"))


def rule(key: str, value: int, *, verified: bool, scope: str = "nation") -> Setting:
    return Setting(
        key=f"prepaid.{key}",
        title="限额",
        scope=scope,
        valid_from=date(2020, 1, 1),
        valid_to=None,
        value=value,
        unit=Measure.FEN,
        law=Law("某条例", "5", verified=verified),
        combine=Combine.LOWEST,
    )


@pytest.mark.parametrize(("sale", "sector"), [(CARD, "hair"), (COURSE, "training"), (CARD, "fitness")])
def test_an_ordinary_sale_meets_nothing(book, sale, sector):
    assert against(sale, book, sector=sector) == []


@pytest.mark.parametrize(
    ("sale", "seller", "sector", "key", "article", "blocks"),
    [
        (replace(CARD, written_contract=False), SHOP, "hair", "written_contract", "22", True),
        (CARD, replace(SHOP, state="stopped"), "hair", "stop_on_risk", "22", True),
        (CARD, replace(SHOP, state="closing"), "hair", "stop_on_risk", "22", True),
        (CARD, replace(SHOP, closing_on=date(2026, 4, 1)), "hair", "closing", "22", True),
        (replace(CARD, payer_age=7, guardian_consented=True), SHOP, "hair", "minor", "10", True),
        (replace(CARD, payer_age=17), SHOP, "hair", "minor", "10", True),
        (CARD, replace(SHOP, standing="dishonest"), "hair", "standing_barred", "6", False),
        (CARD, replace(SHOP, standing="abnormal"), "hair", "standing_barred", "6", False),
        (CARD, replace(SHOP, registered_on=date(2025, 9, 3)), "hair", "licence_age", "6", False),
        (replace(CARD, paid=fen("5000.01")), SHOP, "hair", "cap.named", "18", False),
        (replace(CARD, card_balance=fen("4500.01")), SHOP, "hair", "cap.named", "18", False),
        (replace(CARD, paid=fen("1000.01"), named=False), SHOP, "retail", "cap.bearer", "18", False),
        (replace(COURSE, paid=fen("5000.01")), SHOP, "training", "cap.at_once", "", False),
        (replace(COURSE, times=61), SHOP, "training", "cap.lessons", "", False),
        (replace(COURSE, ends_on=date(2026, 6, 10)), SHOP, "training", "cap.term", "", False),
        (replace(COURSE, starts_on=date(2026, 4, 3)), SHOP, "training", "sale.before_start", "", False),
        (replace(COURSE, times_left=21), SHOP, "training", "sale.lessons_left", "", False),
        (replace(COURSE, by_loan=True), SHOP, "training", "sale.loan_barred", "", False),
        (
            CARD,
            replace(SHOP, balance=fen("40000"), last_year_revenue=fen("100000")),
            "catering",
            "balance_cap",
            "25",
            False,
        ),
        (replace(CARD, ends_on=date(2030, 1, 1)), SHOP, "hair", "named_expiry_barred", "19", False),
        (replace(CARD, named=False, ends_on=date(2029, 3, 1)), SHOP, "hair", "bearer_validity", "19", False),
        (
            replace(COURSE, ends_on=date(2026, 5, 31)),
            replace(SHOP, lease_ends_on=date(2026, 5, 30)),
            "training",
            "lease",
            "租期",
            False,
        ),
    ],
)
def test_each_limit_is_told_with_its_article_and_what_to_do(book, sale, seller, sector, key, article, blocks):
    found = against(sale, book, seller=seller, sector=sector)

    assert [(refusal.key, refusal.law.article, refusal.blocks) for refusal in found] == [
        (key, article, blocks)
    ]
    assert all(refusal.says and refusal.instead for refusal in found)
    assert all(refusal.law.verified is refusal.blocks for refusal in found)


@pytest.mark.parametrize(
    ("sale", "keys"),
    [
        (replace(CARD, paid=fen("5000"), in_cash=True, buyer_is_unit=True), {"transfer.unit"}),
        (replace(CARD, paid=fen("50000"), in_cash=True), {"transfer.person", "cap.named"}),
        (replace(CARD, paid=fen("10000"), named=False, identified=False), {"real_name.bearer", "cap.bearer"}),
    ],
)
def test_large_sums_are_paid_by_transfer_and_under_a_name(book, sale, keys):
    assert {refusal.key for refusal in against(sale, book)} == keys


@pytest.mark.parametrize(
    ("sale", "seller", "sector"),
    [
        (replace(CARD, paid=fen("5000")), SHOP, "hair"),
        (replace(CARD, paid=fen("1000"), named=False), SHOP, "hair"),
        (replace(COURSE, times=60, times_left=20, starts_on=date(2026, 4, 2)), SHOP, "training"),
        (CARD, replace(SHOP, registered_on=date(2025, 9, 2)), "hair"),
        (replace(CARD, payer_age=17, guardian_consented=True), SHOP, "hair"),
        (replace(CARD, payer_age=18), SHOP, "hair"),
        (replace(CARD, payer_age=12, paid=fen("30"), fits_age=True), SHOP, "hair"),
        (replace(CARD, named=False, ends_on=date(2029, 3, 2)), SHOP, "hair"),
    ],
)
def test_the_limit_itself_is_still_allowed(book, sale, seller, sector):
    assert against(sale, book, seller=seller, sector=sector) == []


def test_all_refusals_come_at_once_the_blocking_first(book):
    sale = replace(CARD, paid=fen("9000"), written_contract=False, payer_age=7)

    found = against(sale, book)

    assert [refusal.key for refusal in found] == ["written_contract", "minor", "cap.named"]


def test_a_stricter_rule_that_was_not_read_warns_and_the_one_that_was_read_blocks():
    read, unread = (
        rule("cap.named", 500_000, verified=True),
        rule("cap.named", 200_000, verified=False, scope=settings.CITY.scope),
    )
    book = Book([read, unread])

    between = against(replace(CARD, paid=fen("3000")), book)
    above = against(replace(CARD, paid=fen("6000")), book)

    assert [(refusal.blocks, str(refusal.law)) for refusal in between] == [(False, "某条例第5条（待核）")]
    assert [(refusal.blocks, str(refusal.law)) for refusal in above] == [(True, "某条例第5条")]
    assert above[0].says == "单张记名卡余额将达 6000.00 元，超过 5000.00 元"


def test_what_one_consumer_holds_at_a_shop_counts_with_the_balance():
    book = Book([rule("cap.consumer_shop", 2_000_000, verified=True)])

    assert against(replace(CARD, consumer_balance=fen("19500")), book) == []
    assert [r.key for r in against(replace(CARD, consumer_balance=fen("19500.01")), book)] == [
        "cap.consumer_shop"
    ]
