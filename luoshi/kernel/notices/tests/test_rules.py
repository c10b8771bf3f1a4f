"""Topics and waits."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.notices.rules import MOST_ATTEMPTS, WAITS, covers, masked, patterns_of, wait_after


@pytest.mark.parametrize(
    ("pattern", "topic", "covered"),
    [
        ("*", "case.assigned", True),
        ("case.*", "case.assigned", True),
        ("case.*", "case.clock.missed", True),
        ("case.clock.*", "case.clock.missed", True),
        ("case.assigned", "case.assigned", True),
        ("case", "case.assigned", False),
        ("case.*", "case", False),
        ("cas.*", "case.assigned", False),
        ("case.assigned.*", "case.assigned", False),
    ],
)
def test_a_pattern_covers_a_topic_by_whole_parts(pattern: str, topic: str, covered: bool):
    assert covers([pattern], topic) is covered


@given(st.lists(st.text("abc-", min_size=1), min_size=1, max_size=5).map(".".join))
def test_every_pattern_of_a_topic_covers_it(topic: str):
    assert all(covers([pattern], topic) for pattern in patterns_of(topic))
    assert not covers([], topic)


def test_waits_grow_and_end():
    waits = [wait_after(attempts) for attempts in range(1, MOST_ATTEMPTS + 1)]

    assert waits[:5] == [timedelta(minutes=m) for m in (1, 5, 30, 120, 360)]
    assert waits[-1] is None
    assert sum(WAITS, timedelta()) > timedelta(hours=62)  # Friday 18:00 to Monday 8:00
    assert all(earlier <= later for earlier, later in pairwise(WAITS))


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("wang@example.cn", "w***@example.cn"),
        ("13812345678", "138****5678"),
        ("https://example.cn:8443/hooks/s3cret?token=1", "https://example.cn/…"),
        ("12345", "****"),
    ],
)
def test_an_address_is_shown_so_that_only_its_owner_knows_it(address, shown):
    assert masked(address) == shown
