"""The way from one node to another."""

from __future__ import annotations

from decimal import Decimal

from luoshi.platforms.investment.chain.gaps import Link
from luoshi.platforms.investment.chain.paths import way


def found_way(told, *, start, end):
    found = way(told, start=start, end=end)
    assert found is not None
    return found


def links(*told):
    return [Link(one, other, share if share is None else Decimal(share)) for one, other, share in told]


def test_the_shortest_way_wins_and_of_those_the_one_that_carries_most():
    found = found_way(
        links((1, 2, "1"), (2, 3, "1"), (3, 9, "1"), (1, 4, "2"), (4, 9, "3"), (1, 5, "9"), (5, 9, "0.1")),
        start=1,
        end=9,
    )

    assert found.nodes == (1, 4, 9)
    assert found.taken == 6


def test_a_share_nobody_knows_leaves_the_sum_unknown_and_gives_way_to_a_known_one():
    unknown = links((1, 2, None), (2, 9, "1"))

    assert found_way(unknown, start=1, end=9).taken is None
    assert found_way([*unknown, *links((1, 3, "0.1"), (3, 9, "0.1"))], start=1, end=9).nodes == (1, 3, 9)


def test_an_ended_link_leads_nowhere_and_neither_does_the_wrong_direction():
    assert way(links((1, 2, "0")), start=1, end=2) is None
    assert way(links((1, 2, "1")), start=2, end=1) is None


def test_a_circle_ends():
    assert way(links((1, 2, "1"), (2, 1, "1")), start=1, end=3) is None
