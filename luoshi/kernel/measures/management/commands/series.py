"""``luoshi series list|load|import|show``: figures that others publish, from their tables to the screen."""

from __future__ import annotations

import hashlib
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.periods import Period
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.sheets.reading import read_sheet
from luoshi.kernel.measures.outside.actions import import_observations, load_series
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.outside.queries import history_of
from luoshi.kernel.measures.outside.registry import outside_series, series_keyed
from luoshi.kernel.measures.outside.series import OutsideSeries
from luoshi.kernel.measures.points import MeasureKind, Status
from luoshi.kernel.orgs.queries import account_named, actor_of

_KINDS = {
    MeasureKind.FLOW: "累计",
    MeasureKind.STOCK: "时点",
    MeasureKind.RATE: "比率",
    MeasureKind.GROWTH: "同比",
    MeasureKind.AVERAGE_GROWTH: "年均",
    MeasureKind.RANK: "位次",
    MeasureKind.EVENTS: "发生数",
}
_STATUS = {
    Status.PROVISIONAL: "初步",
    Status.REVISED: "已修订",
    Status.MISSING: "缺数",
    Status.BREAK: "口径变化",
}
_CYCLES = {"month": "按月", "quarter": "按季", "year": "按年"}
_SHOWN = 200  # faults printed before the rest is only counted


class Command(BaseCommand):
    """List, load, bring in or show figures from outside."""

    help = "List figures that others publish, load their definitions, import a table, or show one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the step and what it is about."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="list|load|import|show")
        steps.add_parser("list", help="list every series with its unit, cycle and publisher")
        steps.add_parser("load", help="check the city's series.yaml and keep the wordings that are new")
        bring = steps.add_parser("import", help="check a table of figures; with --commit add what is new")
        bring.add_argument("file", type=Path, metavar="FILE", help="xlsx or csv; titles in the first row")
        bring.add_argument("--as", dest="account", default="", metavar="USERNAME", help="who brings it in")
        bring.add_argument("--commit", action="store_true", help="write; without it nothing is written")
        bring.add_argument("--note", default="", help="what the table is")
        show = steps.add_parser("show", help="show a series: definition, figures, and what was revised")
        show.add_argument("key", metavar="KEY", help="its key, as outside.gdp_growth")
        show.add_argument(
            "--at", type=_day, metavar="DAY", help="as known at the end of the day; now without"
        )

    def handle(self, *, step: str, **options: Any) -> None:
        """Take one step and say what came of it."""
        getattr(self, f"_{step}")(**options)

    def _list(self, **options: Any) -> None:
        for one in outside_series().values():
            marks = "，".join(
                word for word, is_so in (("年初至今", one.cumulative), ("对照", one.reference)) if is_so
            )
            what = f"{_kind(one)}，{one.unit}，{_CYCLES[one.cycle]}" + (f"，{marks}" if marks else "")
            self.stdout.write(f"{one.key}  {one.title}（{what}）  {one.owner}")

    def _load(self, **options: Any) -> None:
        changed = load_series()
        self.stdout.write(f"外部指标 {len(outside_series())} 个，新的口径：{'、'.join(changed) or '无'}")

    def _import(self, *, file: Path, account: str, commit: bool, note: str, **options: Any) -> None:
        if not file.is_file():
            raise LuoshiError("file-missing", f"没有文件 {file}。", f"There is no file {file}.")
        by = actor_of(account_named(account), on=timezone.localdate()) if account else None
        with file.open("rb") as content:
            sheet = read_sheet(content, name=file.name)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        at = timezone.now()
        report = import_observations(sheet, by=by, at=at, commit=False)
        for fault in report.plan.faults[:_SHOWN]:
            self.stderr.write(str(fault))
        if report.plan.faults:
            raise CommandError(
                f"{len(report.plan.faults)} 处需要更正，没有写入 (nothing written)", returncode=2
            )
        if not commit:
            self.stdout.write(
                f"可导入 {report.new} · 已有 {report.existing}；加 --commit 写入 (add --commit to write)"
            )
            return
        done = import_observations(sheet, by=by, at=at, commit=True, sha256=digest, note=note)
        self.stdout.write(f"导入 {done.new} · 已有 {done.existing}")

    def _show(self, *, key: str, at: date | None, **options: Any) -> None:
        one = series_keyed(key)
        moment = timezone.now() if at is None else datetime.combine(at, time.max, LOCAL)
        self.stdout.write(f"{one.title}  {key}")
        self.stdout.write(f"类型：{_kind(one)}，{one.unit}，{_CYCLES[one.cycle]}")
        self.stdout.write(f"发布：{one.owner}，期末后 {one.lag} 天\n依据：{one.source}")
        for simulated in (False, True):
            rows = [row for row in history_of(key, simulated=simulated) if row.known_at <= moment]
            for row in rows:
                self.stdout.write(_told(row, one, current=_is_last(row, rows)))


def _kind(one: OutsideSeries) -> str:
    return _KINDS.get(one.kind, one.kind.value)


def _is_last(row: Observation, rows: list[Observation]) -> bool:
    return all(
        other.known_at <= row.known_at for other in rows if (other.start, other.end) == (row.start, row.end)
    )


def _told(row: Observation, one: OutsideSeries, *, current: bool) -> str:
    value = "—" if row.value is None else f"{row.value:,.{one.decimals}f}{one.unit}"
    parts = f"（{_plain(row.numerator)}/{_plain(row.denominator)}）" if row.denominator is not None else ""
    marks = [_STATUS.get(Status(row.status), ""), "报送" if row.evidence else ""]
    marks += ["" if current else "已被替代", "模拟数据" if row.simulated else ""]
    said = "，".join(filter(None, marks))
    day = timezone.localtime(row.known_at).date()
    period = Period(row.start, row.end).title
    return f"  {period}  {value}{parts}  {day} 公布" + (f"  [{said}]" if said else "")


def _plain(value: Decimal | None) -> str:
    return "—" if value is None else f"{value.normalize():f}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"a day like 2026-02-12, not {text}") from error
