"""Tables of figures, and who brings them, for tests of outside series."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from luoshi.kernel.base.periods import parse_period
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.sheets.reading import Sheet, read_sheet
from luoshi.kernel.cases.tests.factories import Town, make_town, moment, organisation, person
from luoshi.kernel.measures.outside.actions import Report, file_figure, import_observations
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.points import MeasureKind, Point, Status

GDP, JOBS, ROADS, SCHOOLS = (
    f"outside.{name}" for name in ("gdp_growth", "urban_jobs", "rural_roads", "school_groups")
)
FLOW = MeasureKind.FLOW
LETTER = StoredFile("ab" * 32, "报送.pdf", "application/pdf", 10)


def make_bureau(settings: Any) -> Town:
    """Make the town with a statistics bureau and an employment office in it."""
    town = make_town(settings)
    for code in ("statistics", "human-resources"):
        town.units[code] = organisation(code, parent=town.units["siping"])
        town.accounts[code] = person(code, town.units[code], "handler")
    return town


def sheet(text: str) -> Sheet:
    """Return the table written as CSV."""
    return read_sheet(io.BytesIO(text.encode("utf-8")), name="数据.csv")


def bring(town: Town, text: str, *, at: str, by: str = "office", commit: bool = True) -> Report:
    """Bring the table in."""
    return import_observations(sheet(text), by=town[by], at=moment(at), commit=commit)


def gdp(*rows: str) -> str:
    """Return a table of rows of period, value, status and day of publication."""
    return "指标,时期,数值,状态,公布日期\n" + "".join(f"地区生产总值增长率,{row}\n" for row in rows)


def file_roads(town: Town, period: str, value: str, *, at: str, by: str, **more: Any) -> Observation:
    """File how many kilometres of rural roads were built."""
    amount = Decimal(value)
    return file_figure(
        ROADS,
        parse_period(period),
        amount,
        by=town[by],
        evidence=LETTER,
        note="月报",
        at=moment(at),
        **more,
    )


def point(period: str, value: Decimal | int | str | None, *, cumulative: bool = False, **more: Any) -> Point:
    """Return a point known on the first of January 2027."""
    amount = None if value is None else Decimal(value)
    known_at: datetime = moment("2027-01-01")
    return Point(parse_period(period), amount, known_at, cumulative=cumulative, **more)


def to_date(*months: tuple[int, int | None], year: int = 2026) -> list[Point]:
    """Return figures to the end of each month; None is published as missing."""
    return [
        point(
            f"{year}-01..{year}-{month:02}",
            value,
            cumulative=True,
            status=Status.MISSING if value is None else Status.NORMAL,
        )
        for month, value in months
    ]


def values(points: Iterable[Point]) -> list[Any]:
    """Return the values."""
    return [one.value for one in points]


def parts(points: Iterable[Point]) -> list[Any]:
    """Return value, numerator and denominator of each."""
    return [(one.value, one.numerator, one.denominator) for one in points]
