"""``luoshi hotline import FILE``: messages of a board as requests."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.sheets import read_sheet
from luoshi.kernel.orgs.queries import account_named, actor_of
from luoshi.platforms.hotline.actions import bring_messages
from luoshi.platforms.hotline.boards import messages_of
from luoshi.platforms.hotline.commands.saying import Say
from luoshi.platforms.hotline.types.request import OUTCOMES

NAME, HELP = "import", "check the messages of a board, and with --write take each as a request"


def add_arguments(parser: ArgumentParser) -> None:
    """Take the table and how it is to be read."""
    parser.add_argument("file", type=Path, metavar="FILE", help="csv or xlsx; titles in the first row")
    parser.add_argument(
        "--as", dest="account", required=True, metavar="NAME", help="the agent who brings them"
    )
    parser.add_argument("--board", default="", metavar="NAME", help="the board, where no column says it")
    parser.add_argument(
        "--outcome",
        default="",
        choices=[key for key, _ in OUTCOMES],
        help="what replies count as, where no column says it",
    )
    parser.add_argument("--write", action="store_true", help="take them; without it nothing is written")


def run(*, say: Say, file: Path, account: str, board: str, outcome: str, write: bool, **options: Any) -> None:
    """Do it and say what was done. Ends with 2 where a row is bad; then nothing was written."""
    at = timezone.now()
    if not file.is_file():
        raise LuoshiError("file-missing", f"没有文件 {file}。", f"There is no file {file}.")
    with file.open("rb") as content:
        sheet = read_sheet(content, name=file.name)
    by = actor_of(account_named(account), on=timezone.localdate(at))
    done = bring_messages(messages_of(sheet, board=board, outcome=outcome, at=at), by=by, write=write)
    for bad in sorted(done.bad, key=lambda bad: bad.row):
        say(str(bad))
    if done.bad:
        raise CommandError(f"{len(done.bad)} 行需要更正，没有写入 (nothing written)", returncode=2)
    counts = f"{done.taken} 件 · 已有 {done.known} · 带答复 {done.replied}"
    say(f"导入 {counts}" if done.written else f"可导入 {counts}；加 --write 写入 (add --write to take them)")
