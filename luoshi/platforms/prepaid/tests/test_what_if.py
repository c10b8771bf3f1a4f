"""The rules that ship, what a contract keeps of them, and what a change of tomorrow would do."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.parameters.folder import read_folder
from luoshi.kernel.parameters.rules import Book, Combine, Setting
from luoshi.platforms.prepaid.rules import Reason, as_rows, from_rows, signed_under, terms_of
from luoshi.platforms.prepaid.rules.custody import (
    Cover,
    basis_points,
    newly_below,
    required_of,
    share_of,
    shops_below,
)
from luoshi.platforms.prepaid.tests.contracts import claim, refund, stored, used

TODAY = date(2025, 6, 10)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(read_folder(settings.CITY.parameters_folder))


def scope(sector: str) -> str:
    return f"{settings.CITY.scope}#{sector}"


def changed(setting: Setting, value: int | Decimal) -> Setting:
    return replace(setting, value=value, valid_from=TOMORROW, valid_to=None)


@pytest.mark.parametrize(
    ("key", "sector", "value", "verified"),
    [
        ("cooling_off", "hair", 7, True),
        ("written_contract", "hair", True, True),
        ("stop_on_risk", "hair", True, True),
        ("cap.named", "hair", 500_000, False),
        ("cap.bearer", "retail", 100_000, False),
        ("cap.term", "training", 3, False),
        ("cap.lessons", "training", 60, False),
        ("cap.at_once", "training", 500_000, False),
        ("share", "training", Decimal(1), False),
        ("share.large", "catering", Decimal("0.2"), False),
        ("share.group", "catering", Decimal("0.3"), False),
        ("share.brand", "catering", Decimal("0.4"), False),
        ("balance_cap", "catering", Decimal("0.4"), False),
        ("balance_cap", "beauty", Decimal(1), False),
        ("refund_due.cooling_off", "hair", 5, False),
        ("refund_due.other", "training", 15, False),
        ("refund_due.before_start", "training", 5, False),
        ("closing_notice", "fitness", 30, False),
        ("filing", "retail", 30, False),
        ("report.quarterly", "retail", 20, False),
        ("bearer_validity", "lodging", 36, False),
        ("cash_refund", "other", 10_000, False),
        ("rate.lpr", "hair", Decimal("0.03"), False),
        ("rate.deposit", "hair", Decimal("0.015"), False),
    ],
)
def test_the_rules_ship_with_their_source(book, key, sector, value, verified):
    setting = book.value(f"prepaid.{key}", on=TODAY, scope=scope(sector))

    assert (setting.value, setting.verified) == (value, verified)


@pytest.mark.parametrize(
    ("key", "sector"), [("cap.named", "fitness"), ("cap.lessons", "hair"), ("cap.consumer_shop", "fitness")]
)
def test_where_the_city_has_no_rule_there_is_none(book, key, sector):
    assert book.choice_if_any(f"prepaid.{key}", on=TODAY, scope=scope(sector)) is None


def test_the_draft_of_this_city_warns_from_the_day_it_was_printed(book):
    at = date(2025, 10, 16)
    choice = book.choice("prepaid.licence_age", on=at, scope=scope("hair"))

    assert (choice.setting.value, choice.firm) == (6, None)


def test_a_contract_keeps_the_rules_of_its_day_and_reads_them_back(book):
    kept = signed_under(book, on=TODAY, scope=scope("training"))

    back = from_rows(json.loads(json.dumps(as_rows(kept))))

    assert terms_of(back) == terms_of(kept)
    assert [(row.key, row.value, str(row.law)) for row in back] == [
        (row.key, row.value, str(row.law)) for row in kept
    ]
    assert terms_of(back).lpr == Decimal(3)
    assert terms_of(back).due_before_start is not None


def test_what_a_contract_did_not_keep_is_named(book):
    kept = [row for row in signed_under(book, on=TODAY, scope=scope("hair")) if row.key != "prepaid.rate.lpr"]

    with pytest.raises(LuoshiError, match=r"prepaid\.rate\.lpr"):
        terms_of(kept)


def test_a_rule_of_tomorrow_changes_no_open_contract_today(book):
    signed = as_rows(signed_under(book, on=TODAY, scope=scope("hair")))
    after = book
    changes: dict[str, int | Decimal] = {
        "cooling_off": 30,
        "rate.lpr": Decimal("0.09"),
        "refund_due.other": 1,
    }
    for key, value in changes.items():
        after = after.amended(changed(book.value(f"prepaid.{key}", on=TODAY, scope=scope("hair")), value))

    on_the_day = terms_of(signed_under(after, on=TODAY, scope=scope("hair")))
    kept, new = terms_of(from_rows(signed)), terms_of(signed_under(after, on=TOMORROW, scope=scope("hair")))

    assert on_the_day == kept
    asked = claim(Reason.MERCHANT, days=60)
    open_contract = refund(stored("1000", "200", terms=kept), used("300"), asked)
    assert open_contract == refund(stored("1000", "200", terms=on_the_day), used("300"), asked)
    assert (open_contract.principal, open_contract.interest) == (750_00, 3_70)
    assert refund(stored("1000", "200", terms=new), used("300"), asked).interest == 11_10


def test_a_city_may_lengthen_the_seven_days_and_cannot_shorten_them(book):
    national = book.value("prepaid.cooling_off", on=TODAY, scope=scope("hair"))
    for days, expected in [(15, 15), (3, 7)]:
        local = replace(changed(national, days), scope=settings.CITY.scope)
        found = book.amended(local).choice("prepaid.cooling_off", on=TOMORROW, scope=scope("hair"))
        assert found.setting.value == expected
        assert len(found.considered) == 2
    assert national.combine is Combine.HIGHEST


@pytest.mark.parametrize(
    ("sector", "size", "share"),
    [
        ("training", "other", Decimal(1)),
        ("catering", "group", Decimal("0.3")),
        ("catering", "other", None),
        ("fitness", "brand", None),
    ],
)
def test_the_share_follows_sector_and_size(book, sector, size, share):
    found = share_of(book, on=TODAY, scope=scope(sector), size=size)

    assert (found.value if found else None) == share


COVERS = [
    Cover("covered", 1000_00, 400_00),
    Cover("half way", 1000_00, 300_00),
    Cover("short", 1000_00, 100_00),
    Cover("empty", 0, 0),
]


def test_shops_below_a_share_are_listed_with_what_is_missing():
    assert [(found.shop, found.missing) for found in shops_below(COVERS, share=Decimal("0.4"))] == [
        ("half way", 100_00),
        ("short", 300_00),
    ]


def test_a_share_raised_tomorrow_lists_who_would_fall_below(book):
    today = share_of(book, on=TODAY, scope=scope("catering"), size="large")
    assert today is not None
    after = book.amended(changed(today, Decimal("0.4")))

    assert share_of(after, on=TODAY, scope=scope("catering"), size="large") == replace(
        today, valid_to=TOMORROW
    )
    tomorrow = share_of(after, on=TOMORROW, scope=scope("catering"), size="large")
    assert tomorrow is not None
    found = list(newly_below(COVERS, before=Decimal(today.value), after=Decimal(tomorrow.value)))
    assert [shortfall.shop for shortfall in found] == ["half way"]


def test_a_share_is_kept_in_basis_points_rounded_up():
    assert basis_points(Decimal("0.2")) == 2000
    assert basis_points(Decimal("0.33333")) == 3334


@given(st.integers(0, 10**12), st.decimals(0, 1, places=4))
def test_what_is_required_is_the_share_rounded_up_to_the_fen(balance, share):
    assert 0 <= required_of(balance, share=share) - balance * share < 1
