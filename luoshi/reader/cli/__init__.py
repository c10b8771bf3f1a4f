"""The commands ``luoshi read`` and ``luoshi compare``: text in, readings out, no traceback for a bad file."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from luoshi.reader.cli.arguments import parse
from luoshi.reader.inputs import STANDARD_INPUT, InputError, Language, traced

_FAILED, _UNUSABLE, _INTERRUPTED = 1, 2, 130


def main(argv: list[str]) -> int:
    """Run ``read …`` or ``compare …`` and return the exit status.

    0: done. 1: some files of a folder could not be read. 2: nothing could be read, or the call is wrong.
    """
    arguments = parse(argv)
    try:
        return _compare(arguments) if arguments.command == "compare" else _read(arguments)
    except InputError as error:
        _complain(error)
        return _UNUSABLE
    except BrokenPipeError:  # the reader of our output, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # a fault of ours: one sentence that can be reported, not twenty lines
        source = arguments.readings if arguments.command == "compare" else arguments.source
        _complain(InputError("internal", source, traced(error)))
        return _UNUSABLE
    except KeyboardInterrupt:
        return _INTERRUPTED


def language() -> Language:
    """Return the language of the user's locale: Chinese for zh, English for every other."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    value = next((value for name in names if (value := os.environ.get(name))), "")
    return "zh" if value.lower().startswith("zh") else "en"


def _read(arguments: Namespace) -> int:
    source = arguments.source
    if source != STANDARD_INPUT and Path(source).is_dir():
        return _read_folder(arguments)
    from luoshi.reader.inputs import load
    from luoshi.reader.pipeline import read_text

    text, origin = load(source)
    reading = read_text(
        text,
        name=Path(origin.name).stem,
        source=origin,
        place=arguments.place,
        year=arguments.year,
    )
    if arguments.format == "table":
        from luoshi.reader.cli.overview import overview

        _write(overview(reading, language()), arguments.out)
    else:
        from luoshi.reader.output import to_json, to_yaml

        _write({"json": to_json, "yaml": to_yaml}[arguments.format](reading), arguments.out)
    return 0


def _read_folder(arguments: Namespace) -> int:
    from luoshi.reader.batch import local, read_folder
    from luoshi.reader.cli.progress import progress, told

    if arguments.engine == "spark":
        from luoshi.reader.spark import on_spark

        engine = on_spark(arguments.master)
    else:
        engine = local(arguments.jobs)
    out = arguments.out or Path("readings.parquet")
    summary = read_folder(Path(arguments.source), out, engine=engine, progress=progress)
    for error in summary.failed:
        _complain(error)
    print(told(summary, out, language()))
    if not summary.failed:
        return 0
    return _FAILED if summary.read or summary.kept else _UNUSABLE


def _compare(arguments: Namespace) -> int:
    from luoshi.reader.cli.comparison import FORMATS
    from luoshi.reader.compare import Question, compare, rows_from

    question = Question(indicator=arguments.indicator, half=arguments.half, form=arguments.form)
    found = compare(rows_from(Path(arguments.readings)), question)
    if not found:
        raise InputError("no_match", arguments.indicator)
    _write(FORMATS[arguments.format](found, language()), arguments.out)
    return 0


def _write(text: str, out: Path | None) -> None:
    """Write to standard output in UTF-8 whatever the locale, or to a file at one stroke."""
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    from luoshi.reader.output import replacing

    with replacing(out) as temporary:
        temporary.write_bytes(text.encode())


def _complain(error: InputError) -> None:
    print(f"luoshi: {error.say(language())} [{error.code}]", file=sys.stderr)
