"""The chain map at the desk: the chains, one drawn, a node with its evidence, a way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from luoshi.desk.chain_forms import CapacityForm, SurveyForm, WayForm
from luoshi.desk.files import Proof, received
from luoshi.desk.pages.evidence import hand_out
from luoshi.desk.readers import keeps_investment, reads_investment
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.investment.actions.capacities import record_capacity, record_survey
from luoshi.platforms.investment.models import Capacity, Node
from luoshi.platforms.investment.queries.chains import chains_seen, last_lifts, limits_on
from luoshi.platforms.investment.queries.mapping import map_of
from luoshi.platforms.investment.queries.nodes import node_opened, way_shown


@require_safe
@staff_page
@reads_investment
def chains(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the chains, each with how many of its nodes are of which class, and what the order is worth."""
    limits = limits_on(visit.today)
    found = chains_seen(limits)
    lifts = last_lifts()
    context = {
        "chains": found,
        "limits": limits,
        "lifts": lifts,
        "better": any(one.better for one in lifts),
        "simulated": any(one.simulated for one in found),
    }
    return show(request, visit, "desk/chains.html", context)


@require_safe
@staff_page
@reads_investment
def chain(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show one chain: the table of its nodes, and the drawing of the same."""
    limits = limits_on(visit.today)
    seen = next(iter(chains_seen(limits, code)), None)
    if seen is None:
        raise Http404(gettext("没有这条产业链。"))
    context = {
        "seen": seen,
        "limits": limits,
        "map": map_of(
            seen,
            limits,
            near=request.GET.get("near", "")[:60],
            zoom=request.GET.get("zoom", ""),
            address=lambda node: reverse("desk:investment_node", args=[node.code]),
        ),
        "simulated": seen.simulated,
    }
    return show(request, visit, "desk/chain.html", context)


@require_safe
@staff_page
@reads_investment
def node(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show a node: its class with every line it rests on, who makes it, and who outside might."""
    return _node_page(request, visit, code, SurveyForm())


@require_safe
@staff_page
@reads_investment
def way(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Explain how the node leads to another."""
    start = get_object_or_404(Node.objects.select_related("chain"), code=code)
    form = _way_form(start, request.GET or None)
    shown = None
    if form.is_valid():
        shown = way_shown(start.code, form.cleaned_data["to"], limits_on(visit.today))
    context = {
        "node": start,
        "form": form,
        "shown": shown,
        "asked": form.is_bound and form.is_valid(),
        "simulated": shown is not None and any(one.simulated for step in shown.steps for one in step.firms),
    }
    return show(request, visit, "desk/chain_way.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@keeps_investment
def capacity(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show what is known of a firm's output, and record a version of it with its evidence."""
    found = get_object_or_404(Node.objects.select_related("chain"), code=code)
    initial = {"firm": request.GET.get("firm", "")[:18], "dated_on": visit.today}
    form, proof, status = CapacityForm(request.POST or None, initial=initial), Proof("evidence-file"), 200
    if request.method == "POST":
        proof, status = _proof(request, visit), 422
        if form.is_valid() and not proof.error:
            try:
                _record(found, form.cleaned_data, proof, visit)
            except LuoshiError as error:
                form.add_error(None, message_of(error))
            else:
                messages.success(request, gettext("已记录，以前的版本保留。"))
                return _to(found)
    context = {"node": found, "form": form, "proof": proof}
    return show(request, visit, "desk/chain_capacity.html", context, status=status)


@require_POST
@staff_page
@keeps_investment
def survey(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Note that all who make the node's products in the city have been listed."""
    found, form = get_object_or_404(Node, code=code), SurveyForm(request.POST)
    if form.is_valid():
        try:
            record_survey(found, **form.cleaned_data, by=visit.actor.name, at=visit.at)
        except LuoshiError as error:
            form.add_error(None, message_of(error))
        else:
            messages.success(request, gettext("已记录摸排。"))
            return _to(found)
    return _node_page(request, visit, code, form)


@require_safe
@staff_page
@reads_investment
def proof_file(request: HttpRequest, visit: Visit, code: str, sha256: str) -> HttpResponse:
    """Hand out what a recorded capacity rests on: always as a download."""
    if not Capacity.objects.filter(node__code=code, sha256=sha256).exists():
        raise Http404(gettext("这个环节没有这份材料。"))
    return hand_out(sha256, name=code)


def _node_page(request: HttpRequest, visit: Visit, code: str, survey_form: SurveyForm) -> HttpResponse:
    opened = node_opened(code, limits_on(visit.today))
    if opened is None:
        raise Http404(gettext("没有这个环节。"))
    lifts = last_lifts()
    context = {
        "opened": opened,
        "survey_form": survey_form,
        "way_form": _way_form(opened.seen.node),
        "lifts": lifts,
        "better": any(one.better for one in lifts),
        "simulated": opened.simulated,
    }
    status = 422 if survey_form.is_bound else 200
    return show(request, visit, "desk/chain_node.html", context, status=status)


def _record(found: Node, values: dict[str, Any], proof: Proof, visit: Visit) -> None:
    record_capacity(
        found,
        values["firm"],
        output=values["output"],
        kind=values["kind"],
        evidence=values["words"],
        dated_on=values["dated_on"],
        sha256=proof.kept[0].sha256 if proof.kept else "",
        by=visit.actor.name,
        at=visit.at,
    )


def _proof(request: HttpRequest, visit: Visit) -> Proof:
    try:
        kept = received(request, "evidence", account_id=visit.account.pk, at=visit.at)
    except LuoshiError as error:
        return Proof("evidence-file", error=message_of(error))
    return Proof("evidence-file", kept=kept)


def _way_form(start: Node, data: Any = None) -> WayForm:
    others = Node.objects.filter(chain=start.chain_id).exclude(pk=start.pk).order_by("pk")
    return WayForm(data, nodes=others)


def _to(found: Node) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:investment_node", args=[found.code]) + "#done", status=303)
