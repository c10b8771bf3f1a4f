"""The book of parameters, kept in the process and read anew when another process has changed it."""

from __future__ import annotations

from decimal import Decimal

from luoshi.kernel.base.law import Law
from luoshi.kernel.parameters.models import Parameter, ParameterEdition
from luoshi.kernel.parameters.rules import Book, Measure, Setting

_EMPTY = Book(())
_kept: tuple[tuple[int, str] | None, Book] = (None, _EMPTY)


def parameter_book() -> Book:
    """Return what is loaded: one query, for its edition; one more once after a change."""
    global _kept
    edition = ParameterEdition.objects.order_by("-pk").values_list("pk", "fingerprint").first()
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
    )
