"""Leads by stage: how many, for how much, and which stand there too long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from luoshi.platforms.investment.models import Lead
from luoshi.platforms.investment.queries.limits import stage_days
from luoshi.platforms.investment.types import LEAD


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of leads. ``limit`` is after how many days one stands there too long; amounts in fen."""

    key: str
    title: str
    end: bool
    limit: int | None
    many: int
    late: int
    intended: int
    contracted: int


def stages(leads: QuerySet[Lead], *, on: date) -> list[Stage]:
    """Return every stage in the order of a lead's way. One query, and those of the parameters."""
    limits = stage_days(on)
    aged = Q()
    for key, days in limits.items():
        aged |= Q(state=key, stage_since__lt=on - timedelta(days=days))
    rows = {
        row["state"]: row
        for row in leads.order_by()
        .values("state")
        .annotate(
            many=Count("pk"),
            late=Count("pk", filter=aged),
            intended=Sum("intended"),
            signed=Sum("contracted"),
        )
    }
    none = {"many": 0, "late": 0, "intended": 0, "signed": 0}
    return [
        Stage(
            state.key, state.title, state.end, limits.get(state.key), row["many"], row["late"],
            row["intended"], row["signed"],
        )
        for state in LEAD.states
        for row in [rows.get(state.key, none)]
    ]  # fmt: skip


def too_long(leads: QuerySet[Lead], *, on: date) -> QuerySet[Lead]:
    """Keep the leads that stand at their stage too long."""
    aged = Q(pk__in=())
    for key, days in stage_days(on).items():
        aged |= Q(state=key, stage_since__lt=on - timedelta(days=days))
    return leads.filter(aged)
