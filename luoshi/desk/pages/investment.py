"""Leads at the desk: the pipeline by stage with what stands too long, and one lead with its money."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from luoshi.desk.investment_forms import LeadSearch
from luoshi.desk.queries.investment import dossier_of, pipeline_of
from luoshi.desk.readers import reads_investment
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.platforms.investment.actions.claiming import may_claim_for
from luoshi.platforms.investment.models import Lead
from luoshi.platforms.investment.queries.sight import instalments_seen, leads_seen


def lead_seen(visit: Visit, code: str) -> Lead:
    """Return the lead. Raises ``Http404`` where the visitor does not read it."""
    found = leads_seen(visit.actor).select_related("case", "company").filter(code=code).first()
    if found is None:
        raise Http404(gettext("没有这条线索，或者您不经办它。"))
    return found


@require_safe
@staff_page
@reads_investment
def pipeline(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every stage, and the leads that have stood longest at theirs."""
    search = LeadSearch(request.GET)
    search.is_valid()
    wanted = {key: value for key, value in search.cleaned_data.items() if value}
    found = pipeline_of(leads_seen(visit.actor), on=visit.today, page=request.GET.get("page", ""), **wanted)
    context = {"found": found, "search": search, "page": found.page, "simulated": found.simulated}
    return show(request, visit, "desk/investment.html", context)


@require_safe
@staff_page
@reads_investment
def lead(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show one lead: its contracts, what was offered, and every instalment with what counts of it."""
    found = lead_seen(visit, code)
    page = request.GET.get("page", "")
    dossier = dossier_of(found, instalments_seen(visit.actor), on=visit.today, page=page)
    context = {
        "dossier": dossier,
        "lead": found,
        "page": dossier.instalments,
        "may_claim": may_claim_for(found, visit.actor),
        "simulated": found.simulated,
    }
    return show(request, visit, "desk/investment_lead.html", context)
