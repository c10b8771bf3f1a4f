"""Record what a firm can make, that somebody has looked, and what a measurement of the ranking found."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.platforms.investment.chain.lift import Lift
from luoshi.platforms.investment.models import Capacity, Firm, LiftTaken, Node, Survey

_MILLION = 1_000_000
_MOST = Decimal(10) ** 13


@transaction.atomic
def record_capacity(
    node: Node,
    firm: Firm,
    *,
    output: Decimal,
    kind: str,
    evidence: str,
    dated_on: date,
    by: str,
    at: datetime,
    sha256: str = "",
    simulated: bool = False,
) -> Capacity:
    """Add a version of the firm's yearly output of the node, zero where it has ended; return the newest.

    Said again in the same words it adds nothing. Raises ``capacity-unfit`` for what is no output, has no
    evidence or is dated ahead.
    """
    _require_fit(output, kind, evidence, dated_on, at)
    Firm.objects.select_for_update(no_key=True).get(pk=firm.pk)  # versions are numbered one after another
    last = Capacity.objects.filter(firm=firm, node=node).order_by("-seq").first()
    said = (output, kind, evidence, dated_on, sha256)
    if last and (last.output, last.kind, last.evidence, last.dated_on, last.sha256) == said:
        return last
    return Capacity.objects.create(
        firm=firm,
        node=node,
        output=output,
        kind=kind,
        evidence=evidence,
        dated_on=dated_on,
        sha256=sha256,
        seq=last.seq + 1 if last else 1,
        by=by,
        recorded_at=at,
        simulated=simulated,
    )


def record_survey(
    node: Node, *, on: date, source: str, by: str, at: datetime, simulated: bool = False
) -> Survey:
    """Note that somebody has listed all who make the node's products in the city. Idempotent for a day."""
    if not source.strip() or on > at.astimezone(LOCAL).date():
        raise LuoshiError(
            "survey-unfit",
            "摸排须写明依据，日期不能晚于今天。",
            "A survey needs its source, and a day that is not ahead.",
        )
    values = {"source": source, "by": by, "recorded_at": at, "simulated": simulated}
    return Survey.objects.get_or_create(node=node, on=on, defaults=values)[0]


def record_lifts(lifts: Iterable[Lift], *, runs: int, sample: str, at: datetime) -> None:
    """Keep what a measurement found, beside what earlier ones did."""
    for one in lifts:
        LiftTaken.objects.create(
            taken_at=at,
            method=one.method,
            precision=round(one.precision * _MILLION),
            baseline=round(one.baseline * _MILLION),
            lift=round(one.lift * _MILLION),
            low=round(one.low * _MILLION),
            high=round(one.high * _MILLION),
            runs=runs,
            sample=sample,
        )


def _require_fit(output: Decimal, kind: str, evidence: str, dated_on: date, at: datetime) -> None:
    fits = 0 <= output < _MOST and output == round(output, 3) and kind in Capacity.Kind.values
    if not fits or not evidence.strip() or dated_on > at.astimezone(LOCAL).date():
        raise LuoshiError(
            "capacity-unfit",
            "年产能须不小于零、至多三位小数；须写明依据的种类和内容，依据日期不能晚于今天。",
            "A yearly output is zero or more with at most three decimals; its evidence needs a kind, words "
            "and a day that is not ahead.",
        )
