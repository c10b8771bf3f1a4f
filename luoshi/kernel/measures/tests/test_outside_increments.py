"""From figures to date to months and years: nothing is summed twice, and a gap is no zero."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.measures.outside.increments import annual, increments
from luoshi.kernel.measures.points import MeasureKind, Status
from luoshi.kernel.measures.tests.outside_factories import FLOW, parts, point, to_date, values


def told(points):
    return [(str(p.period), p.value, p.expected, p.arrived) for p in points]


def test_a_figure_to_date_is_not_summed_again():
    feed = to_date((1, 10), (2, 25), (3, 45))

    found = increments(feed)

    assert told(found) == [("2026-01", 10, 1, 1), ("2026-02", 15, 1, 1), ("2026-03", 20, 1, 1)]
    assert not any(one.cumulative for one in found)


def test_the_year_of_a_feed_to_date_is_its_last_figure():
    feed = to_date(*((month, 100 * month) for month in range(1, 13)))

    (found,) = annual(feed, kind=FLOW)

    assert (str(found.period), values([found])) == ("2026", [1200])


def test_an_unfinished_year_has_no_figure():
    assert annual(to_date((1, 10), (9, 90)), kind=FLOW) == []


def test_a_month_with_no_feed_is_no_zero():
    found = increments(to_date((1, 10), (2, 20), (4, 50), (5, 60)))

    assert told(found) == [
        ("2026-01", 10, 1, 1),
        ("2026-02", 10, 1, 1),
        ("2026-03..2026-04", 30, 2, 1),
        ("2026-05", 10, 1, 1),
    ]


def test_a_month_published_as_missing_is_no_zero():
    found = increments(to_date((1, 10), (2, None), (3, 40), (4, None)))

    assert told(found) == [
        ("2026-01", 10, 1, 1),
        ("2026-02..2026-03", 30, 2, 1),
        ("2026-04", None, 1, 0),
    ]
    assert found[-1].status is Status.MISSING


def test_a_month_in_which_nothing_was_added_is_a_zero():
    assert values(increments(to_date((1, 0), (2, 0), (3, 5)))) == [0, 0, 5]


def test_january_and_february_that_are_published_together_are_no_gap():
    (found,) = increments(to_date((2, 30)), first=2)

    assert told([found]) == [("2026-01..2026-02", 30, 1, 1)]


def test_quarters_to_date_become_quarters():
    found = increments(to_date((3, 30), (6, 70), (12, 200)), step=3)

    assert told(found) == [("2026-Q1", 30, 1, 1), ("2026-Q2", 40, 1, 1), ("2026-H2", 130, 2, 1)]


def test_each_year_begins_anew():
    found = increments([*to_date((11, 110), (12, 120), year=2025), *to_date((1, 9))])

    assert values(found) == [110, 10, 9]


def test_across_a_break_nothing_is_subtracted():
    feed = to_date((1, 10), (2, 20))
    broken = point("2026-01..2026-03", 99, cumulative=True, status=Status.BREAK)

    found = increments([*feed, broken, *to_date((4, 120))])

    assert values(found) == [10, 10, None, 21]


def test_months_beside_figures_to_date_are_not_told_twice():
    mixed = [point("2026-01", 10), point("2026-02", 15), *to_date((2, 25), (3, 45))]

    assert values(increments(mixed)) == [10, 15, 20]


@given(
    st.lists(st.integers(0, 10**6), min_size=12, max_size=12),
    st.sets(st.integers(1, 12), min_size=1),
)
def test_increments_add_up_to_the_last_figure_whichever_months_are_missing(added, published):
    feed = to_date(*((month, sum(added[:month])) for month in sorted(published)))

    found = increments(feed)

    assert sum(values(found)) == feed[-1].value
    assert sum(p.expected or 0 for p in found) == max(published)
    assert [p.period.start for p in found[1:]] == [p.period.end for p in found[:-1]]


@pytest.mark.parametrize("absent", [None, 7])
def test_a_year_is_the_sum_of_its_months_only_if_all_are_there(absent):
    months = [point(f"2026-{n:02}", 5) for n in range(1, 13) if n != absent]

    (found,) = annual(months, kind=FLOW)

    assert (found.value, found.expected, found.arrived) == (
        (60, 12, 12) if absent is None else (None, 12, 11)
    )


def test_the_year_of_a_stock_is_its_last_and_of_a_rate_sum_over_sum():
    stock = [point("2026-11", 8), point("2026-12", 9)]
    rate = [point(f"2026-Q{n}", 50, numerator=Decimal(n), denominator=Decimal(10 * n)) for n in range(1, 5)]

    assert values(annual(stock, kind=MeasureKind.STOCK)) == [9]
    assert annual(stock[:1], kind=MeasureKind.STOCK) == []
    assert parts(annual(rate, kind=MeasureKind.RATE)) == [(10, 10, 100)]


def test_growth_of_months_makes_no_growth_of_the_year():
    months = [point(f"2026-{n:02}", 5) for n in range(1, 13)]

    (found,) = annual(months, kind=MeasureKind.GROWTH)

    assert found.value is None
