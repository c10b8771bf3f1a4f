"""Anchors: found where that is beyond doubt, else an orphan."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.kernel.commitments.anchors import CONTEXT, Anchor, make_anchor, place

BEFORE = "坚持就业优先，把稳岗扩岗摆在更加突出的位置，完善公共服务体系，"
QUOTE = "城镇新增就业1.5万人"
AFTER = "，农村劳动力转移就业26万人，零就业家庭动态清零，让群众端稳饭碗。"
TEXT = f"前文若干。{BEFORE}{QUOTE}{AFTER}后文若干。"
ANCHOR = make_anchor(TEXT, TEXT.index(QUOTE), TEXT.index(QUOTE) + len(QUOTE))

hanzi = st.text(st.sampled_from("山川田土水火木金石风云日月星辰，。；\n"), max_size=120)


def quoted(anchor: Anchor, text: str) -> bool:
    return text[anchor.start : anchor.end] == anchor.quote


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(0, 200), st.integers(1, 40))
def test_an_anchor_holds_in_the_text_it_was_made_from(text: str, start: int, length: int) -> None:
    start = min(start, len(text))

    placement = place(make_anchor(text, start, min(start + length, len(text))), text)

    assert placement.status == "ok"
    assert placement.anchor.start == start


@settings(deadline=None)
@given(hanzi)
def test_words_inserted_before_move_the_anchor(inserted: str) -> None:
    text = inserted + TEXT

    placement = place(ANCHOR, text)

    assert placement.status == ("drifted" if inserted else "ok")
    assert placement.anchor == make_anchor(text, text.index(QUOTE), text.index(QUOTE) + len(QUOTE))


@settings(deadline=None)
@given(hanzi, hanzi)
def test_deleted_words_leave_an_orphan(before: str, after: str) -> None:
    text = before + TEXT.replace(QUOTE, "") + after

    placement = place(ANCHOR, text)

    assert placement.status == "orphan"
    assert placement.anchor == ANCHOR


@settings(deadline=None)
@given(hanzi, hanzi)
def test_two_equal_passages_that_both_moved_are_ambiguous(before: str, between: str) -> None:
    passage = BEFORE + QUOTE + AFTER
    text = f"新的开头。{before}{passage}{between}{passage}"

    placement = place(ANCHOR, text)

    assert placement.status == "orphan" or placement.anchor.start == ANCHOR.start


@settings(deadline=None)
@given(hanzi, hanzi)
def test_the_same_words_elsewhere_do_not_mislead(before: str, between: str) -> None:
    text = f"新的开头。{before}{QUOTE}{between}{TEXT}"

    placement = place(ANCHOR, text)

    assert placement.status == "drifted"
    assert placement.anchor.start == text.index(BEFORE + QUOTE) + len(BEFORE)


@settings(deadline=None)
@given(hanzi)
def test_the_same_words_elsewhere_do_not_stand_in_for_deleted_ones(other: str) -> None:
    text = TEXT.replace(QUOTE, "") + other + QUOTE + other

    placement = place(ANCHOR, text)

    assert placement.status == "orphan"


@settings(deadline=None)
@given(hanzi, hanzi, hanzi)
def test_whatever_is_told_is_quoted_from_the_text(before: str, quote: str, after: str) -> None:
    anchor = make_anchor(before + quote + after, len(before), len(before) + len(quote))

    placement = place(anchor, after + quote + before)

    assert placement.status == "orphan" or quoted(placement.anchor, after + quote + before)


def test_a_small_edit_between_untouched_words_is_found_with_the_new_words() -> None:
    text = "新的开头。" + TEXT.replace("1.5万人", "1.6万人")

    placement = place(ANCHOR, text)

    assert placement.status == "drifted"
    assert placement.anchor.quote == "城镇新增就业1.6万人"
    assert quoted(placement.anchor, text)


def test_a_rewritten_passage_is_an_orphan() -> None:
    text = TEXT.replace(QUOTE, "全面落实各项稳就业政策")

    placement = place(ANCHOR, text)

    assert placement.status == "orphan"


def test_a_passage_whose_one_neighbour_was_rewritten_is_still_found() -> None:
    text = "新的开头。" + TEXT.replace(BEFORE, "就业是民生之本，一刻也不能放松。全年")

    placement = place(ANCHOR, text)

    assert placement.status == "drifted"
    assert quoted(placement.anchor, text)


def test_context_is_32_code_points_and_shorter_at_the_ends() -> None:
    middle, start = make_anchor(TEXT, 50, 55), make_anchor(TEXT, 2, 4)

    assert (len(middle.prefix), len(middle.suffix)) == (CONTEXT, min(CONTEXT, len(TEXT) - 55))
    assert start.prefix == TEXT[:2]
