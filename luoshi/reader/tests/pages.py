"""Pages for tests and benchmarks, made on the fly: text in columns as PDF, as picture, as bad scan."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PIL.Image import Image

ROOT = Path(__file__).resolve().parents[3]
SEED = ROOT / "city" / "reports" / "2026.txt"
SHARED = ROOT.parent / "shared"

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_STYLE = """
@page { size: A3; margin: 15mm }
body { margin: 0; font: 10pt "Noto Serif CJK SC", serif; text-align: justify }
h1 { text-align: center; font-size: 28pt }
p { margin: 0; text-indent: 2em }
"""


def seed_opening() -> str:
    """Return the first 3,000 characters of the first city's report."""
    return SEED.read_text("utf-8")[:3000]


def needs(available: object, what: str) -> None:
    """Skip the test where something is not installed; under CI=true that is a failure."""
    if available:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing")
    pytest.skip(f"{what} is missing")


def browser() -> str | None:
    """Return the path of Chromium, if there is one."""
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


@cache
def set_in_columns(text: str, columns: int) -> bytes:
    """Return an A3 page as PDF: the first paragraph as headline, the rest in columns."""
    title, *paragraphs = (html.escape(line) for line in text.split("\n") if line.strip())
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return printed(f'<h1>{title}</h1><div style="columns: {columns}; column-gap: 8mm">{body}</div>')


@cache
def printed(body: str) -> bytes:
    """Return HTML as PDF."""
    path = browser()
    needs(path, "Chromium")
    with tempfile.TemporaryDirectory() as folder:
        page, out = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{body}", "utf-8")
        subprocess.run(
            [
                *(
                    str(path),
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    f"--user-data-dir={folder}/profile",
                ),
                *("--no-pdf-header-footer", f"--print-to-pdf={out}", page.as_uri()),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return out.read_bytes()


def picture(pdf: bytes, dpi: int) -> Image:
    """Return the first page as a grey picture."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        image: Image = document[0].render(scale=dpi / 72).to_pil().convert("L")
        return image


def worn(image: Image) -> Image:
    """Return the picture as a bad scan: 1.2° askew, blurred, noisy, unevenly lit. Always the same."""
    import numpy
    from PIL import Image, ImageFilter

    askew = image.rotate(1.2, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    pixels = numpy.asarray(askew.filter(ImageFilter.GaussianBlur(0.7))).astype(float)
    height, width = pixels.shape
    light = numpy.linspace(0.72, 1, width)[None, :] * numpy.linspace(1, 0.9, height)[:, None]
    noise = numpy.random.default_rng(1).normal(0, 10, pixels.shape)
    return Image.fromarray((pixels * light + noise).clip(0, 255).astype("uint8"))


def error_rate(expected: str, found: str) -> float:
    """Return the character error rate, without white and with full-width punctuation as half-width."""
    wanted, got = _comparable(expected), _comparable(found)
    row = list(range(len(got) + 1))
    for i, char in enumerate(wanted, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(got, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (char != other))
    return row[-1] / len(wanted)


def figures_kept(expected: str, found: str) -> tuple[int, int]:
    """Return how many of the figures in ASCII digits were found, in order, and how many there are."""
    wanted, got = (re.findall(r"\d+(?:\.\d+)?", text, re.ASCII) for text in (expected, found))
    matches = SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
    return sum(match.size for match in matches), len(wanted)


def squeezed(text: str) -> str:
    """Return the text without white."""
    return "".join(text.split())


def _comparable(text: str) -> str:
    return squeezed(unicodedata.normalize("NFKC", text)).translate(str.maketrans("。、“”‘’", ".,\"\"''"))
