"""How well and how fast reports are read: scores on the gold readings, defects found, seconds."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import Bar, calibration_seconds, median_seconds
from luoshi.reader import read_text, to_dict

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
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


def gold_files() -> list[tuple[Path, Path]]:
    """Return each gold reading with the text it reads, of the project and of the shared folder."""
    found = []
    for gold in sorted([*(ROOT / "tests" / "gold").glob("*.json"), *(SHARED / "gold").glob("*.json")]):
        name = json.loads(gold.read_text("utf-8"))["report"]
        text = SEED if name == "city_siping_2026" else SHARED / "data" / "reports" / f"{name}.txt"
        if text.exists():
            found.append((gold, text))
    return found


def _accuracy() -> Iterator[Bar]:
    score = _scorer()
    if score is None:
        print("no gold readings beside the project: accuracy is not measured")
        return
    for gold_path, text in gold_files():
        gold = json.loads(gold_path.read_text("utf-8"))
        result, name = score(gold, read_path(text)), gold_path.stem
        size = f"{result['gold']} figures"
        yield Bar(
            name=f"{name} precision", figure=result["detect"]["p"], limit=0.97, at_most=False, reference=size
        )
        yield Bar(
            name=f"{name} recall", figure=result["detect"]["r"], limit=0.97, at_most=False, reference=size
        )
        for field, limit in SCORES.items():
            yield Bar(
                name=f"{name} {field}", figure=result[field], limit=limit, at_most=False, reference=size
            )
        yield Bar(
            name=f"{name} record F1",
            figure=result["record"]["f1"],
            limit=0.88,
            at_most=False,
            reference="a plain regex 0.55-0.69",
        )
        deeds = result["milestones"]
        if deeds["gold"]:
            size = f"{deeds['gold']} milestones"
            yield Bar(
                name=f"{name} milestones F1", figure=deeds["f1"], limit=0.65, at_most=False, reference=size
            )
            yield Bar(
                name=f"{name} milestone kind", figure=deeds["kind"], limit=0.85, at_most=False, reference=size
            )


def _scorer() -> Any:
    if not (SHARED / "gold" / "score.py").exists():
        return None
    sys.path.insert(0, str(SHARED / "gold"))
    import score

    return score.score


def _defects() -> Iterator[Bar]:
    listed = SHARED / "seed" / "defects.json"
    if listed.exists():
        wanted, found = json.loads(listed.read_text("utf-8")), read_path(SEED)["defects"]
        hit = sum(any(w["start"] < d["end"] and d["start"] < w["end"] for d in found) for w in wanted)
        yield Bar(
            name="seed: listed defects found",
            figure=hit / len(wanted),
            limit=0.35,
            at_most=False,
            reference=f"{hit} of {len(wanted)}",
        )
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
