"""What visits brought, from a table: every cell is checked before one row is taken."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.sheets import EXTERNAL
from luoshi.kernel.cases.sheets.planning import Fault
from luoshi.kernel.cases.sheets.reading import FORMULA, Row, Sheet
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.models import Opinion, Round

TEXT, PLACE, DAY, PHONE = "意见", "属地", "日期", "联系电话"
COLUMNS = (TEXT, PLACE, DAY, PHONE, EXTERNAL)
_LONGEST = 2000
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Brought:
    """A row that can become an opinion, and the key that lets it become only one."""

    text: str
    place: str
    phone: str
    at: datetime
    key: str


@dataclass(slots=True)
class OpinionPlan:
    """What a table would bring. It can be taken where ``faults`` is empty."""

    rows: list[Brought] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    existing: int = 0

    @property
    def new(self) -> int:
        """Return how many opinions would be new."""
        return len(self.rows) - self.existing


def plan_opinions(sheet: Sheet, row: Round, *, at: datetime) -> OpinionPlan:
    """Return what the table would bring to the round, with every fault it has.

    A place is found by code, name or short name. Two rows alike are two opinions only where 外部编号 tells
    them apart. Raises ``sheet-columns`` where titles are unknown or 意见 is missing.
    """
    columns = _columns(sheet)
    places = _places(at.astimezone(LOCAL).date())
    plan, seen = OpinionPlan(), dict[str, int]()
    for line in sheet.rows:
        cells = {name: line.cell(columns[name]).strip() if name in columns else "" for name in COLUMNS}
        faults = _faults(line, cells, places, at)
        plan.faults += faults
        if faults:
            continue
        key = _key(row, cells)
        if key in seen:
            why = f"与第{seen[key]}行相同；确为两条的，请加外部编号"
            plan.faults.append(Fault(line.number, EXTERNAL, cells[EXTERNAL][:_SHOWN], why))
            continue
        seen[key] = line.number
        place = places.get(cells[PLACE], "")
        plan.rows.append(Brought(cells[TEXT], place, _plain(cells[PHONE]), _moment(cells[DAY], at), key))
    plan.existing = Opinion.objects.filter(key__in=[each.key for each in plan.rows]).count()
    return plan


def _columns(sheet: Sheet) -> dict[str, int]:
    unknown = [title for title in sheet.titles if title and title not in COLUMNS]
    if unknown or TEXT not in sheet.titles:
        wanted = "、".join(COLUMNS)
        raise LuoshiError(
            "sheet-columns",
            f"表格“{sheet.name}”的标题行不对。可用的列：{wanted}；必须有“{TEXT}”。",
            f"The titles of {sheet.name} do not fit. Columns: {wanted}; {TEXT} is needed.",
        )
    return {title: place for place, title in enumerate(sheet.titles) if title}


def _places(day: date) -> dict[str, str]:
    rows = Organisation.objects.in_force(day).exclude(region="").values_list("code", "name", "short")
    return {name: code for code, *names in rows for name in (code, *names)}


def _faults(row: Row, cells: Mapping[str, str], places: Mapping[str, str], at: datetime) -> list[Fault]:
    wrong = [(name, "是公式。公式不计算，请粘贴为数值") for name in COLUMNS if cells[name] == FORMULA]
    if not wrong and not cells[TEXT]:
        wrong.append((TEXT, "必填"))
    if len(cells[TEXT]) > _LONGEST:
        wrong.append((TEXT, f"最多{_LONGEST}字"))
    if len(cells[EXTERNAL]) > _SHOWN:
        wrong.append((EXTERNAL, f"最多{_SHOWN}字"))
    if cells[PLACE] and cells[PLACE] not in places and cells[PLACE] != FORMULA:
        wrong.append((PLACE, "没有这个属地，请写街道、乡镇或区县的名称"))
    if cells[PHONE] and not re.fullmatch(r"\d{7,13}", _plain(cells[PHONE])):
        wrong.append((PHONE, "不是电话号码"))
    if cells[DAY] and cells[DAY] != FORMULA and not _day(cells[DAY], at):
        wrong.append((DAY, "须为已经过去的日期，如 2026-03-02"))
    told = {name: "" if name == PHONE or cells[name] == FORMULA else cells[name][:_SHOWN] for name in COLUMNS}
    return [Fault(row.number, name, told[name], why) for name, why in wrong]


def _day(text: str, at: datetime) -> date | None:
    try:
        day = date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        return None
    return day if day <= at.astimezone(LOCAL).date() else None


def _moment(text: str, at: datetime) -> datetime:
    day = _day(text, at) if text else None
    return datetime.combine(day, time(12), tzinfo=LOCAL) if day else at


def _plain(phone: str) -> str:
    return re.sub(r"[\s\-()（）+]", "", phone)


def _key(row: Round, cells: Mapping[str, str]) -> str:
    """Return what makes the row one opinion only. The number stays out: a hash of it could be guessed."""
    said = [cells[EXTERNAL]] if cells[EXTERNAL] else [cells[TEXT], cells[PLACE], cells[DAY]]
    return "visit:" + hashlib.sha256(repr([row.slug, *said]).encode("utf-8")).hexdigest()
