"""The code table of GB/T 4754-2017, from sections to classes; the amendment of 2019 is not in it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_PATH = Path(__file__).parent.parent / "tables" / "gbt4754_2017.csv"
CLASS = 4  # the level of the finest codes


@cache
def industry_names() -> Mapping[str, str]:
    """Return the name of every code, from "A" to "0111"."""
    return {row["code"]: row["name"] for row in _rows()}


@cache
def industry_classes() -> tuple[str, ...]:
    """Return the codes of the finest level, in order."""
    return tuple(row["code"] for row in _rows() if int(row["level"]) == CLASS)


def _rows() -> list[dict[str, str]]:
    with _PATH.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
