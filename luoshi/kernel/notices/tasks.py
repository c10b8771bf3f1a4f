"""Background lines, each calling one action. ``luoshi tick`` does the same without a queue."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from luoshi.kernel.notices.actions import deliver_due


@task()
def deliver() -> str:
    """Deliver what is due now, for whoever does not want to wait for the next sweep."""
    return str(deliver_due(now=timezone.now()))
