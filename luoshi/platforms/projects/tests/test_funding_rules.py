"""What money for a project may do, as tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.platforms.projects.rules.funding import (
    Limits,
    Payment,
    Standing,
    late_days,
    may_become,
    objections_to_allocation,
    objections_to_payment,
    surplus_of,
)

LIMITS = Limits(Decimal("0.10"), Decimal("0.30"), 180, 30, 30)
YUAN = 100
fen = st.integers(0, 10**12)


@pytest.mark.parametrize(
    ("state", "to", "may"),
    [
        *(("asked", "recommended", True), ("asked", "approved", True), ("asked", "withdrawn", True)),
        *(("recommended", "approved", True), ("recommended", "refused", True)),
        *(("recommended", "asked", False), ("approved", "refused", False), ("approved", "withdrawn", False)),
        *(("refused", "approved", False), ("withdrawn", "asked", False)),
    ],
)
def test_an_application_goes_forward_only(state, to, may):
    assert may_become(state, to) is may


@pytest.mark.parametrize(
    ("amount", "purpose", "physical", "against"),
    [
        (10, "progress", 0, ()),  # a tenth of the cost, nothing built: within tolerance
        (11, "progress", 0, ("ahead",)),
        (21, "progress", 1_100, ()),
        (30, "prepayment", 0, ()),
        (31, "prepayment", 0, ("ahead",)),
        (50, "land", 0, ()),  # land is bought before anything is built
        (50, "service", 0, ()),
        (50, "wages", 3_000, ("ahead",)),
        (51, "land", 0, ("over-allocation",)),
        (5, "advance", 10_000, ("advance",)),
        (60, "advance", 0, ("advance", "over-allocation")),
        (60, "final", 0, ("over-allocation", "ahead")),
    ],
)
def test_a_payment_follows_the_works_and_what_was_passed_on(amount, purpose, physical, against):
    standing = Standing(state="approved", approved=80, allocated=50, cost=100)
    payment = Payment(amount=amount, purpose=purpose, physical=physical)

    found = objections_to_payment(payment, standing, LIMITS)

    assert tuple(one.code for one in found) == against


def test_what_other_sources_paid_for_works_counts_too():
    standing = Standing(state="approved", approved=80, allocated=50, cost=100, works=40)

    (found,) = objections_to_payment(Payment(amount=10, purpose="progress", physical=3_000), standing, LIMITS)

    assert "超前 20%，允许 10%" in found.words


def test_a_contractors_loan_is_refused_by_the_article():
    standing = Standing(state="approved", allocated=50, cost=100)

    (found,) = objections_to_payment(Payment(amount=1, purpose="advance", physical=0), standing, LIMITS)

    assert str(found.law) == "政府投资条例(2019)第22条"


@pytest.mark.parametrize(
    ("state", "amount", "against"),
    [
        ("approved", 30, ()),
        ("approved", 31, ("over-approval",)),
        ("recommended", 1, ("not-approved",)),
    ],
)
def test_no_more_is_passed_on_than_was_approved(state, amount, against):
    standing = Standing(state=state, approved=80, allocated=50)

    assert tuple(one.code for one in objections_to_allocation(amount, standing)) == against


def test_what_was_prepaid_may_stay_ahead_until_the_works_catch_up():
    standing = Standing(state="approved", approved=80, allocated=80, cost=100, works=30, prepaid=30)

    assert not objections_to_payment(Payment(amount=10, purpose="progress", physical=0), standing, LIMITS)
    assert objections_to_payment(Payment(amount=11, purpose="progress", physical=0), standing, LIMITS)


@pytest.mark.parametrize(
    ("source", "settled", "surplus"),
    [
        ("city", True, 7),
        ("city", False, 0),
        ("special_bond", True, 7),
        ("enterprise", True, 0),
        ("bank", True, 0),
    ],
)
def test_only_public_money_is_given_back_and_only_after_settlement(source, settled, surplus):
    assert surplus_of(source=source, settled=settled, undrawn=7) == surplus


@pytest.mark.parametrize(
    ("since", "late"), [(None, 0), (date(2026, 3, 1), 1), (date(2026, 3, 2), 0), (date(2026, 3, 30), 0)]
)
def test_days_late_count_from_the_day_after_the_term(since, late):
    assert late_days(since, date(2026, 4, 1), 30) == late


@given(allocated=fen, drawn=fen, returned=fen, amount=st.integers(1, 10**12))
def test_what_passes_never_draws_more_than_was_passed_on(allocated, drawn, returned, amount):
    standing = Standing(
        state="approved", allocated=allocated, drawn=drawn, returned=returned, cost=allocated + 1
    )
    payment = Payment(amount=amount, purpose="land", physical=0)

    refused = bool(objections_to_payment(payment, standing, LIMITS))

    assert refused is (drawn + returned + amount > allocated)
