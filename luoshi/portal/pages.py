"""Doors of the portal: each parses the request, asks one question or two, and renders."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from luoshi.kernel.commitments.models import Commitment, Half, Kind, Strength
from luoshi.kernel.commitments.queries import (
    commitments_of,
    count,
    in_lines,
    livelihood_items,
    loaded_reports,
    narrow,
)
from luoshi.platforms.proposals.manifest import MANIFEST
from luoshi.platforms.proposals.queries import of_year, rates
from luoshi.portal import queries, records
from luoshi.portal.context import LARGE_PRINT_COOKIE
from luoshi.portal.forms import CommitmentFilter, FigureFilter
from luoshi.portal.markup import report_html
from luoshi.portal.queries import home_slug
from luoshi.portal.vocabulary import COMPARATORS, SKIP_REASONS

PER_PAGE = 50
A_YEAR = 365 * 24 * 3600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show in a sentence, a bar and a few cards what the report promises."""
    report = queries.report_of(home_slug(), "sections", "sentences", "checks", "coverage")
    edition = queries.current_edition(report)
    counts = count(commitments_of(report.slug))
    return render(
        request,
        "portal/home.html",
        {
            "report": report,
            "edition": edition,
            "counts": counts,
            "livelihood": livelihood_items(report.slug).items(),
            "headline": queries.headline_targets(report),
            "sections": queries.sections_with_promises(edition, counts.section),
        },
    )


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
    promises = queries.promise_marks(edition, reviewed)
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
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
def commitments(request: HttpRequest) -> HttpResponse:
    """List the commitments, narrowed by what the visitor chose."""
    report = queries.report_of(home_slug(), "sections")
    promised = commitments_of(report.slug)
    counts = count(promised)
    sections = queries.sections_with_promises(queries.current_edition(report), counts.section)
    form = CommitmentFilter(request.GET, sections=[(s.path, s.name) for s in sections])
    found = in_lines(narrow(promised, **form.chosen()))
    headers = request.headers
    part = "HX-Request" in headers and "HX-History-Restore-Request" not in headers
    return render(
        request,
        "portal/_commitments.html" if part else "portal/commitments.html",
        {
            "form": form,
            "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
            "total": counts.total,
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
    return {
        "commitment": found,
        "section": queries.section_titles(found.edition).get(found.section, ""),
        "checks": queries.checks_about(found),
        "address": request.build_absolute_uri(reverse("portal:commitment", args=[found.code])),
    }


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
            "reasons": SKIP_REASONS,
        },
    )


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """Offer everything for download."""
    return render(request, "portal/data.html", {"reports": queries.texts()})


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Show how the year's suggestions and proposals were answered, and every answer that is public."""
    year = records.latest_year()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else year
    if year is None:
        return render(request, "portal/proposals.html", {"year": None})
    found = of_year(year)
    return render(
        request,
        "portal/proposals.html",
        {
            "year": year,
            "rates": rates(found),
            "total": found.count(),
            "page": Paginator(records.published_of(year), PER_PAGE).get_page(request.GET.get("page")),
            "simulated": records.any_simulated(year),
            "commitment": records.commitment_kept_by(MANIFEST),
        },
    )


@require_safe
def proposal(request: HttpRequest, code: str) -> HttpResponse:
    """Show one published matter: what was asked, answered and promised, and what came of it."""
    case = records.published_case(code)
    return render(
        request,
        "portal/proposal.html",
        {"case": case, "steps": records.steps_of(case), "simulated": case.simulated},
    )


@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """Show the daily roots, and how anyone checks one."""
    return render(request, "portal/roots.html", {"roots": records.roots()})


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
