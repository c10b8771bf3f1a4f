"""What may be asked on the command line."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from pathlib import Path

_READ = """Read a government work report into figures, milestones, commitments, text defects and checks.
阅读政府工作报告：指标、节点、承诺、文本缺陷与核对提示。

FILE is text (UTF-8 or GB18030), PDF, DOCX or a scan (PNG, JPEG, TIFF; needs luoshi[ocr]).
- is standard input. A folder is read into one file: a row per quantity (.parquet) or a line
per reading (.jsonl). What was read before and has not changed is not read again."""

_COMPARE = """Compare one indicator over many reports: what each place plans, in words and in figures.
比较各地同一指标。

READINGS is a .parquet or .jsonl written by `luoshi read`, or a folder of reports."""


def parse(argv: list[str]) -> Namespace:
    """Return the arguments; ends the process with status 2 and a sentence where they make no sense."""
    parser, _ = command_parsers()
    arguments = parser.parse_args(argv)
    if arguments.command == "read" and Path(arguments.source).is_dir():
        _check_folder(parser, arguments)
    return arguments


def command_parsers() -> tuple[ArgumentParser, dict[str, ArgumentParser]]:
    """Return the parser of the command line and, by name, that of each command."""
    parser = ArgumentParser(prog="luoshi", description="luoshi (落实)")
    commands = parser.add_subparsers(dest="command", required=True)
    read = commands.add_parser("read", description=_READ, formatter_class=RawDescriptionHelpFormatter)
    compare = commands.add_parser(
        "compare", description=_COMPARE, formatter_class=RawDescriptionHelpFormatter
    )
    _add_read(read)
    _add_compare(compare)
    return parser, {"read": read, "compare": compare}


def _add_read(parser: ArgumentParser) -> None:
    parser.add_argument("source", metavar="FILE|-|DIR", help="a report, standard input, or a folder")
    parser.add_argument(
        "--format", choices=("table", "json", "yaml"), default="table", help="of one report (default: table)"
    )
    parser.add_argument("--place", help="whose report it is, where the text does not say 地名")
    parser.add_argument("--year", type=int, help="the year the plan is for, where the text does not say 年份")
    parser.add_argument(
        "--out", type=Path, metavar="PATH", help="write here; a folder's default is readings.parquet 输出文件"
    )
    folder = parser.add_argument_group("folders")
    folder.add_argument(
        "--jobs",
        type=_at_least_one,
        default=_processors(),
        metavar="N",
        help="processes (default: all)",
    )
    folder.add_argument("--engine", choices=("local", "spark"), default="local")
    folder.add_argument(
        "--master", default="local[*]", metavar="URL", help="Spark master (default: this machine)"
    )


def _add_compare(parser: ArgumentParser) -> None:
    parser.add_argument("readings", metavar="READINGS|DIR")
    parser.add_argument("--indicator", required=True, help="such as 地区生产总值 or GDP 指标")
    parser.add_argument(
        "--half",
        choices=("review", "plan", "outlook", "background"),
        default="plan",
        help="the half of the report (default: plan)",
    )
    parser.add_argument("--form", choices=("level", "growth", "change"), help="only figures of this form")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument("--out", type=Path, metavar="PATH", help="write here 输出文件")


def _check_folder(parser: ArgumentParser, arguments: Namespace) -> None:
    if arguments.place or arguments.year:
        parser.error("--place and --year are for one report, not for a folder")
    if arguments.out is not None and arguments.out.suffix not in (".parquet", ".jsonl"):
        parser.error("--out of a folder ends in .parquet or .jsonl")


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text} is not a number of processes")
    return int(text)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
