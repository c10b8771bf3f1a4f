"""The knowledge base at the desk: look something up, add an entry, add an edition."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.desk.forms import key_of, new_key
from luoshi.desk.knowledge_forms import KnowledgeForm, KnowledgeSearch, said_by
from luoshi.desk.queries.names import units_offered
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.hotline.actions import add_knowledge
from luoshi.platforms.hotline.advising.answers import editions, found, may_add, may_edit
from luoshi.platforms.hotline.models import Knowledge

_SHOWN = 50


@require_safe
@staff_page
def knowledge(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the entries that say the words, the newest first."""
    search = KnowledgeSearch(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    rows = list(found(words)[: _SHOWN + 1])
    context = {
        "search": search,
        "rows": rows[:_SHOWN],
        "more": len(rows) > _SHOWN,
        "may_add": may_add(visit.actor),
        "today": visit.today,
    }
    return show(request, visit, "desk/knowledge.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def add_entry(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show an empty form, and add the entry it holds."""
    if not may_add(visit.actor):
        message = gettext("知识库由热线派单岗和责任单位维护。")
        return show(request, visit, "desk/problem.html", {"message": message}, status=403)
    return _page(request, visit, [], initial={"valid_from": visit.today})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def entry(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Show an entry with every edition, and take the next one."""
    rows = editions(key)
    if not rows:
        raise Http404(gettext("知识库没有这一条。"))
    return _page(request, visit, rows, initial=said_by(rows[0]))


def _page(
    request: HttpRequest, visit: Visit, rows: list[Knowledge], *, initial: dict[str, Any]
) -> HttpResponse:
    offered = [unit for unit in units_offered(visit.today) if may_edit(visit.actor, unit)]
    posted, status = request.method == "POST", 200
    given = {"data": request.POST} if posted else {"initial": initial}
    form = KnowledgeForm(on=visit.today, owners=offered, **given)
    if posted:
        if row := _added(request, visit, form, rows):
            messages.success(request, gettext("已记入知识库，第 %(n)s 版。") % {"n": row.edition})
            return HttpResponseRedirect(reverse("desk:entry", args=[row.key]) + "#done", status=303)
        status = 422
    context = {
        "form": form,
        "key": key_of(request.POST) if posted else new_key(),
        "after": request.POST.get("after", "") if posted else (rows[0].edition if rows else 0),
        "rows": rows,
        "row": rows[0] if rows else None,
        "may": may_edit(visit.actor, rows[0].owner) if rows else True,
        "today": visit.today,
    }
    return show(request, visit, "desk/knowledge_entry.html", context, status=status)


def _added(
    request: HttpRequest, visit: Visit, form: KnowledgeForm, rows: list[Knowledge]
) -> Knowledge | None:
    """Return the edition that was added; None where something is wrong, which the form then says."""
    if not form.is_valid():
        return None
    after = request.POST.get("after", "")
    try:
        return add_knowledge(
            form.entry(),
            by=visit.actor,
            at=visit.at,
            form=key_of(request.POST),
            key=rows[0].key if rows else "",
            after=int(after) if after.isdecimal() else 0,
        )
    except LuoshiError as error:
        form.add_error(None, message_of(error))
        return None
