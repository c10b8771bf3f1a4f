"""What a use of a card costs beside pgbench on the same server, and how long a year takes to load."""

from __future__ import annotations

import os
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks import Bar
from benchmarks.ledger import (
    ROUNDS,
    _calls,
    _calls_of,
    _django,
    _pgbench,
    _pool,
    _prepare,
    _ratio,
    _round,
    _vacuum,
)

MERCHANTS, CARDS, PART = 30, 4_000, 100  # one in a hundred of a year of 3,000 merchants and 400,000 cards
CORES, TWINS, TILLS, A_SECOND, SECONDS = 2, 50, 4, 20, 20
END = datetime(2026, 1, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
NOW = END + timedelta(days=1)


def bars() -> Iterator[Bar]:
    """Yield what loading a year costs, then uses beside pgbench, twins of a sale, and the rebuild."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        url = _prepare(Path(folder))
        yield from _loading()
        _vacuum()
        yield from _speeds(url)
        yield _paced()
        yield _twins()
        yield from _rebuilding()


def _loading() -> Iterator[Bar]:
    """Load a part of the year in one process and count the processor's time, of it and of the server."""
    from django.db import connection

    from luoshi.platforms.prepaid.year.loading import Year, load_year

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (server,) = cursor.fetchone()
    before, began = _processor(server), time.perf_counter()
    loaded = load_year(Year(2025, MERCHANTS, CARDS, 1, END), processes=1, say=lambda _: None)
    used, wall = _processor(server) - before, time.perf_counter() - began
    acts = loaded.contracts + loaded.uses
    told = f"{acts} acts, {loaded.moves} moves"
    each = 1000 * used / acts
    yield Bar(name="loading a year, CPU of an act", figure=each, limit=0.6, unit=" ms", reference=told)
    minutes = used * PART / CORES / 60
    told = f"{wall:.0f} s for 1 in {PART}"
    name = f"a year of {CARDS * PART} cards, CPU / {CORES} cores"
    yield Bar(name=name, figure=minutes, limit=15, unit=" min", reference=told)


def _processor(server: int) -> float:
    """Return the seconds of processor that this process and the one that serves it have had."""
    fields = Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1].split()
    theirs = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    ours = resource.getrusage(resource.RUSAGE_SELF)
    return theirs + ours.ru_utime + ours.ru_stime


def _speeds(url: str) -> Iterator[Bar]:
    _pgbench(url, fresh=True)
    ways = (("ledger call inside atomic()", _django, 0.45), ("whole redeem", _redeem, 0.45))
    for title, way, limit in ways:
        with _pool() as pool:
            rounds = [_round(url, partial(_calls_of, pool, way), 1) for _ in range(ROUNDS)]
        yield _ratio(title, rounds, limit)


def _redeem(number: int) -> list[float]:
    import django

    django.setup()
    cards = _cards()

    def call(key: str, pick: Random) -> None:
        _use(pick.choice(cards), f"prepaid:redeem:{key}", pick)

    return _calls(call, number)


def _cards() -> list[Any]:
    from django.db.models import F

    from luoshi.platforms.prepaid.models import Card

    full = Card.objects.filter(contracts__form="stored", contracts__used__lt=F("contracts__paid") / 2)
    return list(full.order_by("pk").distinct())


def _use(card: Any, key: str, pick: Random) -> None:
    from luoshi.platforms.prepaid.actions import redeem

    redeem(card, key=key, at=NOW, known_at=NOW, value=pick.randint(1, 20))


def _paced() -> Bar:
    """Use cards at the pace of a million cards' peak hour; a call counts from when it was due."""
    from django.db import connection

    cards, began = _cards(), time.perf_counter() + 1

    def call(turn: int) -> float:
        due = began + turn / A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        pick = Random(turn)
        _use(pick.choice(cards), f"prepaid:redeem:paced:{turn}", pick)
        return time.perf_counter() - due

    with ThreadPoolExecutor(TILLS, initializer=connection.ensure_connection) as pool:
        times = list(pool.map(call, range(A_SECOND * SECONDS)))
    figure = 1000 * statistics.quantiles(times, n=100)[-1]
    told = f"median {1000 * statistics.median(times):.1f} ms"
    return Bar(name=f"redeem at {A_SECOND}/s, p99", figure=figure, limit=100, unit=" ms", reference=told)


def _twins() -> Bar:
    """Send one receipt many times at once and count what was sold beside the one."""
    from django.db import connection

    from luoshi.platforms.prepaid.actions import Buyer, sell
    from luoshi.platforms.prepaid.models import CardKind, Contract

    kind = CardKind.objects.filter(shop__state="filed", form="stored").select_related("shop")[0]

    def call(_: int) -> str:
        try:
            buyer = Buyer(name="示例居民", phone="00000000000")
            return sell(kind, receipt="twin", at=NOW, buyer=buyer).contract.number
        finally:
            connection.close()

    with ThreadPoolExecutor(TWINS) as pool:
        told = set(pool.map(call, range(TWINS)))
    wrong = abs(Contract.objects.filter(receipt__endswith=":twin").count() - 1) + len(told) - 1
    name = f"{TWINS} sales of one receipt at once: beside the one"
    return Bar(name=name, figure=wrong, limit=0, reference=f"{TWINS} threads")


def _rebuilding() -> Iterator[Bar]:
    from django.db import connection

    from luoshi.kernel.ledger.actions import rebuild
    from luoshi.kernel.ledger.checking import faults
    from luoshi.kernel.ledger.models import Move

    moves, wrong = Move.objects.count(), len(faults())
    yield Bar(name="faults of the ledger after all that", figure=wrong, limit=0, reference=f"{moves} moves")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET posted = 0 WHERE type LIKE 'prepaid:%'")
    began = time.perf_counter()
    changed = len(rebuild())
    seconds = time.perf_counter() - began
    told = f"{moves} moves, {changed} balances"
    yield Bar(name="rebuild every balance", figure=seconds, limit=90, unit=" s", reference=told)
