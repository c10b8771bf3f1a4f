"""Doors to who answers: the table of departments, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luoshi.portal.duties import unit_of, units_of
from luoshi.portal.queries import home_slug
from luoshi.portal.standing import STATES, board_of


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """List departments with what they lead, and beside it how much they support."""
    board = board_of(home_slug(), request.GET.get("as_of", ""))
    on = board.days.asked or timezone.localdate()
    found = units_of(board, home_slug(), on=on)
    return render(
        request,
        "portal/units.html",
        {
            "board": board,
            "units": found,
            "states": STATES,
            "suggested": bool(found) and all(unit.suggested for unit in found),
            "simulated": board.simulated,
        },
    )


@require_safe
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """Show what one department leads, answers for and supports."""
    board = board_of(home_slug(), request.GET.get("as_of", ""))
    found = unit_of(board, home_slug(), code, on=board.days.asked or timezone.localdate())
    return render(request, "portal/unit.html", {"board": board, "unit": found, "simulated": board.simulated})
