"""A measure taken: its statement run once for real and once for invented records. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.periods import Period
from luoshi.kernel.measures.aggregate import Cell, aggregate, cell_of
from luoshi.kernel.measures.arithmetic import Figure, figures, periods_of, windows_of
from luoshi.kernel.measures.definitions import Definition, Missing
from luoshi.kernel.measures.engines import Engine

Series = tuple[str, str, bool]  # org, place, simulated


def compute(
    definition: Definition, engine: Engine, *, years: Sequence[int], on: date, known: Iterable[Series] = ()
) -> list[Figure]:
    """Return the figures of every organisation, place and period of the years up to the day.

    Two statements, however many figures. ``known`` are the series that had figures before.
    Raises ``measure-incomplete`` where the measure asks for complete records and they are not.
    """
    periods = [period for number in sorted(set(years)) for period in periods_of(number, on=on)]
    if not periods:
        return []
    windows, had = windows_of(definition, periods), tuple(known)
    found: list[Figure] = []
    for simulated in (False, True):
        statement = aggregate(definition, windows=windows, on=on, simulated=simulated)
        cells = [cell_of(row) for row in engine.rows(statement)]
        before = [(org, place) for org, place, invented in had if invented is simulated]
        if simulated and not cells and not before:
            continue
        if definition.missing is Missing.FAIL and not simulated:
            _require_complete(definition, cells, windows, on)
        found += figures(definition, cells, periods=periods, on=on, simulated=simulated, known=before)
    return found


def _require_complete(
    definition: Definition, cells: Sequence[Cell], windows: Sequence[Period], on: date
) -> None:
    whole = {cell.window: cell.sums for cell in cells if not cell.org and not cell.place}
    months = [window for window in windows if window.months == 1 and window.over(on)]
    absent = [str(month) for month in months if month not in whole or not whole[month].fresh]
    blank = [str(month) for month, sums in whole.items() if sums.blanks]
    if absent or blank:
        zh = [f"{'、'.join(absent)} 没有记录"] if absent else []
        en = [f"no records for {', '.join(absent)}"] if absent else []
        zh += [f"{'、'.join(blank)} 有记录缺少数值"] if blank else []
        en += [f"records without a value in {', '.join(blank)}"] if blank else []
        raise LuoshiError(
            "measure-incomplete",
            f"{definition.key} 要求记录完整：{'；'.join(zh)}。补齐后再取数。",
            f"{definition.key} asks for complete records: {'; '.join(en)}. Fill them in, then take it again.",
        )
