"""Public doors to projects: look one up on the list or the map, its page, its photos, all to take away."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.orgs import doors
from luoshi.kernel.orgs.limits import Limit
from luoshi.kernel.orgs.takeaway import csv_file, json_file
from luoshi.platforms.projects import public
from luoshi.platforms.projects.limits import LOOKING, PICTURES, TAKING
from luoshi.platforms.projects.photos import bare_photo
from luoshi.platforms.projects.queries.looking import ORDERS, Wanted, narrowed, sums_of, total_of
from luoshi.platforms.projects.queries.maps import map_of
from luoshi.platforms.projects.queries.places import Places, places_of
from luoshi.platforms.projects.stages import STAGES

PER_PAGE = 30
_NAME = "projects"
_WORD = 60  # signs of what is looked for
_KEPT_FOR = 24 * 60 * 60  # seconds that a browser may keep a picture
View = Callable[..., HttpResponse]


def _at_most(limit: Limit) -> Callable[[View], View]:
    """Serve one address so often and no more."""

    def wrapper(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            address = doors.address_of(request)
            if limit.spent(address):
                return doors.too_often(request, limit, template="projects/too_often.html")
            limit.count(address)
            return view(request, *args, **kwargs)

        return page

    return wrapper


@require_safe
@_at_most(LOOKING)
def projects(request: HttpRequest) -> HttpResponse:
    """List the published projects of a name, a district or a stage, with their map."""
    today = timezone.localdate()
    asked = {key: request.GET.get(key, "")[:_WORD] for key in ("q", "district", "stage", "livelihood")}
    rows = narrowed(public.published(), _wanted(asked, places_of((), on=today)), on=today)
    total = total_of(sums_of(rows))
    page = Paginator(rows.order_by(*ORDERS["size"]), PER_PAGE).get_page(request.GET.get("page"))
    places = places_of(page, on=today)
    context = {
        "page": page,
        "lines": [(row, places.unit(row), places.place(row)) for row in page],
        "asked": asked,
        "districts": places.districts,
        "stages": STAGES,
        "total": total,
        "map": _map(rows, total.projects),
        "columns": public.COLUMNS,
        "simulated": any(row.simulated for row in page),
    }
    return render(request, "projects/projects.html", context)


@require_safe
@_at_most(LOOKING)
def project(request: HttpRequest, code: str) -> HttpResponse:
    """Show one project: what it is, how far it has come, what it costs and who answers for it."""
    opened = public.opened(code)
    if opened is None:
        raise Http404(_("没有这个公开的项目。"))
    place = places_of([opened.project], on=timezone.localdate()).place(opened.project)
    context = {"opened": opened, "place": place, "simulated": opened.project.simulated}
    return render(request, "projects/project.html", context)


@require_safe
@_at_most(PICTURES)
def photo(request: HttpRequest, code: str, sha256: str) -> HttpResponse:
    """Send a picture of the site, without what the camera wrote into it."""
    kept = public.photo_of(code, sha256)
    picture = bare_photo(kept) if kept else None
    if kept is None or picture is None:
        raise Http404(_("没有这张公开的照片。"))
    headers = {"Cache-Control": f"public, max-age={_KEPT_FOR}"}
    return HttpResponse(picture.getvalue(), content_type=kept.media_type, headers=headers)


@require_safe
@_at_most(TAKING)
def projects_file(request: HttpRequest, form: str) -> HttpResponse:
    """Send all published projects as open data."""
    found = list(public.published().order_by("code"))
    rows = list(public.rows_of(found, places_of(found, on=timezone.localdate())))
    if form == "csv":
        return csv_file(rows, public.COLUMNS, _NAME)
    ordered = [{key: row[key] for key in public.COLUMNS} for row in rows]
    return json_file(public.features_of(ordered) if form == "geojson" else ordered, _NAME, kind=form)


def _wanted(asked: dict[str, str], places: Places) -> Wanted:
    """Return what is asked for, of what can be."""
    return Wanted(
        q=asked["q"],
        district=places.district(asked["district"]),
        stage=asked["stage"] if asked["stage"] in STAGES else "",
        livelihood=asked["livelihood"] == "1",
    )


def _map(rows: Any, total: int) -> Any:
    """Return the map; boundaries that cannot be read are for the staff to hear of, not for everyone."""
    try:
        return map_of(rows, total=total)
    except LuoshiError:
        return None
