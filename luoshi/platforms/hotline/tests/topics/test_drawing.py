"""A draw anyone can repeat."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from luoshi.platforms.hotline.topics.drawing import drawn, is_met, list_hash

LIST = [f"opinion:{n}" for n in range(1, 41)]


def test_the_draw_is_what_anyone_gets_from_list_seed_and_size():
    found = drawn(LIST, size=5, seed="4f1c")

    assert found == random.Random("4f1c").sample(sorted(LIST), 5)
    assert drawn(reversed(LIST), size=5, seed="4f1c") == found
    assert drawn(LIST, size=5, seed="4f1d") != found


def test_the_draw_does_not_change_with_versions_of_python():
    assert drawn(LIST, size=3, seed="4f1c") == ["opinion:38", "opinion:22", "opinion:23"]


def test_a_sample_as_large_as_the_list_is_the_list():
    assert sorted(drawn(LIST, size=100, seed="x")) == sorted(LIST)


def test_a_list_is_known_by_its_hash_in_whatever_order():
    assert list_hash(LIST) == list_hash(reversed(LIST)) != list_hash(LIST[1:])


@pytest.mark.parametrize(("pleased", "responded", "met"), [(4, 5, True), (3, 5, False), (0, 0, False)])
def test_so_many_must_be_pleased(pleased: int, responded: int, met: bool):
    assert is_met(pleased, responded, least=Fraction("0.8")) is met
