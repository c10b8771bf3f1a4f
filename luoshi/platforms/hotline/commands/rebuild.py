"""``luoshi hotline rebuild``: the read model of all requests, written anew from their events."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from luoshi.platforms.hotline.actions import rebuild
from luoshi.platforms.hotline.commands.saying import Say

NAME, HELP = "rebuild", "write the read model of all requests anew from their events"


def add_arguments(parser: ArgumentParser) -> None:
    """Take nothing."""


def run(*, say: Say, **options: Any) -> None:
    """Do it and say how many it was."""
    say(f"重写 {rebuild()} 件工单的读模型 (read model written anew)")
