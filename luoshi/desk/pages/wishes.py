"""Where notices go: what a person wants by e-mail and SMS, and what could not be delivered to anybody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.desk.actions import set_wishes
from luoshi.desk.queries.wishes import PERSONAL, lost, revived, topics_of, wishes_of
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.notices.actions import revive
from luoshi.kernel.notices.models import Channel, Delivery, Status
from luoshi.kernel.notices.queries import delivery_counts


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def wishes(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what comes where, and take what the person wants."""
    wrong, addresses = "", {}
    if request.method == "POST":
        addresses = {str(one): request.POST.get(f"{one}-address", "").strip() for one in PERSONAL}
        asked = [
            (one, topics_of(request.POST.getlist(one), always=one == Channel.EMAIL), addresses[one])
            for one in PERSONAL
        ]
        try:
            set_wishes(visit.account.pk, asked)
        except LuoshiError as error:
            wrong = message_of(error)
        else:
            messages.success(request, gettext("已保存。以后的通知照此发送。"))
            return HttpResponseRedirect(reverse("desk:wishes") + "#done", status=303)
    kept = wishes_of(visit.account)
    context = {"wishes": kept, "addresses": addresses or kept.addresses, "wrong": wrong}
    return show(request, visit, "desk/wishes.html", context, status=422 if wrong else 200)


def _administrator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep the page for who runs the system."""

    @wraps(view)
    def page(request: HttpRequest, visit: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
        if visit.actor.holds("admin"):
            return view(request, visit, *args, **kwargs)
        message = gettext("这一页只供系统管理员使用。")
        return show(request, visit, "desk/problem.html", {"message": message}, status=403)

    return page


@require_safe
@staff_page
@_administrator
def lost_notices(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List what was given up, with the reason, and what was tried again by whom."""
    before = request.GET.get("before", "")
    rows, following = lost(before=int(before) if before.isdecimal() and len(before) < 19 else None)
    total = sum(number for _, status, number in delivery_counts() if status == Status.DEAD)
    context = {"rows": rows, "following": following, "total": total, "revived": revived()}
    return show(request, visit, "desk/lost.html", context)


@require_POST
@staff_page
@_administrator
def retry(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Have the chosen deliveries tried again. Who did it is noted."""
    chosen = [int(pk) for pk in request.POST.getlist("delivery") if pk.isdecimal() and len(pk) < 19]
    rows = Delivery.objects.dead().filter(pk__in=chosen)
    done = sum(revive(row, at=visit.at, by=visit.account.pk) for row in rows)
    said = ngettext("%(n)s 条将重新投递。", "%(n)s 条将重新投递。", done)
    messages.success(request, said % {"n": done})
    return HttpResponseRedirect(reverse("desk:lost_notices") + "#done", status=303)
