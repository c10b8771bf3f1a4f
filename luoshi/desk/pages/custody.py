"""The regulator's pages of custody: every account against its bank, and receipts that are nobody's yet."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.desk.prepaid_forms import ClaimForm, StatementForm
from luoshi.desk.queries.custody import account_opened, accounts_of, last_reconciled
from luoshi.desk.readers import keeps_prepaid, reads_prepaid
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.prepaid.actions import claim, import_statement, instruct_again, return_receipt
from luoshi.platforms.prepaid.models import BankLine, Payment


@require_safe
@staff_page
@reads_prepaid
def accounts(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the custody accounts as last reconciled, those that do not agree first."""
    return _accounts(request, visit, StatementForm())


@require_POST
@staff_page
@keeps_prepaid
def bring(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Bring in a bank's statement; the same file again changes nothing."""
    form = StatementForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            done = import_statement(file.read(), name=file.name, at=visit.at)
        except LuoshiError as error:
            form.add_error("file", message_of(error))
        else:
            said = gettext("%(lines)d 行，新 %(new)d 行，重复 %(doubled)d 行。")
            counted = {"lines": done.file.lines, "new": done.new, "doubled": done.file.doubled}
            messages.success(request, said % counted)
            return HttpResponseRedirect(reverse("desk:custody") + "#done", status=303)
    return _accounts(request, visit, form, status=422)


@require_safe
@staff_page
@reads_prepaid
def account(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show one account on a day: what differs, since when, what to do, and what waits for somebody."""
    return _account(request, visit, code)


@require_http_methods(["POST"])
@staff_page
@keeps_prepaid
def claim_line(request: HttpRequest, visit: Visit, code: str, pk: int) -> HttpResponse:
    """Say whose an unmatched line is."""
    line = get_object_or_404(BankLine, pk=pk, account=code)
    form = ClaimForm(request.POST)
    if form.is_valid():
        try:
            claim(line, **form.cleaned_data, at=visit.at)
        except LuoshiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, gettext("已认领。"))
            return _to(code)
    return _account(request, visit, code, wrong=(pk, form), status=422)


@require_POST
@staff_page
@keeps_prepaid
def return_line(request: HttpRequest, visit: Visit, code: str, pk: int) -> HttpResponse:
    """Ask the bank to send back what nobody claims of a line."""
    line = get_object_or_404(BankLine.objects.select_related("shop__bank"), pk=pk, account=code)
    payment = return_receipt(line, at=visit.at)
    messages.success(request, gettext("已生成退回指令 %(number)s。") % {"number": payment.number})
    return _to(code)


@require_POST
@staff_page
@keeps_prepaid
def pay_again(request: HttpRequest, visit: Visit, code: str, pk: int) -> HttpResponse:
    """Ask the bank again for what it did not pay."""
    payment = get_object_or_404(Payment, pk=pk, account=code)
    made = instruct_again(payment, at=visit.at)
    messages.success(request, gettext("已生成新的指令 %(number)s。") % {"number": made.number})
    return _to(code)


def _accounts(request: HttpRequest, visit: Visit, form: StatementForm, *, status: int = 200) -> HttpResponse:
    on = last_reconciled()
    context: dict[str, object] = {"on": on, "form": form}
    if on:
        context["page"], context["accounts"] = accounts_of(on, page=request.GET.get("page"))
    return show(request, visit, "desk/custody.html", context, status=status)


def _account(
    request: HttpRequest,
    visit: Visit,
    code: str,
    *,
    wrong: tuple[int, ClaimForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    on = _day(request.GET.get("on")) or visit.today - timedelta(days=1)
    opened = account_opened(code, on=on)
    if opened is None:
        raise Http404(gettext("没有这个存管账户。"))
    forms = [
        (line, wrong[1] if wrong and wrong[0] == line.pk else ClaimForm(auto_id=f"id_{line.pk}_%s"))
        for line in opened.waiting
    ]
    context = {"opened": opened, "on": on, "forms": forms, "wrong": wrong[1] if wrong else None}
    return show(request, visit, "desk/custody_account.html", context, status=status)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _to(code: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:custody_account", args=[code]) + "#done", status=303)
