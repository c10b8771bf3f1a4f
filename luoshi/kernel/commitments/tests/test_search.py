"""Search: every substring is found, in whatever punctuation and width it is typed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from luoshi.kernel.base.search import to_query, to_vector
from luoshi.kernel.commitments.actions import adopt_file
from luoshi.kernel.commitments.models import Commitment
from luoshi.kernel.commitments.queries import narrow
from luoshi.kernel.commitments.tests.factories import MONDAY, make_file, make_reading


def found(words: str) -> list[str]:
    return list(narrow(Commitment.objects.all(), q=words).order_by("code").values_list("code", flat=True))


@pytest.fixture
def adopted(db: None) -> list[Commitment]:
    adopt_file(make_file(), reading=make_reading(), file_sha256="f" * 64, at=MONDAY)
    return list(Commitment.objects.all())


def test_neighbours_are_indexed_with_their_positions() -> None:
    assert to_vector(["粮食5亿"]) == "'粮食':1 '食5':2 '5亿':3 '亿':4"


def test_a_query_is_a_phrase_for_each_word() -> None:
    assert to_query("粮食产量 5G") == "('粮食' <1> '食产' <1> '产量') & ('5g')"
    assert to_query("粮") == "('粮':*)"
    assert to_query("增长，提高") == "('增长' <3> '提高')"
    assert to_query(" 。，'") is None


def test_every_substring_of_every_quote_is_found(adopted: list[Commitment]) -> None:
    for commitment in adopted:
        for length in (1, 2, 3, 7):
            for start in range(len(commitment.quote) - length + 1):
                assert commitment.code in found(commitment.quote[start : start + length])


def test_only_what_contains_the_words_is_found(adopted: list[Commitment]) -> None:
    assert found("幼儿园") == ["2026-002"]
    assert found("大剧院 建设") == ["2026-003"]
    assert found("幼儿院") == []
    assert found("园幼儿") == []
    assert found("幼儿园改造") == []


def test_width_case_and_punctuation_do_not_matter(adopted: list[Commitment]) -> None:
    assert found("１２所, 改造") == found("12所，改造") == ["2026-002"]


def test_a_phrase_does_not_run_from_one_text_into_the_next(adopted: list[Commitment]) -> None:
    commitment = adopted[1]

    assert found(commitment.quote[-2:] + "新建") == []


def test_words_that_hold_nothing_to_search_for_narrow_nothing(adopted: list[Commitment]) -> None:
    assert len(found("。。")) == len(adopted)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_no_query_breaks_the_search(adopted: list[Commitment], words: str) -> None:
    assert isinstance(found(words), list)
