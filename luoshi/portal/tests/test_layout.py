"""The text survives its layout, whatever is marked on it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from luoshi.portal.layout import Block, Heading, Mark, lay_out
from luoshi.portal.markup import report_html

TEXT = "一、目标\n新增就业1.5万人，建成剧院。\n\n  (一) 学校。新建学校。"
spans = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(sorted).map(tuple), max_size=8
)


def mark(start: int, end: int, key: str = "2026-001") -> Mark:
    return Mark(start=start, end=end, key=key, style="quantified", label="1")


def joined(blocks: list[Block]) -> list[str]:
    return ["".join(piece.text for piece in block.pieces) for block in blocks]


@given(promises=spans, defects=spans, headings=spans)
def test_the_pieces_join_to_the_text(promises, defects, headings):
    blocks = lay_out(
        TEXT,
        [Heading(start=a, end=b, level=1, id=f"h{n}") for n, (a, b) in enumerate(headings)],
        [mark(a, b, f"p{n}") for n, (a, b) in enumerate(promises)],
        [mark(a, b, f"d{n}") for n, (a, b) in enumerate(defects)],
    )

    assert joined(blocks) == [line.strip() for line in TEXT.splitlines() if line.strip()]


@given(defects=spans)
def test_every_defect_on_a_printed_character_opens_once(defects):
    marks = [mark(a, b, f"d{n}") for n, (a, b) in enumerate(defects)]

    blocks = lay_out(TEXT, [], [], marks)

    opened = [m.key for block in blocks for piece in block.pieces for m in piece.opening_defects]
    assert len(opened) == len(set(opened))
    assert {m.key for m in marks if TEXT[m.start : m.end].strip()} <= set(opened)


def test_the_shorter_of_two_marks_lies_on_top():
    long, short = mark(5, 20, "long"), mark(7, 9, "short")

    blocks = lay_out(TEXT, [], [], [long, short])

    tops = [piece.defect.key for block in blocks for piece in block.pieces if piece.defect]
    assert tops[:3] == ["long", "short", "long"]


def test_a_heading_that_fills_its_line_becomes_a_heading():
    headings = [Heading(start=0, end=4, level=1, id="section-1")]

    blocks = lay_out(TEXT, headings, [])

    assert [block.tag for block in blocks] == ["h2", "p", "p"]


def test_a_heading_that_opens_a_paragraph_is_set_apart_in_it():
    start = TEXT.index("(一)")
    heading = Heading(start=start, end=start + 6, level=2, id="section-2")

    html = report_html(TEXT, (heading,), (), (), slug="x")

    assert '<p><span id="section-2"></span><b>(一) 学校</b>。新建学校。</p>' in html


def test_a_promise_cut_by_a_defect_is_one_stop_for_the_keyboard():
    start = TEXT.index("新增")
    promise, defect = mark(start, start + 10), mark(start + 2, start + 4, "d1")

    html = report_html(TEXT, (), (promise,), (defect,), slug="x")

    assert html.count('<a class="promise') == 3
    assert html.count('id="c2026-001"') == 1
    assert html.count('tabindex="-1"') == 2


def test_signs_of_the_markup_are_shown_as_printed():
    text = '投资<5000万元 & "重点"'

    html = report_html(text, (), (mark(0, len(text)),), (), slug="x")

    assert re.sub(r"<[^>]+>", "", html) == "投资&lt;5000万元 &amp; &quot;重点&quot;"
