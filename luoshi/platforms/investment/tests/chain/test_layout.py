"""The drawing of a chain: what goes in stands left of what comes out, and nothing lies on anything."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from time import perf_counter

from hypothesis import given
from hypothesis import strategies as st

from luoshi.platforms.investment.chain.layout import HIGH, WIDE, drawing

graphs = st.integers(1, 30).flatmap(
    lambda n: st.tuples(
        st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=60)
    )
)


@given(graphs)
def test_no_node_lies_on_another_and_all_is_within_the_drawing(graph):
    number, links = graph

    found = drawing(range(number), links)

    boxes = sorted(found.boxes, key=lambda box: (box.x, box.y))
    assert len(boxes) == number
    assert all(one.x != other.x or other.y - one.y >= HIGH for one, other in pairwise(boxes))
    assert all(0 <= box.x <= found.width - WIDE and 0 <= box.y <= found.height - HIGH for box in boxes)


@given(graphs)
def test_the_same_chain_is_drawn_the_same(graph):
    number, links = graph

    assert drawing(range(number), links) == drawing(range(number), list(reversed(links)))


def test_what_goes_in_stands_to_the_left():
    boxes = {box.node: box for box in drawing([3, 2, 1], [(1, 2), (2, 3), (1, 3)]).boxes}

    assert boxes[1].x < boxes[2].x < boxes[3].x


def test_links_into_one_layer_share_a_stem():
    strokes = drawing([1, 2, 3, 4], [(1, 2), (1, 3), (1, 4)]).strokes

    assert [len(stroke.nodes) for stroke in strokes] == [4, 2, 2, 2]


def test_three_hundred_nodes_are_drawn_in_no_time():
    chance = Random(1)
    links = [(one, chance.randrange(one + 1, 300)) for one in range(299) for _ in range(3)]

    start = perf_counter()
    found = drawing(range(300), links)

    assert len(found.boxes) == 300
    assert perf_counter() - start < 2
