"""A figure in print is the same figure: no digit is lost and none is invented."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.commitments.nextreport.numbers import plain, shown, value_of, written
from luoshi.reader import read_text
from luoshi.reader.figures.units import canonical

CITY = Path(__file__).resolve().parents[5] / "city"
UNITS = sorted(
    {entry["unit"] for entry in yaml.safe_load((CITY / "series.yaml").read_text("utf-8"))["series"]}
)
VALUES = st.decimals(min_value=0, max_value=10**15, places=6, allow_nan=False, allow_infinity=False)
ROUND_ONES = st.builds(lambda n, power: Decimal(n).scaleb(power), st.integers(0, 10**6), st.integers(-6, 9))


@given(value=VALUES | ROUND_ONES, unit=st.sampled_from(UNITS))
def test_any_figure_reads_back_to_its_value(value, unit):
    words = written(value, unit)

    read = read_text(f"2027年政府工作报告\n\n一、2026年工作回顾\n\n全市规模为{words}。\n", name="x")

    assert value_of(words) == (value, unit)
    assert [(one.value, one.unit, one.half) for one in read.quantities] == [
        (value, canonical(unit), "review")
    ]


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("15800", "人", "1.58万人"),
        ("15788", "人", "15788人"),
        ("22545600000", "元", "225.456亿元"),
        ("2572020", "亩", "257.202万亩"),
        ("90703500", "头(只)", "9070.35万头(只)"),
        ("104.300000", "公里", "104.3公里"),
        ("0", "起", "0起"),
        ("250000", "%", "250000%"),
        ("3", "位", "3位"),
    ],
)
def test_figures_are_said_in_ten_thousands_and_hundred_millions(value, unit, words):
    assert written(Decimal(value), unit) == words


def test_a_negative_figure_is_left_to_the_words_around_it():
    with pytest.raises(ValueError, match="without a sign"):
        written(Decimal(-1), "人")

    assert plain(Decimal("-0.50")) == "-0.5"


@given(value=st.decimals(min_value=0, max_value=200, places=6), bar=st.integers(0, 200))
def test_rounding_never_carries_a_figure_to_or_over_its_target(value, bar):
    rounded = shown(value, 1, bars=(Decimal(bar),))

    assert rounded.compare(Decimal(bar)) == value.compare(Decimal(bar))
