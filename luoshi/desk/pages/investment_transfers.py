"""Payments beside the instalments, as statements of account show them: the way money flows back by."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.desk.investment_forms import TransferForm
from luoshi.desk.queries.investment import home_of
from luoshi.desk.readers import counts_investment, reads_investment
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.investment.actions import note_transfer
from luoshi.platforms.investment.models import Instalment, Transfer
from luoshi.platforms.investment.queries.checking import checked_on
from luoshi.platforms.investment.queries.paid import TRANSFER
from luoshi.platforms.investment.queries.sight import instalments_seen

EACH = 40
_WATCHING = {"office", "supervisor"}


@require_safe
@staff_page
@reads_investment
def transfers(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the payments that were noted, each with the instalment whose way back it is part of."""
    if not (visit.runs_investment or visit.actor.roles & _WATCHING):
        why = gettext("资金往来由招商管理岗和督查岗位查看。")
        return show(request, visit, "desk/problem.html", {"message": why}, status=403)
    rows = Transfer.objects.select_related("payer", "payee", "noted_by").order_by("-paid_on", "-pk")
    page = Paginator(rows, EACH).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "ways_back": {
            flow.key.removeprefix(TRANSFER): trip.instalment.key
            for trip in checked_on(visit.today).trips
            for hop in trip.hops
            for flow in hop
        },
        "simulated": any(row.simulated for row in page),
    }
    return show(request, visit, "desk/investment_transfers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@counts_investment
def note(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show an empty payment that begins where the instalment arrived, and note the one it holds."""
    rows = instalments_seen(visit.actor).select_related("payer", "payee", "agreement__lead")
    of = rows.filter(code=code).first()
    if of is None:
        raise Http404(gettext("没有这笔到位资金，或者您不经办它。"))
    form = TransferForm(request.POST or None, initial=_straight_back(of))
    if form.is_valid():
        told = form.told(home=home_of(of.agreement.lead))
        try:
            note_transfer(**told, by=visit.actor, at=visit.at, simulated=of.simulated)
        except LuoshiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, gettext("已登记往来，核查已把它算进去。"))
            address = reverse("desk:investment_money", args=[of.code])
            return HttpResponseRedirect(f"{address}#done", status=303)
    context = {"form": form, "of": of, "simulated": of.simulated}
    status = 422 if form.is_bound else 200
    return show(request, visit, "desk/investment_transfer.html", context, status=status)


def _straight_back(of: Instalment) -> dict[str, str]:
    return {
        "payer_code": of.payee.uscc,
        "payer": of.payee.name,
        "payee_code": of.payer.uscc,
        "payee": of.payer.name,
    }
