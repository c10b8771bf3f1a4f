"""How fast figures are taken: a year of requests by department, place and month, in PostgreSQL and DuckDB."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import Bar, median_seconds

ROWS = 537_000  # requests of a hotline in a year
YEAR = 2026
HEADER = """-- title: 受理件数
-- kind: flow
-- unit: 件
-- direction: none
-- owner: office
-- source: -
-- public: facets
-- cycle: month
"""
STATEMENT = "SELECT subject, org, place, received_on AS happened_on, 1 AS value FROM facts.bench_requests"
COLUMNS = {
    "subject": "text",
    "org": "text",
    "place": "text",
    "received_on": "date",
    "theme": "text",
    "simulated": "boolean",
}
# The same figures for the same bodies, places and months, written for DuckDB alone.
BY_HAND = """
WITH daily AS (
  SELECT org, place, date_trunc('month', received_on) AS month, count(*) AS n
  FROM read_parquet('{files}', hive_partitioning = false)
  WHERE simulated IS NOT TRUE AND received_on >= DATE '2026-01-01' AND received_on < DATE '2027-01-01'
  GROUP BY ALL
)
SELECT month, split_part(org, '/', 1), split_part(org, '/', 2), split_part(org, '/', 3), NULL, NULL, sum(n)
FROM daily GROUP BY GROUPING SETS (
  (month), (month, split_part(org, '/', 1)), (month, split_part(org, '/', 1), split_part(org, '/', 2)),
  (month, split_part(org, '/', 1), split_part(org, '/', 2), split_part(org, '/', 3)))
UNION ALL
SELECT month, NULL, NULL, NULL, place[:6], place, sum(n)
FROM daily WHERE place <> '' GROUP BY GROUPING SETS ((month, place[:6]), (month, place[:6], place))
"""


def bars() -> Iterator[Bar]:
    """Yield seconds in PostgreSQL, and DuckDB through the engine against DuckDB by hand."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        _prepare(Path(folder))
        definition, fact = _invented()
        yield from _postgres(definition)
        yield from _duckdb(definition, fact, Path(folder) / "facts")


def _prepare(folder: Path) -> None:
    """Start a fresh database in the folder and load the requests into a fact of their own."""
    os.environ["LUOSHI_STATE"] = str(folder / "state")
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    from luoshi.config.postgres import ensure_database

    ensure_database(folder / "state")
    import django

    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        cursor.execute("CREATE SCHEMA facts")
        cursor.execute(f"CREATE TABLE facts.bench_requests ({columns})")
        driver: Any = cursor.cursor  # psycopg's own, which knows COPY
        with driver.copy("COPY facts.bench_requests FROM STDIN") as copy:
            for row in _requests():
                copy.write_row(row)
        cursor.execute("ANALYZE facts.bench_requests")


def _requests() -> Iterator[tuple[object, ...]]:
    """Yield invented requests: 45 departments, 4 districts with 79 streets, 365 days."""
    random = Random(1)
    streets = [
        (district, f"22030{district}{street:03}") for district in range(2, 6) for street in range(1, 21)
    ]
    departments = [f"siping/department{n}/" for n in range(45)]
    for number in range(ROWS):
        district, place = random.choice(streets[:79])
        street = f"siping/district{district}/{place}/"
        org = street if random.random() < 0.4 else random.choice(departments)
        day = date(YEAR, 1, 1) + timedelta(days=random.randrange(365))
        yield f"hotline-{YEAR}-{number}", org, place, day, f"theme{random.randrange(30)}", False


def _invented() -> tuple[Any, Any]:
    from luoshi.kernel.measures.definitions import define
    from luoshi.kernel.measures.facts import Fact

    fact = Fact("bench_requests", "One row is an invented request.", dict.fromkeys(COLUMNS, "-"), "", "")
    facts = {fact.name: tuple(COLUMNS)}
    return define(HEADER + STATEMENT, key="bench.requests", facts=facts), fact


def _postgres(definition: Any) -> Iterator[Bar]:
    from luoshi.kernel.measures.engines import open_engine

    with open_engine("postgres") as engine:
        yield from _timed(definition, engine)


def _timed(definition: Any, engine: Any) -> Iterator[Bar]:
    from luoshi.kernel.measures.aggregate import aggregate

    months = _months()
    plain = median_seconds(lambda: engine.rows("SELECT count(*) FROM facts.bench_requests"), runs=5)

    def statement(simulated: bool) -> None:
        engine.rows(aggregate(definition, windows=months, on=date(YEAR, 12, 31), simulated=simulated))

    one = median_seconds(lambda: statement(False), runs=5)
    whole = median_seconds(lambda: _figures(definition, engine), runs=5)
    for name, seconds in (("by month", one), ("every figure", whole)):
        yield Bar(
            name=f"PostgreSQL, {ROWS:,} rows, {name}",
            figure=seconds,
            limit=1.0,
            unit=" s",
            reference=f"{seconds / plain:.1f} x count(*)",
        )


def _duckdb(definition: Any, fact: Any, folder: Path) -> Iterator[Bar]:
    from django.utils import timezone

    from luoshi.kernel.measures.aggregate import aggregate
    from luoshi.kernel.measures.engines import open_engine
    from luoshi.kernel.measures.exporting import export

    start = time.perf_counter()
    export([fact], folder, at=timezone.now())
    seconds = time.perf_counter() - start
    yield Bar(name=f"export of {ROWS:,} rows to Parquet", figure=seconds, limit=30, unit=" s")
    import duckdb

    files, months = str(folder / fact.name / "*" / "*.parquet"), _months()
    session = duckdb.connect()
    by_hand = median_seconds(lambda: session.execute(BY_HAND.format(files=files)).fetchall())
    with open_engine("duckdb", facts=folder) as engine:
        through = median_seconds(
            lambda: engine.rows(aggregate(definition, windows=months, on=date(YEAR, 12, 31), simulated=False))
        )
    yield Bar(
        name="DuckDB through the engine / by hand",
        figure=through / by_hand,
        limit=2.0,
        unit=" x",
        reference=f"{1000 * through:.0f} ms / {1000 * by_hand:.0f} ms",
    )


def _figures(definition: Any, engine: Any) -> None:
    from luoshi.kernel.measures.taking import compute

    assert compute(definition, engine, years=[YEAR], on=date(YEAR, 12, 31))


def _months() -> tuple[Any, ...]:
    from luoshi.kernel.base.periods import year

    return year(YEAR).split(1)
