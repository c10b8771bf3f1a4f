"""Drafting: what the reading has becomes entries, and a second draft loses no reviewer's work."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.changes import changes_in_words, changes_of
from luoshi.kernel.commitments.drafting import title_of
from luoshi.kernel.commitments.redrafting import redraft
from luoshi.kernel.commitments.reviewed import Entry, Review, ReviewedFile
from luoshi.kernel.commitments.tests.factories import (
    GROWTH,
    SCHOOLS,
    TEXT,
    THEATRE,
    make_file,
    make_reading,
    with_entry,
)

WITHOUT_SCHOOLS = make_reading(commitments=tuple(c for c in make_reading().commitments if c.quote != SCHOOLS))


def codes(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.id for entry in entries]


def corrected(file: ReviewedFile, number: int) -> Entry:
    entry = file.entries[number]
    return replace(entry, title="由人改写的标题", review=Review(status="corrected", note="改了标题"))


def test_a_first_draft_numbers_the_commitments_in_reading_order() -> None:
    file = redraft(None, make_reading()).file

    assert [(e.id, e.anchor.quote) for e in file.entries] == [
        ("2026-001", GROWTH),
        ("2026-002", SCHOOLS),
        ("2026-003", THEATRE),
    ]
    assert file.header.last == 3
    assert {e.review.status for e in file.entries} == {"draft"}
    growth = file.entries[0].targets[0]
    assert (growth.quote, growth.value, growth.cmp, growth.form) == ("5%左右", Decimal(5), "approx", "growth")
    assert [deed.verb for deed in file.entries[2].deeds] == ["建设完工"]


def test_a_second_draft_of_the_same_reading_changes_nothing() -> None:
    file = make_file()

    again = redraft(file, make_reading())

    assert again.file == file
    assert not any(changes_of(again).values())


def test_new_commitments_are_appended_with_numbers_never_used_before() -> None:
    file = redraft(None, WITHOUT_SCHOOLS).file
    file = replace(file, header=replace(file.header, last=7))

    again = redraft(file, make_reading())

    assert codes(again.added) == ["2026-008"]
    assert codes(again.file.entries) == ["2026-001", "2026-002", "2026-008"]
    assert again.file.header.last == 8


@pytest.mark.parametrize("force", [False, True])
def test_what_a_person_reviewed_is_never_overwritten(force: bool) -> None:
    file = make_file()
    file = with_entry(file, corrected(file, 1))

    again = redraft(file, WITHOUT_SCHOOLS, force=force)

    assert again.file == file
    assert codes(again.unread) == ["2026-002"]


def test_a_rejected_entry_is_not_drafted_again() -> None:
    file = make_file(status="rejected")

    again = redraft(file, make_reading())

    assert again.file == file
    assert not again.added


def test_force_draws_drafts_anew_and_drops_those_no_longer_read() -> None:
    file = make_file(status="draft")
    file = with_entry(file, replace(file.entries[0], title="旧标题", strength="binding"))

    again = redraft(file, WITHOUT_SCHOOLS, force=True)

    assert codes(again.refreshed) == ["2026-001"]
    assert codes(again.dropped) == ["2026-002"]
    assert codes(again.file.entries) == ["2026-001", "2026-003"]
    assert again.file.entries[0].strength == "expected"
    assert again.file.header.last == 3


def test_without_force_a_draft_is_kept_and_the_difference_is_told() -> None:
    file = make_file(status="draft")
    file = with_entry(file, replace(file.entries[0], strength="binding"))

    again = redraft(file, make_reading())

    assert again.file == file
    assert [(d.entry.id, d.fields) for d in again.differing] == [
        ("2026-001", {"strength": ("binding", "expected")})
    ]


def test_words_that_moved_take_their_entry_along() -> None:
    reading = make_reading("新的开头。" + TEXT)

    again = redraft(make_file(), reading)

    assert len(again.moved) == 3
    assert not again.added
    for entry in again.file.entries:
        for place in (entry.anchor, *entry.parts):
            assert reading.text[place.start : place.end] == place.quote


def test_edited_words_are_told_but_the_reviewed_ones_stay_in_the_file() -> None:
    reading = make_reading(TEXT.replace("新建幼儿园12所", "新建幼儿园15所"))

    again = redraft(make_file(), reading)

    assert [(entry.id, words) for entry, words in again.edited] == [
        ("2026-002", "新建幼儿园15所，改造小学30所")
    ]
    assert again.file.entries[1].anchor.quote == SCHOOLS
    assert not again.added


def test_lost_words_are_told() -> None:
    again = redraft(make_file(), make_reading(TEXT.replace(THEATRE, "")))

    assert codes(again.orphans) == ["2026-003"]
    assert again.file.entries[2] == make_file().entries[2]


def test_a_file_of_another_report_is_refused() -> None:
    with pytest.raises(LuoshiError) as caught:
        redraft(make_file(), make_reading(report="othercity-2026"))

    assert caught.value.code == "reviewed-other-report"


def test_changes_are_told_in_words() -> None:
    text = "新的开头。" + TEXT.replace(THEATRE, "").replace("新建幼儿园12所", "新建幼儿园15所")

    words = "\n".join(changes_in_words(redraft(make_file(), make_reading(text))))

    assert "位置移动（1）" in words
    assert "      + 新建幼儿园15所，改造小学30所" in words
    assert "原文已找不到，请复核（1）\n  2026-003" in words


@pytest.mark.parametrize(
    ("quote", "title"),
    [
        ("③改造老旧供热管网23.5公里。", "改造老旧供热管网23.5公里"),
        ("23.5公里管网", "23.5公里管网"),
        ("(二) 办好\n教育", "办好 教育"),
        ("一" * 41, "一" * 39 + "…"),
        ("加快建设" * 5 + "，" + "持续推进" * 6, "加快建设" * 5 + "…"),
    ],
)
def test_a_title_is_the_beginning_of_the_words(quote: str, title: str) -> None:
    assert title_of(quote) == title
