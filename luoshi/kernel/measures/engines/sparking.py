"""Spark over an export: many machines, each of which must see the folder."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from luoshi.kernel.measures.engines.choosing import not_installed
from luoshi.kernel.measures.selects import DIALECT, SCHEMA


class Spark:
    """A session whose temporary views are the files of the export."""

    name = "spark"

    def __init__(self, session: Any) -> None:
        self._session = session

    def rows(self, statement: str) -> list[Sequence[object]]:
        """Return the rows of the statement."""
        tree = sqlglot.parse_one(statement, read=DIALECT)
        for table in tree.find_all(exp.Table):
            if table.db == SCHEMA:  # a temporary view has no schema
                table.replace(exp.to_table(_view(table.name), alias=table.alias or None))
        return [tuple(row) for row in self._session.sql(tree.sql("spark")).collect()]


@contextmanager
def spark(facts: Path, *, master: str) -> Iterator[Spark]:
    """Start a session on the master, such as ``local[2]``, and stop it at the end."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise not_installed("Spark", "spark", "Java") from error
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        raise not_installed("Spark", "spark", "Java")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("luoshi measures").master(master)
    settings = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false"}
    settings |= {"spark.sql.session.timeZone": "Asia/Shanghai"}
    if master.startswith("local"):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        settings |= {"spark.sql.shuffle.partitions": "4"}
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    try:
        session.sparkContext.setLogLevel("ERROR")
        for folder in sorted(path for path in facts.iterdir() if path.is_dir()):
            files = session.read.option("recursiveFileLookup", "true").parquet(folder.absolute().as_uri())
            files.createOrReplaceTempView(_view(folder.name))
        yield Spark(session)
    finally:
        session.stop()


def _view(fact: str) -> str:
    return f"{SCHEMA}__{fact}"
