"""DuckDB over an export: one machine, many records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from luoshi.kernel.measures.engines.choosing import not_installed
from luoshi.kernel.measures.selects import SCHEMA, translate


class DuckDB:
    """A database in memory whose facts are the files of the export."""

    name = "duckdb"

    def __init__(self, session: Any) -> None:
        self._session = session

    def rows(self, statement: str) -> list[Sequence[object]]:
        """Return the rows of the statement."""
        return list(self._session.execute(translate(statement, "duckdb")).fetchall())


@contextmanager
def duckdb(facts: Path) -> Iterator[DuckDB]:
    """Open the engine over the folder. It writes nothing and reads nothing else."""
    try:
        import duckdb as library
    except ImportError as error:
        raise not_installed("DuckDB", "scale") from error
    with library.connect() as session:
        session.execute(f"CREATE SCHEMA {SCHEMA}")
        for folder in sorted(path for path in facts.iterdir() if path.is_dir()):
            files = str(folder / "*" / "*.parquet").replace("'", "''")
            rows = f"read_parquet('{files}', hive_partitioning = false)"
            session.execute(f"CREATE VIEW {SCHEMA}.{folder.name} AS FROM {rows}")
        yield DuckDB(session)
