"""A figure opened at the desk: the very records it is made of, as far as one may read them."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from luoshi.desk.queries.opened import Wanted, open_rows
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.kernel.base.periods import Period, parse_period, year_to_month
from luoshi.kernel.measures.registry import measures


@require_safe
@staff_page
def rows(request: HttpRequest, visit: Visit, platform: str, name: str) -> HttpResponse:
    """Show the records behind a figure, each a link to its case, and the promise the figure is for."""
    definition = measures().get(f"{platform}.{name}")
    if definition is None:
        raise Http404(gettext("没有这个指标。"))
    number = request.GET.get("page", "")
    wanted = Wanted(
        period=_period(request.GET.get("period", ""), visit),
        unit=request.GET.get("unit", "").replace("\0", ""),
        page=max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )
    found = open_rows(definition, wanted, by=visit.actor, on=visit.today, report=settings.CITY.home_report)
    context = {"definition": definition, "found": found, "platform": platform, "name": name}
    return show(request, visit, "desk/rows.html", context | {"simulated": found.simulated})


def _period(text: str, visit: Visit) -> Period:
    """Return the period asked for, the year to date where none can be read."""
    try:
        return parse_period(text)
    except ValueError:
        return year_to_month(visit.today)
