"""The reviewed file: what is written is read back, and what is wrong is named."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.anchors import Anchor
from luoshi.kernel.commitments.reviewed import (
    Entry,
    Header,
    Name,
    Question,
    Review,
    ReviewedFile,
    Target,
    dump_reviewed,
    load_reviewed,
    parse_reviewed,
    save_reviewed,
)
from luoshi.kernel.commitments.reviewed.entry import Deed
from luoshi.kernel.commitments.tests.factories import make_file

HEADER = Header(report="testcity-2026", place="测试市", year=2026, sha256="0" * 64, reader="0.1.0", last=999)

anything = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")) | st.sampled_from("\n\t\r 　#:-'\"%"),
    max_size=30,
)
passage = anything.filter(str.strip)
number = st.decimals(-(10**12), 10**12, places=4)
value = number | st.tuples(number, number).map(lambda ends: (min(ends), max(ends)))


def span(quote: str, start: int) -> dict[str, Any]:
    return {"start": start, "end": start + len(quote), "quote": quote}


spans = st.builds(span, passage, st.integers(0, 10_000))
targets = st.builds(
    lambda place, **said: Target(**place, **said),
    spans,
    indicator=anything,
    value=value,
    unit=anything,
    cmp=st.sampled_from(["eq", "ge", "range"]),
    form=st.sampled_from(["level", "growth"]),
    sign=st.sampled_from("+-"),
    period=st.none() | st.sampled_from(["2026", "2026-2030"]),
    wording=anything,
    half=st.none() | st.just("outlook"),
)
deeds = st.builds(
    lambda place, **said: Deed(**place, **said), spans, verb=anything, object=anything, kind=st.just("build")
)
entries = st.builds(
    lambda place, prefix, suffix, **said: Entry(anchor=Anchor(**place, prefix=prefix, suffix=suffix), **said),
    spans,
    anything,
    anything,
    id=st.integers(1, 999).map("2026-{:03d}".format),
    title=passage,
    kind=st.sampled_from(["quantified", "milestone"]),
    strength=st.sampled_from(["binding", "expected"]),
    half=st.sampled_from(["plan", "outlook"]),
    section=anything,
    livelihood=st.none() | st.integers(1, 20),
    targets=st.lists(targets, max_size=2).map(tuple),
    deeds=st.lists(deeds, max_size=2).map(tuple),
    entities=st.lists(spans.map(lambda place: Name(**place, kind="project")), max_size=1).map(tuple),
    checks=st.lists(st.builds(Question, id=passage, message=anything), max_size=1).map(tuple),
    review=st.builds(Review, status=st.sampled_from(["draft", "rejected"]), note=anything),
)
files = st.lists(entries, max_size=3, unique_by=lambda entry: entry.id).map(
    lambda made: ReviewedFile(header=HEADER, entries=tuple(made))
)


@settings(deadline=None)
@given(files)
def test_what_is_written_is_read_back_and_written_the_same(file: ReviewedFile) -> None:
    text = dump_reviewed(file)

    read = parse_reviewed(text, name="2026.yaml")

    assert read == file
    assert dump_reviewed(read) == text


def test_the_file_reads_well() -> None:
    text = dump_reviewed(make_file())

    assert text.startswith("# 承诺事项审阅文件")
    assert "\n\n- id: 2026-002\n  title: 新建幼儿园12所，改造小学30所\n" in text
    assert "\n    value: 12\n    unit: 所\n" in text
    assert text.endswith("  review:\n    status: confirmed\n")


def test_a_decimal_is_read_exactly_and_a_year_needs_no_quotes() -> None:
    text = dump_reviewed(make_file()).replace("value: 12\n", "value: 12.1\n").replace("'2026'", "2026")

    target = parse_reviewed(text, name="2026.yaml").entries[1].targets[0]

    assert target.value == Decimal("12.1")
    assert target.period == "2026"


@pytest.mark.parametrize(
    ("right", "wrong", "where", "what"),
    [
        ("cmp: approx", "cmp: about", "2026-001.targets[0].cmp", "must be one of eq, ge"),
        ("unit: 所", "units: 所", "2026-002.targets[0].units", "there is no such field"),
        ("    object: 市大剧院\n", "", "2026-003.deeds[0].object", "is missing"),
        ("title: 新建", "title:\n  - 新建", "2026-002.title", "must be text"),
        ("value: 12", "value: [12, 3]", "2026-002.targets[0].value", "the low end 12 is above"),
        ("value: 12", "value: 0.1234567", "2026-002.targets[0].value", "too large, or more than 6"),
        ("value: 12", "value: 一打", "2026-002.targets[0].value", "must be a number"),
        (
            "quote: 12所",
            "quote: 12所。",
            "2026-002.targets[0].quote",
            "has 4 characters, but start to end is 3",
        ),
        ("id: 2026-002", "id: 2025-002", "2025-002.id", "must look like 2026-001"),
        ("id: 2026-002", "id: 2026-001", "2026-001.id", "is given twice"),
        ("id: 2026-002", "id: 2026-007", "2026-007.id", "is above last"),
        ("year: 2026", "year: 二〇二六", "year", "must be a whole number"),
        ("status: confirmed", "status: 好", "2026-001.review.status", "must be one of draft, confirmed"),
    ],
)
def test_what_is_wrong_is_named_by_entry_and_field(right: str, wrong: str, where: str, what: str) -> None:
    text = dump_reviewed(make_file())
    assert right in text

    with pytest.raises(LuoshiError) as caught:
        parse_reviewed(text.replace(right, wrong, 1), name="2026.yaml")

    assert caught.value.code == "reviewed-invalid"
    assert f"  {where}: {what}" in caught.value.en
    assert f"  {where}：" in caught.value.zh


def test_every_wrong_field_is_named_at_once() -> None:
    text = dump_reviewed(make_file()).replace("cmp: eq", "cmp: is")

    with pytest.raises(LuoshiError) as caught:
        parse_reviewed(text, name="2026.yaml")

    assert caught.value.en.startswith("2026.yaml has 2 things to put right:")


@pytest.mark.parametrize(
    "text", ["", "a: [", "- 1", "report: x\nreport: y\ncommitments: []\n", "commitments: 3"]
)
def test_what_is_no_reviewed_file_is_refused(text: str) -> None:
    with pytest.raises(LuoshiError, match=r"2026\.yaml"):
        parse_reviewed(text, name="2026.yaml")


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(LuoshiError) as caught:
        load_reviewed(tmp_path / "2026.yaml")

    assert caught.value.code == "reviewed-missing"
    assert "luoshi commitments draft 2026" in caught.value.en


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "commitments" / "2026.yaml"
    save_reviewed(make_file(), path)

    with pytest.raises(AttributeError):
        save_reviewed("no file", path)  # type: ignore[arg-type]

    assert load_reviewed(path) == make_file()
    assert [child.name for child in path.parent.iterdir()] == ["2026.yaml"]
