"""An instalment at the desk: claimed with its voucher, ruled upon by somebody else, appealed against."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.desk.files import received
from luoshi.desk.investment_forms import AppealForm, ClaimForm, RuleForm
from luoshi.desk.pages.investment import lead_seen
from luoshi.desk.queries.investment import home_of
from luoshi.desk.readers import reads_investment
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.platforms.investment.actions import appeal, rule
from luoshi.platforms.investment.actions.claiming import VOUCHER, claim, may_claim, may_claim_for
from luoshi.platforms.investment.models import Instalment, Lead
from luoshi.platforms.investment.queries.checking import checked_on, firm_names, named
from luoshi.platforms.investment.queries.counting import rule_titles, standing
from luoshi.platforms.investment.queries.paid import exclusions_of
from luoshi.platforms.investment.queries.promised import exceeded_with
from luoshi.platforms.investment.queries.sight import instalments_seen


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@reads_investment
def claim_money(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show an empty claim, and enter the one it holds with the file of its voucher."""
    lead = lead_seen(visit, code)
    if not may_claim_for(lead, visit.actor):
        why = gettext("到位资金由招引单位申报，您不在这个单位办理招商。")
        return show(request, visit, "desk/problem.html", {"message": why}, status=403)
    form = ClaimForm(request.POST or None, lead=lead)
    token, name = "", ""
    if request.method == "POST":
        try:
            kept = received(request, "file", account_id=visit.account.pk, at=visit.at)
        except LuoshiError as error:
            kept = None
            form.add_error(None, message_of(error))
        if kept is not None:
            token, name = kept[1], kept[0].name
        if kept is None and form.is_valid():
            form.add_error(None, gettext("请上传凭证文件。"))
        if form.is_valid() and kept is not None:
            done = _claimed(form, kept[0], lead, visit)
            if done is not None:
                messages.success(request, gettext("已申报，由招商管理岗认定。"))
                return _to(done)
    context = {"form": form, "lead": lead, "token": token, "file": name, "simulated": lead.simulated}
    return show(request, visit, "desk/investment_claim.html", context, status=422 if form.is_bound else 200)


@require_safe
@staff_page
@reads_investment
def instalment(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show one instalment: who paid whom, what was ruled, what the checks say, and what may be done."""
    return _page(request, visit, _seen(visit, code))


@require_POST
@staff_page
@reads_investment
def decide(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Rule upon the instalment. What goes wrong is said beside the form."""
    found = _seen(visit, code)
    form = RuleForm(request.POST, on=found.paid_on)
    if form.is_valid():
        try:
            rule(found, by=visit.actor, at=visit.at, **form.ruled(found))
        except LuoshiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, gettext("已认定。"))
            return _to(found)
    return _page(request, visit, found, ruling=form, status=422)


@require_POST
@staff_page
@reads_investment
def object_to(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Appeal against what did not count."""
    found = _seen(visit, code)
    form = AppealForm(request.POST)
    if form.is_valid():
        words, key = form.cleaned_data["words"], f"desk:{form.cleaned_data['key']}"
        try:
            appeal(found, key=key, words=words, by=visit.actor, at=visit.at)
        except LuoshiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, gettext("已申诉。"))
            return _to(found)
    return _page(request, visit, found, appealing=form, status=422)


def _claimed(form: ClaimForm, file: StoredFile, lead: Lead, visit: Visit) -> Instalment | None:
    given = form.told(home=home_of(lead))
    agreement = given.pop("agreement")
    try:
        return claim(
            agreement,
            file=replace(file, kind=VOUCHER),
            voucher_hash=file.sha256,
            by=visit.actor,
            at=visit.at,
            **given,
        )
    except LuoshiError as error:
        form.add_error(None, message_of(error))
        return None


def _seen(visit: Visit, code: str) -> Instalment:
    rows = standing(instalments_seen(visit.actor).filter(code=code))
    related = ("payer__parent", "payee__parent", "agreement__lead", "agreement__parent", "claimed_by")
    found = rows.select_related(*related).first()
    if found is None:
        raise Http404(gettext("没有这笔到位资金，或者您不经办它。"))
    return cast(Instalment, found)


def _page(
    request: HttpRequest,
    visit: Visit,
    found: Instalment,
    *,
    ruling: RuleForm | None = None,
    appealing: AppealForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rulings = list(found.rulings.select_related("by").order_by("seq"))
    latest = rulings[-1] if rulings else None
    may_rule = visit.runs_investment and visit.account.pk != found.claimed_by_id
    rest = latest is not None and latest.state != "disputed" and latest.counted < found.amount
    checked = checked_on(max(visit.today, found.paid_on)).about(found.code)
    codes = {key for match in checked.matches for key in match.keys}
    firms = {
        firm
        for trip in checked.trips
        for hop in trip.hops
        for flow in hop
        for firm in (flow.payer, flow.payee)
    }
    seen = set(instalments_seen(visit.actor).filter(code__in=codes).values_list("code", flat=True))
    context = {
        "one": found,
        "lead": found.agreement.lead,
        "rulings": rulings,
        "checked": checked,
        "others": named(codes & seen),
        "firms": firm_names(firms),
        "exclusions": exclusions_of(found),
        "exceeded": exceeded_with(found, latest.counted if latest else found.amount),
        "titles": rule_titles(found.paid_on),
        "ruling": (ruling or RuleForm(on=found.paid_on)) if may_rule else None,
        "appealing": (appealing or AppealForm())
        if rest and may_claim(found.agreement, visit.actor)
        else None,
        "simulated": found.simulated,
    }
    return show(request, visit, "desk/investment_money.html", context, status=status)


def _to(found: Instalment) -> HttpResponse:
    address = reverse("desk:investment_money", args=[found.code])
    return HttpResponseRedirect(f"{address}#done", status=303)
