"""The door that tells a resident what others asked, before they ask the same."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from luoshi.kernel.orgs.doors import address_of
from luoshi.platforms.hotline.advising.neighbours import nearby
from luoshi.platforms.hotline.advising.said import Said
from luoshi.platforms.hotline.forms import NeighbourForm
from luoshi.platforms.hotline.limits import LOOKING
from luoshi.platforms.hotline.pages.answering import too_often


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def neighbours(request: HttpRequest) -> HttpResponse:
    """Show what others asked of a category in a place, as a page; or beside a form that is being filled in.

    What a resident writes comes by POST only: it never stands in an address or a log.
    """
    now = timezone.now()
    if request.method != "POST":
        form = NeighbourForm(request.GET or None, on=timezone.localdate(now))
        found = nearby(form.said(), at=now) if form.is_bound else None
        return render(request, "hotline/neighbours.html", {"form": form, "nearby": found})
    if LOOKING.spent(address_of(request)):
        return too_often(request, LOOKING)
    LOOKING.count(address_of(request))
    text = request.POST
    said = Said(
        title=text.get("title", "")[:60],
        content=f"{text.get('title', '')[:60]}。{text.get('content', '')[:1000]}",
        category=text.get("category", "")[:12],
        locality=text.get("locality", "")[:60],
    )
    return render(request, "hotline/_nearby.html", {"nearby": nearby(said, at=now)})
