"""How a loan is paid back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.platforms.projects.rules.repaying import Due, Terms, schedule_of, split_of, state_of

LOAN = Terms(
    principal=100_000_00,
    percent=Decimal("3.65"),
    year=365,
    began_on=date(2026, 1, 31),
    every=1,
    times=3,
    way="equal",
)
terms = st.builds(
    Terms,
    principal=st.integers(1, 10**13),
    percent=st.decimals("0", "24", places=4),
    year=st.sampled_from([360, 365]),
    began_on=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    every=st.integers(1, 12),
    times=st.integers(1, 40),
    way=st.sampled_from(["equal", "bullet"]),
)


def test_equal_parts_come_due_at_the_end_of_short_months_with_interest_by_days():
    assert schedule_of(LOAN) == (
        Due(1, date(2026, 2, 28), 33_333_34, 280_00),  # 28 days of 100,000 yuan
        Due(2, date(2026, 3, 31), 33_333_33, 206_67),
        Due(3, date(2026, 4, 30), 33_333_33, 100_00),
    )


def test_a_bullet_pays_interest_and_at_the_end_the_loan():
    bond = Terms(
        principal=100_000_00,
        percent=Decimal("3.6"),
        year=360,
        began_on=date(2026, 1, 1),
        every=6,
        times=2,
        way="bullet",
    )

    assert schedule_of(bond) == (
        Due(1, date(2026, 7, 1), 0, 1_810_00),  # 181 days
        Due(2, date(2027, 1, 1), 100_000_00, 1_840_00),
    )


@given(terms=terms)
def test_the_principal_is_paid_back_to_the_fen_and_no_part_is_negative(terms):
    dues = schedule_of(terms)

    assert sum(due.principal for due in dues) == terms.principal
    assert all(due.principal >= 0 and due.interest >= 0 for due in dues)
    assert [due.due_on for due in dues] == sorted({due.due_on for due in dues})


@pytest.mark.parametrize(
    ("amount", "left", "parts"), [(100, 30, (30, 70)), (20, 30, (20, 0)), (5, 0, (0, 5))]
)
def test_interest_is_paid_before_principal(amount, left, parts):
    assert split_of(amount, interest_left=left) == parts


@pytest.mark.parametrize(
    ("paid", "on", "state"),
    [
        (110, date(2026, 9, 1), "paid"),
        (109, date(2026, 7, 1), "due"),
        (0, date(2026, 7, 2), "overdue"),
        (0, date(2026, 6, 30), "coming"),
    ],
)
def test_an_instalment_is_paid_due_overdue_or_to_come(paid, on, state):
    assert state_of(Due(1, date(2026, 7, 1), 100, 10), paid=paid, on=on) == state
