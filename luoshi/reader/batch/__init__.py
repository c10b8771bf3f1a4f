"""A folder of reports → one file of readings, resumable: what was read before is not read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from luoshi import __version__
from luoshi.reader.batch.journal import Journal
from luoshi.reader.batch.processes import in_processes
from luoshi.reader.batch.stores import Record, Shape, store_for
from luoshi.reader.inputs import InputError, load, traced
from luoshi.reader.output import rows_of, to_dict
from luoshi.reader.pipeline import read_text

# Candidates by name, so that notes and pictures beside them are left alone; the bytes then tell the kind.
SUFFIXES = frozenset([".txt", ".pdf", ".docx", ".png", ".jpg", ".jpeg", ".tif", ".tiff"])


@dataclass(frozen=True, slots=True)
class Job:
    """One file to read: where it is, its name within the folder, and what is wanted of it."""

    path: str
    file: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: its record as JSON, or why there is none."""

    file: str
    record: str | None = None
    error: InputError | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """A finished run: how many files were read now, how many before, and which could not be read."""

    read: int
    kept: int
    failed: tuple[InputError, ...]


# An engine reads jobs in any order, and gives an outcome for each.
Engine = Callable[[list[Job]], Iterable[Outcome]]


def reports_in(folder: Path) -> list[str]:
    """Return the names of a folder's reports, with sub-folders, sorted. Raises InputError."""
    if not folder.is_dir():
        raise InputError("missing", str(folder))
    names = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES and path.is_file() and not _is_hidden(path.relative_to(folder))
    )
    if not names:
        raise InputError("no_reports", str(folder))
    return names


def local(processes: int) -> Engine:
    """Return the engine that reads in processes of this machine; one that dies costs only its file."""
    return partial(_in_processes, processes)


def _in_processes(processes: int, jobs: list[Job]) -> Iterator[Outcome]:
    for job, outcome in in_processes(read_job, jobs, processes):
        yield outcome or Outcome(job.file, error=InputError("crashed", job.file))


def read_folder(
    folder: Path,
    out: Path,
    *,
    engine: Engine,
    progress: Callable[[Iterable[Outcome], int], Iterable[Outcome]] = lambda outcomes, total: outcomes,
) -> Summary:
    """Read the reports of a folder into ``out`` (.parquet: a row per quantity; .jsonl: a line per reading).

    A file already in ``out`` with the same SHA-256, read by the same version, is kept as it is; one that left
    the folder leaves ``out``. An interrupted run goes on where it stopped. Raises InputError where
    nothing can be written.
    """
    names = reports_in(folder)
    store = store_for(out)
    with Journal(out) as journal:
        known = store.known() | journal.known()
        wanted = {name: fingerprint(folder / name) for name in names}
        todo = [name for name in names if known.get(name) != wanted[name] or wanted[name] is None]
        jobs = [Job(str(folder / name), name, store.shape) for name in todo]
        failed = []
        for outcome in progress(engine(jobs), len(jobs)):
            if outcome.record is None:
                failed.append(outcome.error or InputError("crashed", outcome.file))
            else:
                journal.append(outcome.record)
        without = {error.name for error in failed}
        readable = [name for name in names if name not in without]
        if readable:
            store.write(_all(store.records(), journal, readable))
        journal.discard()
    return Summary(
        read=len(todo) - len(failed),
        kept=len(names) - len(todo),
        failed=tuple(sorted(failed, key=lambda error: error.name)),
    )


def read_job(job: Job) -> Outcome:
    """Read one file; whatever is wrong with it becomes part of the outcome, so that others go on."""
    try:
        return Outcome(job.file, record=json.dumps(_record(job), ensure_ascii=False))
    except InputError as error:
        return Outcome(job.file, error=InputError(error.code, job.file, error.detail))
    except Exception as error:  # a fault of ours in one report must not stop a thousand others
        return Outcome(job.file, error=InputError("internal", job.file, traced(error)))


def fingerprint(path: Path) -> str | None:
    """Return what a record of this file must carry to be kept; None where the file cannot be read."""
    try:
        with path.open("rb") as file:
            return f"{hashlib.file_digest(file, 'sha256').hexdigest()} {__version__}"
    except OSError:
        return None


def _record(job: Job) -> Record:
    path = Path(job.path)
    mark = fingerprint(path)
    text, source = load(path)
    reading = read_text(text, name=str(Path(job.file).with_suffix("")), source=source)
    body = to_dict(reading)
    return {"file": job.file, "fingerprint": mark} | (
        body if job.shape == "readings" else {"rows": rows_of(body)}
    )


def _all(old: Iterator[Record], journal: Journal, names: list[str]) -> Iterator[Record]:
    """Yield the record of every name, in order: from this run's journal, else from what was there."""
    before = next(old, None)
    for name in names:
        while before is not None and before["file"] < name:
            before = next(old, None)
        if name in journal:
            yield journal[name]
        elif before is not None and before["file"] == name:
            yield before


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)
