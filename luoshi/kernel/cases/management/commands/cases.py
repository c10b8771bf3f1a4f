"""``luoshi cases import|export|verify|root|check``: tables in and out, and whether history holds."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.access import visible
from luoshi.kernel.cases.actions import take_root
from luoshi.kernel.cases.checks import missing_parameters
from luoshi.kernel.cases.models import Case, DailyRoot
from luoshi.kernel.cases.proofs import faults_of
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.sheets import (
    commit_import,
    export_csv,
    export_xlsx,
    plan_import,
    read_sheet,
    table_of,
)
from luoshi.kernel.cases.verifying import verify, verify_day
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.queries import account_named, actor_of
from luoshi.kernel.parameters.queries import parameter_book

_SHOWN = 200  # faults printed before the rest is only counted


class Command(BaseCommand):
    """Bring cases in and out as tables, and prove histories and declarations."""

    help = "Import and export cases, verify their chains, take the daily root, check the declared types."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what to do."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="import|export|verify|root|check")
        bring = steps.add_parser("import", help="check a table, and with --commit open a case for each row")
        bring.add_argument("file", type=Path, metavar="FILE", help="xlsx or csv; titles in the first row")
        bring.add_argument("--type", required=True, metavar="KEY", help="type of the cases")
        bring.add_argument("--as", dest="account", required=True, metavar="NAME", help="who opens them")
        bring.add_argument("--commit", action="store_true", help="write; without it nothing is written")
        take = steps.add_parser("export", help="write the cases that an account may see as a table")
        take.add_argument("file", type=Path, metavar="FILE", help="its ending says how: .xlsx or .csv")
        take.add_argument(
            "--type", default="", metavar="KEY", help="only cases of the type, with their values"
        )
        take.add_argument("--as", dest="account", required=True, metavar="NAME", help="whose view")
        prove = steps.add_parser(
            "verify", help="recompute chains and roots; ends with 2 where one does not hold"
        )
        prove.add_argument("code", nargs="?", metavar="CODE", help="one case; without it every case and root")
        steps.add_parser("root", help="take today's root, or show it where it was taken")
        steps.add_parser("check", help="prove the declared types, and look up the parameters they name")

    def handle(self, *, step: str, **options: Any) -> None:
        """Do it and say what was done."""
        getattr(self, f"_{step}")(**options)

    def _import(self, *, file: Path, type: str, account: str, commit: bool, **options: Any) -> None:
        by, at = self._actor(account), timezone.now()
        if not file.is_file():
            raise LuoshiError("file-missing", f"没有文件 {file}。", f"There is no file {file}.")
        with file.open("rb") as content:
            sheet = read_sheet(content, name=file.name)
        plan = plan_import(type, sheet, by=by, at=at)
        for fault in plan.faults[:_SHOWN]:
            self.stderr.write(str(fault))
        if plan.faults:
            raise CommandError(f"{len(plan.faults)} 处需要更正，没有写入 (nothing written)", returncode=2)
        if not commit:
            known = len(plan.rows) - len(plan.new)
            self.stdout.write(
                f"可导入 {len(plan.new)} · 已有 {known}；加 --commit 写入 (add --commit to write)"
            )
            return
        done = commit_import(plan, by=by, at=at)
        self.stdout.write(f"导入 {len(done.opened)} · 已有 {len(done.existing)}")

    def _export(self, *, file: Path, type: str, account: str, **options: Any) -> None:
        writers = {".xlsx": export_xlsx, ".csv": export_csv}
        if file.suffix.lower() not in writers:
            raise CommandError(
                "文件名应以 .xlsx 或 .csv 结尾 (end the name with .xlsx or .csv)", returncode=2
            )
        table = table_of(visible(self._actor(account)), type_key=type)
        file.write_bytes(writers[file.suffix.lower()](table))
        self.stdout.write(f"导出 {len(table.rows)} → {file}")

    def _verify(self, *, code: str | None, **options: Any) -> None:
        cases = Case.objects.filter(code=code) if code else Case.objects.all()
        if code and not cases.exists():
            raise LuoshiError("case-missing", f"没有编号为 {code} 的事项。", f"There is no case {code}.")
        checked, wrong = 0, []
        for case in cases.iterator(chunk_size=500):
            checked += 1
            if not (found := verify(case)).sound:
                wrong.append(f"{case.code}：{found.why}")
        days = [] if code else list(DailyRoot.objects.order_by("day").values_list("day", flat=True))
        wrong += [f"{day}：{found.why}" for day in days if not (found := verify_day(day)).sound]
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} 处不符 (do not hold)", returncode=2)
        self.stdout.write(f"核验 {checked} 件、日根 {len(days)} 个，全部相符 (all hold)")

    def _root(self, **options: Any) -> None:
        root = take_root(at=timezone.now())
        self.stdout.write(f"{root.day}  {root.cases} 件  {root.hash}")

    def _check(self, **options: Any) -> None:
        types, today, wrong = case_types(), timezone.localdate(), []
        book, scope = parameter_book(), settings.CITY.scope
        for key, declared in types.items():
            found = [*faults_of(declared, known=types)]
            found += missing_parameters(declared, book, on=today, scope=scope)
            wrong += [f"{key}  {fault}" for fault in found]
            self.stdout.write(f"{key}  {declared.title}  {'有问题 (faults)' if found else '通过 (sound)'}")
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} 处需要更正 (faults)", returncode=2)

    @staticmethod
    def _actor(username: str) -> Actor:
        return actor_of(account_named(username), on=timezone.localdate())
