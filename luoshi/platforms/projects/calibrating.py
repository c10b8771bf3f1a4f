"""The spread of forecasts as finished projects show it, kept from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from luoshi.platforms.projects.models import ForecastRatio
from luoshi.platforms.projects.rules.forecast import History, calibrated
from luoshi.platforms.projects.rules.season import Season


@transaction.atomic
def keep_spread(histories: Sequence[History], season: Season, *, on: date) -> int:
    """Keep what the histories show, in place of what the day has; return how many bands, 0: too few tell."""
    spread = calibrated(histories, season)
    if spread.assumed:
        return 0
    for band, ratios in enumerate(spread.bands):
        ForecastRatio.objects.update_or_create(
            made_on=on,
            band=band,
            defaults={"low": ratios.low, "middle": ratios.middle, "high": ratios.high, "n": ratios.n},
        )
    return len(spread.bands)
