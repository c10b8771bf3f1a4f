"""Doors to districts and counties: the table, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luoshi.portal.places import place_of, places_of, shares_of, towns_of
from luoshi.portal.queries import home_slug
from luoshi.portal.standing import STATES, board_of


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """List districts and counties with the promises that name them and those they answer for."""
    board = board_of(home_slug(), request.GET.get("as_of", ""))
    found = places_of(board, home_slug(), on=board.days.asked or timezone.localdate())
    context = {"board": board, "places": found, "states": STATES, "simulated": board.simulated}
    return render(request, "portal/places.html", context)


@require_safe
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show one of them: its promises, and of each figure the records that are its own."""
    board = board_of(home_slug(), request.GET.get("as_of", ""))
    on = board.days.asked or timezone.localdate()
    found = place_of(board, home_slug(), code, on=on)
    shares = [] if board.days.first else shares_of(found.organisation)
    return render(
        request,
        "portal/place.html",
        {
            "board": board,
            "place": found,
            "shares": shares,
            "towns": towns_of(found.organisation, on=on),
            "simulated": board.simulated or any(one.simulated for one in shares),
        },
    )
