"""Facts written to a folder as Parquet, by fact and year, with a schema that says what each column means.

``FOLDER/<fact>/year=<year>/part.parquet``: the year is that of the first date of the row, 0 without one.
``FOLDER/facts.json`` lists every fact, its columns, their types and meanings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection, transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.measures.facts import Fact
from luoshi.kernel.measures.selects import SCHEMA

_BATCH = 50_000
_TYPES = {  # PostgreSQL's name → the file's type, the same in every engine
    "text": pa.string(),
    "character varying": pa.string(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
    "smallint": pa.int64(),
    "integer": pa.int64(),
    "bigint": pa.int64(),
    "numeric": pa.decimal128(28, 6),  # a finer value is refused, not rounded
    "timestamp with time zone": pa.timestamp("us", tz="UTC"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a view as the database has it."""

    name: str
    type: str


def export(facts: Iterable[Fact], folder: Path, *, at: datetime) -> dict[str, int]:
    """Write the facts, all as of one moment, and return how many rows each has.

    Raises ``folder-not-empty``, ``fact-not-created`` and ``fact-type`` for a column that files cannot hold.
    """
    if folder.exists() and any(folder.iterdir()):
        raise LuoshiError(
            "folder-not-empty",
            f"文件夹 {folder} 不是空的。请另选一个，旧的导出不会被覆盖。",
            f"The folder {folder} is not empty. Name another: an earlier export is not overwritten.",
        )
    listed = list(facts)
    rows: dict[str, int] = {}
    with transaction.atomic():
        with connection.cursor() as cursor:
            if not connection.savepoint_ids:  # the outermost: every fact of the same moment
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        schemas = {fact.name: columns_of(fact) for fact in listed}
        for fact in listed:
            rows[fact.name] = _write(fact, schemas[fact.name], folder / fact.name)
    text = json.dumps(
        {
            "exported_at": at.isoformat(),
            "facts": [_described(fact, schemas[fact.name], rows[fact.name]) for fact in listed],
        },
        ensure_ascii=False,
        indent=2,
    )
    (folder / "facts.json").write_text(text + "\n", "utf-8")
    return rows


def columns_of(fact: Fact) -> list[Column]:
    """Return the columns of the view in the database. Raises ``fact-not-created``."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position",
            [SCHEMA, fact.name],
        )
        found = [Column(*row) for row in cursor.fetchall()]
    if not found:
        raise LuoshiError(
            "fact-not-created",
            f"数据库中没有视图 {SCHEMA}.{fact.name}。请执行 luoshi migrate。",
            f"The database has no view {SCHEMA}.{fact.name}. Run luoshi migrate.",
        )
    return found


def made_from(names: Iterable[str]) -> dict[str, str]:
    """Return by the name of each view the hash of the file it was made from. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, substring(obj_description(oid) FROM 'sha256:([0-9a-f]+)') FROM pg_class "
            "WHERE relnamespace = to_regnamespace(%s) AND relname = ANY(%s)",
            [SCHEMA, list(names)],
        )
        return {name: made or "" for name, made in cursor.fetchall()}


def _write(fact: Fact, columns: Sequence[Column], folder: Path) -> int:
    schema = _schema(fact, columns)
    dated = next((n for n, column in enumerate(columns) if column.type == "date"), None)
    folder.mkdir(parents=True, exist_ok=True)
    writers: dict[int, pq.ParquetWriter] = {}
    total = 0
    try:
        for rows in _batches(fact, columns):
            total += len(rows)
            for year, part in _by_year(rows, dated):
                if year not in writers:
                    writers[year] = _writer(folder, year, schema)
                values = zip(*part, strict=True)
                arrays = [pa.array(column, field.type) for column, field in zip(values, schema, strict=True)]
                writers[year].write_table(pa.Table.from_arrays(arrays, schema=schema))
        if not writers:  # an empty fact is a fact: engines need its columns
            writers[0] = _writer(folder, 0, schema)
    finally:
        for writer in writers.values():
            writer.close()
    return total


def _writer(folder: Path, year: int, schema: Any) -> Any:
    (folder / f"year={year}").mkdir()
    return pq.ParquetWriter(folder / f"year={year}" / "part.parquet", schema, compression="zstd")


def _by_year(rows: Sequence[Sequence[Any]], dated: int | None) -> Iterator[tuple[int, list[Sequence[Any]]]]:
    parts: dict[int, list[Sequence[Any]]] = {}
    for row in rows:
        day = row[dated] if dated is not None else None
        parts.setdefault(day.year if isinstance(day, date) else 0, []).append(row)
    yield from sorted(parts.items())


def _batches(fact: Fact, columns: Sequence[Column]) -> Iterator[list[Sequence[Any]]]:
    names = ", ".join(connection.ops.quote_name(column.name) for column in columns)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {SCHEMA}.{fact.name}")  # noqa: S608  names of the database's own
        while rows := cursor.fetchmany(_BATCH):
            yield rows


def _schema(fact: Fact, columns: Sequence[Column]) -> Any:
    for column in columns:
        if column.type not in _TYPES:
            raise LuoshiError(
                "fact-type",
                f"{fact.name}.{column.name} 的类型 {column.type} 不能导出；可用 {'、'.join(_TYPES)}。",
                f"{fact.name}.{column.name} is a {column.type}; it must be one of {', '.join(_TYPES)}.",
            )
    fields = [
        pa.field(c.name, _TYPES[c.type], metadata={"meaning": fact.columns.get(c.name, "")}) for c in columns
    ]
    return pa.schema(fields, metadata={"meaning": fact.meaning, "sha256": fact.sha256})


def _described(fact: Fact, columns: Sequence[Column], rows: int) -> dict[str, Any]:
    listed = [
        {"name": c.name, "type": str(_TYPES[c.type]), "meaning": fact.columns.get(c.name, "")}
        for c in columns
    ]
    return {
        "name": fact.name, "meaning": fact.meaning, "sha256": fact.sha256, "rows": rows, "columns": listed
    }  # fmt: skip
