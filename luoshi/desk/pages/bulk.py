"""One action on many cases: each in its own transaction, with a report of what was done and what was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from luoshi.desk.files import files_of, stored
from luoshi.desk.forms import form_of, given_of, key_of
from luoshi.desk.pages.case import choices_for
from luoshi.desk.queries.bulk import MOST, Selection, selected
from luoshi.desk.staff import Visit, message_of, show, staff_page
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.declarations import Action
from luoshi.kernel.cases.errors import ActRefused, FormInvalid
from luoshi.kernel.cases.models import Case


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of the cases."""

    case: Case
    reasons: tuple[str, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def bulk(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Choose an action for the selected cases, fill in its form once, and do it on each."""
    given = request.POST if request.method == "POST" else request.GET
    versions = dict(_seen_at(text) for text in given.getlist("case")[:MOST])
    chosen = selected(visit.actor, list(versions), at=visit.at)
    # Any action of the type: a second click finds the cases moved on, and each is judged by the engine.
    actions = chosen.type.actions if chosen.type else ()
    action = next((one for one in actions if one.key == given.get("action")), None)
    if request.method != "POST" or action is None:
        return _page(request, visit, chosen, action)
    said, key = given_of(action, request.POST), key_of(request.POST)
    tried: dict[str, Any] = {"given": said, "key": key}
    try:
        kept = files_of(request, action, account_id=visit.account.pk, at=visit.at)
    except LuoshiError as error:
        return _page(request, visit, chosen, action, tried | {"messages": [message_of(error)]}, status=422)
    files = stored(kept)
    done: list[Outcome] = []
    refused: list[Outcome] = []
    for row in chosen.cases:
        try:
            act(
                row,
                action.key,
                by=visit.actor,
                data=said,
                evidence=files,
                version=versions.get(row.code),
                at=visit.at,
                key=f"desk:{key}:{row.pk}",
            )
        except FormInvalid as error:
            if not done and not refused:  # the form is the same for all, so nothing was written
                tried |= {"problems": error.problems, "kept": kept}
                return _page(request, visit, chosen, action, tried, status=422)
            refused.append(Outcome(row, tuple(problem.message for problem in error.problems)))
        except ActRefused as error:
            refused.append(Outcome(row, tuple(str(refusal) for refusal in error.refusals)))
        except LuoshiError as error:
            refused.append(Outcome(row, (message_of(error),)))
        else:
            done.append(Outcome(row))
    context: dict[str, Any] = {"action": action, "done": done, "refused": refused, "missing": chosen.missing}
    context["simulated"] = any(case.simulated for case in chosen.cases)
    return show(request, visit, "desk/bulk_done.html", context)


def _page(
    request: HttpRequest,
    visit: Visit,
    chosen: Selection,
    action: Action | None,
    tried: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    form = None
    if action and chosen.type:
        form = form_of(action, choices_for(chosen.type, [action], None, visit), **(tried or {}))
    context: dict[str, Any] = {"chosen": chosen, "form": form}
    context["simulated"] = any(case.simulated for case in chosen.cases)
    if not chosen.cases:
        context["message"] = gettext("没有选中事项。请在清单里勾选后再来。")
    return show(request, visit, "desk/bulk.html", context, status=status)


def _seen_at(text: str) -> tuple[str, int | None]:
    """Return code and step of "proposals-2026-0012@3", as the list showed it."""
    code, _, version = text.partition("@")
    return code, int(version) if version.isdecimal() and len(version) < 10 else None
