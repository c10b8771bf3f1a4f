"""Tables: the current list to take away, and a table of new cases to bring in."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.desk.pages.lists import narrowed, section_of
from luoshi.desk.queries.lists import EXPORTED, exported, found
from luoshi.desk.queries.openable import opens
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.desk.vocabulary import Section
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.sheets import (
    EXTERNAL,
    commit_import,
    export_csv,
    export_xlsx,
    plan_import,
    read_sheet,
    table_of,
)

_FAULTS = 200  # shown at once
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff_page
def take(request: HttpRequest, visit: Visit, form: str) -> HttpResponse:
    """Give the current list as a table; with a type chosen, its values beside what all cases have."""
    _, wanted = narrowed(request, visit, section_of(request, Section.TURN))
    cases = exported(found(visit.sight, wanted, visit.at))
    if cases is None:
        message = gettext("清单超过 %(n)s 件。请用条件缩小范围，分几次导出。") % {"n": EXPORTED}
        return show(request, visit, "desk/problem.html", {"message": message}, status=409)
    only = len(case_types()) == 1
    table = table_of(cases, type_key=wanted.type or (next(iter(case_types())) if only else ""))
    kind, body = (_EXCEL, export_xlsx(table)) if form == "xlsx" else ("text/csv", export_csv(table))
    name = f"luoshi-{wanted.section}-{visit.today:%Y%m%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=f"{kind}; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def bring(request: HttpRequest, visit: Visit, type_key: str) -> HttpResponse:
    """Check a table of new cases, every cell; and if asked to, open them all or none."""
    declared = case_types().get(type_key)
    if declared is None:
        raise Http404(gettext("没有这个事项类型。"))
    context: dict[str, Any] = {"type": declared, "external": EXTERNAL}
    if not opens(visit.actor, declared):
        message = gettext("您的岗位不能提出这类事项，所以也不能导入。")
        return show(request, visit, "desk/problem.html", {"message": message}, status=403)
    upload = request.FILES.get("table")
    if request.method != "POST" or upload is None:
        return show(request, visit, "desk/import.html", context)
    try:
        sheet = read_sheet(upload, name=str(upload.name))  # type: ignore[arg-type]  # it reads like a file
        plan = plan_import(type_key, sheet, by=visit.actor, at=visit.at)
        context |= {"plan": plan, "faults": plan.faults[:_FAULTS], "total": len(sheet.rows)}
        if "commit" in request.POST and not plan.faults:
            context["imported"] = commit_import(plan, by=visit.actor, at=visit.at)
    except LuoshiError as error:
        return show(request, visit, "desk/import.html", context | {"message": message_of(error)}, status=422)
    return show(request, visit, "desk/import.html", context, status=422 if plan.faults else 200)
