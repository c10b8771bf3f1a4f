"""What a folder's readings are kept in: JSON lines of whole readings, or Parquet rows of quantities."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, Protocol

from luoshi.reader.inputs import InputError
from luoshi.reader.output import replacing, rows_of

Record = dict[str, Any]  # file, fingerprint, then the reading itself or its rows

Shape = Literal["readings", "quantities"]

_REPORTS = b"luoshi.reports"  # Parquet's own metadata: every file read, also those without a quantity
_ROWS_AT_ONCE = 50_000

# One row per quantity: column and Arrow type.
COLUMNS = {
    "file": "string",
    "report": "string",
    "place": "string",
    "year": "int16",
    "half": "string",
    "indicator": "string",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "unit": "string",
    "cmp": "string",
    "form": "string",
    "sign": "string",
    "period": "string",
    "wording": "string",
    "quote": "string",
    "start": "int32",
    "end": "int32",
    "sentence": "string",
    "sentence_id": "string",
    "section": "string",
    "id": "string",
    "baseline": "string",
    "share_of": "string",
    "group": "string",
    "flags": "string",
    "duplicate_of": "string",
    "sha256": "string",
}
COLUMN_NAMES = tuple(COLUMNS)


class Store(Protocol):
    """Readings of a folder in one file, sorted by the report's file."""

    @property
    def shape(self) -> Shape:
        """What a record holds."""

    def known(self) -> dict[str, str | None]:
        """Return the fingerprint of every file in the store; empty where there is none yet."""

    def records(self) -> Iterator[Record]:
        """Yield the records in order of their file."""

    def write(self, records: Iterable[Record]) -> None:
        """Replace the store's content at one stroke."""

    def rows(self, columns: Sequence[str] = COLUMN_NAMES) -> Iterator[dict[str, Any]]:
        """Yield one flat row per quantity, with these columns."""


def store_for(path: Path) -> Store:
    """Return the store a path names by its suffix. Raises InputError ``not_readings``."""
    if path.suffix == ".parquet":
        return ParquetStore(path)
    if path.suffix == ".jsonl":
        return JsonLinesStore(path)
    raise InputError("not_readings", str(path))


class JsonLinesStore:
    """One reading per line, whole, with the file it was read from."""

    shape: Shape = "readings"

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self) -> dict[str, str | None]:
        """Return the fingerprint of every file in the store."""
        return {record["file"]: record["fingerprint"] for record in self.records()}

    def records(self) -> Iterator[Record]:
        """Yield the readings. Raises InputError ``not_readings`` for lines of another kind."""
        if not self._path.exists():
            return
        with self._path.open(encoding="utf-8") as file:
            for line in file:
                try:
                    record = json.loads(line)
                    record["file"], record["fingerprint"], record["quantities"]
                except (ValueError, KeyError, TypeError):
                    raise InputError("not_readings", str(self._path)) from None
                yield record

    def write(self, records: Iterable[Record]) -> None:
        """Replace the file at one stroke."""
        with replacing(self._path) as temporary, temporary.open("w", encoding="utf-8") as file:
            for record in records:
                file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def rows(self, columns: Sequence[str] = COLUMN_NAMES) -> Iterator[dict[str, Any]]:
        """Yield one flat row per quantity, with these columns."""
        for record in self.records():
            for row in rows_of(record):
                row["file"] = record["file"]
                yield {column: row[column] for column in columns}


class ParquetStore:
    """One row per quantity, the columns a researcher would ask for."""

    shape: Shape = "quantities"

    def __init__(self, path: Path) -> None:
        self._path = path

    def known(self) -> dict[str, str | None]:
        """Return the fingerprint of every file in the store."""
        return dict(self._reports())

    def records(self) -> Iterator[Record]:
        """Yield each report's rows. Raises InputError ``not_readings`` for a table of another kind."""
        by_file = groupby(self.rows(), key=lambda row: row["file"])
        name, rows = next(by_file, ("", iter(())))
        for file, fingerprint in self._reports():
            found = list(rows) if name == file else []
            yield {"file": file, "fingerprint": fingerprint, "rows": found}
            if found:
                name, rows = next(by_file, ("", iter(())))

    def write(self, records: Iterable[Record]) -> None:
        """Replace the file at one stroke, holding few rows in memory."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = pa.schema(list(COLUMNS.items()))
        reports: list[tuple[str, str | None]] = []
        waiting: list[dict[str, Any]] = []
        with (
            replacing(self._path) as temporary,
            pq.ParquetWriter(temporary, schema, compression="zstd") as file,
        ):
            for record in records:
                reports.append((record["file"], record["fingerprint"]))
                waiting += [{**row, "file": record["file"]} for row in record["rows"]]
                if len(waiting) >= _ROWS_AT_ONCE:
                    file.write_table(pa.Table.from_pylist(waiting, schema=schema))
                    waiting = []
            file.write_table(pa.Table.from_pylist(waiting, schema=schema))
            file.add_key_value_metadata({_REPORTS: json.dumps(reports, ensure_ascii=False).encode()})

    def rows(self, columns: Sequence[str] = COLUMN_NAMES) -> Iterator[dict[str, Any]]:
        """Yield the rows, with these columns."""
        if not self._path.exists():
            return
        with self._opened() as file:
            for batch in file.iter_batches(columns=list(columns)):
                yield from batch.to_pylist()

    def _reports(self) -> list[tuple[str, str | None]]:
        if not self._path.exists():
            return []
        with self._opened() as file:
            reports: list[tuple[str, str | None]] = json.loads(file.metadata.metadata[_REPORTS])
        return [(name, fingerprint) for name, fingerprint in reports]

    def _opened(self) -> Any:
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            file = pq.ParquetFile(self._path)
        except (pa.ArrowInvalid, OSError):
            raise InputError("not_readings", str(self._path)) from None
        if _REPORTS not in (file.metadata.metadata or {}):
            raise InputError("not_readings", str(self._path))
        return file
