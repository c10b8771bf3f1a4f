"""Outline of the city's own report, which lacks its head and repeats three passages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from luoshi.reader.document import Document
from luoshi.reader.structure import outline

REPORT = Path(__file__).parents[3] / "city" / "reports" / "2026.txt"


@cache
def document() -> Document:
    return outline(REPORT.read_text(encoding="utf-8"))


def test_place_and_year_are_read_without_a_head():
    told = (document().place, document().year)

    assert told == ("四平市", 2026)


def test_sections_before_the_first_part_are_review():
    heads = [section for section in document().sections if section.level == 2 and "/" not in section.id]

    assert [(section.id, section.half) for section in heads] == [
        ("(六)", "review"),
        ("(七)", "review"),
        ("(八)", "review"),
    ]


def test_the_livelihood_list_has_its_ten_items():
    items = [section.label for section in document().sections if section.id.startswith("三/(八)/")]

    assert items == list("①②③④⑤⑥⑦⑧⑨⑩")


def test_what_follows_the_livelihood_list_is_none_of_it():
    sections = [sentence.section for sentence in document().sentences if "义务教育" in sentence.quote]

    assert sections[-1] == "三/(八)"


def test_sentences_broken_by_a_column_are_whole():
    quotes = [sentence.quote for sentence in document().sentences]

    assert any("推动遗产保护创\n\n新升级。" in quote for quote in quotes)
    assert any("发展方向, " in quote or "展方向, " in quote for quote in quotes)


def test_sentences_of_a_copied_passage_name_their_original():
    by_id = {sentence.id: sentence for sentence in document().sentences}

    copies = [sentence for sentence in document().sentences if sentence.duplicate_of]

    assert copies
    assert all(by_id[str(copy.duplicate_of)].quote[-12:] == copy.quote[-12:] for copy in copies)


def test_the_halves_come_in_the_order_of_the_report():
    order = list(dict.fromkeys(sentence.half for sentence in document().sentences))

    assert order == ["review", "outlook", "plan"]
