"""The regulator's page of a closure: its claims, the list and the file for the police to take away."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from luoshi.desk.queries.dossier import case_seen
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.platforms.prepaid.closing.listing import list_of, paid_list_of
from luoshi.platforms.prepaid.closing.transfer import bundle_of
from luoshi.platforms.prepaid.models import Closure

EACH = 100  # claims on a page


@require_safe
@staff_page
def claims(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show the claims of a closure that the visitor may read, those without a record first."""
    closure = _seen(visit, code)
    rows = closure.claims.select_related("decided_by").order_by("basis", "pk")
    page = Paginator(rows, EACH).get_page(request.GET.get("page"))
    context = {"closure": closure, "page": page, "simulated": closure.simulated}
    return show(request, visit, "desk/closure.html", context)


@require_safe
@staff_page
def claims_file(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Give the claims as they stand, with what was paid where it was."""
    closure = _seen(visit, code)
    text = list_of(closure).text if closure.paid is None else paid_list_of(closure)
    return _attached(text.encode(), f"{code}.csv", "text/csv; charset=utf-8")


@require_safe
@staff_page
def transfer_file(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Give the file for the police, made of what the records say now."""
    closure = _seen(visit, code)
    return _attached(bundle_of(closure, at=visit.at), f"{code}-transfer.zip", "application/zip")


def _seen(visit: Visit, code: str) -> Closure:
    row = case_seen(visit.actor, code)
    found = Closure.objects.select_related("shop__merchant", "case").filter(case=row).first()
    if row is None or found is None:
        raise Http404(gettext("没有这件清退。"))
    return found


def _attached(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
