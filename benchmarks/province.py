"""Whether a province pays the same for each of its cities: a year of requests of 1, 15 and 60 of them.

The facts lie as the cities' exports laid side by side, a file a city. The ratio is what one city more costs
between 15 and 60, over what it costs between 1 and 15: what an engine pays once falls out of both. DuckDB's
seconds are the processor's, Spark's the clock's.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from itertools import pairwise
from math import inf
from pathlib import Path

from benchmarks import Bar

CITIES = (1, 15, 60)
ROWS = 100_000  # requests of a city in a year
YEAR, RUNS = 2026, 3  # the least of three: what else the machine does only adds
FLAT = 1.25
CLOCKS = {"duckdb": time.process_time, "spark": time.perf_counter}  # Spark computes in processes of its own
FACT = "bench_requests"
COLUMNS = ("subject", "org", "place", "received_on", "on_time", "simulated")
MEASURE = """-- title: 按期办结率
-- kind: rate
-- unit: %
-- direction: more
-- owner: office
-- source: -
-- public: facets
-- cycle: month
SELECT subject, org, place, received_on AS happened_on,
    CASE WHEN on_time THEN 1 ELSE 0 END AS numerator, 1 AS denominator
FROM facts.bench_requests
"""
# 45 departments and 79 streets in 4 districts; the hash of number and city is the seed.
REQUESTS = """
COPY (
  WITH drawn AS (SELECT i, hash(i, {city}) AS h FROM range({rows}) AS numbers(i)),
  placed AS (SELECT *, (h // 64) % 79 AS street FROM drawn)
  SELECT 'hotline-{city}-' || i AS subject,
    'city{city}/' || CASE WHEN h % 5 < 2 THEN 'district' || street % 4 || '/street' || street || '/'
      ELSE 'department' || (h // 8192) % 45 || '/' END AS org,
    '{code}' || lpad(CAST(2 + street % 4 AS text), 2, '0') || lpad(CAST(street AS text), 3, '0') AS place,
    DATE '{year}-01-01' + CAST((h // 1048576) % 365 AS integer) AS received_on,
    (h // 1073741824) % 10 > 0 AS on_time, false AS simulated
  FROM placed
) TO '{file}' (FORMAT parquet, COMPRESSION zstd)
"""


def bars() -> Iterator[Bar]:
    """Yield seconds for the province and the cost of one city more, in DuckDB and, with Java, on Spark."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        exports = {count: _exported(Path(folder) / str(count), count) for count in CITIES}
        yield from _taken("duckdb", exports)
        if find_spec("pyspark") and (shutil.which("java") or os.environ.get("JAVA_HOME")):
            yield from _taken("spark", exports)


def _exported(folder: Path, count: int) -> Path:
    """Write the cities' requests as one fact, a file a city, and return the folder."""
    import duckdb

    part = folder / FACT / f"year={YEAR}"
    part.mkdir(parents=True)
    (folder / "facts.json").write_text("{}\n", "utf-8")
    with duckdb.connect() as session:
        for city in range(count):
            text = REQUESTS.format(
                city=city, code=2101 + city, rows=ROWS, year=YEAR, file=part / f"city{city}.parquet"
            )
            session.execute(text)
    return folder


def _taken(name: str, exports: dict[int, Path]) -> Iterator[Bar]:
    seconds = {count: _seconds(name, folder, count) for count, folder in exports.items()}
    few, many = (
        (seconds[more] - seconds[less]) / (more - less) for less, more in pairwise(CITIES)
    )  # of one city more
    title = {"duckdb": "DuckDB", "spark": "Spark on one machine"}[name]
    yield Bar(
        name=f"{title}, {CITIES[-1]} cities x {ROWS:,} rows",
        figure=seconds[CITIES[-1]],
        limit=60,
        unit=" s",
        reference=f"1 city {seconds[1]:.2f} s, 15 {seconds[15]:.2f} s",
    )
    yield Bar(
        name=f"{title}, one city more: 15-60 / 1-15",
        figure=many / few if min(few, many) > 0 else inf,  # a city that costs nothing was not measured
        limit=FLAT,
        unit=" x",
        reference=f"{1000 * many:.1f} ms / {1000 * few:.1f} ms",
    )


def _seconds(name: str, facts: Path, cities: int) -> float:
    """Return the least time for every figure of every body, place, month and period of the year."""
    from luoshi.kernel.measures.definitions import define
    from luoshi.kernel.measures.engines import open_engine
    from luoshi.kernel.measures.taking import compute

    clock = CLOCKS[name]
    definition = define(MEASURE, key="bench.on_time_rate", facts={FACT: COLUMNS})
    times = []
    with open_engine(name, facts=facts) as engine:
        for _ in range(RUNS):
            start = clock()
            figures = compute(definition, engine, years=[YEAR], on=date(YEAR, 12, 31))
            times.append(clock() - start)
    whole = [one for one in figures if not one.org and not one.place and one.period.months == 12]
    assert [one.denominator for one in whole] == [cities * ROWS], "every request is counted once"
    return min(times)
