"""The book of parameters, kept in the process and read anew when another process has changed it."""

from __future__ import annotations

from decimal import Decimal

from luoshi.kernel.base.law import Law
from luoshi.kernel.parameters.models import Parameter
from luoshi.kernel.parameters.rules import Book, Combine, Measure, Setting
from luoshi.kernel.prepared import ask

Edition = tuple[int, str]  # number and fingerprint

_LATEST = "SELECT id, fingerprint FROM parameters_parameteredition ORDER BY id DESC LIMIT 1"
_EMPTY = Book(())
_kept: tuple[Edition | None, Book] = (None, _EMPTY)


def parameter_book() -> Book:
    """Return what is loaded: one query, for its edition; one more once after a change."""
    return book_of(next(((pk, mark) for pk, mark in ask(_LATEST)), None))


def book_of(edition: Edition | None) -> Book:
    """Return the book of the latest edition, which the caller has just read; one query if it is new."""
    global _kept
    if edition is None:
        return _EMPTY
    if edition != _kept[0]:
        # The edition first: should a change come in between, the next call reads anew.
        _kept = (edition, Book(map(_setting, Parameter.objects.all())))
    return _kept[1]


def _setting(row: Parameter) -> Setting:
    unit = Measure(row.unit)
    return Setting(
        key=row.key,
        title=row.title,
        scope=row.scope,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        value=Decimal(row.value) if unit is Measure.RATIO else row.value,
        unit=unit,
        law=Law(row.law, row.article, row.valid_from, row.valid_to, row.verified),
        note=row.note,
        combine=Combine(row.combine),
    )
