"""``luoshi projects precision``: how many invented duplicates and cut projects are found, and how surely."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.management import CommandError
from django.utils import timezone

from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.queries.precision import precision_of
from luoshi.platforms.projects.queries.resembling import resemblance_bounds, resembling_among
from luoshi.platforms.projects.year.loading import labels_of, years_told

NAME, HELP = "precision", "compare what looks like a duplicate or a cut project with what was invented as one"
TITLES = {"duplicate": "重复录入", "split": "拆分项目"}


def add_arguments(parser: ArgumentParser) -> None:
    """Take nothing: every invented year that was told is looked at."""


def run(*, say: Callable[[str], object], **options: Any) -> None:
    """Look for them among the invented projects and say the shares."""
    now = timezone.now()
    labels = [label for year in years_told(until=now) for label in labels_of(year)]
    if not labels:
        raise CommandError("没有模拟项目，请先运行 luoshi simulate projects --year。No invented projects.")
    began, projects = time.monotonic(), Project.objects.filter(simulated=True)
    bounds = resemblance_bounds(timezone.localdate(now))
    findings = resembling_among(projects, bounds)
    seconds = time.monotonic() - began
    for found in precision_of(findings, labels):
        title = TITLES[found.kind]
        say(
            f"{title}：造了 {found.injected} 处，找到 {found.found} 处（{found.recall:.0%}）；"
            f"提示 {found.findings} 处，其中 {found.right} 处属实（{found.precision:.0%}）"
        )
    say(f"{projects.count()} 个模拟项目，{seconds:.1f} 秒 (simulated)")
