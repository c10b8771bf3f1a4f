"""Which applications a figure of money counts, which not, and why. By the same rules as the measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from luoshi.platforms.projects.queries.funds import FundLine
from luoshi.platforms.projects.rules.funding import SECURED, share

Part = tuple[int, int]  # numerator and denominator in fen; a figure that is no rate has 0 below


@dataclass(frozen=True, slots=True)
class FundFigure:
    """A figure by its measure's name: on which day a line counts, why one does not, and with what."""

    name: str
    title: str
    rate: bool
    day: Callable[[FundLine], date | None]
    why_not: Callable[[FundLine], str]
    part: Callable[[FundLine], Part]


@dataclass(frozen=True, slots=True)
class Counted:
    """A line that counts, with its part in fen."""

    line: FundLine
    part: Part


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that does not count, and the reason."""

    line: FundLine
    why: str


@dataclass(frozen=True, slots=True)
class Counting:
    """A figure opened: its value in fen, or a rate in basis points, with both kinds of line."""

    figure: FundFigure
    numerator: int
    denominator: int
    counted: tuple[Counted, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def points(self) -> int | None:
        """Return a rate in basis points, None where there is nothing to have a share of."""
        return share(self.numerator, self.denominator) if self.denominator else None


def count(name: str, lines: Iterable[FundLine], *, year: int) -> Counting:
    """Return what the figure counts of the year. Raises KeyError for a figure that is not known."""
    figure = FIGURES[name]
    counted, left_out = [], []
    for line in lines:
        if why := figure.why_not(line) or _other_year(figure, line, year):
            left_out.append(LeftOut(line, why))
        else:
            counted.append(Counted(line, figure.part(line)))
    sums = [sum(one.part[at] for one in counted) for at in (0, 1)]
    return Counting(figure, sums[0], sums[1], tuple(counted), tuple(left_out))


def compared(lines: Iterable[FundLine], *, year: int, until: date) -> tuple[int, int]:
    """Return what was secured in the year until the day, and a year before until the same day, in fen."""
    lines = list(lines)
    ends = {year: until, year - 1: _year_before(until)}
    found = {number: count("funds_secured", lines, year=number).counted for number in ends}
    sums = [
        sum(one.part[0] for one in found[number] if (day := one.line.application.approved_on) and day <= end)
        for number, end in ends.items()
    ]
    return sums[0], sums[1]


def _year_before(day: date) -> date:
    """Return the same day a year before; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _other_year(figure: FundFigure, line: FundLine, year: int) -> str:
    day = figure.day(line)
    return f"计入 {day.year} 年" if day and day.year != year else ""


def _not_approved(line: FundLine) -> str:
    return "" if line.application.state == "approved" else str(line.application.get_state_display())


def _not_secured(line: FundLine) -> str:
    if line.application.source not in SECURED:
        return f"{line.application.get_source_display()}不在承诺的三类资金之内"
    return _not_approved(line)


def _nothing_passed_on(line: FundLine) -> str:
    if why := _not_approved(line):
        return why
    return "" if line.allocated - line.returned > 0 else "尚未下达，或已全部缴回"


def _not_idle(line: FundLine) -> str:
    if why := _nothing_passed_on(line):
        return why
    if line.idle:
        return ""
    return "下达未满闲置期限" if line.undrawn else "已全部支付或缴回"


def _approved_on(line: FundLine) -> date | None:
    return line.application.approved_on


FIGURES: Mapping[str, FundFigure] = {
    figure.name: figure
    for figure in (
        FundFigure(
            "funds_secured",
            "争取超长期国债、中央预算、专项债券资金",
            False,
            _approved_on,
            _not_secured,
            lambda line: (line.approved, 0),
        ),
        FundFigure(
            "fund_arrival_rate",
            "资金到位率",
            True,
            _approved_on,
            _not_approved,
            lambda line: (line.allocated, line.approved),
        ),
        FundFigure(
            "fund_payment_rate",
            "资金支付率",
            True,
            lambda line: line.passed_on,
            _nothing_passed_on,
            lambda line: (line.drawn, line.allocated - line.returned),
        ),
        FundFigure("fund_idle", "闲置资金", False, lambda line: None, _not_idle, lambda line: (line.idle, 0)),
    )
}
