"""Read the city's calendar folder: a CSV for each published year, and the list of years. No Django."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.exact import load_yaml
from luoshi.kernel.base.problems import Problem, require_none
from luoshi.kernel.calendar.rules import DayKind

COLUMNS = ["date", "kind", "name", "source"]
YEARS = "years.yaml"
_YEAR_FIELDS = {"status", "notice", "published_on"}
_LIMITS = {"name": 40, "source": 200}


@dataclass(frozen=True, slots=True)
class Day:
    """A day that differs from Monday to Friday."""

    date: date
    kind: DayKind
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year, and the notice that published it."""

    year: int
    published: bool
    notice: str = ""
    published_on: date | None = None


def read_folder(folder: Path) -> tuple[list[Year], list[Day]]:
    """Return the years listed in ``years.yaml`` and the days of every published one.

    Raises ``file-missing``, ``file-syntax``, or ``calendar-invalid`` with every problem of every file.
    """
    years, problems = _years(load_yaml(folder / YEARS))
    days: list[Day] = []
    for year in years:
        path = folder / f"{year.year}.csv"
        if year.published:
            found, wrong = _days(path, year.year)
            days += found
            problems += wrong
        elif path.exists():
            problems.append(
                Problem(
                    f"{YEARS}.{year.year}",
                    f"标为 provisional，却有 {path.name}；已公布的年度请改为 published",
                    f"is provisional, yet there is {path.name}; make a published year published",
                )
            )
    require_none(problems, code="calendar-invalid", name=str(folder))
    return years, days


def read_days(path: Path, year: int) -> list[Day]:
    """Return the days of one year's file. Raises ``calendar-invalid`` with every problem."""
    days, problems = _days(path, year)
    require_none(problems, code="calendar-invalid", name=str(path))
    return days


def _years(raw: object) -> tuple[list[Year], list[Problem]]:
    years, problems = [], []
    entries = raw if isinstance(raw, dict) else {}
    if not entries:
        problems.append(Problem(YEARS, "应列出年度", "must list years"))
    for number, entry in entries.items():
        where = f"{YEARS}.{number}"
        fields = entry if isinstance(entry, dict) else {}
        status, published_on = fields.get("status"), fields.get("published_on")
        if not (isinstance(number, int) and 1949 < number < 2200):
            problems.append(Problem(where, "不是年度", "is no year"))
        elif status not in ("published", "provisional") or set(fields) - _YEAR_FIELDS:
            problems.append(
                Problem(
                    where,
                    "应写 status: published 或 provisional，另可写 notice、published_on",
                    "takes status: published or provisional, and may take notice and published_on",
                )
            )
        elif published_on is not None and type(published_on) is not date:
            problems.append(Problem(where, "published_on 不是日期", "published_on is no date"))
        elif status == "published" and not fields.get("notice"):
            problems.append(Problem(where, "已公布的年度应写明通知", "a published year names its notice"))
        else:
            notice = str(fields.get("notice") or "")
            years.append(Year(number, status == "published", notice, published_on))
    return years, problems


def _days(path: Path, year: int) -> tuple[list[Day], list[Problem]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if rows.fieldnames != COLUMNS:
                head = ",".join(COLUMNS)
                return [], [Problem(path.name, f"首行应为 {head}", f"the first line must be {head}")]
            read = [(f"{path.name}:{rows.line_num}", row) for row in rows]
    except FileNotFoundError:
        return [], [
            Problem(path.name, "年度已公布，却没有这个文件", "the year is published, but the file is absent")
        ]
    except UnicodeDecodeError:
        return [], [Problem(path.name, "不是 UTF-8 文本", "is no UTF-8 text")]
    days: dict[date, Day] = {}
    problems: list[Problem] = []
    for where, row in read:
        try:
            day = Day(date.fromisoformat(row["date"]), DayKind(row["kind"]), row["name"], row["source"])
        except (TypeError, ValueError):
            text = ",".join(map(str, row.values()))
            problems.append(
                Problem(
                    where,
                    f"无法读取：{text}。日期形如 2026-10-01，类别为 holiday 或 makeup",
                    f"cannot be read: {text}. A date is like 2026-10-01, a kind holiday or makeup",
                )
            )
            continue
        if day.date in days:
            problems.append(Problem(where, f"{day.date} 重复", f"{day.date} is given twice"))
        problems += _wrong(day, year, where)
        days[day.date] = day
    return list(days.values()), problems


def _wrong(day: Day, year: int, where: str) -> Iterator[Problem]:
    if day.date.year != year:
        yield Problem(where, f"{day.date} 不在 {year} 年", f"{day.date} is not in {year}")
    for name, limit in _LIMITS.items():
        if not 0 < len(getattr(day, name) or "") <= limit:
            yield Problem(where, f"{name} 应有 1 到 {limit} 字", f"{name} takes 1 to {limit} characters")
    weekend = day.date.weekday() >= 5
    if day.kind is DayKind.HOLIDAY and weekend:  # most often a slip of one day
        yield Problem(
            where,
            f"{day.date} 是周末，本来就不上班，不必列入",
            f"{day.date} is a weekend and a rest day as it is; leave it out",
        )
    if day.kind is DayKind.MAKEUP and not weekend:
        yield Problem(
            where,
            f"{day.date} 不是周末，本来就上班，不必列入",
            f"{day.date} is no weekend and a working day as it is; leave it out",
        )


def not_listed(year: int, folder: Path) -> LuoshiError:
    """Return the error for a year that the calendar does not know."""
    return LuoshiError(
        "calendar-no-year",
        f"日历中没有 {year} 年。请在 {folder / YEARS} 中加入，再运行 luoshi calendar load。",
        f"The calendar has no year {year}. Add it in {folder / YEARS}, then run luoshi calendar load.",
    )
