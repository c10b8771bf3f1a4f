"""How well and how fast reports are read: scores on the gold readings, defects found, seconds."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from operator import itemgetter
from pathlib import Path
from runpy import run_path
from typing import Any, cast

from benchmarks import Bar, calibration_seconds, median_seconds
from luoshi.reader import read_text, to_dict

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SCORER = SHARED / "gold" / "score.py"
SEED = ROOT / "city" / "reports" / "2026.txt"
SCORES = {
    "value": 0.99,
    "unit": 0.97,
    "cmp": 0.97,
    "form": 0.95,
    "half": 0.97,
    "period": 0.85,
    "indicator": 0.90,
}


def bars() -> Iterator[Bar]:
    """Yield accuracy on every gold reading there is, then speed."""
    yield from _accuracy()
    yield from _defects()
    yield from _speed()


def read_path(path: Path) -> dict[str, Any]:
    """Read a report's text as it lies there."""
    with path.open(encoding="utf-8", newline="") as file:
        return to_dict(read_text(file.read(), name=path.stem))


def gold_files(folder: Path = SHARED / "gold") -> list[tuple[Path, Path]]:
    """Return each gold reading of a folder with the text it reads; none where texts or scorer are absent."""
    if not SCORER.exists():
        return []
    found = []
    for gold in sorted(folder.glob("*.json")):
        name = json.loads(gold.read_text("utf-8"))["report"]
        text = SEED if name == "city_siping_2026" else SHARED / "data" / "reports" / f"{name}.txt"
        if text.exists():
            found.append((gold, text))
    return found


def accuracy_bars(gold_path: Path, text: Path) -> Iterator[Bar]:
    """Yield the bars of one gold reading: detection, each field, whole records, milestones."""
    gold = json.loads(gold_path.read_text("utf-8"))
    result, name = _scorer()(gold, read_path(text)), gold_path.stem
    size, deeds = f"{result['gold']} figures", result["milestones"]
    figures = {"precision": (result["detect"]["p"], 0.97), "recall": (result["detect"]["r"], 0.97)}
    figures |= {field: (result[field], limit) for field, limit in SCORES.items()}
    for part, (figure, limit) in figures.items():
        yield _at_least(f"{name} {part}", figure, limit, size)
    yield _at_least(f"{name} record F1", result["record"]["f1"], 0.88, "a plain regex: 0.55-0.69")
    if deeds["gold"]:
        yield _at_least(f"{name} milestones F1", deeds["f1"], 0.65, "two people: 0.67")
        yield _at_least(f"{name} milestone kind", deeds["kind"], 0.85, f"{deeds['gold']} milestones")


def _accuracy() -> Iterator[Bar]:
    for gold, text in gold_files():
        yield from accuracy_bars(gold, text)
    for folder in ("seen", "unseen"):
        if passages := gold_files(ROOT / "tests" / "gold" / folder):
            yield from _pooled(folder, passages)


def _pooled(folder: str, passages: list[tuple[Path, Path]]) -> Iterator[Bar]:
    """Yield the bars of many short passages together, each weighted by its number of figures."""
    results = [_scorer()(json.loads(gold.read_text("utf-8")), read_path(text)) for gold, text in passages]
    size = f"{sum(r['gold'] for r in results)} figures of {len(results)}"

    def mean(pick: Callable[[dict[str, Any]], float], weight: Callable[[dict[str, Any]], int]) -> float:
        return sum(pick(r) * weight(r) for r in results) / max(1, sum(weight(r) for r in results))

    yield _at_least(f"{folder} precision", mean(lambda r: r["detect"]["p"], _figures), 0.97, size)
    yield _at_least(f"{folder} recall", mean(lambda r: r["detect"]["r"], _figures), 0.97, size)
    for field, limit in SCORES.items():
        yield _at_least(f"{folder} {field}", mean(itemgetter(field), _figures), limit, size)
    yield _at_least(f"{folder} record F1", mean(lambda r: r["record"]["f1"], _figures), 0.88, size)
    deeds = f"{sum(map(_deeds, results))} milestones"
    yield _at_least(f"{folder} milestones F1", mean(lambda r: r["milestones"]["f1"], _deeds), 0.65, deeds)
    yield _at_least(f"{folder} milestone kind", mean(lambda r: r["milestones"]["kind"], _deeds), 0.85, deeds)


def _figures(result: dict[str, Any]) -> int:
    return int(result["gold"])


def _deeds(result: dict[str, Any]) -> int:
    return int(result["milestones"]["gold"])


def _at_least(name: str, figure: float, limit: float, reference: str) -> Bar:
    return Bar(name=name, figure=figure, limit=limit, at_most=False, reference=reference)


def _scorer() -> Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]:
    return cast(Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]], run_path(str(SCORER))["score"])


def _defects() -> Iterator[Bar]:
    listed = SHARED / "seed" / "defects.json"
    if listed.exists():
        wanted, found = json.loads(listed.read_text("utf-8")), read_path(SEED)["defects"]
        hit = sum(any(_same_defect(one, other) for other in found) for one in wanted)
        yield _at_least("seed: listed defects found", hit / len(wanted), 0.35, f"{hit} of {len(wanted)}")
    if provinces := _provinces():
        readings = [read_path(path) for path in provinces]
        sure = sum(d["confidence"] >= 0.5 for reading in readings for d in reading["defects"])
        size = sum(len(reading["text"]) for reading in readings)
        yield Bar(
            name="provinces: sure defects / 10,000 characters",
            figure=10_000 * sure / size,
            limit=3,
            reference=f"{sure} in {len(readings)} reports",
        )


def _same_defect(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one["kind"] == other["kind"] and one["start"] < other["end"] and other["start"] < one["end"])


def _speed() -> Iterator[Bar]:
    reference = calibration_seconds()
    text = SEED.read_text("utf-8")
    warm = median_seconds(lambda: read_text(text, name="seed"))
    yield Bar(
        name="seed, warm",
        figure=1000 * warm,
        limit=60,
        unit=" ms",
        reference=f"{warm / reference:.2f} x loop",
    )
    cold = statistics.median(_cold() for _ in range(5))
    yield Bar(
        name="seed, cold process",
        figure=cold,
        limit=1.0,
        unit=" s",
        reference=f"{cold / reference:.1f} x loop",
    )
    if provinces := _provinces():
        start = time.perf_counter()
        for path in provinces:
            read_path(path)
        seconds = time.perf_counter() - start
        yield Bar(
            name=f"{len(provinces)} provincial reports, one core",
            figure=seconds,
            limit=5,
            unit=" s",
            reference=f"{seconds / reference:.0f} x loop",
        )


def _cold() -> float:
    start = time.perf_counter()
    command = [str(Path(sys.executable).with_name("luoshi")), "read", str(SEED), "--format", "json"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _provinces() -> list[Path]:
    return sorted((SHARED / "data" / "reports").glob("province_*_2026.txt"))
