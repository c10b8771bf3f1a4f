"""How the hotline bears a city's year: loading it, then its pages, its writers and its sweep over it.

``LUOSHI_BENCH_REQUESTS`` is how many requests the year has, ``LUOSHI_BENCH_SECONDS`` how long writers write.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import Bar, start_server
from benchmarks.cases import _meet, _pgbench
from benchmarks.desk import BACKEND

REQUESTS = int(os.environ.get("LUOSHI_BENCH_REQUESTS", "537000"))
SECONDS = float(os.environ.get("LUOSHI_BENCH_SECONDS", "60"))
WRITERS, RUNS, WARM_UP = 8, 200, 20
YEAR, END = 2025, datetime(2026, 1, 1, tzinfo=UTC)
EACH = 10_000_000  # numbers of calls between one process and the next, beyond those of the year
_barrier: Any = None


def bars() -> Iterator[Bar]:
    """Yield what loading takes, then each page, the writers and the sweep over what was loaded."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        url = _prepare(Path(folder))
        yield _loading()
        _settle()
        yield from _pages()
        yield _sweeping()
        yield _writing(url)


def _prepare(folder: Path) -> str:
    """Start a fresh server in the folder with the city's bodies, and invented people in every post."""
    url = start_server(folder)
    from django.conf import settings

    from luoshi.kernel.calendar.actions import load_calendar
    from luoshi.kernel.orgs.actions import load_organisations
    from luoshi.kernel.orgs.rehearsal import staff_posts
    from luoshi.kernel.parameters.actions import load_parameters

    at = datetime(YEAR, 1, 1, tzinfo=UTC)
    load_calendar(settings.CITY.calendar_folder, at=at)
    load_parameters(settings.CITY.parameters_folder, at=at)
    load_organisations(settings.CITY.organisations_path, streets=settings.CITY.streets_path)
    staff_posts(on=date(YEAR, 1, 1))
    return url


def _year() -> Any:
    from luoshi.platforms.hotline.year.loading import Year

    return Year(YEAR, REQUESTS, 1, END)


def _loading() -> Bar:
    from luoshi.platforms.hotline.year.loading import load_year

    processes = os.cpu_count() or 1
    loaded = load_year(_year(), processes=processes, say=lambda line: print(line, file=sys.stderr))
    return Bar(
        name=f"load {loaded.requests} requests",
        figure=loaded.seconds / 60,
        limit=15 * REQUESTS / 537_000,
        unit=" min",
        reference=f"{loaded.events} events, {processes} processes",
    )


def _settle() -> None:
    """Do what a day's sweeps have done by the time anybody looks."""
    from django.db import connection

    from luoshi.platforms.hotline.actions import count_days
    from luoshi.platforms.hotline.actions.knowledge import load_samples
    from luoshi.platforms.hotline.actions.training import recount, train_classifier

    start = time.perf_counter()
    days = count_days(now=END)
    model, _ = train_classifier(at=END, simulated=True)
    recount(at=END)
    samples = load_samples(at=END)
    print(f"trained {model.version} on {model.rows} requests, {samples} sample answers", file=sys.stderr)
    print(f"counted {days} days in {time.perf_counter() - start:.1f} s", file=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _pages() -> Iterator[Bar]:
    import logging

    from django.test import Client

    from luoshi.kernel.orgs.models import Account
    from luoshi.platforms.hotline.codes import code_of
    from luoshi.platforms.hotline.models import Request

    logging.disable(logging.WARNING)
    gc.collect()
    gc.freeze()  # as luoshi.config.asgi does
    yield _p95("save a call, advised by a model of the year", _saving(), limit=120)
    for who in ("siping-hotline-dispatcher", "urban-management-handler"):
        client = Client(HTTP_HOST="localhost")
        client.force_login(Account.objects.get(username=f"sim-{who}-1"), BACKEND)
        yield _p95(f"list of {who}", _opening(client, "/desk/"), limit=80)
        if "dispatcher" in who:
            yield _p95("wall", _opening(client, "/desk/12345/wall/"), limit=80)
    client, prefix = Client(HTTP_HOST="localhost"), _year().prefix
    numbers = dict(Request.objects.order_by("case_id").values_list("case_id", "code")[: RUNS + WARM_UP])
    keys = iter([(numbers[pk], key) for pk, key in _keys(prefix, list(numbers))])

    def follow() -> None:
        number, key = next(keys)
        _ok(client.post("/12345/follow/", {"number": number, "code": code_of(key)}))

    yield _p95("follow a request", follow, limit=40)
    yield _p95("statistics of a month", _opening(client, "/12345/statistics/?month=2025-10"), limit=150)


def _keys(prefix: str, cases: list[int]) -> list[tuple[int, str]]:
    from luoshi.kernel.cases.models import Event

    rows = Event.objects.filter(case_id__in=cases, seq=1, key__startswith=prefix)
    return [(pk, key or "") for pk, key in rows.values_list("case_id", "key")]


def _opening(client: Any, address: str) -> Callable[[], None]:
    return lambda: _ok(client.get(address))


def _ok(answer: Any) -> None:
    assert answer.status_code == 200, answer.status_code


def _saving(process: int = 0) -> Callable[[], None]:
    """Return how an agent takes a call: all that is suggested is asked for, then the form is saved.

    Each call is another invented matter of the year, so that the last ones are not all alike.
    """
    from luoshi.kernel.orgs.rehearsal import cast
    from luoshi.platforms.hotline.actions import take_call
    from luoshi.platforms.hotline.advising.advice import advise
    from luoshi.platforms.hotline.advising.said import Said
    from luoshi.platforms.hotline.codes import person_of
    from luoshi.platforms.hotline.year.asking import opening_of
    from luoshi.platforms.hotline.year.telling import stage

    agent, numbers = cast(on=END.date())["siping-hotline-agent"][0], iter(range(10**6))
    town = stage(YEAR, prefix="bench", seed=1, until=END).town

    def save() -> None:
        number = EACH * (process + 1) + next(numbers)
        told = END - timedelta(hours=number % 8760)
        data = opening_of(town, town.asked(number, told, first=number, moments=[told]))
        said = Said(
            **{name: data[name] for name in ("title", "content", "locality", "sort")},
            person=person_of(data.get("phone")) or "",
        )
        advice = advise(said, by=agent, at=END)
        assert advice is not None
        assert advice.model, "no model is in use"
        take_call(data, form=f"bench:{number}", by=agent, at=END, shown=advice.seal(at=END))

    return save


def _sweeping() -> Bar:
    """Measure a sweep an hour after the year's end, with every clock of the year that is still open."""
    from luoshi.kernel.cases.actions import tick
    from luoshi.kernel.cases.models import Deadline

    clocks = Deadline.objects.filter(status="running").count()
    start = time.perf_counter()
    events = tick(now=END + timedelta(hours=1))
    return Bar(
        name="tick over all open clocks",
        figure=time.perf_counter() - start,
        limit=60,
        unit=" s",
        reference=f"{clocks} clocks, {len(events)} events",
    )


def _writing(url: str) -> Bar:
    """Measure eight processes that take calls, between two runs of pgbench on the same server."""
    context = multiprocessing.get_context("spawn")
    before = _pgbench(url, fresh=True)
    barrier = context.Barrier(WRITERS)
    with ProcessPoolExecutor(WRITERS, mp_context=context, initializer=_begin, initargs=(barrier,)) as pool:
        told = list(pool.map(_take, range(WRITERS)))
    taken, busy = (sum(part) for part in zip(*told, strict=True))
    reference = (before + _pgbench(url, fresh=False)) / 2
    return Bar(
        name=f"{WRITERS} intake writers, advised, {SECONDS:g} s",
        figure=taken / SECONDS,
        limit=60,
        at_most=False,
        unit="/s",
        reference=f"pgbench -N {reference:.0f}/s, {1000 * busy / max(taken, 1):.0f} ms CPU",
    )


def _begin(barrier: Any) -> None:
    global _barrier
    _barrier = barrier
    _meet(barrier)


def _take(number: int) -> tuple[int, float]:
    """Take calls for the time given, from the moment on at which all writers are ready.

    Returns how many, and the seconds of this process's own part.
    """
    import django

    django.setup()
    save, done = _saving(number + 1), 0
    for _ in range(WARM_UP):
        save()
    gc.collect()
    gc.freeze()  # as luoshi.config.asgi does
    _barrier.wait()
    until, busy = time.monotonic() + SECONDS, time.process_time()
    while time.monotonic() < until:
        save()
        done += 1
    return done, time.process_time() - busy


def _p95(name: str, ask: Callable[[], object], *, limit: float) -> Bar:
    for _ in range(WARM_UP):
        ask()
    times, cpus = [], []
    for _ in range(RUNS):
        start, busy = time.perf_counter(), time.process_time()
        ask()
        times.append(1000 * (time.perf_counter() - start))
        cpus.append(1000 * (time.process_time() - busy))
    return Bar(
        name=name,
        figure=statistics.quantiles(times, n=20)[-1],
        limit=limit,
        unit=" ms",
        reference=f"median {statistics.median(times):.0f}, {statistics.median(cpus):.0f} ms CPU",
    )
