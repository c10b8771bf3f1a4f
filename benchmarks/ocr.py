"""How well and how cheaply pages are read: the text layer, and recognition of clean and worn scans."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import Bar
from luoshi.reader.inputs import decode_bytes
from luoshi.reader.tests.pages import (
    browser,
    error_rate,
    figures_kept,
    picture,
    seed_opening,
    set_in_columns,
    worn,
)

# Each page in a process of its own, so that memory and processor time are the page's alone.
_ALONE = """
import json, resource, sys
from luoshi.reader.inputs import load
text, _ = load(sys.argv[1])
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([text, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6]))
"""


def bars() -> Iterator[Bar]:
    """Yield the bars of the text layer, then of scans: 1 to 4 columns, 150 and 200 dpi, clean and worn."""
    if browser() is None:
        return
    text = seed_opening()
    for columns in (1, 2, 3, 4):
        found, _ = decode_bytes(set_in_columns(text, columns), name="page")
        yield Bar(name=f"PDF, {columns} columns: CER", figure=error_rate(text, found), limit=0.0)
    if find_spec("rapidocr") is None:
        return
    for dpi in (150, 200):
        for columns in (1, 2, 3, 4):
            page = picture(set_in_columns(text, columns), dpi)
            yield from _scan(f"{columns} columns, {dpi} dpi", text, page, quality=95, limit=0.01)
            yield from _scan(f"{columns} columns, {dpi} dpi, worn", text, worn(page), quality=55, limit=0.02)


def _scan(name: str, text: str, page: Any, *, quality: int, limit: float) -> Iterator[Bar]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.jpg")
        page.save(path, quality=quality)
        run = subprocess.run([sys.executable, "-c", _ALONE, str(path)], capture_output=True, check=True)
    found, seconds, gigabytes = json.loads(run.stdout)
    kept, figures = figures_kept(text, found)
    yield Bar(name=f"{name}: CER", figure=error_rate(text, found), limit=limit)
    yield Bar(name=f"{name}: figures", figure=kept, limit=figures, at_most=False)
    yield Bar(name=f"{name}: processor", figure=seconds, limit=25, unit="s")
    yield Bar(name=f"{name}: peak memory", figure=gigabytes, limit=1.2, unit="GB")
