"""Readings and reviewed files to test with, made from a small invented report."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from luoshi.kernel.commitments.redrafting import redraft
from luoshi.kernel.commitments.reviewed import Entry, ReviewedFile
from luoshi.kernel.commitments.reviewed.entry import ReviewStatus
from luoshi.reader.model import Commitment, Coverage, Milestone, Quantity, Reading, Section, Source

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)
GROWTH = "地区生产总值增长5%左右"
SCHOOLS = "新建幼儿园12所，改造小学30所"
THEATRE = "推动市大剧院建设完工"
TEXT = f"""一、今年的主要目标
今年的主要预期目标是：{GROWTH}。各项事业都要稳步向前走。
二、重点工作
(一) 办好教育。坚持教育优先发展，{SCHOOLS}，让每个孩子都有好去处。
(二) 繁荣文化。用心用情为群众做好事，{THEATRE}，丰富市民的文化生活。
"""
FIGURES = {"5%左右": ("%", "approx", "growth"), "12所": ("所", "eq", "level"), "30所": ("所", "eq", "level")}


def make_reading(text: str = TEXT, *, report: str = "testcity-2026", **changes: Any) -> Reading:
    """Return a reading of a text that holds some of the promises above."""
    quantities = tuple(_quantity(text, quote) for quote in FIGURES if quote in text)
    milestones = (_milestone(text),) if THEATRE in text else ()
    commitments = tuple(
        _commitment(text, quote, quantities, milestones)
        for quote in (GROWTH, SCHOOLS, THEATRE)
        if quote in text
    )
    values: dict[str, Any] = {
        "report": report,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "place": "测试市",
        "year": 2026,
        "source": Source(name="2026.txt", format="text", encoding="utf-8"),
        "text": text,
        "quantities": quantities,
        "excluded": (),
        "milestones": milestones,
        "unfigured": (),
        "defects": (),
        "sections": (
            Section(
                id="二",
                start=0,
                end=1,
                quote=text[:1],
                label="二",
                title="重点工作",
                level=1,
                stop=len(text),
                half="plan",
            ),
        ),
        "sentences": (),
        "commitments": commitments,
        "checks": (),
        "coverage": Coverage(sentences=0, plan_sentences=0, classified=0, digit_runs=3, covered=3),
    }
    return Reading(**values | changes)


def make_file(
    reading: Reading | None = None, *, status: ReviewStatus = "confirmed", times: int = 1
) -> ReviewedFile:
    """Return the reviewed file of a reading, every entry with the same status, and as often as wanted."""
    file = redraft(None, reading or make_reading()).file
    many = enumerate(file.entries * times, start=1)
    file = replace(
        file,
        header=replace(file.header, last=len(file.entries) * times),
        entries=tuple(replace(entry, id=f"2026-{number:03d}") for number, entry in many),
    )
    entries = tuple(replace(entry, review=replace(entry.review, status=status)) for entry in file.entries)
    return replace(file, entries=entries)


def with_entry(file: ReviewedFile, entry: Entry) -> ReviewedFile:
    """Return the file with another entry in place of the one with the same id."""
    return replace(file, entries=tuple(entry if old.id == entry.id else old for old in file.entries))


def _quantity(text: str, quote: str) -> Quantity:
    unit, cmp, form = FIGURES[quote]
    start = text.index(quote)
    value: dict[str, Any] = {"cmp": cmp, "form": form, "sign": "+"}
    return Quantity(
        id=f"q{start}",
        start=start,
        end=start + len(quote),
        quote=quote,
        value=Decimal("".join(sign for sign in quote if sign.isdigit())),
        unit=unit,
        half="plan",
        indicator={"5%左右": "地区生产总值", "12所": "新建幼儿园", "30所": "改造小学"}[quote],
        period="2026",
        sentence="s1",
        section="二",
        **value,
    )


def _milestone(text: str) -> Milestone:
    start = text.index(THEATRE)
    return Milestone(
        id=f"m{start}",
        start=start,
        end=start + len(THEATRE),
        quote=THEATRE,
        verb="建设完工",
        object="市大剧院",
        kind="finish",
        sentence="s2",
        section="二",
    )


def _commitment(
    text: str, quote: str, quantities: tuple[Quantity, ...], milestones: tuple[Milestone, ...]
) -> Commitment:
    start, end = text.index(quote), text.index(quote) + len(quote)
    figures = tuple(q.id for q in quantities if start <= q.start and q.end <= end)
    deeds = tuple(m.id for m in milestones if start <= m.start and m.end <= end)
    return Commitment(
        id=f"c{start}",
        start=start,
        end=end,
        quote=quote,
        kind="quantified" if figures else "milestone",
        strength="expected",
        half="plan",
        section="二",
        sentence="s1",
        quantities=figures,
        milestones=deeds,
        livelihood=None if figures else 1,
    )
