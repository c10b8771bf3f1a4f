"""``luoshi hotline train``: the classifier, and the counts beside it, from the city's own closed requests."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from luoshi.platforms.hotline.actions.training import LEAST, MOST, train_classifier
from luoshi.platforms.hotline.commands import count
from luoshi.platforms.hotline.commands.saying import Say
from luoshi.platforms.hotline.commands.versions import told

NAME, HELP = "train", "train on closed requests; equal requests, no new version"


def add_arguments(parser: ArgumentParser) -> None:
    """Take which requests count."""
    parser.add_argument("--simulated", action="store_true", help="take invented requests too")
    parser.add_argument(
        "--least", type=int, default=LEAST, metavar="N", help=f"refuse fewer requests ({LEAST})"
    )
    parser.add_argument("--most", type=int, default=MOST, metavar="N", help=f"the newest ({MOST})")


def run(*, say: Say, simulated: bool, least: int, most: int, **options: Any) -> None:
    """Do it and say what was done."""
    row, new = train_classifier(at=timezone.now(), simulated=simulated, least=least, most=most)
    say("已训练并启用（trained）" if new else "工单没有变化，沿用已有版本（no change）")
    say(told(row))
    count.run(say=say)
