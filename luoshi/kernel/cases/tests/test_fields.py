"""What a person types as money becomes whole fen, or is refused in words."""

from __future__ import annotations

import pytest

from luoshi.kernel.cases.declarations import Field, Kind
from luoshi.kernel.cases.fields import accept

FINE = (Field("sum", "金额", Kind.MONEY),)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("12", 1200),
        ("1,234.56", 123_456),
        ("￥80", 8000),
        ("5000万元", 5_000_000_000),
        ("1.2亿元", 12_000_000_000),
        ("1.2 亿", 12_000_000_000),
        ("3千万", 3_000_000_000),
        ("0.5万亿元", 50_000_000_000_000),
        ("300元", 30_000),
        (300, 300),
    ],
)
def test_money_is_read_as_people_write_it(typed, fen):
    assert accept(FINE, {"sum": typed}) == ({"sum": fen}, [])


@pytest.mark.parametrize("typed", ["万元", "五千万", "1.2亿3千万", "约5000万元", "1.234", "nan", True])
def test_what_is_no_sum_is_refused_in_words(typed):
    values, problems = accept(FINE, {"sum": typed})

    assert values == {}
    assert "金额" in problems[0].message
