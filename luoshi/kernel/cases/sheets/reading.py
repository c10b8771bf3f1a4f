"""Read a table as people keep it, Excel or CSV, into plain text cells. No formula is ever computed. Pure."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO

from openpyxl import load_workbook

from luoshi.kernel.base.errors import LuoshiError

MOST_BYTES = 20_000_000
MOST_ROWS = 10_000
MOST_COLUMNS = 100
_LONGEST_CELL = 32_767  # what a spreadsheet holds
_MOST_UNPACKED = 300_000_000  # bytes; a table of ten thousand rows has far fewer
_QUOTED = re.compile(r"'(?=[=+\-@\t\r＝＋－＠])")  # the sign with which we disarm formulas when writing
FORMULA = "\x00formula"  # stands for a cell whose value would have to be computed


@dataclass(frozen=True, slots=True)
class Row:
    """A row that says something, by its number in the file, and the text of its cells by column."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """Return the text in the column, "" where the row ends before it."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the titles of its first row that says something, and the rows below."""

    name: str
    titles: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(file: BinaryIO, *, name: str) -> Sheet:
    """Read the table; in a workbook the first sheet. The content tells Excel from CSV, not the name.

    Raises ``sheet-…`` errors that say what to do: too large, too many rows, not readable, no titles.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        size = f"{MOST_BYTES / 1_000_000:g} MB"
        raise _error("too-large", name, f"超过 {size}，请分成几个文件", f"is larger than {size}; split it")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        zh = "是旧版 Excel（xls）或加了密码，请另存为不加密的 xlsx"
        raise _error("format", name, zh, "is an old or encrypted Excel file; save it as a plain xlsx")
    lines = _excel(content, name) if content.startswith(b"PK") else _csv(content, name)
    return _sheet(lines, name)


def _sheet(lines: Iterable[tuple[int, list[str]]], name: str) -> Sheet:
    titles: tuple[str, ...] | None = None
    rows: list[Row] = []
    for number, cells in lines:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise _error("too-wide", name, f"超过 {MOST_COLUMNS} 列", f"has more than {MOST_COLUMNS} columns")
        if titles is None:
            titles = tuple(_title(cell) for cell in cells)
        elif len(rows) >= MOST_ROWS:
            zh, en = f"超过 {MOST_ROWS} 行，请分成几个文件", f"has more than {MOST_ROWS} rows; split it"
            raise _error("too-long", name, zh, en)
        else:
            rows.append(Row(number, tuple(cells)))
    if titles is None:
        raise _error("empty", name, "没有内容，第一行应为标题", "is empty; its first row holds the titles")
    twice = sorted({title for title in titles if title and titles.count(title) > 1})
    if twice:
        zh, en = f"有重复的标题：{'、'.join(twice)}", f"has a title twice: {', '.join(twice)}"
        raise _error("titles", name, zh, en)
    return Sheet(name, titles, tuple(rows))


def _excel(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            unpacked = sum(part.file_size for part in package.infolist())
        if unpacked > _MOST_UNPACKED:
            raise _error("too-large", name, "解压后过大", "is too large once unpacked")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a wrong size
        for number, row in enumerate(sheet.iter_rows(), start=1):
            yield number, [_text(cell.value, cell.data_type) for cell in row]
        book.close()
    except LuoshiError:
        raise
    except Exception as error:  # a file that is no workbook makes openpyxl raise whatever it meets
        raise _broken(name, error) from error


def _csv(content: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content, name)
    if "\x00" in text:
        raise _error("format", name, "不是表格", "is no table")
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, [_plain(cell) for cell in cells]
            number = reader.line_num + 1
    except csv.Error as error:
        raise _broken(name, error, number) from error


def _decoded(content: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    zh = "的文字编码不能识别，请另存为 UTF-8 的 CSV 或 xlsx"
    raise _error("encoding", name, zh, "is neither UTF-8 nor GB18030; save it as CSV in UTF-8 or as xlsx")


def _title(cell: str) -> str:
    return "" if cell == FORMULA else re.sub(r"[\s*＊:：]+", "", cell)  # "标题*：" asks for "标题"


def _text(value: Any, data_type: str) -> str:
    """Return a cell as a person would type it. Numbers keep the 15 digits that a spreadsheet has."""
    if data_type == "f":
        return FORMULA
    if data_type == "e":
        return str(value)
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case int():
            return str(value)
        case float():
            short = format(value, ".15g")
            return format(int(value), "d") if value.is_integer() and abs(value) < 1e15 else short
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date() | time():
            return value.isoformat()
        case _:
            return _plain(str(value))


def _plain(text: str) -> str:
    text = _QUOTED.sub("", text.strip(), count=1) if text.startswith("'") else text.strip()
    return text[:_LONGEST_CELL]


def _broken(name: str, error: Exception, line: int | None = None) -> LuoshiError:
    at = f"第 {line} 行起" if line else ""
    return _error("format", name, f"{at}不能读取（{error}）", f"cannot be read ({error})")


def _error(code: str, name: str, zh: str, en: str) -> LuoshiError:
    return LuoshiError(f"sheet-{code}", f"表格“{name}”{zh}。", f"The table {name} {en}.")
