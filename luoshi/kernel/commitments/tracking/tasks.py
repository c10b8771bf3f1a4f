"""Read a task list (任务分解, 分工方案) from CSV, Excel or a Word table into numbered rows. Pure."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.sheets.reading import MOST_BYTES, MOST_ROWS, read_sheet

_COLUMNS = {
    "task": re.compile(
        r"^(20\d\d年)?(重点|主要|工作|目标|具体|年度)*(任务|内容|事项|工作任务|任务内容)(内容|分解|事项|名称)?$"
    ),
    "lead": re.compile(r"^(牵头|主办)(责任)?(单位|部门)?$"),
    "responsible": re.compile(r"^(责任|承办|落实)(单位|部门)(及分工)?$|^责任分工$"),
    "support": re.compile(r"^(配合|协办|参与)(责任)?(单位|部门)?$"),
    "limit": re.compile(r"^(完成|办结|工作)?(时限|期限|时间|时间节点|完成时间)(要求)?$"),
}
_UNITS = {"lead", "responsible", "support"}
_MOST_UNPACKED = 300_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRow:
    """One task in the document's own words. ``number`` is the row's number there."""

    number: int
    task: str
    lead: str = ""
    responsible: str = ""
    support: str = ""
    limit: str = ""

    @property
    def units(self) -> str:
        """Return all units as listed."""
        return "；".join(text for text in (self.lead, self.responsible, self.support) if text)


def read_tasks(content: bytes, *, name: str) -> list[TaskRow]:
    """Return the rows that name a task. The content tells the format, not the name.

    Raises ``sheet-…`` for a file that cannot be read and ``tasks-columns`` where no table has a column 任务.
    """
    if len(content) > MOST_BYTES:
        raise LuoshiError(
            "sheet-too-large",
            f"“{name}”超过 {MOST_BYTES // 1_000_000} MB，请分成几个文件。",
            f"{name} is larger than {MOST_BYTES // 1_000_000} MB; split it.",
        )
    tables = _word(content, name) if _is_word(content) else [_sheet(content, name)]
    rows = [row for table in tables for row in _rows(table)]
    if not rows:
        raise LuoshiError(
            "tasks-columns",
            f"“{name}”中没有带“任务”列的表。表头应为：任务、责任单位（或牵头、责任、配合单位）、完成时限。",
            f"No table of {name} has a column 任务. Its titles: 任务, 责任单位, 完成时限.",
        )
    return rows


Line = tuple[int, Sequence[str]]


def _rows(table: list[Line]) -> Iterator[TaskRow]:
    columns: dict[str, int] = {}
    for number, cells in table:
        titles = _titles(cells)
        if "task" in titles and len(titles) > 1:  # repeated on each page, or in two rows
            columns = titles
            continue
        if not columns:
            continue
        if not _cell(cells, columns["task"]) and titles.keys() & _UNITS:  # 责任单位 over 牵头 and 配合
            taken = set(titles.values())
            columns = {key: at for key, at in columns.items() if at not in taken} | titles
            continue
        values = {key: _cell(cells, at) for key, at in columns.items()}
        if values["task"] and not _is_heading(values["task"], cells):
            yield TaskRow(number=number, **values)


def _titles(cells: Sequence[str]) -> dict[str, int]:
    """Return which columns the row titles, if it is a row of titles."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        title = re.sub(r"[\s*:：（）()]+", "", cell)
        for key, pattern in _COLUMNS.items():
            if key not in found and pattern.match(title):
                found[key] = at
    return found


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _is_heading(task: str, cells: Sequence[str]) -> bool:
    """Tell whether the row is a merged heading: the same words in every cell, or nothing else in it."""
    said = {cell.strip() for cell in cells if cell.strip()}
    return len(cells) > 1 and said == {task}


def _sheet(content: bytes, name: str) -> list[Line]:
    sheet = read_sheet(io.BytesIO(content), name=name)
    first = sheet.rows[0].number - 1 if sheet.rows else 1
    return [(first, sheet.titles), *((row.number, row.cells) for row in sheet.rows)]


def _is_word(content: bytes) -> bool:
    if not content.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return "word/document.xml" in package.namelist()
    except zipfile.BadZipFile:
        return False


def _word(content: bytes, name: str) -> list[list[Line]]:
    from docx import Document

    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if sum(part.file_size for part in package.infolist()) > _MOST_UNPACKED:
            raise LuoshiError("sheet-too-large", f"“{name}”解压后过大。", f"{name} is too large unpacked.")
    try:
        document = Document(io.BytesIO(content))
        tables: list[list[Line]] = []
        number = 0
        for table in document.tables:
            lines: list[Line] = []
            for row in table.rows:
                number += 1
                lines.append((number, [cell.text for cell in row.cells]))
            tables.append(lines)
    except Exception as error:  # a damaged package makes python-docx raise whatever it meets
        raise LuoshiError(
            "sheet-format", f"“{name}”不能读取（{error}）。", f"{name} cannot be read ({error})."
        ) from error
    if number > MOST_ROWS:
        raise LuoshiError("sheet-too-long", f"“{name}”超过 {MOST_ROWS} 行。", f"{name} has too many rows.")
    return tables
