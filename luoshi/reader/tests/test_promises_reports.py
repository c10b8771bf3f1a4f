"""Over every report at hand: nothing is lost between what was read and what is promised."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from luoshi.reader import read_text

ROOT = Path(__file__).resolve().parents[3]
REPORTS = sorted((ROOT.parent / "shared" / "data" / "reports").glob("*.txt"))
SEED = ROOT / "city" / "reports" / "2026.txt"
PROMISING = ("plan", "outlook")


def _reading(path: Path):
    with path.open(encoding="utf-8", newline="") as file:
        return read_text(file.read(), name=path.stem)


@pytest.mark.skipif(not REPORTS, reason="no reports in ../shared/data/reports")
@pytest.mark.parametrize("path", [SEED, *REPORTS], ids=lambda path: path.stem)
def test_every_item_is_in_one_commitment_and_every_other_sentence_is_skipped_with_a_reason(path):
    reading = _reading(path)
    promising = {s.id for s in reading.sentences if s.half in PROMISING}
    copies = {s.id for s in reading.sentences if s.duplicate_of}
    figures = [q for q in reading.quantities if q.half in PROMISING and not q.duplicate_of]

    with_commitment = {c.sentence for c in reading.commitments}
    skipped = [item.sentence for item in reading.coverage.skipped]
    placed = Counter(
        item for c in reading.commitments for item in (*c.quantities, *c.milestones, *c.unfigured)
    )

    assert promising == (with_commitment & promising) | set(skipped)
    assert not with_commitment & set(skipped)
    assert len(skipped) == len(set(skipped))
    items = [
        item for item in (*figures, *reading.milestones, *reading.unfigured) if item.sentence not in copies
    ]
    assert placed == Counter(item.id for item in items)
    assert all(
        before.end <= after.start
        for before, after in zip(reading.commitments, reading.commitments[1:], strict=False)
    )
    assert all(
        reading.text[e.start : e.end] == e.quote for c in reading.commitments for e in (c, *c.entities)
    )


def test_the_ten_livelihood_items_of_the_seed_are_found_by_number():
    reading = _reading(SEED)

    items = {c.livelihood for c in reading.commitments if c.livelihood}
    third = [c.quote for c in reading.commitments if c.livelihood == 3]

    assert items == set(range(1, 11))
    assert third == ["改造老旧供热管网23.5公里", "供水管网12.9公里", "燃气管网6.3公里"]


def test_a_share_and_a_rank_of_the_seed_stay_with_their_figures():
    reading = _reading(SEED)

    quotes = [commitment.quote for commitment in reading.commitments]

    assert "全年开工复工5000万元以上项目200个以上, 其中产业类项目占比55%以上" in quotes
    assert "政务服务事项全程网办率保持在90%以上, 确保稳居全省第一方阵" in quotes
