"""Every series a target may be tracked by: the platforms' measures and what comes from outside."""

from __future__ import annotations

from django.conf import settings

from luoshi.kernel.commitments.tracking.checking import Series
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.kernel.measures.registry import measures


def known_series() -> dict[str, Series]:
    """Return every series by its key. Raises what a broken measure or series file raises."""
    found = {key: Series(one.kind, one.unit) for key, one in measures().items()}
    if settings.CITY.series_path.exists():
        found |= {key: Series(one.kind, one.unit) for key, one in outside_series().items()}
    return found
