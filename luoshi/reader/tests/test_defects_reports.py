"""How many of the known defects are found, and how many are claimed where texts are sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from luoshi.reader.defects import find_defects
from luoshi.reader.model import Defect
from luoshi.reader.structure import outline

SHARED = Path(__file__).parents[4] / "shared"
KNOWN = SHARED / "seed/defects.json"
REPORTS = sorted((SHARED / "data/reports").glob("province_*_2026.txt"))
MUST_BE_FOUND = {
    "duplicate_exact",
    "duplicate_near",
    "heading_title",
    "heading_order",
    "column_break",
    "splice",
    "truncated_head",
    "truncated_list",
    "stray_circled_number",
    "traditional_char",
    "wrong_unit",
    "wrong_amount",
}
LEAST_RECALL = 0.35
MOST_PER_TEN_THOUSAND = 3.0
CERTAIN = 0.5


def read(path: Path) -> tuple[str, tuple[Defect, ...]]:
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    return text, find_defects(outline(text))


@pytest.mark.skipif(not KNOWN.exists(), reason="the list of the seed's known defects is not here")
def test_the_known_defects_of_the_seed_are_found() -> None:
    known = json.loads(KNOWN.read_text(encoding="utf-8"))
    _, found = read(SHARED / "seed/report_2026.txt")
    free = list(found)

    missed = []
    for entry in known:
        match = next((d for d in free if d.kind == entry["kind"] and _overlap(d, entry)), None)
        if match:
            free.remove(match)
        else:
            missed.append(entry)

    print(
        f"known defects found: {len(known) - len(missed)} of {len(known)}; claimed beside them: {len(free)}"
    )
    assert [entry["quote"] for entry in missed if entry["kind"] in MUST_BE_FOUND] == []
    assert 1 - len(missed) / len(known) >= LEAST_RECALL


def _overlap(defect: Defect, entry: dict[str, int]) -> bool:
    return defect.start < entry["end"] and entry["start"] < defect.end


@pytest.mark.skipif(not REPORTS, reason="the provincial reports are not here")
def test_sound_reports_are_left_alone() -> None:
    rates = {}

    for path in REPORTS:
        text, found = read(path)
        assert all(text[d.start : d.end] == d.quote for d in found)
        rates[path.stem] = sum(d.confidence >= CERTAIN for d in found) * 10_000 / len(text)

    worst = max(rates, key=lambda name: rates[name])
    mean = sum(rates.values()) / len(rates)
    print(f"claims per 10,000 characters: mean {mean:.2f}, most {rates[worst]:.2f} ({worst})")
    assert max(rates.values()) <= MOST_PER_TEN_THOUSAND
