"""Commitments at the desk: what my unit answers for, and what falls behind."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from luoshi.desk.commitment_forms import DutyFilter
from luoshi.desk.queries.delivery import duties_of
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.kernel.commitments.rights import office_post


@require_safe
@staff_page
def commitments(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List what one answers for or watches over, the worst first, narrowed by what was chosen."""
    duties = duties_of(visit.actor, today=visit.today)
    form = DutyFilter(request.GET, leads=duties.leads)
    rows = duties.narrowed(form.narrowing())
    context = {
        "duties": duties,
        "rows": rows,
        "form": form,
        "office": office_post(visit.actor) is not None,
        "simulated": any(light.simulated for row in rows for light in row.standing.lights),
    }
    return show(request, visit, "desk/commitments.html", context)
