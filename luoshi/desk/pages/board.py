"""The board by state, and the month of deadlines, with the filters of the lists."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from luoshi.desk.pages.lists import narrowed, query_of, section_of
from luoshi.desk.queries.board import board_of, month_of, type_of
from luoshi.desk.queries.lists import branches_of, columns_of
from luoshi.desk.rules import month_from
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.desk.vocabulary import Section
from luoshi.kernel.cases.registry import case_types


@require_safe
@staff_page
def board(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the cases of one type in columns by state: the type asked for, else that which is due first."""
    section = section_of(request, Section.ALL)
    form, wanted = narrowed(request, visit, section)
    cases = columns_of(visit.sight, wanted, visit.at)
    declared = case_types().get(wanted.type) or type_of(cases)
    ended = request.GET.get("ended") == "1" or bool(wanted.state)
    columns = board_of(cases, declared, visit.sight, visit.at, ended=ended) if declared else []
    if wanted.state:
        columns = [column for column in columns if column.state.key == wanted.state]
    return show(
        request,
        visit,
        "desk/board.html",
        {
            "form": form,
            "section": section,
            "sections": Section.choices,
            "type": declared,
            "columns": columns,
            "ended": ended,
            "simulated": any(row.simulated for column in columns for row in column.rows),
            "query": query_of(request.GET),
        },
    )


@require_safe
@staff_page
def calendar(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what falls due on which day of a month, and on which days offices work."""
    section = section_of(request, Section.ALL)
    form, wanted = narrowed(request, visit, section)
    first = month_from(request.GET.get("month", ""), today=visit.today)
    month = month_of(branches_of(visit.sight, wanted, visit.at), first, visit.at)
    return show(
        request,
        visit,
        "desk/calendar.html",
        {
            "form": form,
            "section": section,
            "sections": Section.choices,
            "first": first,
            "before": first - timedelta(days=1),
            "after": first + timedelta(days=32),
            "month": month,
            "simulated": any(due.simulated for day in month.days for due in day.dues),
            "query": query_of(request.GET),
        },
    )
