"""Read report files, the city's own and any others. No Django, so that it can run in other processes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from luoshi.kernel.base.city import City
from luoshi.kernel.base.errors import LuoshiError
from luoshi.reader.batch import reports_in
from luoshi.reader.batch.processes import in_processes
from luoshi.reader.inputs import InputError, load
from luoshi.reader.model import Reading
from luoshi.reader.pipeline import read_text

_NOT_IN_A_SLUG = re.compile(r"[^\w]+|_")


def read_city_report(city: City, year: int, *, path: Path | None = None) -> Reading:
    """Read the city's report of the year, from its place in the city's folder unless a path is given."""
    return read_report(
        path or city.report_path(year), name=city.report_slug(year), place=city.full_name, year=year
    )


def read_report(path: Path, *, name: str, place: str | None = None, year: int | None = None) -> Reading:
    """Read a report file under the given name. Raises LuoshiError where the file cannot be read."""
    try:
        text, source = load(path)
    except InputError as error:
        raise public_error(error) from error
    return read_text(text, name=name, source=source, place=place, year=year)


def read_reports(
    paths: Iterable[Path], *, jobs: int = 1, place: str | None = None, year: int | None = None
) -> Iterator[tuple[Path, Reading | LuoshiError]]:
    """Yield every report file, those of folders too, with its reading or with what is wrong with it.

    With several ``jobs`` they come as they get done. Raises LuoshiError for a folder without reports.
    """
    files = [file for path in paths for file in _files(path)]
    read = partial(_try, place=place, year=year)
    outcomes = in_processes(read, files, jobs) if jobs > 1 else ((file, read(file)) for file in files)
    for (path, _), outcome in outcomes:
        yield path, outcome or public_error(InputError("crashed", str(path)))


def slug_of(name: str) -> str:
    """Return the slug a report file goes by: "province_anhui_2026.txt" → "province-anhui-2026"."""
    return _NOT_IN_A_SLUG.sub("-", str(Path(name).with_suffix("")).casefold()).strip("-")


def public_error(error: InputError) -> LuoshiError:
    """Return the reader's error about a file in the form all others have."""
    return LuoshiError(f"file-{error.code.replace('_', '-')}", error.say("zh"), error.say("en"))


def _files(path: Path) -> list[tuple[Path, str]]:
    """Return the report files at a path, each with its slug: from the name within the folder."""
    if not path.is_dir():
        return [(path, slug_of(path.name))]
    try:
        return [(path / name, slug_of(name)) for name in reports_in(path)]
    except InputError as error:
        raise public_error(error) from error


def _try(file: tuple[Path, str], *, place: str | None, year: int | None) -> Reading | LuoshiError:
    path, slug = file
    try:
        return read_report(path, name=slug, place=place, year=year)
    except LuoshiError as error:
        return error
