"""How far a folder has been read, and what came of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from luoshi.reader.batch import Outcome, Summary
from luoshi.reader.inputs import Language

_TOLD = {
    "zh": "已读 {read} 份，沿用 {kept} 份，失败 {failed} 份 → {out}",
    "en": "read {read}, kept {kept}, failed {failed} → {out}",
}


def progress(outcomes: Iterable[Outcome], total: int) -> Iterable[Outcome]:
    """Show a bar on a terminal, nothing in a log."""
    if not sys.stderr.isatty():
        return outcomes
    from tqdm import tqdm

    return tqdm(outcomes, total=total, unit="份" if total else "")


def told(summary: Summary, out: Path, language: Language) -> str:
    """Return the run in one line."""
    return _TOLD[language].format(read=summary.read, kept=summary.kept, failed=len(summary.failed), out=out)
