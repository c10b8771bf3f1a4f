"""``luoshi reference``: write the generated pages of docs/reference, or say which are stale."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand

from luoshi.config.environment import ROOT
from luoshi.config.reference import PAGES

FOLDER = ROOT / "docs" / "reference"


class Command(BaseCommand):
    """Keep the reference pages equal to the code."""

    help = "Write docs/reference from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether only to look."""
        parser.add_argument(
            "--check", action="store_true", help="write nothing; exit 1 where a page is stale"
        )

    def handle(self, *, check: bool, **options: Any) -> None:
        """Compare or write each page."""
        pages = {FOLDER / name: write() for name, write in PAGES.items()}
        stale = [p for p, text in pages.items() if not p.exists() or p.read_text("utf-8") != text]
        if check and stale:
            names = ", ".join(path.name for path in stale)
            self.stderr.write(f"stale: {names}. Run `make docs`.")
            sys.exit(1)
        for path in () if check else stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(pages[path], "utf-8")
            self.stdout.write(f"wrote {path.relative_to(ROOT)}")
