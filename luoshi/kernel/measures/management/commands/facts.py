"""``luoshi facts list|export``: what platforms publish of their records, and a copy of it in Parquet."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand
from django.utils import timezone

from luoshi.kernel.measures.exporting import export, made_from
from luoshi.kernel.measures.registry import facts


class Command(BaseCommand):
    """List or export facts."""

    help = "List the published facts with what their columns mean, or export them as Parquet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the step and what it is about."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="list|export")
        steps.add_parser(
            "list", help="list every fact, its columns, and whether the database has it as filed"
        )
        out = steps.add_parser(
            "export", help="write every fact as Parquet, by fact and year, with its schema"
        )
        out.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="a new or empty folder")

    def handle(self, *, step: str, **options: Any) -> None:
        """Take one step and say what came of it."""
        getattr(self, f"_{step}")(**options)

    def _list(self, **options: Any) -> None:
        made = made_from(facts())
        for name, fact in facts().items():
            state = "数据库中没有，请执行 luoshi migrate"
            if name in made:
                same = made[name] == fact.sha256
                state = "与文件一致" if same else "文件已改，请添加含 CreateFacts 的迁移"
            self.stdout.write(f"{name}（{state}）\n  {fact.meaning}")
            for column, meaning in fact.columns.items():
                self.stdout.write(f"  {column}：{meaning}")

    def _export(self, *, out: Path, **options: Any) -> None:
        out.mkdir(parents=True, exist_ok=True)
        for name, rows in export(facts().values(), out, at=timezone.now()).items():
            self.stdout.write(f"{name}：{rows} 行")
        self.stdout.write(f"已写入 {out}，各列含义见 {out / 'facts.json'}")
