"""``luoshi hotline mail``: letters to the hotline, from a maildir or one from standard input."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.notices.channels import Undeliverable, Undelivered
from luoshi.platforms.hotline.actions import acknowledge, take_letter
from luoshi.platforms.hotline.commands.saying import Say
from luoshi.platforms.hotline.letters import MOST_BYTES, Skipped, letter_of

NAME, HELP = "mail", "take letters as requests and tell their writers number and code"
_SEEN, _FLAGGED = ":2,S", ":2,F"  # how a maildir marks a letter
_LATER = 75  # EX_TEMPFAIL: the mail server keeps the letter and brings it again


def add_arguments(parser: ArgumentParser) -> None:
    """Take where the letters lie."""
    parser.add_argument(
        "maildir",
        nargs="?",
        type=Path,
        metavar="MAILDIR",
        help="take what is in its new/, move it to cur/; without it one letter is read from stdin",
    )


def run(*, say: Say, maildir: Path | None, **options: Any) -> None:
    """Do it and say what was done.

    Of a maildir: ends with 2 where a letter needs a person, which then lies flagged in cur/; what could not
    be answered for now stays in new/. Of standard input: 2 for such a letter, 75 for "bring it again".
    """
    if maildir is None:
        _one(say)
        return
    if not (maildir / "new").is_dir():
        raise LuoshiError("maildir-missing", f"{maildir} 不是 maildir。", f"{maildir} is no maildir.")
    wrong = [path for path in _spooled(maildir) if not _spool(path, maildir, say)]
    if wrong:
        raise CommandError(f"{len(wrong)} 封需要人工处理 (need a person)", returncode=2)


def _one(say: Say) -> None:
    try:
        say(_taken(sys.stdin.buffer.read(MOST_BYTES + 1)))
    except Undelivered as error:
        raise CommandError(error.zh, returncode=_LATER) from error


def _spooled(maildir: Path) -> Iterator[Path]:
    yield from sorted(path for path in (maildir / "new").iterdir() if path.is_file())


def _spool(path: Path, maildir: Path, say: Say) -> bool:
    """Take the letter, and only then move it. Tell whether no person is needed."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
        said, mark = _taken(raw), _SEEN
    except FileNotFoundError:  # another run was faster
        return True
    except Undelivered as error:
        say(f"{path.name}  已受理，回执没有发出，留待下次：{error.zh}")
        return True
    except LuoshiError as error:
        said, mark = error.zh, _FLAGGED
    say(f"{path.name}  {said}")
    with suppress(FileNotFoundError):
        path.rename(maildir / "cur" / f"{path.name.split(':')[0]}{mark}")
    return mark == _SEEN


def _taken(raw: bytes) -> str:
    """Return what became of a letter, in words. Raises ``Undelivered`` where its answer has to wait."""
    letter = letter_of(raw, ours=settings.DEFAULT_FROM_EMAIL)
    if isinstance(letter, Skipped):
        return f"不是来信，跳过（{letter.why}）"
    taken = take_letter(letter, at=timezone.now())
    try:
        acknowledge(letter, taken)
    except Undeliverable as error:
        return f"受理 {taken.case.code}，没有回执：{error.zh}"
    return f"受理 {taken.case.code}，已回执"
