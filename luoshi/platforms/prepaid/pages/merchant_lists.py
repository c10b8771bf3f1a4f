"""What a shop's manager looks up: today with what is owed, the sales, the uses, each month as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from luoshi.kernel.base.money import Money
from luoshi.platforms.prepaid.keys import plain_act
from luoshi.platforms.prepaid.looking import day_of, days_of, sales_of, standing_of, uses_of
from luoshi.platforms.prepaid.models import ShopKey
from luoshi.platforms.prepaid.pages.merchant_door import about, signed_in

PER_PAGE = 30
_MONTHS = 12
_MARK = "\ufeff"  # so that spreadsheet programs open Chinese CSV files as UTF-8
_TITLES = (
    "日期",
    "售卡笔数",
    "实付(元)",
    "赠送(元)",
    "存管(元)",
    "核销笔数",
    "核销面值(元)",
    "核销次数",
    "撤销笔数",
)
_FEN = frozenset({2, 3, 4, 6})  # columns in fen


@require_safe
@signed_in(manager=True)
def today(request: HttpRequest, key: ShopKey) -> HttpResponse:
    """Show today at a glance: what was sold and used, what cards hold, what is due, what lies in custody."""
    on = timezone.localdate()
    context = about(key, day=day_of(key.shop, on), money=standing_of(key.shop), sales=sales_of(key.shop)[:5])
    return render(request, "prepaid/merchant/today.html", context)


@require_safe
@signed_in(manager=True)
def sales(request: HttpRequest, key: ShopKey) -> HttpResponse:
    """List the sales, the latest first."""
    page = Paginator(sales_of(key.shop), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "prepaid/merchant/sales.html", about(key, page=page))


@require_safe
@signed_in(manager=True)
def uses(request: HttpRequest, key: ShopKey) -> HttpResponse:
    """List the uses, the latest first."""
    page = Paginator(uses_of(key.shop), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(use, plain_act(key, use.key)) for use in page]
    return render(request, "prepaid/merchant/uses.html", about(key, page=page, rows=rows))


@require_safe
@signed_in(manager=True)
def months(request: HttpRequest, key: ShopKey) -> HttpResponse:
    """List the last twelve months, each with its file."""
    day, rows = timezone.localdate().replace(day=1), []
    for _ in range(_MONTHS):
        rows.append(day)
        day = (day - timedelta(days=1)).replace(day=1)
    return render(request, "prepaid/merchant/months.html", about(key, months=rows))


@require_safe
@signed_in(manager=True)
def month(request: HttpRequest, key: ShopKey, year: int, month: int) -> HttpResponse:
    """Send a month as a CSV file: one line a day, amounts in yuan."""
    if not (2000 <= year <= timezone.localdate().year and 1 <= month <= 12):
        raise Http404("没有这个月。There is no such month.")
    since = date(year, month, 1)
    until = (since + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(_TITLES)
    for day in days_of(key.shop, since=since, until=until):
        values = enumerate(astuple(day))
        writer.writerow([str(Money(value)) if place in _FEN else value for place, value in values])
    name = f"{key.shop.code}-{year}-{month:02}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(_MARK + file.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
