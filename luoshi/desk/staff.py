"""Who stands at the desk: every page asks for a signed-in account and gets one actor and one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property, wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from luoshi.desk.menu import platforms_of
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.cases.access import Sight, sight_of
from luoshi.kernel.composed import Blank, Where, answers, question_of
from luoshi.kernel.notices.models import Notice
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Account
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.prepaid.manifest import MANIFEST as PREPAID

UNREAD_SHOWN = 99
_OPERATING = {"agent", "dispatcher", "arbiter"}
_WATCHING = _OPERATING | {"office", "supervisor", "discipline", "handler", "head"}
_WORKING, _SUPERVISING = {"handler", "head"}, {"office", "supervisor"}
_STATUSES = {
    **dict.fromkeys(("office-only", "figure-not-yours", "topics-not-yours", "survey-own"), 403),
    **dict.fromkeys(("change-stale", "confirm-stale", "list-stale"), 409),
}


@dataclass(frozen=True)
class Visit:
    """One request of a member of staff: who acts, with which account, at what moment."""

    actor: Actor
    account: Account
    at: datetime

    @property
    def today(self) -> date:
        """Return the local day."""
        return self.at.astimezone(LOCAL).date()

    @cached_property
    def sight(self) -> Sight:
        """Return what the actor reads, looked up once."""
        return sight_of(self.actor)

    @property
    def watches_hotline(self) -> bool:
        """Tell whether the actor works with residents' requests, and so may see what many ask for."""
        return bool(self.actor.roles & _WATCHING)

    @property
    def runs_hotline(self) -> bool:
        """Tell whether the actor is one of the hotline's own people, for whom its wall is."""
        return bool(self.actor.roles & _OPERATING)

    @property
    def regulates_prepaid(self) -> bool:
        """Tell whether the actor works for the body that supervises prepaid consumption."""
        posts = (post for post in self.actor.posts if post.organisation == PREPAID.owner)
        return any(post.roles & _WORKING for post in posts)

    @property
    def sees_prepaid(self) -> bool:
        """Tell whether the actor may read of shops: the regulator, and who supervises it."""
        return self.regulates_prepaid or bool(self.actor.roles & _SUPERVISING)

    @property
    def runs_projects(self) -> bool:
        """Tell whether the actor keeps the library of projects."""
        return "projects" in self.actor.roles

    @property
    def sees_projects(self) -> bool:
        """Tell whether the actor may read of projects: who keeps, answers for or supervises them."""
        return self.runs_projects or bool(self.actor.roles & (_WORKING | _SUPERVISING))

    @property
    def runs_investment(self) -> bool:
        """Tell whether the actor counts what investors brought."""
        return "investment" in self.actor.roles

    @property
    def sees_investment(self) -> bool:
        """Tell whether the actor may read of leads and instalments."""
        return self.runs_investment or bool(self.actor.roles & (_WORKING | _SUPERVISING))


def staff_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask for signing in, make the visit once, and show an error people can act on as a page."""

    @never_cache
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account):
            return _to_sign_in(request)
        at = timezone.now()
        visit = Visit(actor_of(account, on=at.astimezone(LOCAL).date()), account, at)
        try:
            return view(request, visit, *args, **kwargs)
        except LuoshiError as error:
            return problem(request, visit, error, status=status_of(error, 409))

    return page


def kept_to(allowed: Callable[[Visit], bool], why: Any) -> Callable[..., Callable[..., HttpResponse]]:
    """Keep a staff page to visits that are allowed; anyone else reads why, with status 403."""

    def wrapper(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def page(request: HttpRequest, visit: Visit, *args: Any, **kwargs: Any) -> HttpResponse:
            if not allowed(visit):
                return show(request, visit, "desk/problem.html", {"message": str(why)}, status=403)
            return view(request, visit, *args, **kwargs)

        return page

    return wrapper


def show(
    request: HttpRequest, visit: Visit, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page with what the bar at its top shows."""
    ((unread,),) = answers(_unread(), {"account": visit.account.pk})
    shown = f"{UNREAD_SHOWN}+" if unread > UNREAD_SHOWN else str(unread or "")
    bar = {"visit": visit, "unread": shown, "platforms": platforms_of(visit, _name_of(request))}
    return render(request, template, context | bar, status=status)


def _name_of(request: HttpRequest) -> str:
    return (request.resolver_match and request.resolver_match.url_name) or ""


@cache
def _unread() -> Where:
    """Return the question how many notices somebody has not read, none counted beyond what is shown."""
    account: Any = Blank("account")
    rows = Notice.objects.filter(recipient=account).unread().order_by()
    sql, params = question_of(rows.values("pk")[: UNREAD_SHOWN + 1])
    return f"SELECT count(*) FROM ({sql}) AS unread", params  # noqa: S608


def problem(request: HttpRequest, visit: Visit, error: LuoshiError, *, status: int = 409) -> HttpResponse:
    """Show what went wrong and what to do."""
    return show(request, visit, "desk/problem.html", {"message": message_of(error)}, status=status)


def status_of(error: LuoshiError, otherwise: int = 422) -> int:
    """Return the status of a page that shows the error."""
    return _STATUSES.get(error.code, otherwise)


def message_of(error: LuoshiError) -> str:
    """Return the error in the language of the page."""
    return error.message(get_language() or "zh")


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    answer: HttpResponse = redirect_to_login(request.get_full_path())
    if "HX-Request" in request.headers:  # a part of a page must not be replaced by the sign-in page
        return HttpResponse(status=204, headers={"HX-Redirect": answer.headers["Location"]})
    return answer
