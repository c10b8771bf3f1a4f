"""Figures from outside: a unit files those of its own, an office brings in tables of them."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.desk.commitment_forms import FigureForm
from luoshi.desk.files import Proof, received, table_sent
from luoshi.desk.pages.evidence import hand_out
from luoshi.desk.queries.figures import Filed, promises_on, series_filed, series_named
from luoshi.desk.staff import Visit, message_of, show, staff_page, status_of
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.sheets.reading import read_sheet
from luoshi.kernel.measures.outside.actions import file_figure, import_observations

_FAULTS = 200  # shown at once


@require_safe
@staff_page
def figures(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the series that one files or brings in, each with its newest figure."""
    rows = series_filed(visit.actor, today=visit.today)
    simulated = any(row.last and row.last.row.simulated for row in rows)
    return show(request, visit, "desk/figures.html", {"rows": rows, "simulated": simulated})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def figure(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """Show a series with all that was stated of it, and take a figure of the unit in charge."""
    filed = _filed(visit, name)
    if request.method != "POST":
        return _page(request, visit, filed, FigureForm(series=filed.series), Proof("evidence", required=True))
    form, proof = FigureForm(request.POST, series=filed.series), _proof(request, visit)
    status = 422
    if form.is_valid() and proof.kept and not proof.error:
        values = form.cleaned_data
        try:
            file_figure(
                filed.series.key,
                values["period"],
                values["value"],
                numerator=values.get("numerator"),
                denominator=values.get("denominator"),
                provisional=values["provisional"],
                note=values["note"],
                evidence=proof.kept[0],
                by=visit.actor,
                at=visit.at,
            )
        except LuoshiError as error:
            form.add_error(None, message_of(error))
            status = status_of(error)
        else:
            messages.success(
                request, gettext("已报送。与以前相同的数不重复记录；报送是单位的说法，注明来源公开。")
            )
            return HttpResponseRedirect(reverse("desk:figure", args=[name]) + "#done", status=303)
    return _page(request, visit, filed, form, proof, status=status)


@require_safe
@staff_page
def figure_proof(request: HttpRequest, visit: Visit, name: str, sha256: str) -> HttpResponse:
    """Hand out what a filed figure rests on: always as a download."""
    filed = _filed(visit, name)
    if sha256 not in {known.row.evidence for known in filed.figures}:
        raise Http404(gettext("这个指标没有这份材料。"))
    return hand_out(sha256, name=name)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def bring(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Check a table of figures, every cell; and if asked to, add all that is new or nothing."""
    if not series_filed(visit.actor, today=visit.today):
        message = gettext("您的单位没有要报送的外部指标，也不是交办岗位，所以不能导入。")
        return show(request, visit, "desk/problem.html", {"message": message}, status=403)
    context: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            context = _imported(request, visit)
        except LuoshiError as error:
            context, status = {"message": message_of(error)}, 422
        if context.get("faults"):
            status = 422
    return show(request, visit, "desk/figures_import.html", context, status=status)


def _imported(request: HttpRequest, visit: Visit) -> dict[str, Any]:
    table = table_sent(request, account_id=visit.account.pk, at=visit.at)
    sheet = read_sheet(io.BytesIO(table.content), name=table.name)
    report = import_observations(sheet, by=visit.actor, at=visit.at, commit=False)
    faults = report.plan.faults
    context = {
        "table": table,
        "report": report,
        "total": len(sheet.rows),
        "faults": faults[:_FAULTS],
        "wrong": len(faults),
        "planned": report.plan.figures[:_FAULTS],
    }
    if "commit" in request.POST and not faults:
        context["done"] = import_observations(
            sheet, by=visit.actor, at=visit.at, commit=True, sha256=table.sha256, note="工作台导入"
        )
    return context


def _filed(visit: Visit, name: str) -> Filed:
    found = series_named(visit.actor, name, today=visit.today)
    if found is None:
        raise Http404(gettext("没有这个外部指标，或者不由您的单位报送。"))
    return found


def _proof(request: HttpRequest, visit: Visit) -> Proof:
    try:
        kept = received(request, "evidence", account_id=visit.account.pk, at=visit.at)
    except LuoshiError as error:
        return Proof("evidence", required=True, error=message_of(error))
    missing = "" if kept else gettext("请附上这个数的来源：报表、截图或文件。")
    return Proof("evidence", required=True, kept=kept, error=missing)


def _page(
    request: HttpRequest, visit: Visit, filed: Filed, form: FigureForm, proof: Proof, *, status: int = 200
) -> HttpResponse:
    context = {
        "filed": filed,
        "form": form,
        "proof": proof,
        "promises": promises_on(filed.series.key),
        "simulated": filed.simulated,
    }
    return show(request, visit, "desk/figure.html", context, status=status)
