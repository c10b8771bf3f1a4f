"""What the residents' doors have in common: who knocks, and what they are told who knock too often."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from luoshi.kernel.orgs.limits import Limit


def address_of(request: HttpRequest) -> str:
    """Return the network address a request comes from, as the server tells it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def too_often(request: HttpRequest, limit: Limit) -> HttpResponse:
    """Answer that it was too often, and when to come again."""
    wait = limit.wait()
    answer = render(request, "hotline/too_often.html", {"minutes": -(-wait // 60)}, status=429)
    answer["Retry-After"] = str(wait)
    return answer
