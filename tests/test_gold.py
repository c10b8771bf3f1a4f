"""Readings agree with those made by people. The gold lies beside the project; without it these tests skip."""

from __future__ import annotations

import pytest

from benchmarks.reader import accuracy_bars, gold_files

GOLD = gold_files()


@pytest.mark.skipif(not GOLD, reason="no gold readings in ../shared/gold")
@pytest.mark.parametrize(("gold", "text"), GOLD, ids=[gold.stem for gold, _ in GOLD])
def test_a_reading_agrees_with_the_one_made_by_people(gold, text):
    bars = list(accuracy_bars(gold, text))

    short = [bar.line() for bar in bars if not bar.kept]
    print("\n".join(bar.line() for bar in bars))

    assert short == []
