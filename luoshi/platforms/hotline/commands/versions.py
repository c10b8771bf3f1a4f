"""``luoshi hotline versions``: every version of the classifier with its figures."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from luoshi.platforms.hotline.commands.saying import Say
from luoshi.platforms.hotline.models import ClassifierVersion

NAME, HELP = "versions", "list every version of the classifier with its figures"


def add_arguments(parser: ArgumentParser) -> None:
    """Take nothing."""


def run(*, say: Say, **options: Any) -> None:
    """Say them, the latest first."""
    rows = list(ClassifierVersion.objects.all())
    for row in rows:
        say(told(row))
    if not rows:
        say("还没有训练过（none yet）：luoshi hotline train")


def told(row: ClassifierVersion) -> str:
    """Return one version in a line."""
    used = "在用" if row.active else "停用"
    source = "含模拟数据" if row.simulated else "真实工单"
    return (
        f"{row.version}  {used}  {timezone.localtime(row.trained_at):%Y-%m-%d %H:%M}  {row.rows} 件{source}  "
        f"{row.classes} 个大类  macro-F1 {row.macro_f1:.3f}  准确率 {row.accuracy:.3f}  "
        f"前三位 {row.within:.3f}  不作建议 {row.abstained:.0%}（其余准确率 {row.accuracy_kept:.3f}）"
    )
