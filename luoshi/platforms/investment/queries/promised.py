"""What counts under a contract against the sum it promises: more than that is a doubt, no refusal."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BigIntegerField, F, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from luoshi.platforms.investment.models import Agreement, Counted, Instalment

_FEN = BigIntegerField()


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A contract under which more counts than it promises. Amounts in fen."""

    agreement: Agreement
    counted: int

    @property
    def over(self) -> int:
        """Return by how much what counts exceeds the contract."""
        return self.counted - self.agreement.amount


def exceeded(instalments: QuerySet[Instalment]) -> list[Exceeded]:
    """Return the contracts of the instalments that are exceeded, the furthest first. One query."""
    rows = (
        Agreement.objects.filter(pk__in=instalments.order_by().values("agreement"))
        .annotate(counted=Coalesce(Sum("instalments__counts__amount"), Value(0), output_field=_FEN))
        .filter(counted__gt=F("amount"))
        .select_related("lead")
    )
    return sorted((Exceeded(row, row.counted) for row in rows), key=lambda one: (-one.over, one.agreement.pk))


def exceeded_with(instalment: Instalment, part: int) -> Exceeded | None:
    """Return the contract if ``part`` of the instalment, in fen, with the others' exceeds it. One query."""
    others = Counted.objects.filter(instalment__agreement=instalment.agreement_id).exclude(pk=instalment.pk)
    whole = (others.aggregate(sum=Sum("amount"))["sum"] or 0) + part
    return Exceeded(instalment.agreement, whole) if part and whole > instalment.agreement.amount else None
