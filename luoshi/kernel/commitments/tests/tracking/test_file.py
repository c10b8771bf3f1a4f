"""The tracking file: read, written, and every mistake named with its line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.periods import year
from luoshi.kernel.commitments.assessing.codes import Comparator, Direction
from luoshi.kernel.commitments.assessing.trajectories import Course
from luoshi.kernel.commitments.reviewed import ReviewedFile
from luoshi.kernel.commitments.tests.factories import make_file
from luoshi.kernel.commitments.tests.tracking.factories import END, make_target, make_tracking, with_entry
from luoshi.kernel.commitments.tracking import (
    Assigned,
    BaselineEntry,
    NodeEntry,
    NotTracked,
    TrackingFile,
    TrajectoryEntry,
    dump_tracking,
    parse_tracking,
)
from luoshi.kernel.commitments.tracking.checking import Series, Surroundings, problems_of
from luoshi.kernel.commitments.tracking.parse import lines_of
from luoshi.kernel.measures.points import MeasureKind
from luoshi.kernel.orgs.entries import OrganisationEntry

GOOD = """\
report: testcity-2026
year: 2026
entries:
- commitment: 2026-002
  targets:
  - quote: 12所
    series: outside.kindergartens
    kind: flow
    direction: more
    deadline: 2026-12-31
    trajectory: {course: linear_time}
  lead: {org: education, from: suggestion, confirmed: false}
"""


def test_a_file_says_the_same_after_it_is_written_and_read() -> None:
    file = make_tracking()

    text = dump_tracking(file)

    assert parse_tracking(text, name="2026.yaml") == file
    assert dump_tracking(parse_tracking(text, name="2026.yaml")) == text
    assert "lead: {org: statistics, from: suggestion, confirmed: false}" in text


@given(
    course=st.sampled_from([Course.LINEAR_TIME, Course.CONSTANT, Course.SEASONAL_SHARE]),
    value=st.decimals(min_value=-(10**9), max_value=10**9, places=3),
    note=st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=30),
    comparator=st.sampled_from([None, *Comparator]),
)
def test_any_target_survives_the_file(
    course: Course, value: Decimal, note: str, comparator: Comparator | None
) -> None:
    target = make_target(
        "12所",
        "outside.kindergartens",
        course,
        note=note,
        comparator=comparator,
        baseline=BaselineEntry(value=value, period=year(2025)),
    )
    file = with_entry(make_tracking(), "2026-002", targets=(target,))

    assert parse_tracking(dump_tracking(file), name="2026.yaml") == file


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        (GOOD.replace("kind: flow", "kind: total"), 8, "2026-002 targets[0].kind"),
        (GOOD.replace("outside.kindergartens", "Kindergartens"), 7, "2026-002 targets[0].series"),
        (GOOD.replace("2026-12-31", "年底"), 10, "应为日期"),
        (GOOD.replace("linear_time", "declared_nodes"), 11, "要有 nodes"),
        (GOOD.replace("from: suggestion", "from: rumour"), 12, "2026-002 lead.from"),
        (GOOD.replace("  lead:", "  leads:"), 12, "没有这个字段"),
        (GOOD + "- commitment: 2026-002\n  untracked: {reason: 无, lacks: [metric]}\n", 13, "重复"),
        (GOOD + "- commitment: 2026-003\n", 13, "须有其一"),
        (GOOD + "  untracked: {reason: 无, lacks: [luck]}\n", 13, "lacks[0]"),
        (GOOD + "  support:\n  - {org: education}\n", 4, "重复"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_entry(wrong: str, line: int, words: str) -> None:
    with pytest.raises(LuoshiError) as caught:
        parse_tracking(wrong, name="2026.yaml")

    assert caught.value.code == "tracking-invalid"
    assert f"第 {line} 行" in caught.value.zh
    assert words in caught.value.zh


def test_every_mistake_is_named_at_once_in_two_languages() -> None:
    wrong = GOOD.replace("kind: flow", "kind: total").replace("direction: more", "direction: up")

    with pytest.raises(LuoshiError) as caught:
        parse_tracking(wrong, name="2026.yaml")

    assert caught.value.zh.startswith("2026.yaml 有 2 处需要更正")
    assert caught.value.en.startswith("2026.yaml has 2 things to put right")


def test_a_file_that_is_no_yaml_says_so() -> None:
    with pytest.raises(LuoshiError, match="YAML"):
        parse_tracking("entries: [", name="2026.yaml")


def test_nodes_that_fall_are_refused() -> None:
    nodes = (NodeEntry(on=date(2026, 6, 30), share=Decimal("0.5")), NodeEntry(on=END, share=Decimal("0.4")))
    course = TrajectoryEntry(course=Course.DECLARED_NODES, nodes=nodes)
    target = make_target("12所", "outside.kindergartens", trajectory=course)

    with pytest.raises(LuoshiError, match="份额不应下降"):
        parse_tracking(
            dump_tracking(with_entry(make_tracking(), "2026-002", targets=(target,))), name="2026.yaml"
        )


def organisation(code: str, *, until: date | None = None, successor: str | None = None) -> OrganisationEntry:
    return OrganisationEntry(
        where="",
        code=code,
        name=code,
        short=code,
        kind="department",
        parent=None,
        region="",
        duties=(),
        since=date(2010, 1, 1),
        until=until,
        successor=successor,
    )


BODIES = {code: organisation(code) for code in ("statistics", "education", "culture", "works")}
SERIES = {
    "outside.gdp_growth": Series(MeasureKind.GROWTH, "%"),
    "outside.kindergartens": Series(MeasureKind.FLOW, "所"),
    "outside.schools": Series(MeasureKind.FLOW, "所"),
}


def wrong_in(file: TrackingFile, *, commitments: ReviewedFile | None = None, bodies=BODIES) -> list[str]:
    around = Surroundings(
        commitments=commitments or make_file(),
        text="上年增长4.8%。",
        organisations=bodies,
        on=date(2026, 3, 1),
        series=SERIES,
        lines=lines_of(dump_tracking(file)),
    )
    return [f"{problem.where}：{problem.zh}" for problem in problems_of(file, around)]


def test_a_file_that_fits_has_no_problems() -> None:
    assert wrong_in(make_tracking()) == []


def test_what_does_not_fit_the_commitments_is_found() -> None:
    file = make_tracking()
    one = replace(file.entries[1], targets=file.entries[1].targets[:1])
    words = replace(one, targets=(make_target("月亮", "outside.schools"), *file.entries[1].targets))
    twice = replace(one, targets=(*file.entries[1].targets, make_target("12所", "outside.schools", nth=2)))

    assert "数字“30所”没有安排" in wrong_in(replace(file, entries=(one,)))[0]
    assert "承诺原文中没有这些字" in wrong_in(replace(file, entries=(words,)))[0]
    assert "没有这么多处" in wrong_in(replace(file, entries=(twice,)))[0]
    assert "没有这一条" in wrong_in(replace(file, entries=(replace(one, commitment="2026-099"),)))[0]
    assert "属于" in wrong_in(replace(file, year=2025))[0]
    assert "应写 targets" in " ".join(
        wrong_in(
            with_entry(file, "2026-002", targets=(), untracked=NotTracked(reason="难", lacks=("metric",)))
        )
    )
    assert "已审阅为不是承诺" in wrong_in(file, commitments=make_file(status="rejected"))[0]


def test_what_does_not_fit_the_series_or_the_report_is_found() -> None:
    file = make_tracking()
    growth = file.entries[0].targets[0]
    base = BaselineEntry(value=Decimal(5), period=year(2025), quote="没有说过的话")

    def changed(**changes: Any) -> str:
        target = replace(growth, **changes)
        return " ".join(wrong_in(with_entry(file, "2026-001", targets=(target,))))

    assert "没有数据系列“outside.moon”" in changed(series="outside.moon")
    assert "是 flow，这里写 growth" in changed(series="outside.schools")
    assert "报告中没有这些字" in changed(baseline=base)
    assert "已有基期值" in changed(lacks=("baseline",))
    assert "须写参照系列" in changed(comparator=Comparator.REL_GE)
    assert "早于时期" in changed(deadline=date(2025, 12, 31))
    assert changed(direction=Direction.NONE) == ""


def test_what_does_not_fit_the_organisations_is_found() -> None:
    file = with_entry(make_tracking(), "2026-002", lead=Assigned(org="education", confirmed=True))
    ended = BODIES | {"culture": organisation("culture", until=date(2026, 1, 1), successor="works")}

    found = wrong_in(file, bodies={code: body for code, body in ended.items() if code != "statistics"})

    assert "没有机构“statistics”" in found[0]
    assert "建议不能算已确认" in found[1]
    assert "承继机构是 works" in found[2]
    assert found[0].startswith("第 ")
