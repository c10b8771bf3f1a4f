"""The command ``luoshi``: reading needs neither Django nor a database, everything else gets both."""

from __future__ import annotations

import os
import sys

from luoshi import __version__

READING = ("read", "compare")
WITHOUT_DATABASE = ("makemessages", "compilemessages", "collectstatic", "check", "help", "reference")


def main() -> None:
    """Run the command line and exit with its status: 0 done, 2 for something a person can put right."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["--version"]:
        print(f"luoshi {__version__}")
        return
    if arguments[:1] and arguments[0] in READING:
        from luoshi.reader.cli import main as read

        sys.exit(read(arguments))
    sys.exit(_manage(arguments or ["help"]))


def _manage(arguments: list[str]) -> int:
    from luoshi.config.environment import environment
    from luoshi.config.postgres import ensure_database
    from luoshi.kernel.base.errors import LuoshiError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    try:
        if arguments[0] not in WITHOUT_DATABASE and not {"-h", "--help"} & set(arguments):
            ensure_database(environment().state)
            environment.cache_clear()
        from django.core.management import execute_from_command_line

        execute_from_command_line(["luoshi", *arguments])
    except LuoshiError as error:
        print(error.message(_language()), file=sys.stderr)
        return 2
    return 0


def _language() -> str:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    return next((value for name in names if (value := os.environ.get(name))), "en")
