"""任务分解: a task list is looked at row by row, and then brought in whole or not at all."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from luoshi.desk.files import table_sent
from luoshi.desk.queries.tasks import documents, preview_of
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions import decompose
from luoshi.kernel.commitments.rights import require_office


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def tasks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what the list would do, every row that has no place, and on confirmation do it."""
    require_office(visit.actor)
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            context = _read(request, visit)
        except LuoshiError as error:
            context, status = {"message": message_of(error)}, 422
    return show(request, visit, "desk/tasks.html", context | {"documents": documents()}, status=status)


def _read(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    table = table_sent(request, account_id=visit.account.pk, at=visit.at)
    done = decompose(
        table.content,
        name=table.name,
        report=settings.CITY.home_report,
        year=settings.CITY.year,
        at=visit.at,
        commit="commit" in request.POST,
        by=visit.actor,
    )
    return {"table": table, "done": done, "preview": preview_of(done.plan, on=visit.today)}
