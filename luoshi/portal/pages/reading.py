"""Doors to the text: reports, what may be asked of them, figures side by side, how they are read."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from luoshi.kernel.commitments.models import Half, Kind, Strength
from luoshi.kernel.commitments.queries import loaded_reports
from luoshi.portal import queries
from luoshi.portal.context import LARGE_PRINT_COOKIE
from luoshi.portal.forms import FigureFilter
from luoshi.portal.markup import report_html
from luoshi.portal.queries import PER_PAGE, home_slug
from luoshi.portal.standing import STATES, board_of
from luoshi.portal.vocabulary import COMPARATORS, SKIP_REASONS

A_YEAR = 365 * 24 * 3600


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """List every report that was read."""
    return render(request, "portal/archive.html", {"reports": list(loaded_reports()), "form": FigureFilter()})


@require_safe
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the full text with every promise underlined in its place; ``?layer=defects`` adds the doubts."""
    found = queries.report_of(slug, "text", "sections", "defects")
    edition = queries.current_edition(found)
    reviewed = list(queries.standing_in(edition))
    headings = queries.headings_of(edition)
    board = board_of(slug, request.GET.get("as_of", "")) if reviewed else None
    lit = board is not None and board.on is not None
    states = {pk: item.state for pk, item in board.by_pk.items()} if board and lit else {}
    promises = queries.promise_marks(edition, reviewed, states)
    with_defects = request.GET.get("layer") == "defects"
    defects = queries.defect_marks(edition) if with_defects else ()
    return render(
        request,
        "portal/report.html",
        {
            "report": found,
            "edition": edition,
            "text": report_html(edition.text, headings, promises, defects, slug=slug),
            "contents": [(h.id, s) for h, s in zip(headings, edition.sections, strict=True) if h.level <= 2],
            "with_defects": with_defects,
            "reviewed": bool(reviewed),
            "board": board if lit else None,
            "states": STATES,
            "simulated": board is not None and board.simulated,
            "number": len(promises),
        },
    )


@require_safe
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """List what may be asked of a report: of its figures, of its text, and of the sentences left out."""
    found = queries.report_of(slug, "sentences", "defects", "checks", "coverage")
    edition = queries.current_edition(found)
    return render(
        request,
        "portal/questions.html",
        {"report": found, "edition": edition, "skipped": queries.skipped_sentences(edition)},
    )


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Set the figures of one indicator side by side, over every report that was read."""
    chosen = FigureFilter(request.GET).chosen()
    page = None
    if chosen["indicator"]:
        found = queries.comparable_figures(**chosen)
        page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/compare.html", {"form": FigureFilter(chosen), "page": page, **chosen})


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Say how a report is read, what each word means, and what the program cannot know."""
    report = queries.report_of(home_slug(), "coverage")
    return render(
        request,
        "portal/method.html",
        {
            "report": report,
            "edition": queries.current_edition(report),
            "kinds": list(Kind),
            "strengths": list(Strength),
            "halves": list(Half),
            "comparators": COMPARATORS,
            "states": STATES,
            "reasons": SKIP_REASONS,
        },
    )


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Offer everything for download."""
    return render(request, "portal/data.html", {"reports": queries.texts()})


@csrf_exempt  # a cosmetic preference; so pages need no token and stay the same for everyone
@require_POST
def display(request: HttpRequest) -> HttpResponse:
    """Keep the size of print in a cookie and go back."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    response = HttpResponseRedirect(target)
    size = "large" if request.POST.get("size") == "large" else "normal"
    response.set_cookie(
        LARGE_PRINT_COOKIE, size, max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response
