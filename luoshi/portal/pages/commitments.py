"""Doors to the promises: the list, one of them, its card beside the text."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from luoshi.kernel.commitments.models import Commitment
from luoshi.kernel.commitments.queries import commitments_of, count, in_lines, narrow
from luoshi.portal import queries
from luoshi.portal.forms import CommitmentFilter
from luoshi.portal.progress import citation_of, progress_of
from luoshi.portal.queries import PER_PAGE, home_slug
from luoshi.portal.standing import board_of


@require_safe
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def commitments(request: HttpRequest) -> HttpResponse:
    """List the commitments, narrowed by what the visitor chose."""
    report = queries.report_of(home_slug(), "sections")
    promised = commitments_of(report.slug)
    counts = count(promised)
    sections = queries.sections_with_promises(queries.current_edition(report), counts.section)
    form = CommitmentFilter(request.GET, sections=[(s.path, s.name) for s in sections])
    board = board_of(report.slug)
    if not board.on:
        del form.fields["state"]
    chosen = form.chosen()
    state = chosen.pop("state", "")
    found = in_lines(narrow(promised, **chosen))
    if state:
        found = found.filter(pk__in=board.in_state(state))
    headers = request.headers
    part = "HX-Request" in headers and "HX-History-Restore-Request" not in headers
    return render(
        request,
        "portal/_commitments.html" if part else "portal/commitments.html",
        {
            "form": form,
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "total": counts.total,
            "counts": counts,
            "board": board if board.on else None,
            "simulated": board.simulated,
        },
    )


@require_safe
def commitment(request: HttpRequest, code: str) -> HttpResponse:
    """Show one commitment: its words, its place, its targets, what may be asked of it, its history."""
    found = queries.commitment_of(home_slug(), code)
    return render(request, "portal/commitment.html", _about(found, request))


@require_safe
def card(request: HttpRequest, code: str) -> HttpResponse:
    """Show one commitment as the card beside the report's text."""
    found = queries.commitment_of(home_slug(), code)
    return render(request, "portal/_card.html", _about(found, request))


def _about(found: Commitment, request: HttpRequest) -> dict[str, object]:
    progress = progress_of(found, asked=request.GET.get("as_of", ""), now=timezone.now())
    address = request.build_absolute_uri(reverse("portal:commitment", args=[found.code]))
    return {
        "commitment": found,
        "section": queries.section_titles(found.edition).get(found.section, ""),
        "checks": queries.checks_about(found),
        "progress": progress,
        "citation": citation_of(progress, address),
        "simulated": progress.simulated,
    }
