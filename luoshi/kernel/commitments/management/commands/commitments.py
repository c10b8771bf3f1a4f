"""``luoshi commitments draft|diff|adopt|track|decompose|coverage``: from the report to who does what."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.problems import require_none
from luoshi.kernel.commitments.actions import adopt, adopt_tracking, decompose
from luoshi.kernel.commitments.changes import changes_in_words, changes_of
from luoshi.kernel.commitments.reading import read_city_report
from luoshi.kernel.commitments.redrafting import Redraft, redraft
from luoshi.kernel.commitments.reviewed import load_reviewed, save_reviewed
from luoshi.kernel.commitments.tracking import Body, coverage_of, load_tracking, save_tracking
from luoshi.kernel.commitments.tracking.checking import Surroundings, problems_of
from luoshi.kernel.commitments.tracking.parse import lines_of
from luoshi.kernel.commitments.tracking.proposing import Proposal, propose
from luoshi.kernel.commitments.tracking.series import known_series
from luoshi.kernel.orgs.directory import read_directory


class Command(BaseCommand):
    """Draft, compare or adopt the reviewed commitments of a year's report, and what tracks them."""

    help = (
        "Draft, compare or adopt a year's reviewed commitments and their tracking; import a task list; "
        "tell whether every commitment can be judged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the step and the year."""
        steps = parser.add_subparsers(
            dest="step", required=True, metavar="draft|diff|adopt|track|decompose|coverage"
        )
        draft = steps.add_parser("draft", help="write the reviewed file, or add to it what is new")
        draft.add_argument("--force", action="store_true", help="draw anew the entries that are still drafts")
        diff = steps.add_parser("diff", help="show what a new draft would change, and write nothing")
        diff.add_argument("--force", action="store_true", help="as for draft")
        diff.add_argument(
            "--format", choices=("text", "json"), default="text", help="for people or for programs"
        )
        adoption = steps.add_parser("adopt", help="bring the reviewed file into the database")
        for step in (draft, diff, adoption):
            step.add_argument("year", type=int, help="the year of the report")
            step.add_argument("--report", type=Path, metavar="FILE", help="a re-issued text of the report")
        track = steps.add_parser("track", help="the file that says what tracks each commitment")
        moves = track.add_subparsers(dest="move", required=True, metavar="draft|diff|adopt")
        for move, told in (
            ("draft", "add to the file an entry for each commitment without one, with suggested units"),
            ("diff", "show what a draft would add and what does not fit, and write nothing"),
            ("adopt", "check the file and bring it into the database"),
        ):
            moves.add_parser(move, help=told).add_argument("year", type=int, help="the year of the report")
        tasks = steps.add_parser("decompose", help="import a task list (任务分解方案): CSV, Excel or Word")
        tasks.add_argument("file", type=Path, metavar="FILE", help="columns 任务, 责任单位, 完成时限")
        tasks.add_argument("--year", type=int, help="the year of the report; else the city's")
        tasks.add_argument("--commit", action="store_true", help="write; without it nothing is written")
        cover = steps.add_parser(
            "coverage", help="count what judges each commitment; exit 1 where one has none"
        )
        cover.add_argument("year", type=int, help="the year of the report")

    def handle(self, *, step: str, **options: Any) -> None:
        """Take one step and say what it did."""
        getattr(self, f"_{step}")(**options)

    def _draft(self, *, year: int, report: Path | None, force: bool, **options: Any) -> None:
        path = settings.CITY.commitments_path(year)
        fresh = _redraft(year, report, force=force)
        save_reviewed(fresh.file, path)
        self._print(fresh)
        self.stdout.write(f"{path}：共 {len(fresh.file.entries)} 条")

    def _diff(self, *, year: int, report: Path | None, force: bool, format: str, **options: Any) -> None:
        fresh = _redraft(year, report, force=force)
        if format == "json":
            self.stdout.write(json.dumps(changes_of(fresh), ensure_ascii=False, indent=1))
        else:
            self._print(fresh)

    def _adopt(self, *, year: int, report: Path | None, **options: Any) -> None:
        adoption = adopt(city=settings.CITY, year=year, path=report, at=timezone.now())
        self.stdout.write(str(adoption))
        if adoption.drifted:
            self.stdout.write(f"文本与审阅时不同，其中 {len(adoption.drifted)} 条位置已移动")
        if adoption.orphans:
            self.stdout.write(f"原文已找不到或已改动，请复核：{'、'.join(adoption.orphans)}")

    def _track(self, *, move: str, year: int, **options: Any) -> None:
        if move == "adopt":
            self.stdout.write(str(adopt_tracking(year, city=settings.CITY, at=timezone.now())))
            return
        path = settings.CITY.tracking_path(year)
        proposal = _proposal(year)
        self.stdout.write("\n".join(proposal.lines()))
        if move == "draft":
            save_tracking(proposal.file, path)
            self.stdout.write(f"{path}：共 {len(proposal.file.entries)} 条")
        elif path.exists():
            _require_fitting(year)

    def _decompose(self, *, file: Path, year: int | None, commit: bool, **options: Any) -> None:
        of_year = year or settings.CITY.year
        try:
            content = file.read_bytes()
        except OSError as error:
            raise LuoshiError(
                "file-missing",
                f"不能读取 {file}：{error.strerror}。",
                f"{file} cannot be read: {error.strerror}.",
            ) from error
        done = decompose(
            content,
            name=file.name,
            report=settings.CITY.report_slug(of_year),
            year=of_year,
            at=timezone.now(),
            commit=commit,
        )
        self.stdout.write("\n".join(done.lines()))

    def _coverage(self, *, year: int, **options: Any) -> None:
        reviewed = load_reviewed(settings.CITY.commitments_path(year))
        coverage = coverage_of(reviewed.entries, load_tracking(settings.CITY.tracking_path(year)))
        self.stdout.write("\n".join(coverage.lines()))
        if not coverage.complete:
            missing = f"{len(coverage.uncovered)} 条承诺没有着落 (commitments that nothing judges)"
            raise CommandError(missing, returncode=1)

    def _print(self, fresh: Redraft) -> None:
        lines = list(changes_in_words(fresh))
        self.stdout.write("\n".join(lines) if lines else "没有变化")


def _redraft(year: int, report: Path | None, *, force: bool) -> Redraft:
    path = settings.CITY.commitments_path(year)
    reading = read_city_report(settings.CITY, year, path=report)
    return redraft(load_reviewed(path) if path.exists() else None, reading, force=force)


def _proposal(year: int) -> Proposal:
    city = settings.CITY
    path = city.tracking_path(year)
    directory = read_directory(city.organisations_path, streets=city.streets_path)
    return propose(
        load_tracking(path) if path.exists() else None,
        load_reviewed(city.commitments_path(year)),
        [Body(one.code, one.name, one.short, one.kind, one.duties) for one in directory.organisations],
        sections=read_city_report(city, year).sections,
    )


def _require_fitting(year: int) -> None:
    """Raise ``tracking-invalid`` with everything that does not fit."""
    city = settings.CITY
    path = city.tracking_path(year)
    directory = read_directory(city.organisations_path, streets=city.streets_path)
    around = Surroundings(
        commitments=load_reviewed(city.commitments_path(year)),
        text=city.report_path(year).read_text("utf-8"),
        organisations={one.code: one for one in directory.organisations},
        on=timezone.localdate(),
        series=known_series(),
        lines=lines_of(path.read_text("utf-8")),
    )
    require_none(problems_of(load_tracking(path), around), code="tracking-invalid", name=path.name)
