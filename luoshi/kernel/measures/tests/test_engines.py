"""The same file gives the same figures in PostgreSQL, in DuckDB and on Spark."""

from __future__ import annotations

import os
import shutil
from decimal import Decimal
from importlib.util import find_spec
from random import Random

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.measures.definitions import define
from luoshi.kernel.measures.engines import open_engine
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.exporting import export
from luoshi.kernel.measures.taking import compute
from luoshi.kernel.measures.tests.factories import (
    FACTS,
    REQUESTS,
    Request,
    day,
    fill,
    header,
    measure_of,
    moment,
)
from luoshi.reader.tests.pages import needs

pytestmark = pytest.mark.usefixtures("requests")
ELABORATE = """
WITH good AS (SELECT subject, org, place, happened_on, amount FROM facts.invented_requests WHERE good)
SELECT
    subject, org, place, happened_on + 1 AS happened_on,
    coalesce(g.amount, 0) * 0.5 + CASE WHEN g.place LIKE '2203%' THEN 1 ELSE 0 END AS value
FROM good AS g
UNION ALL
SELECT subject, org, place, min(happened_on) AS happened_on, greatest(sum(amount), 1) AS value
FROM facts.invented_requests WHERE NOT good GROUP BY subject, org, place
"""
MEASURES = [
    measure_of("flow", missing="zero"),
    measure_of("flow", cumulative="year"),
    measure_of("stock"),
    measure_of("rate"),
    measure_of("event_count"),
    define(header() + ELABORATE, key="invented.elaborate", facts=FACTS),
]


def invented_rows():
    random = Random(7)
    orgs, places = ["city/", "city/a/", "city/a/x/", "city/b/"], ["", "220302", "220302001", "220303"]
    return [
        Request(
            subject=f"s{random.randrange(60)}",
            day=f"202{random.choice('56')}-{random.randint(1, 12):02}-{random.randint(1, 28):02}",
            org=random.choice(orgs),
            place=random.choice(places),
            amount=random.choice([None, 0, 7, Decimal("1.25"), Decimal("-2.000001")]),
            good=random.random() < 0.6,
            simulated=random.random() < 0.1,
        )
        for _ in range(300)
    ]


def figures_of(engine):
    return [compute(one, engine, years=[2025, 2026], on=day("2026-09-15")) for one in MEASURES]


@pytest.fixture
def exported(tmp_path):
    fill(invented_rows())
    export([REQUESTS], tmp_path / "facts", at=moment("2026-09-15"))
    return tmp_path / "facts"


def test_duckdb_gives_the_figures_of_the_database(exported):
    needs(find_spec("duckdb"), "the extra luoshi[scale]")

    with open_engine("duckdb", facts=exported) as engine:
        assert figures_of(engine) == figures_of(Postgres())


@pytest.mark.spark
@pytest.mark.xdist_group("spark")
def test_spark_gives_the_figures_of_the_database(exported):
    needs(find_spec("pyspark"), "the extra luoshi[spark]")
    needs(shutil.which("java") or os.environ.get("JAVA_HOME"), "Java")

    with open_engine("spark", facts=exported, master="local[2]") as engine:
        assert figures_of(engine) == figures_of(Postgres())


@pytest.mark.parametrize("name", ["duckdb", "spark"])
def test_an_engine_without_an_export_says_how_to_make_one(name, tmp_path):
    for folder in (None, tmp_path):
        with pytest.raises(LuoshiError, match="luoshi facts export"):
            open_engine(name, facts=folder)
