"""Whether a ranking is better than popularity is measured, and said as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.platforms.investment.chain.lift import Lift, World, lifts, read_world

DATA = Path(__file__).parents[6] / "shared" / "data" / "platforms"


def test_a_ranking_without_any_signal_is_no_better_than_popularity():
    firms = tuple((f"p{p}", f"i{i}") for p in range(12) for i in range(30) if (p * 7 + i * 5) % 11 < 6)

    found = {one.method: one for one in lifts(World(firms, {}), runs=6, seed=1)}

    assert not found["popularity × raw material"].better
    assert found["popularity × raw material"].lift == pytest.approx(1)


def test_a_world_in_which_neighbours_tell_is_found_to_be_one():
    """Two kinds of places, each with its own half of the industries: density sees it, popularity does not."""
    firms = tuple((f"p{p}", f"i{i}") for p in range(16) for i in range(40) if (p + i) % 2 == 0)

    found = {one.method: one for one in lifts(World(firms, {}), runs=6, seed=1)}

    assert found["density"].better
    assert found["density"].low > 1


def test_the_same_seed_gives_the_same_lift():
    firms = tuple((f"p{p}", f"i{(p * p + i) % 20}") for p in range(8) for i in range(6))

    assert lifts(World(firms, {}), runs=3, seed=2) == lifts(World(firms, {}), runs=3, seed=2)


def test_better_means_that_the_whole_interval_is():
    assert not Lift("a", 0.3, 0.2, 0.99, 1.9).better
    assert Lift("a", 0.3, 0.2, 1.01, 1.9).better


@pytest.mark.skipif(
    not DATA.exists(), reason="NO TEST DATA in ../shared/data/platforms: lift was not measured"
)
def test_on_listed_firms_no_ranking_is_better_than_popularity():
    world = read_world(DATA)
    found = {one.method: one for one in lifts(world, runs=20, seed=1)}

    assert world.size == (24, 311, 2517)
    assert found["density"].baseline == pytest.approx(0.211, abs=0.02)
    assert not any(one.better for one in found.values())
