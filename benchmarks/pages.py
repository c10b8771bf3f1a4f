"""How fast each page is made, with the city's report and the provincial ones loaded, and how heavy it is."""

from __future__ import annotations

import gc
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import Bar

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT.parent / "shared" / "data" / "reports"
LUOSHI = Path(sys.executable).with_name("luoshi")
TRIVIAL = "/data/text/nowhere.txt"  # a page that asks one question and finds nothing
WARM_UP, RUNS = 5, 40


def bars() -> Iterator[Bar]:
    """Yield the 95th percentile of each page's time on the server, then the bytes of a first visit."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        loaded = _prepare(Path(folder))
        client, home = _client()
        reference = _p95(client, TRIVIAL)
        for address in _addresses(home):
            figure = _p95(client, address)
            yield Bar(
                name=f"page {address}"[:44],
                figure=1000 * figure,
                limit=60,
                unit=" ms",
                reference=f"{figure / reference:.1f} x a 404, {loaded} reports",
            )
        for address in ("/", f"/reports/{home}/"):
            figure = _first_load(client, address)
            yield Bar(name=f"first visit {address}"[:44], figure=figure / 1000, limit=300, unit=" kB")


def _prepare(folder: Path) -> int:
    """Start a fresh database in the folder, load what there is, and return how many reports that is."""
    city = Path(shutil.copytree(ROOT / "city", folder / "city"))
    os.environ |= {"LUOSHI_CITY": str(city), "LUOSHI_STATE": str(folder / "state")}
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    from luoshi.config.postgres import ensure_database

    ensure_database(folder / "state")
    if not (city / "commitments" / "2026.yaml").exists():
        _run("commitments", "draft", "2026")
    _run("demo", "--prepare-only")
    reports = sorted(REPORTS.glob("province_*_2026.txt"))
    if reports:
        _run("reports", "load", *map(str, reports))
    return 1 + len(reports)


def _run(*arguments: str) -> None:
    subprocess.run([LUOSHI, *arguments], check=True, stdout=subprocess.DEVNULL)


def _client() -> tuple[Any, str]:
    import logging

    import django

    django.setup()
    from django.test import Client

    from luoshi.portal.queries import home_slug

    logging.disable(logging.WARNING)  # the reference is a page that is not there
    gc.collect()
    gc.freeze()  # as luoshi.config.asgi does
    return Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="gzip"), home_slug()


def _addresses(home: str) -> list[str]:
    report = f"/reports/{home}/"
    return [
        *("/", report, f"{report}?layer=defects", f"{report}questions/", "/reports/"),
        *("/commitments/", "/commitments/?q=就业", "/commitments/2026-001/", "/commitments/2026-001/card/"),
        *("/commitments/2026-084/", "/commitments/2026-084/?as_of=2026-09-30", "/?as_of=2026-09-30"),
        *("/changes/", "/due/", "/corrections/", "/deputies/", "/feed.atom", "/data/lights.csv"),
        *("/data/iati.json", "/units/", "/units/human-resources/", "/places/", "/places/lishu/"),
        *("/figures/", "/figures/outside/urban_jobs/", "/figures/proposals/on_time_rate/?period=2025-Q2"),
        *("/proposals/", "/data/figures/outside/urban_jobs.csv"),
        *("/compare/?indicator=地区生产总值", "/method/", "/data/", "/api/docs"),
        *("/api/commitments", "/api/figures", "/api/reports", f"/api/reports/{home}/reading"),
        *(["/reports/province-jilin-2026/"] if REPORTS.exists() else []),
    ]


def _p95(client: Any, address: str) -> float:
    for _ in range(WARM_UP):
        client.get(address)
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - start)
    return statistics.quantiles(times, n=20)[-1]


def _first_load(client: Any, address: str) -> int:
    page = client.get(address)
    text = client.get(address, HTTP_ACCEPT_ENCODING="identity").content.decode()
    linked = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text))
    return len(page.content) + sum(
        len(b"".join(client.get(path).streaming_content)) for path in sorted(linked)
    )
