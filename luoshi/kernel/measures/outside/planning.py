"""Check every cell of a table of figures before one is written. A fixed number of queries. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.periods import Period
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.sheets.planning import Fault
from luoshi.kernel.cases.sheets.reading import FORMULA, Row, Sheet
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.outside.reading import (
    amount_written,
    known_written,
    period_written,
    status_written,
)
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.kernel.measures.outside.revising import Stated, status_to_add
from luoshi.kernel.measures.outside.rights import Homes, homes_of, may_state
from luoshi.kernel.measures.outside.series import OutsideSeries
from luoshi.kernel.measures.points import MeasureKind, Status
from luoshi.kernel.orgs.actor import Actor

SERIES, PERIOD, VALUE = "指标", "时期", "数值"
NUMERATOR, DENOMINATOR, UNIT = "分子", "分母", "单位"
STATUS, KNOWN, SOURCE, PLACE = "状态", "公布日期", "来源", "区划代码"
_LONG = (SERIES, PERIOD, VALUE, NUMERATOR, DENOMINATOR, UNIT, STATUS, KNOWN, SOURCE, PLACE)
_WIDE = (SERIES, UNIT, STATUS, KNOWN, SOURCE, PLACE)
_SHOWN = 60  # characters of a wrong value that are repeated
_EXACT = Decimal("0.000001")
_LAST_DIGIT = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class PlannedFigure:
    """A figure of the table, and with which status it is to be added; None where it says nothing new."""

    row: int
    series: OutsideSeries
    place: str
    period: Period
    stated: Stated
    source: str
    status: Status | None


@dataclass(slots=True)
class Plan:
    """What an import would do. It can be committed where ``faults`` is empty."""

    name: str
    figures: list[PlannedFigure] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def new(self) -> list[PlannedFigure]:
        """Return the figures that would be added."""
        return [figure for figure in self.figures if figure.status is not None]


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where one figure stands: its row, the column that holds it, and the period where a title names it."""

    row: Row
    column: str
    at: int | None
    period: Period | None


_Place = tuple[str, str, date, date]
_Read = tuple[_Cell, OutsideSeries, str, Period, Stated, str]


def plan_observations(sheet: Sheet, *, by: Actor | None, at: datetime) -> Plan:
    """Return what the table would bring, with every fault it has, each with row, column, value and reason.

    One figure in a row with its 时期 and 数值, or one series in a row with a column for each period. Without
    ``by`` it is not asked who may bring it. Raises ``sheet-columns`` where titles are unknown or missing.
    """
    columns, periods = _columns(sheet)
    plan = Plan(sheet.name)
    names = {name: one for one in outside_series().values() for name in (one.key, one.title)}
    homes = homes_of(names.values(), on=at.astimezone(LOCAL).date()) if by else {}
    read: list[_Read] = []
    for cell in _cells(sheet, columns, periods):
        taken = _Taking(cell, columns, names, homes, by, at)
        figure = taken.read()
        plan.faults += taken.faults
        if figure is not None:
            read.append(figure)
    _decide(plan, read)
    plan.faults = sorted(dict.fromkeys(plan.faults), key=lambda fault: fault.row)
    plan.figures.sort(key=lambda figure: figure.row)
    return plan


def _columns(sheet: Sheet) -> tuple[dict[str, int], dict[int, Period]]:
    columns: dict[str, int] = {}
    periods: dict[int, Period] = {}
    unknown = []
    for place, title in enumerate(sheet.titles):
        if title in _LONG:
            columns[title] = place
            continue
        try:
            periods[place] = period_written(title)
        except ValueError:
            if title or any(row.cell(place) for row in sheet.rows):
                unknown.append(title or f"第{place + 1}列")
    allowed, needed = (_WIDE, (SERIES,)) if periods else (_LONG, (SERIES, PERIOD))
    unknown += [title for title in columns if title not in allowed]
    missing = [title for title in needed if title not in columns]
    if not periods and VALUE not in columns and NUMERATOR not in columns:
        missing.append(VALUE)
    if unknown or missing:
        zh = [f"没有这些列：{'、'.join(unknown)}"] if unknown else []
        zh += [f"缺少这些列：{'、'.join(missing)}"] if missing else []
        en = [f"unknown columns: {', '.join(unknown)}"] if unknown else []
        en += [f"missing columns: {', '.join(missing)}"] if missing else []
        raise LuoshiError(
            "sheet-columns",
            f"表格“{sheet.name}”的标题行不对。{'；'.join(zh)}。可用的列：{'、'.join(_LONG)}；"
            f"或者{'、'.join(_WIDE)}，再加各个时期（如 2026年1—9月）。",
            f"The titles of {sheet.name} do not fit; {'; '.join(en)}. Columns: {', '.join(_LONG)}; "
            f"or {', '.join(_WIDE)} and one for each period.",
        )
    return columns, periods


def _cells(sheet: Sheet, columns: Mapping[str, int], periods: Mapping[int, Period]) -> Iterable[_Cell]:
    for row in sheet.rows:
        if not periods:
            yield _Cell(row, VALUE, columns.get(VALUE), None)
        for at, period in periods.items():
            if row.cell(at):  # an empty cell of a wide table states nothing
                yield _Cell(row, sheet.titles[at], at, period)


class _Taking:
    """One figure being read, with the faults met on the way."""

    def __init__(
        self,
        cell: _Cell,
        columns: Mapping[str, int],
        names: Mapping[str, OutsideSeries],
        homes: Homes,
        by: Actor | None,
        at: datetime,
    ) -> None:
        self._cell, self._columns, self._names, self._homes = cell, columns, names, homes
        self._by, self._at = by, at
        self.faults: list[Fault] = []

    def read(self) -> _Read | None:
        """Return the figure, or None with what is wrong."""
        series = self._names.get(self._text(SERIES))
        if series is None:
            self._fault(SERIES, self._text(SERIES), "没有这个指标；luoshi series list 列出全部")
            return None
        if self._by is not None and not may_state(self._by, series, self._homes):
            self._fault(SERIES, series.title, "不是本单位发布的指标，须由发布单位或者交办岗位导入")
        period, status, known_at = self._period(series), self._status(), self._known()
        place, source = self._place(), self._text(SOURCE)[:200] or series.document
        stated = self._amounts(series, status, known_at or self._at)
        if period is not None and known_at is not None:
            day = known_at.astimezone(LOCAL).date()
            if period.start > day or (not period.over(day) and status is not Status.PROVISIONAL):
                self._fault(PERIOD, str(period), f"到 {day} 还没有结束；未结束的时期状态应为初步")
        if self.faults or period is None or stated is None:
            return None
        return self._cell, series, place, period, stated, source

    def _text(self, column: str) -> str:
        at = self._columns.get(column)
        return "" if at is None else self._cell.row.cell(at)

    def _fault(self, column: str, value: str, why: str) -> None:
        shown = "" if value == FORMULA else value[:_SHOWN]
        self.faults.append(Fault(self._cell.row.number, column, shown, why))

    def _period(self, series: OutsideSeries) -> Period | None:
        period, column = self._cell.period, PERIOD if self._cell.period is None else self._cell.column
        try:
            period = period or period_written(self._text(PERIOD))
            if misfit := series.misfit(period):
                raise ValueError(f"{series.title}{misfit}")
        except ValueError as error:
            self._fault(column, self._text(PERIOD), str(error))
            return None
        return period

    def _status(self) -> Status | None:
        try:
            return status_written(self._text(STATUS))
        except ValueError as error:
            self._fault(STATUS, self._text(STATUS), str(error))
            return None

    def _known(self) -> datetime | None:
        text = self._text(KNOWN)
        if not text:
            return self._at
        try:
            known_at = known_written(text, zone=LOCAL)
        except ValueError as error:
            self._fault(KNOWN, text, str(error))
            return None
        if known_at > self._at:
            self._fault(KNOWN, text, "晚于今天")
            return None
        return known_at

    def _place(self) -> str:
        text = self._text(PLACE)
        if text and not (text.isascii() and text.isdigit() and len(text) in (6, 9, 12)):
            self._fault(PLACE, text, "应为6、9或12位区划代码；全市的留空")
        return text

    def _amounts(self, series: OutsideSeries, status: Status | None, known_at: datetime) -> Stated | None:
        at = self._cell.at
        text = "" if at is None else self._cell.row.cell(at)
        value = self._amount(self._cell.column, text, series.unit, self._text(UNIT))
        numerator = self._amount(NUMERATOR, self._text(NUMERATOR), "", "")
        denominator = self._amount(DENOMINATOR, self._text(DENOMINATOR), "", "")
        if self.faults:
            return None
        said = bool(text or self._text(NUMERATOR) or self._text(DENOMINATOR))
        if status is Status.MISSING:
            if said:
                self._fault(STATUS, self._text(STATUS), "缺数时不能有数值")
            return Stated(None, known_at, status=status)
        if not said:
            self._fault(self._cell.column, "", "没有数值；确为缺数的，状态写缺数")
            return None
        try:
            value = ratio(series, value, numerator, denominator)
        except ValueError as error:
            self._fault(self._cell.column, text, str(error))
            return None
        return Stated(value, known_at, numerator, denominator, status)

    def _amount(self, column: str, text: str, unit: str, printed: str) -> Decimal | None:
        if not text:
            return None
        try:
            if text == FORMULA:
                raise ValueError("是公式。公式不计算，请粘贴为数值")
            return amount_written(text, unit=unit, printed=printed)
        except ValueError as error:
            self._fault(column, text, str(error))
            return None


def ratio(
    series: OutsideSeries, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> Decimal | None:
    """Return the value that parts and value agree on: of a rate, in percent, what its parts come to.

    Nothing over nothing has no value (无业务量). Raises ValueError in words where they do not agree.
    """
    if numerator is None and denominator is None:
        return value
    if series.kind is not MeasureKind.RATE:
        raise ValueError("不是比率，不应有分子和分母")
    if numerator is None or denominator is None:
        raise ValueError("分子和分母应同时填写")
    if denominator == 0:
        if numerator != 0 or value is not None:
            raise ValueError("分母为零时是无业务量，不应有数值")
        return None
    computed = (100 * numerator / denominator).quantize(_EXACT)
    if value is not None and abs(value - computed) > _LAST_DIGIT.scaleb(-series.decimals):
        raise ValueError(f"与分子、分母算出的 {computed.normalize():f}% 不一致")
    return computed


def _decide(plan: Plan, read: Iterable[_Read]) -> None:
    """Set every figure beside what is known of its period, in the order in which they became known."""
    read = sorted(read, key=lambda one: one[4].known_at)
    kept = _kept(read)
    for cell, series, place, period, stated, source in read:
        history = kept.setdefault((series.key, place, period.start, period.end), [])
        try:
            status = status_to_add(history, stated)
        except ValueError as error:
            shown = "" if stated.value is None else f"{stated.value.normalize():f}"
            plan.faults.append(Fault(cell.row.number, cell.column, shown, str(error)))
            continue
        if status is not None:
            history.append(replace(stated, status=status))
        plan.figures.append(PlannedFigure(cell.row.number, series, place, period, stated, source, status))


def _kept(read: Iterable[_Read]) -> dict[_Place, list[Stated]]:
    keys = {series.key for _, series, *_ in read}
    kept: dict[_Place, list[Stated]] = {}
    rows = Observation.objects.filter(series__in=keys, org="", simulated=False).order_by("known_at")
    for row in rows:
        kept.setdefault((row.series, row.place, row.start, row.end), []).append(stated_before(row))
    return kept


def stated_before(row: Observation) -> Stated:
    """Return what the observation stated."""
    return Stated(row.value, row.known_at, row.numerator, row.denominator, Status(row.status))
