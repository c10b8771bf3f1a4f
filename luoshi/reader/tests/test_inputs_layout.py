"""Columns are found, not assumed, and what a page broke is one paragraph again."""

from __future__ import annotations

import pytest

from luoshi.reader.inputs.furniture import without_furniture
from luoshi.reader.inputs.layout import Line, columns, in_own_order
from luoshi.reader.inputs.paragraphs import rejoin

WIDTH, GAP, PITCH = 200.0, 20.0, 14.0


def line(text: str, *, left: float = 0, top: float = 0, width: float = WIDTH, height: float = 10) -> Line:
    return Line(left, top, left + width, top + height, text)


def page(count: int, rows: int = 20) -> list[Line]:
    """Lines a0 a1 … b0 b1 … of columns side by side, row by row, as an engine finds them."""
    return [
        line(f"{chr(97 + column)}{row}", left=column * (WIDTH + GAP), top=100 + row * PITCH)
        for row in range(rows)
        for column in range(count)
    ]


def texts(blocks: list[list[Line]]) -> list[str]:
    return [item.text for block in blocks for item in block]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6])
def test_as_many_columns_are_found_as_there_are(count):
    lines = page(count)

    found = columns(lines)

    assert len(found) == count
    assert texts(found) == [f"{chr(97 + column)}{row}" for column in range(count) for row in range(20)]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_a_headline_over_the_middle_of_the_page_comes_first(count):
    middle = (count * (WIDTH + GAP) - GAP) / 2
    headline = line("headline", left=middle - 150, width=300, top=20, height=30)

    found = columns([*page(count), headline])

    assert texts(found)[:2] == ["headline", "a0"]
    assert len(found) == (1 if count == 1 else count + 1)


def test_a_headline_narrower_than_the_middle_column_comes_first():
    headline = line("headline", left=WIDTH + GAP + 20, width=WIDTH - 40, top=20, height=30)

    found = columns([*page(3), headline])

    assert texts(found)[:2] == ["headline", "a0"]


def test_a_headline_over_two_of_four_columns_parts_only_those():
    lines = [item for item in page(4) if not (item.text[0] in "ab" and item.text[1:] in ("9", "10"))]
    headline = line("headline", left=10, width=2 * WIDTH, top=100 + 9 * PITCH, height=22)

    found = texts(columns([*lines, headline]))

    assert found[:9] == [f"a{row}" for row in range(9)]
    assert found[17:20] == ["b8", "headline", "a11"]
    assert found[-40:] == [f"{column}{row}" for column in "cd" for row in range(20)]


def test_numbers_at_the_end_of_lines_are_no_column():
    lines = []
    for row in range(10):
        lines.append(line(f"title {row}", top=row * PITCH))
        lines.append(line(f"{row}", left=400, width=10, top=row * PITCH))

    found = columns(lines)

    assert texts(found)[:2] == ["title 0 0", "title 1 1"]


def test_the_files_own_order_is_kept_where_it_follows_the_columns():
    cells = [line("cell 1, line 1", top=300), line("cell 1, line 2", top=314)]
    lines = sorted(page(2), key=lambda item: item.text[0])

    found = in_own_order([*lines, *cells])

    assert texts(found)[-22:-20] == ["b0", "b1"]
    assert texts(found)[-2:] == ["cell 1, line 1", "cell 1, line 2"]


def test_an_order_that_runs_across_the_columns_is_not_believed():
    lines = page(3)

    found = in_own_order(lines)

    assert texts(found) == [f"{column}{row}" for column in "abc" for row in range(20)]


def test_lines_of_a_paragraph_are_joined_over_lines_columns_and_pages():
    first = [
        line("全年完成投资2", left=20, width=180),
        line("00亿元，增长", top=PITCH),
        line("5%。", top=28, width=30),
    ]
    second = [line("二是加快建", left=20, width=180), line("设新区，全", top=PITCH)]
    third = [line("面完成任务。", width=60), line("三是", left=20, top=PITCH, width=40)]

    text = rejoin([[first, second], [third]])

    assert text == "全年完成投资200亿元，增长5%。\n二是加快建设新区，全面完成任务。\n三是\n"


def test_words_are_joined_by_a_space_and_divided_words_by_nothing():
    block = [line("Beijing", width=190), line("Tianjin indus\ufffe", top=PITCH), line("try", top=28)]

    text = rejoin([[block]])

    assert text == "Beijing Tianjin industry\n"


def test_page_numbers_and_running_heads_are_left_out():
    pages = [
        [line("政府工作报告", top=0), line("正文", top=50), line("— 1 —", top=500)],
        [line("政府工作报告", top=0), line("2026年", top=50), line("— 2 —", top=500)],
        [line("政府工作报告", top=0), line("结尾", top=50), line("第3页", top=500)],
    ]

    kept = without_furniture(pages)

    assert [[item.text for item in page] for page in kept] == [["正文"], ["2026年"], ["结尾"]]


def test_a_number_at_the_edge_of_a_single_page_stays():
    lines = [line("正文", top=50), line("2026", top=500)]

    kept = without_furniture([lines])

    assert kept == [lines]


def test_lines_without_extent_are_still_read():
    lines = [Line(0, 0, 0, 0, "a"), Line(0, 0, 0, 0, "b"), Line(5, 5, 5, 5, "c")]

    text = rejoin([in_own_order(lines)])

    assert set(text) >= set("abc")
