"""确认建议的单位: what was only suggested is looked at and confirmed by one decision."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from luoshi.desk.commitment_forms import DecisionForm
from luoshi.desk.queries.delivery import duties_of
from luoshi.desk.staff import Visit, message_of, show, staff_page, status_of
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions import confirm as confirm_duties
from luoshi.kernel.commitments.rights import require_office

_MOST = 1000  # rows in one decision


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def confirm(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every suggestion, those of one unit where it is chosen, and confirm the ones that were ticked."""
    require_office(visit.actor)
    if request.method != "POST":
        return _page(request, visit, DecisionForm(), None)
    form = DecisionForm(request.POST)
    chosen = {int(row) for row in request.POST.getlist("row")[:_MOST] if row.isascii() and row.isdigit()}
    status = 422
    if form.is_valid():
        try:
            made = confirm_duties(chosen, by=visit.actor, at=visit.at, **form.cleaned_data)
        except LuoshiError as error:
            form.add_error(None, message_of(error))
            status = status_of(error)
        else:
            messages.success(request, gettext("已确认 %(n)s 项分工。") % {"n": len(made)})
            return HttpResponseRedirect(reverse("desk:confirm") + "#done", status=303)
    return _page(request, visit, form, chosen, status=status)


def _page(
    request: HttpRequest,
    visit: Visit,
    form: DecisionForm,
    chosen: Collection[int] | None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show the list; the rows of a chosen unit are ticked at first, afterwards those that were."""
    pairs = duties_of(visit.actor, today=visit.today).suggested
    units = {unit.organisation.code: unit.organisation.short for _, unit in pairs}
    of = request.GET.get("unit", "")
    rows = [
        (duty, unit, unit.row.pk in chosen if chosen is not None else bool(of))
        for duty, unit in pairs
        if of not in units or unit.organisation.code == of
    ]
    context = {"form": form, "rows": rows, "total": len(pairs), "units": units, "of": of}
    return show(request, visit, "desk/confirm.html", context, status=status)
