"""What the checks of projects and investment see of faults put into three invented years, told whole."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks import Bar, start_server

YEARS = 3
_PROJECTS = {"duplicate": "projects entered twice", "split": "projects cut up"}
_INVESTMENT = {"exact": "same voucher", "near": "near the same voucher", "back": "money that goes back"}
_LEAST = {"duplicate": 0.9, "split": 0.9, "exact": 1.0, "near": 0.95, "back": 0.9}
_NEAR_PRECISION, _COVERED = 0.98, (0.75, 0.9)


def bars() -> Iterator[Bar]:
    """Yield the share of each kind of fault that is found, and how good forecasts were."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        start_server(Path(folder))
        now = _town()
        yield from _found_in_projects(now)
        yield from _forecasts(now)
        yield from _found_in_investment(now)


def _town() -> datetime:
    from django.utils import timezone

    from luoshi.config.preparing import STEPS
    from luoshi.kernel.orgs.rehearsal import staff_posts

    now = timezone.now()
    for _, run in STEPS:
        run(now)
    staff_posts(on=timezone.localdate(now))
    return now


def _found_in_projects(now: datetime) -> Iterator[Bar]:
    from luoshi.platforms.projects.models import Project
    from luoshi.platforms.projects.queries.precision import precision_of
    from luoshi.platforms.projects.queries.resembling import resemblance_bounds, resembling_among
    from luoshi.platforms.projects.simulate import simulate
    from luoshi.platforms.projects.year.loading import labels_of, years_told

    began = time.perf_counter()
    told = sum(simulate(year=year, until=now) for year in _years(now))
    seconds = time.perf_counter() - began
    print(f"{told} projects of {YEARS} years told in {seconds:.0f} s", file=sys.stderr)
    labels = [label for year in years_told(until=now) for label in labels_of(year)]
    found = resembling_among(Project.objects.all(), resemblance_bounds(now.date()))
    for share in precision_of(found, labels):
        put_in = f"of {share.injected}; {share.precision:.0%} of {share.findings} right"
        yield _bar(_PROJECTS[share.kind], share.recall, put_in, _LEAST[share.kind])


def _forecasts(now: datetime) -> Iterator[Bar]:
    from luoshi.platforms.projects.numbers import numbers_on
    from luoshi.platforms.projects.queries.delivery import histories
    from luoshi.platforms.projects.rules.forecast import backtest

    found = backtest(histories(simulated=True), numbers_on(now.date()).season)
    told, least, most = f"{found.forecasts} of {found.histories} projects", *_COVERED
    yield _bar("finish within the 80 % interval", found.covered, told, least)
    yield _bar("finish within the 80 % interval, at most", found.covered, told, most, at_most=True)


def _found_in_investment(now: datetime) -> Iterator[Bar]:
    from luoshi.platforms.investment.queries.limits import limits_on
    from luoshi.platforms.investment.simulate import DEALS
    from luoshi.platforms.investment.year.paying import year_of
    from luoshi.platforms.investment.year.precision import precision_of

    told = [year_of(year, seed=1, deals=DEALS) for year in _years(now)]
    shares = precision_of(told, limits_on(now.date()))
    paid = sum(len(one.paid) for one in told)
    for kind, title in _INVESTMENT.items():
        yield _bar(title, shares[kind].recall, f"of {shares[kind].put_in} among {paid}", _LEAST[kind])
    near = shares["near"]
    yield _bar("near the same voucher, rightly", near.precision, f"of {near.named}", _NEAR_PRECISION)


def _years(now: datetime) -> range:
    return range(now.year - YEARS + 1, now.year + 1)


def _bar(name: str, figure: float, reference: str, limit: float, **options: Any) -> Bar:
    return Bar(name=name, figure=figure, reference=reference, limit=limit, **{"at_most": False, **options})
