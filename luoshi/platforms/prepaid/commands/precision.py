"""``luoshi prepaid precision``: how many of an invented year's frauds are seen before their end."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from luoshi.platforms.prepaid.commands.load import CARDS, MERCHANTS
from luoshi.platforms.prepaid.queries.precision import first_alarms, precision_of, weeks_of
from luoshi.platforms.prepaid.year.endings import Fate
from luoshi.platforms.prepaid.year.loading import Year, planned

NAME, HELP = "precision", "compare the warnings of an invented year, loaded before, with how its shops ended"


def add_arguments(parser: ArgumentParser) -> None:
    """Take the year as it was loaded."""
    parser.add_argument("--year", type=int, help="which year, else the last one that is over")
    parser.add_argument("--shops", type=int, default=MERCHANTS, help="as loaded")
    parser.add_argument("--cards", type=int, default=CARDS, help="as loaded")
    parser.add_argument("--sample", type=int, default=1, help="as loaded")
    parser.add_argument("--seed", type=int, default=1, help="as loaded")


def run(
    *,
    say: Callable[[str], object],
    year: int | None,
    shops: int,
    cards: int,
    sample: int,
    seed: int,
    **options: Any,
) -> None:
    """Look at every week of the year and say the shares."""
    now = timezone.now()
    plan = Year(year or timezone.localtime(now).year - 1, shops, cards, seed, now, sample)
    firms = planned(plan)
    endings = {site.code: site.ending for firm in firms for site in firm.sites if site.ending}
    frauds, failures = (
        {code: one.on for code, one in endings.items() if one.fate is fate}
        for fate in (Fate.FRAUD, Fate.FAILURE)
    )
    weights = {site.code: 1 if site.ending else sample for firm in firms for site in firm.sites}
    found = precision_of(
        first_alarms(weeks_of(plan.year), simulated=True), frauds=frauds, failures=failures, weights=weights
    )
    ahead = f"，提前 {min(found.ahead)}–{max(found.ahead)} 天" if found.ahead else ""
    say(f"模拟欺诈关店 {found.frauds} 家，关店前预警 {found.seen} 家（{found.share:.0%}{ahead}）")
    say(f"模拟诚实关店 {found.failures} 家，关店前预警 {found.failures_seen} 家")
    say(f"预警共 {found.alarms} 家，其中后来关店的占 {found.precision:.0%} (simulated)")
