"""Doors to what has been delivered: the sentence of the day, what changed, what falls due, who answers."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from luoshi.kernel.commitments.queries import commitments_of, count, livelihood_items
from luoshi.portal import ledger, queries
from luoshi.portal.duties import leads_of
from luoshi.portal.progress import Told
from luoshi.portal.queries import home_slug
from luoshi.portal.standing import board_of, due_soon
from luoshi.ui.words import STATES


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say in a sentence, a bar and a few cards what the report promises and how far it has come."""
    report = queries.report_of(home_slug(), "sections", "sentences", "checks", "coverage")
    edition = queries.current_edition(report)
    counts = count(commitments_of(report.slug))
    board = board_of(report.slug, request.GET.get("as_of", ""), with_month_before=True)
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
            "board": board if board.on else None,
            "due": due_soon(board, report.slug, on=board.on) if board.on else [],
            "simulated": board.simulated,
        },
    )


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Show what changed class in a month, what was revised in it, and what was changed by decision."""
    month = ledger.month_of_changes(home_slug(), request.GET.get("month", ""))
    return render(request, "portal/changes.html", {"month": month, "simulated": month.simulated})


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Show what falls due in the sixty days after the day shown."""
    board = board_of(home_slug(), request.GET.get("as_of", ""))
    on = board.days.asked or timezone.localdate()
    context = {"board": board, "on": on, "days": due_soon(board, home_slug(), on=on)}
    return render(request, "portal/due.html", context | {"simulated": board.simulated})


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """List what was withdrawn, revised or changed, so that nothing is quietly removed."""
    report, now = home_slug(), timezone.now()
    lights = ledger.revised_lights(report)
    figures = ledger.corrected_figures(report, now=now)
    simulated = any(one.simulated for one in lights) or any(one.revised.simulated for one in figures)
    return render(
        request,
        "portal/corrections.html",
        {
            "withdrawn": ledger.withdrawn_of(report),
            "records": ledger.records_of(report),
            "lights": lights,
            "figures": figures,
            "simulated": simulated,
        },
    )


@require_safe
def deputies(request: HttpRequest) -> HttpResponse:
    """Print every promise with its words, its light and what the light rests on: a pack for deputies."""
    board = board_of(home_slug(), request.GET.get("as_of", ""), text=True)
    on = board.days.asked or timezone.localdate()
    entries = [(item, [Told(light) for light in item.lights]) for item in board.items]
    leads = leads_of(home_slug(), on=on)
    context = {"board": board, "entries": entries, "leads": leads, "simulated": board.simulated}
    return render(request, "portal/deputies.html", context)


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Send the changes of class of the last months as an Atom feed. An entry never changes."""
    address = request.build_absolute_uri
    home = address(reverse("portal:changes"))
    atom = Atom1Feed(
        title=f"落实 · {settings.CITY.name} · 变化",
        link=home,
        description="承诺的判断有变化时，这里多一条。",
        language="zh-hans",
        feed_url=address(),
    )
    for on, change in ledger.fed_changes(home_slug()):
        page = address(reverse("portal:commitment", args=[change.commitment.code]))
        light = change.light
        made = light.known_at if light else timezone.now()
        note = "（模拟数据）" if light and light.simulated else ""
        turn = f"{STATES[change.before]}→{STATES[change.after]}{note}"
        atom.add_item(
            title=f"{change.commitment.title}：{turn}",
            link=f"{page}?as_of={on}",
            description=f"截至{on}：{light.headline if light else ''}。原文：{change.commitment.quote}",
            unique_id=f"{page}?as_of={on}",
            pubdate=made,
            updateddate=made,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
