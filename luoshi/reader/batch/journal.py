"""Records of an unfinished run, appended one line each: what a crash leaves behind is used again."""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType

from luoshi.reader.batch.stores import Record
from luoshi.reader.inputs import InputError


class Journal:
    """An append-only file beside the output. A line cut short by a crash is passed over."""

    def __init__(self, out: Path) -> None:
        self._path = out.with_name(f".{out.name}.journal")
        self._lines: dict[str, tuple[int, str | None]] = {}  # file: offset of its line, fingerprint
        try:
            self._file = self._path.open("a+b")
        except OSError as error:
            raise InputError("unwritable", str(out), error.strerror or "") from None
        self._file.seek(0)
        offset = 0
        for line in self._file:
            self._index(line, offset)
            offset += len(line)
        self._end = offset
        if offset and not line.endswith(b"\n"):
            self._end += self._file.write(b"\n")

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self._file.close()

    def __contains__(self, name: str) -> bool:
        return name in self._lines

    def __getitem__(self, name: str) -> Record:
        self._file.seek(self._lines[name][0])
        record: Record = json.loads(self._file.readline())
        return record

    def known(self) -> dict[str, str | None]:
        """Return the fingerprint of every file recorded."""
        return {name: fingerprint for name, (_, fingerprint) in self._lines.items()}

    def append(self, record: str) -> None:
        """Add a record, given as one line of JSON, and hand it to the operating system."""
        line = record.encode() + b"\n"
        self._file.write(line)
        self._file.flush()
        self._index(line, self._end)
        self._end += len(line)

    def discard(self) -> None:
        """Remove the journal: its records now stand in the output."""
        self._path.unlink(missing_ok=True)

    def _index(self, line: bytes, offset: int) -> None:
        try:
            record = json.loads(line)
            self._lines[record["file"]] = (offset, record["fingerprint"])
        except (ValueError, KeyError, TypeError):
            return
