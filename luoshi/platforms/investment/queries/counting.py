"""Which instalments count and which do not, each with its reason: the figure and its rows by one question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, F, OuterRef, QuerySet, Subquery, Sum, TextField, Value
from django.db.models.functions import Coalesce

from luoshi.platforms.investment.models import Instalment, Ruling
from luoshi.platforms.investment.queries.limits import CHECKS, rules_on

CLAIMED = "claimed"  # no ruling yet
STATES = ((CLAIMED, "待认定"), *Ruling.State.choices)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some instalments count, wholly or in part, or do not. Amounts in fen."""

    state: str
    title: str
    version: str
    many: int
    claimed: int
    counted: int

    @property
    def rest(self) -> int:
        """Return what does not count."""
        return self.claimed - self.counted


@dataclass(frozen=True, slots=True)
class Counting:
    """What was claimed and what of it counts, with the reasons; the parts add up to what was claimed."""

    reasons: tuple[Reason, ...]

    @property
    def many(self) -> int:
        """Return how many instalments there are."""
        return sum(one.many for one in self.reasons)

    @property
    def claimed(self) -> int:
        """Return all that was claimed."""
        return sum(one.claimed for one in self.reasons)

    @property
    def counted(self) -> int:
        """Return what counts."""
        return sum(one.counted for one in self.reasons)

    @property
    def pending(self) -> int:
        """Return what nobody has ruled upon."""
        return self._rest(CLAIMED)

    @property
    def disputed(self) -> int:
        """Return what is in dispute."""
        return self._rest(Ruling.State.DISPUTED)

    @property
    def refused(self) -> int:
        """Return what was refused, the rest of what counts in part included."""
        return self._rest(Ruling.State.REFUSED) + self._rest(Ruling.State.COUNTED)

    def _rest(self, state: str) -> int:
        return sum(one.rest for one in self.reasons if one.state == state)


def standing(instalments: QuerySet[Instalment]) -> QuerySet[Any]:
    """Return the instalments with where each stands: ``state``, ``worth`` in fen, ``rule``, ``version``."""
    latest = Ruling.objects.filter(instalment=OuterRef("pk")).order_by("-seq")
    return instalments.annotate(
        state=Coalesce(Subquery(latest.values("state")[:1]), Value(CLAIMED)),
        worth=Coalesce(Subquery(latest.values("counted")[:1]), Value(0), output_field=BigIntegerField()),
        rule=Coalesce(Subquery(latest.values("rule")[:1]), Value("")),
        version=Coalesce(Subquery(latest.values("rule_version")[:1]), Value("")),
        reason=Coalesce(Subquery(latest.values("reason")[:1]), Value("", output_field=TextField())),
    )


def counting_of(instalments: QuerySet[Instalment], *, on: date) -> Counting:
    """Return what of the instalments counts, by state and reason. One query, and those of the parameters."""
    titles = rule_titles(on)
    rows = (
        standing(instalments)
        .order_by()
        .values("state", "rule", "version")
        .annotate(many=Count("pk"), claimed=Sum("amount"), counted=Sum("worth"))
    )
    found = [
        Reason(
            row["state"],
            titles.get(row["rule"], ""),
            row["version"],
            row["many"],
            row["claimed"],
            row["counted"],
        )
        for row in rows
    ]
    order = [key for key, _ in STATES]
    return Counting(tuple(sorted(found, key=lambda one: (order.index(one.state), -one.claimed, one.version))))


def between(instalments: QuerySet[Instalment], since: date, until: date) -> QuerySet[Instalment]:
    """Keep those paid from the first day to before the last, as figures count them."""
    return instalments.filter(paid_on__gte=since, paid_on__lt=until)


def in_state(instalments: QuerySet[Instalment], state: str) -> QuerySet[Any]:
    """Keep those that stand so, the largest first."""
    rows = standing(instalments).order_by("-amount", "pk")
    return rows.filter(state=state) if state else rows


def rule_titles(on: date) -> dict[str, str]:
    """Return the titles of all rules by which something may not count."""
    return {key: one.title for key, one in rules_on(on).items()} | CHECKS


def by_unit(instalments: QuerySet[Instalment]) -> Sequence[dict[str, object]]:
    """Return by unit what was claimed and what counts, the most first. One query."""
    rows = standing(instalments).order_by().values(unit=F("agreement__lead__unit"))
    sums: Iterable[dict[str, object]] = rows.annotate(claimed=Sum("amount"), counted=Sum("worth"))
    return sorted(sums, key=lambda row: -int(str(row["counted"])))
