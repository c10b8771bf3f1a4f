"""Open and raise slips for what falls behind, as the rules say, and never more than a unit can bear."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.conf import settings

from luoshi.kernel.cases.actions import act, open_case, relate_opened
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case
from luoshi.kernel.commitments.assessing import RuleSet, read_rules, rule_in_force
from luoshi.kernel.commitments.judging.queries import Standing, latest_day, standings
from luoshi.kernel.commitments.models import Light
from luoshi.kernel.commitments.tracking.queries import answerable
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.supervision.queries import open_slip_of, opened_this_month
from luoshi.platforms.supervision.rules import COLOURS

RED_STATES = {"behind": "yellow", "far_behind": "red"}
_ORDER = [key for key, _ in COLOURS]


@dataclass(slots=True)
class Supervised:
    """What a round did, by commitment: slips opened and raised, and those the monthly cap held back."""

    opened: list[str] = field(default_factory=list)
    raised: list[str] = field(default_factory=list)
    held_back: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"下发 {len(self.opened)} · 升级 {len(self.raised)} · 因频次上限暂缓 {len(self.held_back)}"


def supervise(report: str, *, rules_folder: Path, at: datetime) -> Supervised:
    """Open a slip for what is behind for as many evaluations as the rule says; raise what worsens.

    Again on the same evening it does nothing. Who leads a commitment is asked; one without a lead is asked
    of nobody.
    """
    done, day = Supervised(), at.astimezone(LOCAL).date()
    on = latest_day(report, as_of=day)
    if on is None:
        return done
    rules = rule_in_force(read_rules(rules_folder), "luoshi", on=on)
    leads = {
        each.commitment: each.organisation.code for each in answerable(report, on=day) if each.part == "lead"
    }
    for standing in standings(report, on=on):
        unit = leads.get(standing.commitment.code)
        if unit and _calls_for_one(standing, rules):
            _follow_up(standing, unit, rules, at, done)
    return done


def _calls_for_one(standing: Standing, rules: RuleSet) -> bool:
    light = standing.light
    if light is None or light.state not in RED_STATES:
        return False
    said = json.loads(light.text)
    if said["irreversible"]:
        return True
    before = Light.objects.filter(
        commitment=standing.commitment, part=light.part, adjusted=False, on__lte=light.on
    )
    states = list(dict(before.order_by("on", "known_at").values_list("on", "state")).values())
    return len(states) >= rules.escalate_after and all(
        s in RED_STATES for s in states[-rules.escalate_after :]
    )


def _follow_up(standing: Standing, unit: str, rules: RuleSet, at: datetime, done: Supervised) -> None:
    light, code = standing.light, standing.commitment.code
    assert light is not None
    colour = RED_STATES[light.state]
    running = open_slip_of(code)
    if running is not None:
        if _ORDER.index(colour) > _ORDER.index(running.data["colour"]):
            why = {"colour": colour, "why": f"{light.on}研判为{light.headline}"}
            act(running, "raise", by=SYSTEM, data=why, at=at, key=f"supervision:{code}:{light.on}:{colour}")
            done.raised.append(code)
        return
    if opened_this_month(unit, at) >= _cap(at.astimezone(LOCAL).date()):
        done.held_back.append(code)
        return
    _open(standing, light, unit, rules, colour, at)
    done.opened.append(code)


def _open(standing: Standing, light: Light, unit: str, rules: RuleSet, colour: str, at: datetime) -> Case:
    derivation = json.loads(light.text)["derivation"]
    commitment = standing.commitment
    case = open_case(
        "supervision",
        by=SYSTEM,
        data={
            "title": f"{commitment.title}：{light.headline}",
            "unit": unit,
            "colour": colour,
            "commitment": commitment.code,
            "clause": f"{rules.title}第{rules.version}版",
            "grounds": "\n".join(derivation),
            "demand": "请说明原因、措施和完成日期，并附佐证材料。",
        },
        at=at,
        key=f"supervision:{commitment.code}:{light.on}",
        simulated=light.simulated,
    )
    relate_opened(case, commitment.code)
    return case


def _cap(day: date) -> int:
    return int(parameter_book().value("supervision.monthly_cap", on=day, scope=settings.CITY.scope).value)
