"""Every outside series that the city's file defines, read once and again when the file has changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.measures.outside.folder import read_series
from luoshi.kernel.measures.outside.series import OutsideSeries


def outside_series() -> dict[str, OutsideSeries]:
    """Return every outside series by its key. Raises ``series-invalid`` with every problem of the file."""
    path: Path = settings.CITY.series_path
    return _read(path, path.stat().st_mtime_ns if path.exists() else 0)


def series_keyed(key: str) -> OutsideSeries:
    """Return the series. Raises ``series-unknown``."""
    try:
        return outside_series()[key]
    except KeyError:
        raise LuoshiError(
            "series-unknown",
            f"没有外部指标“{key}”。luoshi series list 列出全部。",
            f"There is no outside series {key}. luoshi series list lists them.",
        ) from None


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> dict[str, OutsideSeries]:
    return {series.key: series for series in read_series(path)}
