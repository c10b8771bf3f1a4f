"""Copied passages: found whole, told from their originals, and never confused with set phrases."""

from __future__ import annotations

from pathlib import Path

from luoshi.reader.copies import find_copies
from luoshi.reader.defects import find_defects
from luoshi.reader.structure import outline

SEED = Path(__file__).parents[3] / "city/reports/2026.txt"

PASSAGE = (
    "今年新建社区食堂二十处，方便老年人就近用餐。加装电梯三十部，解决上楼难题。"
    "改造背街小巷四十条，让居民出行更加顺畅。"
)


def read(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def test_the_three_copies_of_the_seed_are_found_and_nothing_else() -> None:
    text = read(SEED)

    copies = find_copies(text)

    assert [(c.start, c.end, c.original_start, c.original_end, c.exact) for c in copies] == [
        (4119, 4365, 2265, 2511, True),
        (4367, 4614, 2688, 2935, False),
        (9000, 9379, 10916, 11295, False),
    ]


def test_a_copy_that_breaks_off_a_sentence_comes_before_its_original() -> None:
    original = f"我们着力办好群众身边的小事。{PASSAGE}下一步继续推进。"
    broken = f"支持企业扩大出口，稳定外贸订单，{PASSAGE[2:]}"

    text = f"{broken}\n各位代表！\n{original}"
    (copy,) = find_copies(text)

    assert text[copy.start : copy.end] == PASSAGE[2:]
    assert copy.start < copy.original_start


def test_one_changed_character_does_not_divide_a_copy() -> None:
    changed = PASSAGE.replace("三十部", "三百部")

    text = f"先说民生。{PASSAGE}另起一事。\n再看城建：{changed}到此为止。"
    (copy,) = find_copies(text)

    assert not copy.exact
    assert copy.end - copy.start == len(PASSAGE)


def test_a_repeated_set_phrase_is_no_copy() -> None:
    phrase = "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大和二十届历次全会精神，"

    text = f"过去一年，我们{phrase}各项事业取得进步。\n今年工作的总体要求是：{phrase}推动发展。"

    assert find_copies(text) == ()


def test_a_copy_inside_a_paragraph_is_also_a_splice() -> None:
    text = f"一是办好实事。{PASSAGE}\n\n二是稳定外贸，支持企业出海，{PASSAGE}\n\n三是其他。"

    found = find_defects(outline(text))

    kinds = [defect.kind for defect in found if "duplicate" in defect.kind or defect.kind == "splice"]
    assert sorted(kinds) == ["duplicate_exact", "splice"]
