"""Lights and targets as others take them: rows of a table, and results in the shape of IATI."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from luoshi.kernel.commitments.judging.queries import Standing
from luoshi.kernel.commitments.models import Light, TargetPlan
from luoshi.kernel.commitments.tracking.queries import Tracked, Tracking, tracking_of
from luoshi.portal.progress import Progress, rows_of
from luoshi.portal.standing import Board

LIGHT = {
    **{"as_of": "string", "code": "string", "title": "string", "part": "string", "adjusted": "bool"},
    **{"state": "string", "headline": "string", "progress": "string", "process": "string"},
    **{"data": "string", "verdict": "string", "outlook": "string", "actual": "float64"},
    **{"expected": "float64", "share": "float64", "numerator": "float64", "denominator": "float64"},
    **{"reaches_to": "string", "rule": "string", "rule_version": "int32", "known_at": "string"},
    **{"simulated": "bool", "derivation": "string"},
}


def light_rows(board: Board) -> list[dict[str, Any]]:
    """Return one row for each light of the board; a commitment without one has a row that says unknown."""
    return [row for item in board.items for row in _rows(item, board.on)]


def _rows(item: Standing, on: date | None) -> list[dict[str, Any]]:
    head = {"code": item.commitment.code, "title": item.commitment.title}
    if not item.lights:
        return [head | {"as_of": on.isoformat() if on else None, "adjusted": False, "state": "unknown"}]
    lights = sorted(item.lights, key=lambda light: (light.part, light.adjusted))
    return [head | light_row(light) for light in lights]


def light_row(light: Light) -> dict[str, Any]:
    """Return a light as a row, its text opened."""
    text = json.loads(light.text)
    same = ("part", "adjusted", "state", "headline", "progress", "process", "verdict", "rule")
    return {name: getattr(light, name) for name in same} | {
        "as_of": light.on.isoformat(),
        "data": text["data"],
        "outlook": text["outlook"],
        "actual": _number(light.actual),
        "expected": _number(light.expected),
        "share": _number(light.share),
        "numerator": _number(text["numerator"]),
        "denominator": _number(text["denominator"]),
        "reaches_to": text["as_of"],
        "rule_version": light.rule_version,
        "known_at": light.known_at.isoformat(),
        "simulated": light.simulated,
        "derivation": "；".join(text["derivation"]),
    }


def tracked_of(progress: Progress) -> list[dict[str, Any]]:
    """Return each target of a promise with its light, that on the changed target, and its months."""
    head = {"code": progress.commitment.code, "title": progress.commitment.title}
    return [
        {
            "part": line.part,
            "words": line.words,
            "unit": line.unit,
            "series": line.matter.series if line.matter else "",
            "light": head | light_row(line.told.light) if line.told else None,
            "adjusted": head | light_row(line.adjusted.light) if line.adjusted else None,
            "points": rows_of(line),
        }
        for line in progress.lines
    ]


def iati_of(board: Board, report: str, *, on: date, organisation: str) -> dict[str, Any]:
    """Return every commitment as a result with indicators: baseline, period, target, actual. IATI 2.03 names.

    Nothing that is not known is filled in: an indicator without an actual has none.
    """
    tracked = tracking_of(report, on=on)
    return {
        "version": "2.03",
        "iati-identifier": f"luoshi-{report}",
        "reporting-org": {"narrative": organisation},
        "as-of": board.on.isoformat() if board.on else None,
        "simulated": board.simulated,
        "result": [_result(item, tracked.get(item.commitment.code)) for item in board.items],
    }


def _result(item: Standing, tracking: Tracking | None) -> dict[str, Any]:
    lights = {(light.part, light.adjusted): light for light in item.lights}
    targets = tracking.targets if tracking else ()
    return {
        "type": "1",  # output
        "ref": item.commitment.code,
        "title": {"narrative": item.commitment.title},
        "description": {"narrative": item.commitment.quote},
        "state": item.state,
        "indicator": [_indicator(one, lights) for one in targets],
    }


def _indicator(one: Tracked, lights: dict[tuple[str, bool], Light]) -> dict[str, Any]:
    plan = one.original
    part = f"{plan.quote}#{plan.nth}"
    periods = [_period(plan, one, lights.get((part, False)), adjusted=False)]
    if one.adjusted is not None:
        periods.append(_period(one.adjusted, one, lights.get((part, True)), adjusted=True))
    baseline = {"value": _number(plan.baseline_value), "period": plan.baseline_period}
    return {
        "measure": "2" if one.figure is not None and one.figure.unit == "%" else "1",
        "ascending": plan.direction != "less",
        "title": {"narrative": one.figure.indicator if one.figure else plan.quote},
        "reference": {"vocabulary": "99", "code": plan.series},
        "unit": plan.unit or (one.figure.unit if one.figure else ""),
        "baseline": [baseline | {"comment": plan.baseline_quote}] if plan.baseline_value is not None else [],
        "period": periods,
    }


def _period(plan: TargetPlan, one: Tracked, light: Light | None, *, adjusted: bool) -> dict[str, Any]:
    value = plan.value if plan.value is not None else (one.figure.value if one.figure else None)
    actual = [] if light is None or light.actual is None else [_actual(light)]
    return {
        "period": plan.period,
        "period-end": {"iso-date": plan.deadline.isoformat()},
        "adjusted": adjusted,
        "target": [{"value": _number(value), "comment": plan.quote}],
        "actual": actual,
        "state": light.state if light else "unknown",
        "headline": light.headline if light else "",
    }


def _actual(light: Light) -> dict[str, Any]:
    return {"value": _number(light.actual), "as-of": light.on.isoformat(), "simulated": light.simulated}


def _number(value: Decimal | str | None) -> float | None:
    return None if value is None else float(value)
