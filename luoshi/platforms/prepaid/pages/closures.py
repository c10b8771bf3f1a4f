"""The public notice of a closure: what there is, the list, one's own claim. Tokens only; a code is posted."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.kernel.cases.models import Deadline
from luoshi.kernel.orgs.limits import Limit
from luoshi.platforms.prepaid.closing.listing import list_of, paid_list_of
from luoshi.platforms.prepaid.closing.queries import announced, claims_of_code
from luoshi.platforms.prepaid.models import Closure

WRONG_CODES = Limit("prepaid-closure", 10, 15 * 60)
_MOST = 200  # closures on one page


@require_safe
def closures(request: HttpRequest) -> HttpResponse:
    """List the shops that are being wound up, and those that were."""
    shown = list(announced()[:_MOST])
    return render(
        request,
        "prepaid/closures.html",
        {"closures": shown, "simulated": any(one.simulated for one in shown)},
    )


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def closure(request: HttpRequest, code: str) -> HttpResponse:
    """Show the notice; to whoever posts a card's code, that card's claim."""
    shown = _announced(code)
    context = {
        "closure": shown,
        "state": shown.case.state,
        "deadlines": list(
            Deadline.objects.filter(case_id=shown.case_id, clock__in=("claims", "objections")).order_by("seq")
        ),
        "short": None if shown.paid is None else shown.accepted - shown.paid,
        "listed": bool(shown.digest),
        "simulated": shown.simulated,
    }
    if request.method != "POST":
        return render(request, "prepaid/closure.html", context)
    address = str(request.META.get("REMOTE_ADDR", ""))
    if WRONG_CODES.spent(address):
        wait = WRONG_CODES.wait()
        wrong = _("查得太频繁，请 %(minutes)s 分钟后再试。") % {"minutes": -(-wait // 60)}
        answer = render(request, "prepaid/closure.html", context | {"wrong": wrong}, status=429)
        answer["Retry-After"] = str(wait)
        return answer
    claims = claims_of_code(shown, request.POST.get("code", "")[:80])
    if not claims:
        WRONG_CODES.count(address)
        wrong = _("没有查到：请核对查询码。没有记录但有付款凭证的，可以举证申报。")
        return render(request, "prepaid/closure.html", context | {"wrong": wrong}, status=422)
    return render(request, "prepaid/closure.html", context | {"claims": claims})


@require_safe
def closure_list(request: HttpRequest, code: str) -> HttpResponse:
    """Give the list as it was fixed, byte for byte what its digest is of; ``?paid=1`` with what was paid."""
    shown = _announced(code)
    if not shown.digest:
        raise Http404(_("清单尚未形成。"))
    paid = bool(request.GET.get("paid")) and shown.distributed_at is not None
    text = paid_list_of(shown) if paid else list_of(shown).text
    name = f"{shown.code}{'-paid' if paid else ''}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text.encode(), content_type="text/csv; charset=utf-8", headers=headers)


def _announced(code: str) -> Closure:
    found = announced().filter(code=code).first()
    if found is None:
        raise Http404(code)
    return found
