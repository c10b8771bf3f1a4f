"""Notices, and the calendar feed of one's deadlines."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from luoshi.desk import actions
from luoshi.desk.models import FeedToken
from luoshi.desk.queries.feed import feed_items
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.notices.actions import mark_read
from luoshi.kernel.notices.feeds import calendar_feed
from luoshi.kernel.notices.models import Notice
from luoshi.kernel.orgs.queries import actor_of

PER_PAGE = 50


@require_safe
@staff_page
def notices(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the notices addressed to the account, the newest first."""
    return _page(request, visit)


@require_POST
@staff_page
def read(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Note which notices were read, and go where one of them leads."""
    chosen = [int(pk) for pk in request.POST.getlist("notice") if pk.isdecimal() and len(pk) < 19]
    mark_read(account_id=visit.account.pk, notices=chosen, at=visit.at)
    if "open" in request.POST and len(chosen) == 1:
        one = Notice.objects.filter(recipient=visit.account, pk=chosen[0]).first()
        if one and one.link.startswith("/") and not one.link.startswith("//"):
            return HttpResponseRedirect(one.link, status=303)
    return HttpResponseRedirect(reverse("desk:notices"), status=303)


@require_POST
@staff_page
def make_feed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Make a new address of the feed, shown once; the one before stops working."""
    secret = actions.issue_feed(visit.account.pk, at=visit.at)
    address = f"{settings.ENV.site.rstrip('/')}{reverse('desk:feed')}?token={secret}"
    return _page(request, visit, address=address)


@require_POST
@staff_page
def drop_feed(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Close the feed."""
    actions.revoke_feed(visit.account.pk)
    messages.success(request, gettext("日历订阅已停用。"))
    return HttpResponseRedirect(reverse("desk:notices"), status=303)


@require_safe
@never_cache
def feed(request: HttpRequest) -> HttpResponse:
    """Give a calendar program somebody's deadlines. The secret in the address is the only key."""
    digest = actions.digest_of(request.GET.get("token", ""))
    kept = FeedToken.objects.select_related("account").filter(digest=digest, account__is_active=True).first()
    if kept is None:
        raise Http404(gettext("这个订阅地址不存在或已停用。"))
    at = timezone.now()
    actor = actor_of(kept.account, on=at.astimezone(LOCAL).date())
    items = feed_items(actor, at, site=settings.ENV.site.rstrip("/"))
    body = calendar_feed(items, name=gettext("落实 · 我的期限"), now=at)
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _page(request: HttpRequest, visit: Visit, *, address: str = "") -> HttpResponse:
    mine = Notice.objects.for_account(visit.account.pk)
    before = request.GET.get("before", "")
    if before.isdecimal() and (last := mine.filter(pk=int(before)).first()):
        mine = mine.filter(created_at__lte=last.created_at).exclude(
            created_at=last.created_at, pk__gte=last.pk
        )
    rows = list(mine[: PER_PAGE + 1])
    context = {
        "notices": rows[:PER_PAGE],
        "following": rows[PER_PAGE - 1].pk if len(rows) > PER_PAGE else None,
        "feed": FeedToken.objects.filter(account=visit.account).first(),
        "address": address,
    }
    return show(request, visit, "desk/notices.html", context)
