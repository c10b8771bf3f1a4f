"""Load a whole invented year in batches, each one transaction, told in several processes."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from typing import Any

import django
from django.db import connection, transaction

from luoshi.kernel.cases.actions.bulk import History, copy_histories, copy_rows, reserve
from luoshi.kernel.cases.models import Event
from luoshi.kernel.cases.statements import FIND_KEY, WAIT_FOR_KEY
from luoshi.kernel.prepared import ask
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.recording import COLUMNS, keep_open_words
from luoshi.platforms.hotline.types import REQUEST
from luoshi.platforms.hotline.year.shape import moments
from luoshi.platforms.hotline.year.telling import Span, Stage, stage, tell_in_bulk

BATCH = 2_500
_COPIED = [*COLUMNS, "follow"]
_TABLES = ("cases_case", "cases_event", "cases_deadline", "cases_privatevalue", Request._meta.db_table)
_kept: dict[tuple[object, ...], Stage] = {}  # of this process


@dataclass(frozen=True, slots=True)
class Year:
    """Which year is loaded: the same seed and number of requests give the same one."""

    year: int
    requests: int
    seed: int
    until: datetime

    @property
    def prefix(self) -> str:
        """Return what the keys of its requests begin with."""
        return f"loaded:hotline:{self.year}:{self.requests}:{self.seed}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a run wrote, and how long it took; ``skipped`` requests were there from a run before."""

    requests: int
    events: int
    skipped: int
    seconds: float


def load_year(year: Year, *, processes: int, say: Callable[[str], object]) -> Loaded:
    """Load the year and return what was written.

    A batch that is there is left out, so that a run that was killed is taken up by the next; it is not
    brought further where ``until`` has become later. The posts must be held by invented people.
    """
    began = time.monotonic()
    _kept.clear()
    spans = list(_spans(year))
    missing = [span for span in spans if not _is_there(year, span)]
    total = sum(len(span.moments) for span in missing)
    done = events = 0
    for count, written in _told(year, missing, processes):
        done, events = done + count, events + written
        seconds = time.monotonic() - began
        left = (total - done) * seconds / done / 60
        say(f"{done}/{total} 件 · 事件 {events} · {events / seconds:.0f}/秒 · 余约 {left:.0f} 分钟")
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(_TABLES)}")
    skipped = sum(len(span.moments) for span in spans) - total
    return Loaded(done, events, skipped, time.monotonic() - began)


def load_span(year: Year, span: Span, ids: list[tuple[int, str]]) -> tuple[int, int]:
    """Tell and copy a batch in one transaction. Returns how many requests and events were written."""
    known = (year.year, year.seed, year.prefix, year.until)
    if known not in _kept:
        _kept[known] = stage(year.year, prefix=year.prefix, seed=year.seed, until=year.until)
    gc.disable()  # a batch makes a hundred thousand objects and no circle
    try:
        return _load(_kept[known], span, ids)
    finally:
        gc.enable()


def _load(stage: Stage, span: Span, ids: list[tuple[int, str]]) -> tuple[int, int]:
    histories, rows = tell_in_bulk(stage, span, dict(enumerate(ids)))
    key = stage.key(span.first)
    with transaction.atomic():
        ask(WAIT_FOR_KEY, {"key": key})
        if ask(FIND_KEY, {"key": key}):
            return 0, 0
        with connection.cursor() as cursor:  # a batch that a power cut takes is loaded again
            cursor.execute("SET LOCAL synchronous_commit = off; SET LOCAL gin_pending_list_limit = '64MB'")
        events = copy_told(histories, rows)
    return len(histories), events


def copy_told(histories: list[History], rows: list[dict[str, Any]]) -> int:
    """Write what was told in bulk and return how many events that were. Call within a transaction."""
    events = copy_histories(histories)
    copy_rows(Request._meta.db_table, _COPIED, ([row[name] for name in _COPIED] for row in rows))
    keep_open_words([row["case_id"] for row in rows])
    return events


def _spans(year: Year) -> Iterator[Span]:
    made = stage(year.year, prefix=year.prefix, seed=year.seed, until=year.until)
    every = moments(year.year, requests=year.requests, seed=year.seed, bursts=made.town.bursts)
    for first in range(0, year.requests, BATCH):
        told = [moment for moment in every[first : first + BATCH] if moment <= year.until]
        if told:
            yield Span(first, told)


def _is_there(year: Year, span: Span) -> bool:
    return Event.objects.filter(key=f"{year.prefix}:{span.first}").exists()


def _told(year: Year, spans: list[Span], processes: int) -> Iterator[tuple[int, int]]:
    """Yield what each batch wrote. Codes are handed out here, in the order in which requests came in."""
    if processes == 1:
        for span in spans:
            yield load_span(year, span, _ids(year, span))
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=django.setup) as pool:
        waiting: set[Future[tuple[int, int]]] = set()
        for span in spans:
            waiting.add(pool.submit(load_span, year, span, _ids(year, span)))
            if len(waiting) > processes + 1:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        yield from (future.result() for future in waiting)


def _ids(year: Year, span: Span) -> list[tuple[int, str]]:
    return reserve(REQUEST.key, year=year.year, many=len(span.moments))
