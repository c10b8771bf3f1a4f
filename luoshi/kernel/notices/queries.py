"""How the outbox stands."""

from __future__ import annotations

from django.db.models import Count

from luoshi.kernel.notices.models import Delivery


def delivery_counts() -> list[tuple[str, str, int]]:
    """Return how many deliveries each channel has in each state: (channel, status, number)."""
    counted = Delivery.objects.order_by("channel", "status").values_list("channel", "status")
    return [(channel, status, number) for channel, status, number in counted.annotate(number=Count("pk"))]
