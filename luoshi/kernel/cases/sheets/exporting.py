"""Cases as a table to take away: Chinese titles, local times, no private value, nothing that runs."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.declarations import Field, Into, Kind
from luoshi.kernel.cases.fields import shown
from luoshi.kernel.cases.models import CaseQuerySet, Task
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.tables import titled
from luoshi.kernel.orgs.models import Account, Organisation

_RUNS = re.compile(r"[=+\-@\t\r＝＋－＠]")  # at its beginning a spreadsheet takes a text for a formula
_HEAD = (
    *("编号", "类型", "标题", "状态", "主办单位", "会办单位", "经办人", "提出人"),
    *("提出时间", "办结时间", "最近期限", "最近办理时间", "密级", "模拟"),
)
_RANKS = {0: "公开", 1: "内部", 2: "秘密"}
_LONGEST = 32_767
_ROW = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """Titles and rows as they are written."""

    titles: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def table_of(cases: CaseQuerySet, *, type_key: str = "") -> Table:
    """Return the cases as a table; with a type, its values beside what all cases have. Four queries.

    The caller decides which cases: pass what ``visible`` returned.
    """
    if type_key:
        cases = cases.filter(type=type_key)
    found = list(cases.select_related("unit", "assignee", "opener"))
    fields = _fields(type_key)
    units = dict(Organisation.objects.values_list("code", "name"))
    named = {
        pk
        for case in found
        for f in fields
        if f.kind in (Kind.PERSON, Kind.PEOPLE)
        for pk in _people(case, f)
    }
    people = {account.pk: account.get_full_name() for account in Account.objects.filter(pk__in=named)}
    helping = defaultdict[int, list[str]](list)
    asked = Task.objects.filter(case__in=[case.pk for case in found]).order_by("unit__code")
    for pk, name in asked.values_list("case", "unit__name"):
        helping[pk].append(name)
    rows = []
    for case in found:
        declared = case_types().get(case.type)
        head = (
            case.code,
            declared.title if declared else case.type,
            case.title,
            declared.state(case.state).title if declared else case.state,
            case.unit.name,
            "、".join(helping[case.pk]),
            case.assignee.get_full_name() if case.assignee else "",
            case.opener.get_full_name() if case.opener else "",
            *(_local(moment) for moment in (case.opened_at, case.closed_at, case.due_at, case.moved_at)),
            _RANKS.get(case.secrecy, ""),
            "模拟" if case.simulated else "",
        )
        rows.append((*head, *(_value(f, case.data.get(f.key), units, people) for f in fields)))
    titles = [f"{f.title}（元）" if f.kind is Kind.MONEY else f.title for f in fields]
    return Table((*_HEAD, *titles), tuple(rows))


def export_csv(table: Table) -> bytes:
    """Return the table as CSV in UTF-8, with the mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_harmless(title) for title in table.titles])
    writer.writerows([_written(value) for value in row] for row in table.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def export_xlsx(table: Table) -> bytes:
    """Return the table as an Excel workbook with one sheet. Days are days, money is yuan."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("事项")
    sheet.freeze_panes = "A2"
    for row in (table.titles, *table.rows):
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fields(type_key: str) -> list[Field]:
    """Return what the cases of a type hold beside their columns, each once, without what is private."""
    declared = case_types().get(type_key)
    forms: Iterable[Field] = (f for action in (declared.acts if declared else ()) for f in action.form)
    found: dict[str, Field] = {}
    hidden = set()
    for f in forms:
        if f.private:
            hidden.add(f.key)
        if f.into in (Into.DATA, Into.SIGNERS):
            found.setdefault(f.key, f)
    return [f for key, f in found.items() if key not in hidden]


def _people(case: Any, field: Field) -> list[int]:
    value = case.data.get(field.key)
    return value if isinstance(value, list) else [value] if isinstance(value, int) else []


def _value(field: Field, value: Any, units: Mapping[str, str], people: Mapping[int, str]) -> Any:
    if value is None or isinstance(value, dict):
        return ""
    if field.kind is Kind.DATE:
        return date.fromisoformat(value)
    if field.kind is Kind.INTEGER:
        return value
    if field.kind is Kind.MONEY:
        return Decimal(value).scaleb(-2)
    return shown(field, value, units=units, people=people, entries=titled)


def _local(moment: datetime | None) -> datetime | str:
    return moment.astimezone(LOCAL).replace(tzinfo=None, second=0, microsecond=0) if moment else ""


def _written(value: Any) -> str:
    match value:
        case datetime():
            return f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
        case str():
            return _harmless(value)
        case _:
            return str(value)


def _harmless(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula. Importing takes it off."""
    return f"'{text}" if _RUNS.match(text) else text


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        text = _harmless(ILLEGAL_CHARACTERS_RE.sub("", value))[:_LONGEST]
        cell = WriteOnlyCell(sheet, text)
        cell.data_type = "s"  # openpyxl takes "=" for the beginning of a formula
        return cell
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
    return cell
