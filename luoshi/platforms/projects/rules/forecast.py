"""The planned curve of a project, how far it should be today, and when it will be finished. Pure.

The curve is an S over building time (``Season``), flat where nothing is built. The pace so far, in plan time
per building time, is drawn towards the plan's own pace while little is known. How wide the interval is comes
from how wrong the same rule was for projects that are finished. Progress is in ten-thousandths (万分比).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import asin, ceil, floor, sin
from statistics import fmean

from luoshi.platforms.projects.rules.season import Season

WHOLE = 10_000
NOMINAL = 0.8  # share of the finishes that the interval is to hold
PRIOR = 0.15  # of the whole plan: as much as the plan's own pace weighs beside what was done
LEAST_LEFT = 0.25  # building months: acceptance takes time even where all is built
BANDS = (0.25, 0.5, 0.75, 1.0)  # of progress: how sure one is differs from beginning to end
ENOUGH = 30  # forecasts of a band from which quantiles are read
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Month:
    """How far the works stood at the end of a month."""

    first: date
    physical: int

    @property
    def ended(self) -> date:
        """Return the first day of the next month."""
        return (self.first + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """A project as its forecast sees it: the plan's dates, when it started, and its months, oldest first."""

    starts_on: date
    finishes_on: date
    started_on: date | None = None
    months: tuple[Month, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Works that are finished, with the day on which they were."""

    works: Works
    finished_on: date


@dataclass(frozen=True, slots=True)
class Ratios:
    """What the time left turned out to be, as shares of what was forecast: low, middle, high."""

    low: float
    middle: float
    high: float
    n: int = 0  # forecasts they are read from; 0: assumed


@dataclass(frozen=True, slots=True)
class Spread:
    """The ratios of each band of progress."""

    bands: tuple[Ratios, ...]

    @property
    def assumed(self) -> bool:
        """Tell whether any of it stands on no finished project."""
        return any(not ratios.n for ratios in self.bands)

    def at(self, share: float) -> Ratios:
        """Return those of the progress given, from 0 to 1."""
        return self.bands[_band(share)]


ASSUMED = Spread((Ratios(0.75, 1.1, 2.0),) * len(BANDS))  # until enough projects are finished


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where works should be and are, and when they will be finished: most likely, and at 80 %."""

    expected: int
    physical: int
    low: date
    finish: date
    high: date
    late: int  # days from the planned finish to the forecast one; below 0: sooner

    @property
    def behind(self) -> int:
        """Return how far the works are behind the curve, in ten-thousandths; below 0: ahead."""
        return self.expected - self.physical


@dataclass(frozen=True, slots=True)
class Backtest:
    """How good the rule was on finished works that it had not seen."""

    histories: int
    forecasts: int
    covered: float  # share of the finishes within the interval
    bias: float  # days: forecast less real finish, mean
    error: float  # days: the same without its sign


def planned_share(works: Works, day: date, season: Season) -> int:
    """Return how far the plan says the works are on the morning of the day."""
    if day >= works.finishes_on:
        return WHOLE
    whole = season.between(works.starts_on, works.finishes_on)
    gone = season.between(works.starts_on, day)
    return round(WHOLE * _curve(gone / whole)) if whole else 0


def planned_curve(works: Works, season: Season) -> list[tuple[date, int]]:
    """Return the plan at the start of each month from its start to its finish, and at both."""
    days = [works.starts_on]
    while (following := _next_month(days[-1])) < works.finishes_on:
        days.append(following)
    return [(day, planned_share(works, day, season)) for day in [*days, works.finishes_on]]


def forecast(works: Works, *, on: date, season: Season, spread: Spread = ASSUMED) -> Forecast:
    """Return where the works should be on the day and when they will be finished; never before the day."""
    known, physical = _known(works, on)
    left = _left(works, known, physical, season)
    ratios = spread.at(physical / WHOLE)
    low, finish, high = (
        max(on, season.after(known, left * ratio)) for ratio in (ratios.low, ratios.middle, ratios.high)
    )
    return Forecast(
        expected=planned_share(works, on, season),
        physical=physical,
        low=low,
        finish=finish,
        high=high,
        late=(finish - works.finishes_on).days,
    )


def calibrated(histories: Iterable[History], season: Season) -> Spread:
    """Return the spread that the histories show, band by band; what too few tell of is taken from all.

    The outer ratios are those of ranks that hold ``NOMINAL`` of what comes next (split conformal).
    """
    found: list[list[float]] = [[] for _ in BANDS]
    for history in histories:
        for day, physical in _cuts(history):
            left = _left(history.works, day, physical, season)
            found[_band(physical / WHOLE)].append(season.between(day, history.finished_on) / left)
    everything = [ratio for band in found for ratio in band]
    return Spread(tuple(_ratios(band if len(band) >= ENOUGH else everything) for band in found))


def backtest(histories: Sequence[History], season: Season) -> Backtest:
    """Return how the rule does on each fifth of the histories, calibrated on the others."""
    hits, errors, told = 0, [], set()
    for number in range(FOLDS):
        others = [history for place, history in enumerate(histories) if place % FOLDS != number]
        spread = calibrated(others, season)
        for place in range(number, len(histories), FOLDS):
            history = histories[place]
            for day, _ in _cuts(history):
                found = forecast(history.works, on=day, season=season, spread=spread)
                hits += found.low <= history.finished_on <= found.high
                errors.append((found.finish - history.finished_on).days)
                told.add(place)
    if not errors:
        return Backtest(0, 0, 0.0, 0.0, 0.0)
    return Backtest(len(told), len(errors), hits / len(errors), fmean(errors), fmean(map(abs, errors)))


def _curve(share: float) -> float:
    """Return the S: slow, fast, slow."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


def _along(progress: float) -> float:
    """Return the share of the plan's time at which the S has that height."""
    return 0.5 - sin(asin(1 - 2 * min(1.0, max(0.0, progress))) / 3)


def _known(works: Works, on: date) -> tuple[date, int]:
    """Return the last month's end before the day, and how far the works stood then."""
    over = [month for month in works.months if month.ended <= on]
    if over:
        return over[-1].ended, over[-1].physical
    return min(on, works.started_on) if works.started_on else on, 0


def _left(works: Works, known: date, physical: int, season: Season) -> float:
    """Return the building months that the rest takes at the pace so far, drawn towards the plan's."""
    whole = max(LEAST_LEFT, season.between(works.starts_on, works.finishes_on))
    done = _along(physical / WHOLE)
    spent = season.between(works.started_on, known) if works.started_on else 0.0
    pace = (done + PRIOR) / (spent + PRIOR * whole)  # plan shares a building month
    return max(LEAST_LEFT, (1 - done) / pace)


def _cuts(history: History) -> Iterator[tuple[date, int]]:
    """Yield the moments at which the unfinished works could have been judged, as far as was known then."""
    for month in history.works.months:
        if 0 < month.physical < WHOLE and month.ended < history.finished_on:
            yield month.ended, month.physical


def _band(share: float) -> int:
    return next((place for place, end in enumerate(BANDS) if share <= end), len(BANDS) - 1)


def _ratios(found: list[float]) -> Ratios:
    if len(found) < ENOUGH:
        return ASSUMED.bands[0]
    ranked, n, tail = sorted(found), len(found), (1 - NOMINAL) / 2
    low = ranked[max(0, floor((n + 1) * tail) - 1)]
    high = ranked[min(n - 1, ceil((n + 1) * (1 - tail)) - 1)]
    return Ratios(low, ranked[n // 2], high, n)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
