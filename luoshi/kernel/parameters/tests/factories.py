"""Settings and books to test with, straight from values."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.kernel.base.law import Law
from luoshi.kernel.parameters.rules import Book, Measure, Setting

DAY = date(2026, 3, 2)
CITY = "nation/吉林省/四平市"
LAW = Law("某办法(2026)", "3")


def make_setting(
    key: str = "aid.income",
    value: int | str | bool | Decimal = 1000_00,
    *,
    scope: str = "nation",
    since: date = date(2020, 1, 1),
    until: date | None = None,
    unit: Measure = Measure.FEN,
    law: Law = LAW,
    **changes: Any,
) -> Setting:
    """Return a setting of the nation since 2020, unless told otherwise."""
    return Setting(
        key=key,
        title="收入上限",
        scope=scope,
        valid_from=since,
        valid_to=until,
        value=value,
        unit=unit,
        law=law,
        **changes,
    )


def make_book(*settings: Setting) -> Book:
    """Return a book of the settings, or of one with its defaults."""
    return Book(settings or (make_setting(),))
