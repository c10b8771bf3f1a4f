"""How good the warning is: of the shops it names, how many close, and how long before, over a past year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.platforms.prepaid.queries.figures import shop_figures
from luoshi.platforms.prepaid.queries.limits import warning_limits
from luoshi.platforms.prepaid.warning.signals import Level, findings_of, level_of


@dataclass(frozen=True, slots=True)
class Precision:
    """What a year of warnings came to. ``ahead`` are the days between alarm and end of the frauds seen."""

    frauds: int
    seen: int
    ahead: tuple[int, ...]
    failures: int
    failures_seen: int
    alarms: int

    @property
    def precision(self) -> float:
        """Return of the shops with an alarm how many closed after it, frauds and failures together."""
        return (self.seen + self.failures_seen) / self.alarms if self.alarms else 0.0

    @property
    def share(self) -> float:
        """Return of the frauds how many had an alarm before their end."""
        return self.seen / self.frauds if self.frauds else 0.0


def first_alarms(days: Iterable[date], *, simulated: bool) -> dict[str, date]:
    """Return the first of the days on which each shop would have had an alarm, by the records of that day."""
    found: dict[str, date] = {}
    for on in days:
        limits = warning_limits(on)
        for figures in shop_figures(on, bank={}, simulated=simulated, past=True):
            if figures.shop not in found:
                findings = findings_of(figures, limits)
                if level_of(findings, limits) is Level.ALARM:
                    found[figures.shop] = on
    return found


def precision_of(
    alarms: Mapping[str, date],
    *,
    frauds: Mapping[str, date],
    failures: Mapping[str, date],
    weights: Mapping[str, int] | None = None,
) -> Precision:
    """Compare first alarms with the days on which shops closed, by fraud or for want of money.

    ``weights`` says for how many shops each of a sample stands; without it each stands for itself.
    """
    ahead = sorted((end - alarms[shop]).days for shop, end in frauds.items() if shop in alarms)
    before = tuple(days for days in ahead if days > 0)
    honest = sum(shop in alarms and alarms[shop] < end for shop, end in failures.items())
    named = sum((weights or {}).get(shop, 1) for shop in alarms)
    return Precision(len(frauds), len(before), before, len(failures), honest, named)


def weeks_of(year: int) -> list[date]:
    """Return every Sunday of the year: warnings are looked at once a week, which is enough to compare."""
    first = date(year, 1, 1)
    start = first + timedelta(days=6 - first.weekday())
    return [start + timedelta(weeks=n) for n in range(53) if (start + timedelta(weeks=n)).year == year]
