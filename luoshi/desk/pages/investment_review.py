"""Instalments looked at together: what is claimed twice or flows back, and what counts of a year and why."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from luoshi.desk.investment_forms import CountingSearch
from luoshi.desk.queries.investment import unit_names
from luoshi.desk.readers import reads_investment
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.kernel.base.periods import year_to_month
from luoshi.platforms.investment.queries.checking import checked_on, firm_names, named, recent
from luoshi.platforms.investment.queries.counting import between, by_unit, counting_of, in_state, rule_titles
from luoshi.platforms.investment.queries.promised import exceeded
from luoshi.platforms.investment.queries.sight import instalments_seen

MATCHES, EACH = 10, 40
_WATCHING = {"office", "supervisor"}
_OPEN = ("claimed", "counted")


@require_safe
@staff_page
@reads_investment
def review(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show side by side what looks like one payment, the ways back, the months' ends; what is open first."""
    if not (visit.runs_investment or visit.actor.roles & _WATCHING):
        why = gettext("全市的重复和回流核查由招商管理岗和督查岗位办理。")
        return show(request, visit, "desk/problem.html", {"message": why}, status=403)
    checked = checked_on(visit.today)
    matched = {key for match in checked.matches for key in match.keys}
    rows = named(matched | {trip.instalment.key for trip in checked.trips})
    is_open = {code: row.state in _OPEN for code, row in rows.items()}
    matches = sorted(checked.matches, key=lambda match: not any(is_open[one.key] for one in match.again))
    trips = sorted(checked.trips, key=lambda trip: not is_open[trip.instalment.key])
    firms = {firm for trip in trips for hop in trip.hops for flow in hop for firm in (flow.payer, flow.payee)}
    page = Paginator(matches, MATCHES).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "trips": trips,
        "spikes": checked.spikes,
        "rows": rows,
        "exceeded": exceeded(recent(visit.today)),
        "open": sum(any(is_open[one.key] for one in match.again) for match in matches),
        "firms": firm_names(firms),
        "units": unit_names(),
        "simulated": any(row.simulated for row in rows.values()),
    }
    return show(request, visit, "desk/investment_review.html", context)


@require_safe
@staff_page
@reads_investment
def counting(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what of a year's instalments counts and what does not, each with its reason and its rows."""
    search = CountingSearch(request.GET)
    search.is_valid()
    year = search.cleaned_data.get("year") or visit.today.year
    own = between(instalments_seen(visit.actor), date(year, 1, 1), date(year + 1, 1, 1))
    rows = in_state(own, search.cleaned_data.get("state") or "")
    page = Paginator(rows.select_related("payer", "agreement__lead"), EACH).get_page(request.GET.get("page"))
    context = {
        "year": year,
        "search": CountingSearch({"year": year, "state": search.cleaned_data.get("state") or ""}),
        "counting": counting_of(own, on=visit.today),
        "by_unit": by_unit(own),
        "units": unit_names(),
        "titles": rule_titles(visit.today),
        "page": page,
        "period": str(year_to_month(visit.today)) if year == visit.today.year else str(year),
        "simulated": any(row.simulated for row in page),
    }
    return show(request, visit, "desk/investment_counting.html", context)
