"""The rules of what counts and the limits of the checks, as the city's parameters say them on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings

from luoshi.kernel.parameters.queries import parameter_book
from luoshi.kernel.parameters.rules import Setting
from luoshi.platforms.investment.rules.exclusions import RULES, Rule

CHECKS = {"duplicate": "重复申报", "round_trip": "资金回流", "voucher": "凭证不能证明到账"}
CHECK_VERSION = "本平台核查规则第1版（待核）"


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on a check speaks."""

    near_days: int
    near_score: int
    return_days: int
    return_hops: int
    return_share: Decimal
    spike_days: int
    spike_share: Decimal
    spike_least: int


def rules_on(on: date) -> dict[str, Rule]:
    """Return the rules in force on the day by their key. Raises ``parameter-missing``."""
    return {key: _rule(key, _setting(key, on)) for key in RULES}


def limits_on(on: date) -> Limits:
    """Return the limits of the checks on the day. Raises ``parameter-missing``."""
    values: dict[str, Any] = {key: _setting(key, on).value for key in Limits.__dataclass_fields__}
    return Limits(**values)


def titled(key: str, on: date) -> tuple[str, str]:
    """Return title and version of a rule, by which a part of an instalment is refused."""
    if key in CHECKS:
        return CHECKS[key], CHECK_VERSION
    rule = rules_on(on)[key]
    return rule.title, rule.version


def stage_days(on: date) -> dict[str, int]:
    """Return by stage how many days a lead may stand there before it is shown as too long."""
    stages = ("lead", "talks", "signed", "registered", "started", "counted", "stalled")
    return {stage: int(_setting(f"stage_{stage}", on).value) for stage in stages}


def _setting(key: str, on: date) -> Setting:
    return parameter_book().value(f"investment.{key}", on=on, scope=settings.CITY.scope)


def _rule(key: str, setting: Setting) -> Rule:
    mark = "" if setting.verified else "（待核）"
    return Rule(key, setting.title, int(setting.value), f"{setting.key}@{setting.valid_from}{mark}")
