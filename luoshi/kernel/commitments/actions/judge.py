"""Judge a report's commitments at the end of a day, and say what happened with a promised deed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.assessing import (
    Assessment,
    RuleSet,
    assess,
    canonical,
    read_rules,
    rule_in_force,
)
from luoshi.kernel.commitments.judging.inputs import Matter, matters_of
from luoshi.kernel.commitments.models import Commitment, Happening, HappeningKind, Light, Responsibility
from luoshi.kernel.commitments.tracking.queries import tracking_of
from luoshi.kernel.orgs.actor import Actor, HeldPost

DEFAULT_RULE = "luoshi"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a run did: how many targets it judged, how many lights are new."""

    targets: int
    new: int

    def __str__(self) -> str:
        return f"研判 {self.targets} 项，新亮灯 {self.new}"


def judge(
    report: str,
    *,
    year: int,
    rules_folder: Path,
    on: date,
    known_at: datetime,
    rule: str = DEFAULT_RULE,
    among: Collection[str] | None = None,
) -> Judged:
    """Judge every target and deed of the report at the end of the day with what was known at the moment.

    A light that says the same as the last one of that day is not written again. ``among``: only the
    commitments of these codes, as after a change in what decides them.
    """
    rules = rule_in_force(read_rules(rules_folder), rule, on=on)
    tracked = None if among is None else tracking_of(report, on=on, among=among)
    matters = matters_of(report, year=year, on=on, known_at=known_at, tracked=tracked)
    lights = [_light(matter, assess_matter(matter, rules, on=on, known_at=known_at)) for matter in matters]
    new = _fresh(report, lights, rules, on)
    Light.objects.bulk_create(new, ignore_conflicts=True)
    return Judged(len(lights), len(new))


def assess_matter(matter: Matter, rules: RuleSet, *, on: date, known_at: datetime) -> Assessment:
    """Return the pure assessment of one target."""
    return assess(
        matter.target,
        matter.points,
        rules=rules,
        on=on,
        known_at=known_at,
        trajectory=matter.trajectory,
        reference=matter.reference,
        reported=matter.reported,
        events=matter.events,
    )


def recompute(light: Light, *, year: int, rules_folder: Path) -> str:
    """Return the canonical text of the light computed again from what was known and recorded then.

    It equals the text that is kept, byte for byte, as long as the program and its rules are the same.
    """
    rules = next(
        rule
        for rule in read_rules(rules_folder)
        if (rule.key, rule.version) == (light.rule, light.rule_version)
    )
    matters = matters_of(
        light.commitment.report.slug,
        year=year,
        on=light.on,
        known_at=light.known_at,
        recorded_until=light.recorded_at,
    )
    same = (light.commitment_id, light.part, light.adjusted)
    matter = next(m for m in matters if (m.commitment.pk, m.part, m.adjusted) == same)
    return canonical(assess_matter(matter, rules, on=light.on, known_at=light.known_at))


@transaction.atomic
def report_happening(
    commitment: Commitment,
    kind: HappeningKind,
    *,
    by: Actor,
    on: date,
    ref: str,
    evidence: str = "",
    share: Decimal | None = None,
    at: datetime,
    key: str,
    simulated: bool = False,
) -> Happening:
    """Record what happened with a deed. A unit reports on its own; only others verify or refute.

    Idempotent by ``key``. Raises ``happening-refused`` where the person may not say so, ``happening-empty``
    without a basis.
    """
    if not ref.strip():
        raise LuoshiError("happening-empty", "请写明依据：文号、记录或现场情况。", "Say what it rests on.")
    post = _post_for(commitment, kind, by)
    found, _ = Happening.objects.get_or_create(
        key=key,
        defaults={
            "commitment": commitment,
            "kind": kind,
            "on": on,
            "share": share,
            "ref": ref.strip(),
            "evidence": evidence,
            "by_id": by.account,
            "post": post.code if post else "",
            "known_at": at,
            "simulated": simulated,
        },
    )
    return found


def _post_for(commitment: Commitment, kind: HappeningKind, by: Actor) -> HeldPost | None:
    if by.account is None:
        return None
    checking = kind in (HappeningKind.VERIFIED, HappeningKind.REFUTED, HappeningKind.BREACH)
    post = by.holds("supervisor") if checking else _own_post(commitment, by)
    if post is None:
        who = "督查机构" if checking else "责任单位"
        raise LuoshiError(
            "happening-refused",
            f"须由{who}填报。单位不能核验自己报送的进展。",
            "Only the unit reports its deeds, and only the supervision office verifies them.",
        )
    return post


def _own_post(commitment: Commitment, by: Actor) -> HeldPost | None:
    answering = Responsibility.objects.filter(commitment=commitment, valid_to=None)
    for path in answering.values_list("organisation__path", flat=True):
        if post := by.holds("head", path=path) or by.holds("handler", path=path):
            return post
    return None


def _light(matter: Matter, made: Assessment) -> Light:
    return Light(
        commitment=matter.commitment,
        part=matter.part,
        adjusted=matter.adjusted,
        on=made.on,
        known_at=made.known_at,
        rule=made.rule,
        rule_version=made.rule_version,
        state=made.state,
        headline=made.headline,
        progress=made.progress.value,
        process=made.process.value,
        verdict=made.verdict.value if made.verdict else "",
        actual=made.actual,
        expected=made.expected_value,
        share=made.share,
        disagrees=made.disagrees,
        text=canonical(made),
        simulated=matter.simulated,
    )


def _fresh(report: str, lights: Iterable[Light], rules: RuleSet, on: date) -> list[Light]:
    """Return the lights that say something else than the last of their day."""
    rows = Light.objects.filter(
        commitment__report__slug=report, on=on, rule=rules.key, rule_version=rules.version
    )
    known = {(row.commitment_id, row.part, row.adjusted): row for row in rows.order_by("known_at", "pk")}
    return [
        light
        for light in lights
        if (last := known.get((light.commitment_id, light.part, light.adjusted))) is None
        or (_said(last) != _said(light) and light.known_at > last.known_at)
    ]


def _said(light: Light) -> dict[str, object]:
    """Return what the light says, apart from when it was said and in which words."""
    told = json.loads(light.text)
    return {key: value for key, value in told.items() if key not in ("known_at", "derivation")}
