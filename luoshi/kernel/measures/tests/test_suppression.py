"""What is left out cannot be told from what is shown."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.measures.suppression import Shown, suppress

COUNTS = st.lists(st.integers(0, 14), min_size=1, max_size=5).map(
    lambda counts: {f"unit{n}": count for n, count in enumerate(counts)}
)


def possible(shown: Shown) -> dict[str, set[int]]:
    """Return what each count left out may be, tried out by whoever sees the rest and the total."""
    assert shown.total is not None
    hidden = [name for name, count in shown.cells.items() if count is None]
    rest = shown.total - sum(count for count in shown.cells.values() if count is not None)
    found: dict[str, set[int]] = {name: set() for name in hidden}
    for guess in product(range(1, rest + 1), repeat=len(hidden)):
        if sum(guess) == rest:
            for name, count in zip(hidden, guess, strict=True):
                found[name].add(count)
    return found


def test_one_small_count_takes_the_next_smallest_with_it():
    shown = suppress({"a": 3, "b": 40, "c": 20})

    assert shown.cells == {"a": None, "b": 40, "c": None}
    assert shown.total == 63


def test_counts_that_are_large_enough_are_all_shown():
    assert suppress({"a": 5, "b": 0}) == Shown({"a": 5, "b": 0}, 5)


def test_where_nothing_can_hide_it_the_total_goes_too():
    assert suppress({"a": 3, "b": 0}) == Shown({"a": None, "b": 0}, None)
    assert suppress({"a": 1, "b": 1}).total is None


@given(COUNTS)
def test_no_count_left_out_can_be_computed_from_what_is_shown(cells):
    shown = suppress(cells, k=4)

    if shown.total is not None:
        for options in possible(shown).values():
            assert set(range(1, 5)) <= options


@given(COUNTS)
def test_no_small_count_is_shown_and_no_shown_count_is_changed(cells):
    shown = suppress(cells)

    for name, count in shown.cells.items():
        assert count is None or (count == cells[name] and not 0 < count < 5)
    assert shown.total in (None, sum(cells.values()))
