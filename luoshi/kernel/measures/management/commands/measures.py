"""``luoshi measures list|explain|take|diff``: what is counted, how, what it comes to, what would change."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.measures.actions import fresh_changes, take
from luoshi.kernel.measures.comparing import Change
from luoshi.kernel.measures.definitions import Definition
from luoshi.kernel.measures.engines import ENGINES, Engine, open_engine
from luoshi.kernel.measures.points import MeasureKind, Point, Status
from luoshi.kernel.measures.queries import Every, Series, last_run, last_runs, readings_as_known
from luoshi.kernel.measures.registry import measure, measures

_STATUS = {
    Status.NORMAL: "",
    Status.PROVISIONAL: "快报",
    Status.REVISED: "已修订",
    Status.MISSING: "缺数",
    Status.BREAK: "口径变化",
}
_MARK = {False: "", True: "模拟数据"}
_KINDS = {
    MeasureKind.FLOW: "累计",
    MeasureKind.STOCK: "时点",
    MeasureKind.RATE: "比率",
    MeasureKind.EVENTS: "发生数",
}
_SHOWN = 40  # changes listed before the rest is only counted


class Command(BaseCommand):
    """List, explain, take or compare measures."""

    help = "List measures, explain one, take their figures, or show what a fresh take would change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the step and what it is about."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="list|explain|take|diff")
        steps.add_parser("list", help="list every measure with its kind, unit and last run")
        explain = steps.add_parser(
            "explain", help="show its definition, where its columns come from, its readings"
        )
        explain.add_argument("key", help="its key, as proposals.answered_rate")
        taking = steps.add_parser(
            "take", help="compute figures and keep those that differ from what is known"
        )
        taking.add_argument("keys", nargs="*", metavar="KEY", help="which; all where left out")
        _add_scope(taking)
        diff = steps.add_parser("diff", help="show what a fresh take would change; writes nothing")
        diff.add_argument("key", help="its key")
        _add_scope(diff)

    def handle(self, *, step: str, **options: Any) -> None:
        """Take one step and say what came of it."""
        getattr(self, f"_{step}")(**options)

    def _list(self, **options: Any) -> None:
        runs = last_runs(measures())
        for key, one in measures().items():
            run = runs.get(key)
            when = f"{timezone.localtime(run.at):%Y-%m-%d %H:%M} 取数，截至 {run.on}" if run else "尚未取数"
            self.stdout.write(f"{key}  {one.title}（{_KINDS[one.kind]}，{one.unit}）  {when}")

    def _explain(self, *, key: str, **options: Any) -> None:
        one, run = measure(key), last_run(key)
        self.stdout.write(f"{one.title}  {key}")
        facts = {
            "类型": _KINDS[one.kind],
            "单位": one.unit,
            "优劣": {"more": "多为好", "less": "少为好", "none": "不分"}[one.direction],
            "负责": one.owner,
            "依据": one.source,
            "说明": " ".join(one.notes),
            "缺数": {"skip": "不计", "zero": "即为没有", "fail": "不取数"}[one.missing],
            "公开": {"rows": "可到记录", "facets": "只到分项"}[one.public],
            "指纹": one.sha256,
        }
        for name, words in facts.items():
            if words:
                self.stdout.write(f"{name}：{words}")
        self.stdout.write(f"\n{one.statement}\n\n来源：")
        for line in one.lineage:
            self.stdout.write(f"  {line.column} ← {line.fact}.{line.source}")
        if run is None:
            self.stdout.write("尚未取数：luoshi measures take " + key)
            return
        self.stdout.write(
            f"最近取数：{timezone.localtime(run.at):%Y-%m-%d %H:%M}，截至 {run.on}，记录 {run.rows} 条"
        )
        if run.formula_id != one.sha256:
            self.stdout.write("定义在此后有改动，下次取数才生效")
        for simulated in (False, True):
            points = readings_as_known(Series(key, simulated=simulated), run.at, every=Every.TO_DATE)
            for point in points[-12:]:
                self.stdout.write(_told(point, one, simulated=simulated))

    def _take(self, *, keys: list[str], **options: Any) -> None:
        wanted = [measure(key) for key in keys] or list(measures().values())
        on, years, at = _scope(options)
        with _engine(options) as engine:
            for one in wanted:
                taken = take(one, engine=engine, years=years, on=on, at=at)
                self.stdout.write(
                    f"{one.key} {one.title}：{taken.figures} 个读数，其中 {taken.changed} 个有变化"
                )

    def _diff(self, *, key: str, **options: Any) -> None:
        one = measure(key)
        on, years, _ = _scope(options)
        with _engine(options) as engine:
            fresh, found = fresh_changes(one, engine=engine, years=years, on=on)
        self.stdout.write(f"{key} {one.title}：{len(fresh)} 个读数，其中 {len(found)} 个会变化")
        for change in found[:_SHOWN]:
            self.stdout.write(_changed(change, one))
        if more := found[_SHOWN:]:
            self.stdout.write(f"……另有 {len(more)} 个")


def _add_scope(parser: ArgumentParser) -> None:
    parser.add_argument("--year", type=int, help="which year; that of the day where left out")
    parser.add_argument("--on", type=_day, metavar="DAY", help="up to which day; today where left out")
    parser.add_argument("--engine", choices=ENGINES, default="postgres", help="where to compute")
    parser.add_argument("--facts", type=Path, metavar="FOLDER", help="the export DuckDB and Spark read")
    parser.add_argument("--master", default="local[*]", help="Spark's master, as spark://host:7077")


def _scope(options: dict[str, Any]) -> tuple[date, list[int], datetime]:
    on: date = options["on"] or timezone.localdate()
    year: int = options["year"] or on.year
    if year > on.year:
        raise LuoshiError(
            "year-not-begun",
            f"截至 {on}，{year} 年尚未开始。请用 --on 指定该年的日期。",
            f"On {on} the year {year} has not begun. Give a day of it with --on.",
        )
    return on, [year], timezone.now()


def _engine(options: dict[str, Any]) -> AbstractContextManager[Engine]:
    return open_engine(options["engine"], facts=options["facts"], master=options["master"])


def _told(point: Point, one: Definition, *, simulated: bool) -> str:
    parts = "" if point.numerator is None else f"（{_plain(point.numerator)}/{_plain(point.denominator)}）"
    fed = ""
    if point.arrived is not None and point.arrived != point.expected:
        fed = f"{point.expected}个月中有{point.arrived}个月有记录"
    marks = "，".join(mark for mark in (_STATUS.get(point.status, ""), fed, _MARK[simulated]) if mark)
    value = "缺数" if point.status is Status.MISSING else _value(point.value, one)
    return f"  {point.period.title}  {value}{parts}{f'  [{marks}]' if marks else ''}"


def _changed(change: Change, one: Definition) -> str:
    figure, before = change.figure, change.before
    was = "—" if before is None else _value(before.value, one)
    where = figure.org or figure.place or "全部"
    marks = "，".join(m for m in (_STATUS.get(change.status, ""), _MARK[figure.simulated]) if m)
    return f"  {where}  {figure.period.title}  {was} → {_value(figure.value, one)}  {marks}".rstrip()


def _value(value: Decimal | None, one: Definition) -> str:
    if value is None:
        return "无业务量"
    if one.kind is MeasureKind.RATE:
        return f"{value:.2f}{one.unit}"
    return f"{_plain(value)}{one.unit}"


def _plain(value: Decimal | None) -> str:
    return "—" if value is None else f"{value.normalize():f}"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"a day like 2026-02-12, not {text}") from error
