"""Open a case: which types one may open, and the form of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.desk.actions import open_told
from luoshi.desk.files import files_of, stored
from luoshi.desk.forms import form_of, given_of, key_of, new_key
from luoshi.desk.pages.case import choices_for
from luoshi.desk.queries.openable import opens, types_opened
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.declarations import SYSTEM_ROLE, CaseType
from luoshi.kernel.cases.errors import ActRefused, FormInvalid, KeyReused
from luoshi.kernel.cases.registry import case_types


@require_safe
@staff_page
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Offer the types the actor may open."""
    return show(request, visit, "desk/new.html", {"types": types_opened(visit.actor)})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def open_new(request: HttpRequest, visit: Visit, type_key: str) -> HttpResponse:
    """Show the opening form of a type, and open a case with it."""
    declared = case_types().get(type_key)
    if declared is None:
        raise Http404(gettext("没有这个事项类型。"))
    if not opens(visit.actor, declared):
        parts = [key for key in declared.opening.by if key != SYSTEM_ROLE]
        roles = "、".join(declared.role(key).title for key in parts)
        message = gettext("须由%(roles)s提出。") % {"roles": roles}
        return show(request, visit, "desk/problem.html", {"message": message}, status=403)
    if request.method != "POST":
        return _page(request, visit, declared, {}, 200)
    opening = declared.opening
    given, key = given_of(opening, request.POST), key_of(request.POST)
    tried: dict[str, Any] = {"given": given, "key": key}
    try:
        kept = files_of(request, opening, account_id=visit.account.pk, at=visit.at)
        tried["kept"] = kept
        case, told = open_told(
            type_key, by=visit.actor, data=given, evidence=stored(kept), at=visit.at, key=f"desk:{key}"
        )
    except FormInvalid as error:
        return _page(request, visit, declared, tried | {"problems": error.problems}, 422)
    except ActRefused as error:
        status = 403 if any(r.code == "role" for r in error.refusals) else 409
        return _page(request, visit, declared, tried | {"messages": map(str, error.refusals)}, status)
    except KeyReused as error:
        return _page(
            request, visit, declared, tried | {"key": new_key(), "messages": [message_of(error)]}, 409
        )
    except LuoshiError as error:
        return _page(request, visit, declared, tried | {"messages": [message_of(error)]}, 422)
    if told is not None:  # a redirect would carry it in an address, a cookie or a session
        return show(request, visit, "desk/told.html", {"case": case, "told": told})
    messages.success(request, gettext("已提出，编号 %(code)s") % {"code": case.code})
    return HttpResponseRedirect(reverse("desk:case", args=[case.code]), status=303)


def _page(
    request: HttpRequest, visit: Visit, declared: CaseType, tried: dict[str, Any], status: int
) -> HttpResponse:
    choices = choices_for(declared, [declared.opening], None, visit)
    form = form_of(declared.opening, choices, **tried)
    return show(request, visit, "desk/open.html", {"type": declared, "form": form}, status=status)
