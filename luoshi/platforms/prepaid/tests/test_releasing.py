"""The money of a period card is released as its days pass, to the fen and once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.platforms.prepaid.actions import release_due
from luoshi.platforms.prepaid.models import Contract, Use
from luoshi.platforms.prepaid.rules.releasing import passed
from luoshi.platforms.prepaid.tests.banking import Custody, moment


@pytest.mark.parametrize(
    ("unit", "term", "on", "fen"),
    [
        ("month", 12, date(2025, 10, 1), 50_000),
        ("day", 365, date(2025, 10, 1), 50_301),
        ("month", 12, date(2025, 5, 1), 0),
        ("month", 12, date(2027, 1, 1), 120_000),
    ],
)
def test_what_has_passed_is_what_a_refund_leaves(unit, term, on, fen):
    result = passed(120_000, starts_on=date(2025, 5, 1), term=term, unit=unit, on=on)

    assert result == fen


@given(st.integers(1, 10**8), st.sampled_from(["month", "day"]), st.integers(1, 400), st.data())
def test_it_never_falls_and_ends_with_all(paid, unit, term, data):
    start = date(2026, 1, data.draw(st.integers(1, 31)))
    days = sorted(data.draw(st.lists(st.integers(0, 900), max_size=8)))

    parts = [
        passed(paid, starts_on=start, term=term, unit=unit, on=start + timedelta(days=day)) for day in days
    ]

    assert parts == sorted(parts)
    assert passed(paid, starts_on=start, term=term, unit=unit, on=date(9000, 1, 1)) == paid


@pytest.mark.django_db
def test_each_night_releases_what_is_due_altogether_and_a_second_call_nothing():
    town = Custody(form="period", price=100_000, term=30, term_unit="day")
    contract = town.sell()

    assert release_due(now=moment(0)) == 0
    assert release_due(now=moment(1)) == 1
    assert release_due(now=moment(1, 23)) == 0
    assert release_due(now=moment(15)) == 1

    contract.refresh_from_db()
    assert (contract.used, town.shown("due")) == (50_000, 20_000)
    release_due(now=moment(40))
    assert release_due(now=moment(50)) == 0
    assert (town.shown("due"), town.shown("outside")) == (40_000, 0)
    assert Use.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "field", "state"), [("contract", "state", "refunding"), ("shop", "state", "closing")]
)
def test_nothing_is_released_of_a_contract_under_refund_or_a_shop_that_closes(model, field, state):
    town = Custody(form="period", price=100_000, term=30, term_unit="day")
    contract = town.sell()
    row = contract if model == "contract" else town.shop
    row.state = state
    row.save()

    assert release_due(now=moment(9)) == 0
    assert Contract.objects.get().used == 0
