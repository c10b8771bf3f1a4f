"""``luoshi projects lists``: bring in the city's lists, show them, keep who stands on them this month."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from luoshi.platforms.projects.lists.asking import counted
from luoshi.platforms.projects.lists.changing import load_lists
from luoshi.platforms.projects.lists.keeping import keep_lists
from luoshi.platforms.projects.models import Project

NAME, HELP = "lists", "the lists of projects: bring in the city's file, show, keep a month"
Say = Callable[[str], object]


def add_arguments(parser: ArgumentParser) -> None:
    """Take which step, and its file."""
    steps = parser.add_subparsers(dest="step", required=True, metavar="load|show|keep")
    load = steps.add_parser("load", help="bring in the lists; what staff have changed stays theirs")
    load.add_argument("--file", type=Path, metavar="FILE", help="default: lists/projects.yaml of the city")
    steps.add_parser("show", help="say how many projects stand on each list today")
    steps.add_parser("keep", help="keep who stands on each list; once in a month, again changes nothing")


def run(*, say: Say, step: str, **options: Any) -> None:
    """Do it and say what was done."""
    steps: dict[str, Callable[..., None]] = {"load": _load, "show": _show, "keep": _keep}
    steps[step](say, **options)


def _load(say: Say, *, file: Path | None, **options: Any) -> None:
    say(str(load_lists(file or settings.CITY.lists_path("projects"), at=timezone.now())))


def _show(say: Say, **options: Any) -> None:
    on = timezone.localdate()
    for one in counted(Project.objects.all(), on=on):
        change = "" if one.change is None else f"  {one.change:+d}（{one.kept_on}）"
        say(f"{one.standing.stage}  {one.standing.of.title}  {one.now}{change}")


def _keep(say: Say, **options: Any) -> None:
    kept = keep_lists(at=timezone.now())
    say(f"留存 {kept.lists} 张清单，{kept.entries} 个条目" if kept else "本月已留存 (kept already)")
