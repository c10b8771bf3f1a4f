"""``luoshi hotline count``: who answered what, and how common words are."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from luoshi.platforms.hotline.actions.training import recount
from luoshi.platforms.hotline.commands.saying import Say

NAME, HELP = "count", "count anew who answered what, and how common words are"


def add_arguments(parser: ArgumentParser) -> None:
    """Take nothing."""


def run(*, say: Say, **options: Any) -> None:
    """Do it and say what was done."""
    done = recount(at=timezone.now())
    say(f"派单统计 {done.dispatched} 件 · 字对频次 {done.compared} 件")
