"""What the public doors tell those who knock too often."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from luoshi.kernel.orgs import doors
from luoshi.kernel.orgs.limits import Limit


def too_often(request: HttpRequest, limit: Limit) -> HttpResponse:
    """Answer that it was too often, and when to come again."""
    return doors.too_often(request, limit, template="prepaid/too_often.html")
