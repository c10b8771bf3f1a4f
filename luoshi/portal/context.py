"""What every page of the portal knows: the city it serves and how the visitor wants to read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from luoshi.portal.queries import home_slug

LARGE_PRINT_COOKIE = "size"


def site(request: HttpRequest) -> dict[str, Any]:
    """Give templates the city, its current report and the size of print."""
    return {
        "city": settings.CITY,
        "home_report": home_slug(),
        "large_print": request.COOKIES.get(LARGE_PRINT_COOKIE) == "large",
    }
