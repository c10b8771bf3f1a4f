"""A small invented city with a tracking file for its three promises, and task lists in three formats."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook

from luoshi.kernel.base.periods import year
from luoshi.kernel.commitments.actions import adopt_file
from luoshi.kernel.commitments.assessing.codes import Direction
from luoshi.kernel.commitments.assessing.trajectories import Course
from luoshi.kernel.commitments.tests.factories import MONDAY, THEATRE, make_file, make_reading
from luoshi.kernel.commitments.tracking import (
    Assigned,
    BaselineEntry,
    PlannedCheck,
    PlannedTarget,
    TrackingEntry,
    TrackingFile,
    TrajectoryEntry,
)
from luoshi.kernel.measures.points import MeasureKind
from luoshi.kernel.orgs.actions import load_organisations
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.tests.factories import write_city

REPORT = "testcity-2026"
JUNE, JULY = date(2026, 6, 30), date(2026, 7, 1)
IN_JULY = datetime(2026, 7, 10, 9, tzinfo=UTC)
END = date(2026, 12, 31)
OFFICER = Actor(None, "王同志", (), 1)

CITY = """\
since: 2010-01-01
organisations:
  - { code: city, name: 测试市人民政府, short: 市政府, kind: government }
  - { code: statistics, name: 测试市统计局, short: 市统计局, kind: department, parent: city,
      duties: [地区生产总值, 统计] }
  - { code: education, name: 测试市教育局, short: 市教育局, kind: department, parent: city,
      duties: [幼儿园, 小学, 教育] }
  - { code: culture, name: 测试市文化局, short: 市文化局, kind: department, parent: city,
      duties: [大剧院, 文化] }
  - { code: works, name: 测试市住房和城乡建设局, short: 市住建局, kind: department, parent: city,
      duties: [建设] }
  - { code: east, name: 东区人民政府, short: 东区, kind: district, parent: city, region: "990102" }
  - { code: west, name: 西区人民政府, short: 西区, kind: district, parent: city, region: "990103" }
"""
MERGED = CITY.replace(
    "short: 市文化局, kind: department, parent: city,",
    "short: 市文化局, kind: department, parent: city, until: 2026-07-01, successor: culture-tourism,",
) + (
    "  - { code: culture-tourism, name: 测试市文化和旅游局, short: 市文旅局, kind: department,"
    " parent: city, since: 2026-07-01 }\n"
)


def make_city(folder: Path, text: str = CITY) -> None:
    """Write and load the organisations."""
    load_organisations(write_city(folder, text), streets=None)


def make_commitments(times: int = 1, report: str = REPORT) -> None:
    """Adopt the three promises, as often as wanted."""
    reading = make_reading(report=report)
    adopt_file(make_file(reading, times=times), reading=reading, file_sha256="f" * 64, at=MONDAY)


def make_target(
    quote: str, series: str, course: Course = Course.LINEAR_TIME, **changes: Any
) -> PlannedTarget:
    """Return a plan of a count."""
    made = PlannedTarget(
        quote=quote,
        series=series,
        kind=MeasureKind.FLOW,
        direction=Direction.MORE,
        deadline=END,
        trajectory=TrajectoryEntry(course=course),
    )
    return replace(made, **changes)


def make_tracking(times: int = 1, report: str = REPORT) -> TrackingFile:
    """Return the tracking file of the three promises, as often as wanted."""
    growth = make_target(
        "5%左右",
        "outside.gdp_growth",
        Course.CONSTANT,
        kind=MeasureKind.GROWTH,
        baseline=BaselineEntry(value=Decimal("4.8"), period=year(2025), quote="增长4.8%"),
        lacks=("definition",),
    )
    schools = (make_target("12所", "outside.kindergartens"), make_target("30所", "outside.schools"))
    theatre = PlannedCheck(kind="finish", evidence="竣工验收备案", still_in_use=True, deadline=END)
    entries = []
    for n in range(times):
        codes = [f"2026-{3 * n + k:03}" for k in (1, 2, 3)]
        entries += [
            TrackingEntry(
                commitment=codes[0], headline=True, targets=(growth,), lead=Assigned(org="statistics")
            ),
            TrackingEntry(commitment=codes[1], targets=schools, lead=Assigned(org="education")),
            TrackingEntry(
                commitment=codes[2],
                check=theatre,
                lead=Assigned(org="culture"),
                support=(Assigned(org="works"),),
            ),
        ]
    return TrackingFile(report=report, year=2026, entries=tuple(entries))


def with_entry(file: TrackingFile, code: str, **changes: Any) -> TrackingFile:
    """Return the file with changes in one entry."""
    entries = tuple(replace(e, **changes) if e.commitment == code else e for e in file.entries)
    return replace(file, entries=entries)


Rows = Sequence[Sequence[str]]
TASKS: Rows = (
    ("序号", "任务", "责任单位", "完成时限"),
    ("1", "新建幼儿园12所，改造小学30所", "市教育局牵头，市住建局、各县（市）区政府配合", "9月底前"),
    ("2", f"{THEATRE}并交付", "市文化局、市住建局", "年底前"),
    ("3", "开展国际空间站建设前期研究", "市教育局", "长期"),
    ("4", "地区生产总值增长5%左右", "市外星局、市统计局", "尽快"),
)


def as_csv(rows: Rows = TASKS) -> bytes:
    """Return the rows as a CSV file."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Rows = TASKS) -> bytes:
    """Return the rows as a workbook below a title in merged cells, as offices write them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026年政府工作报告重点任务分解表"])
    sheet.merge_cells("A1:D1")
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_docx(rows: Rows = TASKS) -> bytes:
    """Return the rows as a table of a Word document, after a paragraph and a merged heading."""
    document = Document()
    document.add_paragraph("各县（市）区人民政府，市政府各部门：")
    table = document.add_table(rows=0, cols=len(rows[0]))
    for number, row in enumerate(rows):
        cells = table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
        if number == 0:
            heading = table.add_row().cells
            heading[0].merge(heading[-1]).text = "一、办好教育"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
