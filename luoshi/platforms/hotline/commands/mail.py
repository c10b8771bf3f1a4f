"""``luoshi hotline mail``: letters to the hotline, from a maildir or one from standard input."""

from __future__ import annotations

import logging
import sys
from argparse import ArgumentParser
from collections import Counter
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

logger = logging.getLogger(__name__)

NAME, HELP = "mail", "take letters as requests and tell their writers number and code"
_SEEN, _FLAGGED = ":2,S", ":2,F"  # how a maildir marks a letter
_WAITS, _FAILED = "waits", "failed"
_OF_THE_LETTER = ("key-reused", "form-invalid")  # what another try would not change
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
    be answered for now stays in new/, and so does what failed, which ends with 1. Of standard input: 2 for a
    letter that needs a person, 75 for "bring it again".
    """
    if maildir is None:
        _one(say)
        return
    if not (maildir / "new").is_dir():
        raise LuoshiError("maildir-missing", f"{maildir} 不是 maildir。", f"{maildir} is no maildir.")
    became = Counter(_spool(path, maildir, say) for path in _spooled(maildir))
    if became[_FAILED]:
        raise CommandError(
            f"{became[_FAILED]} 封出错，留待下次，见上面和日志 (failed; see above and the log)", returncode=1
        )
    if became[_FLAGGED]:
        raise CommandError(f"{became[_FLAGGED]} 封需要人工处理 (need a person)", returncode=2)


def _one(say: Say) -> None:
    try:
        say(_taken(sys.stdin.buffer.read(MOST_BYTES + 1)))
    except Undelivered as error:
        raise CommandError(error.zh, returncode=_LATER) from error


def _spooled(maildir: Path) -> Iterator[Path]:
    yield from sorted(path for path in (maildir / "new").iterdir() if path.is_file())


def _spool(path: Path, maildir: Path, say: Say) -> str:
    """Take the letter, and only then move it. Return what became of it: no letter stops the next."""
    try:
        said, mark = _taken(_read(path)), _SEEN
    except FileNotFoundError:  # another run was faster
        return _SEEN
    except Undelivered as error:
        say(f"{path.name}  已受理，回执没有发出，留待下次：{error.zh}")
        return _WAITS
    except LuoshiError as error:
        if not error.code.startswith("letter-") and error.code not in _OF_THE_LETTER:
            say(f"{path.name}  留待下次：{error.zh}")
            return _FAILED
        said, mark = error.zh, _FLAGGED
    except Exception:
        logger.exception("The letter %s failed", path.name)
        say(f"{path.name}  程序出错，留待下次")
        return _FAILED
    say(f"{path.name}  {said}")
    with suppress(FileNotFoundError):
        path.rename(maildir / "cur" / f"{path.name.split(':')[0]}{mark}")
    return mark


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)  # one beyond the most tells that it is too large


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
