"""``luoshi report draft``: the review half of the next government work report, written from readings."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.nextreport.checking import read_back
from luoshi.kernel.commitments.nextreport.gather import contents_of
from luoshi.kernel.commitments.nextreport.layout import lay_out
from luoshi.kernel.commitments.nextreport.markdown import to_markdown
from luoshi.kernel.commitments.nextreport.word import to_docx
from luoshi.reader.inputs import decode_bytes


class Command(BaseCommand):
    """Draft the next report."""

    help = "Draft the review half of the next report: what each promise of this year's came to."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year of the report to draft, the day and the format."""
        steps = parser.add_subparsers(dest="step", required=True, metavar="draft")
        draft = steps.add_parser("draft", help="write it from readings, every figure with its evidence")
        draft.add_argument("year", type=int, help="the year of the new report; it reviews the one before")
        draft.add_argument(
            "--on", type=date.fromisoformat, metavar="DAY", help="a day that was judged; else the last one"
        )
        draft.add_argument(
            "--format", choices=("docx", "md"), help="else as the file is named, md without one"
        )
        draft.add_argument("--out", type=Path, metavar="FILE", help="where to write; else standard output")

    def handle(
        self,
        *,
        step: str,
        year: int,
        on: date | None,
        format: str | None,
        out: Path | None,
        **options: Any,
    ) -> None:
        """Write the draft, then read it as any report is read and say where it would be misread."""
        city = settings.CITY
        form = format or ("docx" if out and out.suffix == ".docx" else "md")
        if form == "docx" and out is None:
            raise CommandError("DOCX 须用 --out 指定文件 (name a file with --out)", returncode=2)
        contents = contents_of(city.report_slug(year - 1), rules_folder=city.rules_folder, on=on)
        draft = lay_out(contents)
        if form == "docx":
            data, places = to_docx(draft, at=contents.known_at)
        else:
            text, places = to_markdown(draft)
            data = text.encode("utf-8")
        if out is None:
            self.stdout.write(data.decode("utf-8"), ending="")
        else:
            _write(data, out)
            self.stdout.write(f"{out}：数字 {draft.figures}，未完成和无法判断 {draft.outstanding}")
        wrong = read_back(decode_bytes(data, name="draft")[0], places)
        if wrong:
            told = "\n".join(wrong)
            raise CommandError(f"回读与所写不符 (does not read back):\n{told}", returncode=1)


def _write(data: bytes, path: Path) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise LuoshiError(
            "file-unwritable",
            f"不能写入 {path}：{error.strerror}。请换一个位置。",
            f"{path} cannot be written: {error.strerror}. Name another place.",
        ) from error
