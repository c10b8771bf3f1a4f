"""What Django's system check asks of facts and measures. Asks no database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from luoshi.kernel.measures.registry import examine_facts, examine_measures


@register("measures")
def facts_and_measures_are_sound(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[CheckMessage]:
    """Read every file and name every problem with its line."""
    facts, wrong = examine_facts()
    _, problems = examine_measures(facts)
    return [
        *(Error(str(one.zh), hint=one.en, obj=one.where, id="measures.E001") for one in wrong),
        *(Error(str(one.zh), hint=one.en, obj=one.where, id="measures.E002") for one in problems),
    ]
