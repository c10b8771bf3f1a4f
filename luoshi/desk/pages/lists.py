"""My work: the lists, their filters, and the filters somebody keeps."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from luoshi.desk import actions
from luoshi.desk.forms import CaseFilter
from luoshi.desk.models import SavedFilter
from luoshi.desk.queries.lists import Wanted, branches_of, capped, counts, found
from luoshi.desk.queries.names import units_read
from luoshi.desk.queries.paging import page_of
from luoshi.desk.queries.rows import rows_of
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.desk.vocabulary import Section

PER_PAGE = 30
KEPT = ("section", "q", "type", "state", "unit", "due", "sort")


@require_safe
@vary_on_headers("HX-Request", "HX-History-Restore-Request")
@staff_page
def work(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the cases of a section, narrowed by what was chosen; first a sentence that says what waits."""
    section = section_of(request, Section.TURN)
    form, wanted = narrowed(request, visit, section)
    places, following = page_of(
        found(visit.sight, wanted, visit.at),
        branches_of(visit.sight, wanted, visit.at),
        sort=wanted.sort,
        after=request.GET.get("after", ""),
        size=PER_PAGE,
    )
    rows = rows_of([place.pk for place in places], visit.sight, visit.at, q=wanted.q)
    context = {
        "form": form,
        "section": section,
        "rows": rows,
        "following": following,
        "paged": "after" in request.GET,
        "q": wanted.q,
        "simulated": any(row.simulated for row in rows),
        "query": query_of(request.GET),
    }
    if "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers:
        return show(request, visit, "desk/_found.html", context)
    numbers = counts(visit.sight, visit.at)
    tabs = [(one, capped(numbers[one]) if one in numbers else "", one == section) for one in Section]
    saved = SavedFilter.objects.filter(account=visit.account)
    sentence = {"turn": numbers[Section.TURN], "late": numbers["late"]}
    shown = {name: capped(number) for name, number in sentence.items() if number}
    return show(request, visit, "desk/work.html", context | {"tabs": tabs, "saved": saved, "waiting": shown})


@require_POST
@staff_page
def keep_filter(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Keep the list's filters under a name."""
    query = query_of(QueryDict(request.POST.get("query", "")))
    actions.save_filter(visit.account.pk, name=request.POST.get("name", ""), query=query)
    return HttpResponseRedirect(f"{reverse('desk:work')}?{query}")


@require_POST
@staff_page
def drop_filter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Forget one of one's own filters."""
    actions.delete_filter(visit.account.pk, filter_id=pk)
    return HttpResponseRedirect(reverse("desk:work"))


def section_of(request: HttpRequest, default: Section) -> Section:
    """Return the section the address names, else the default."""
    name = request.GET.get("section", "")
    return Section(name) if name in Section.values else default


def narrowed(request: HttpRequest, visit: Visit, section: Section) -> tuple[CaseFilter, Wanted]:
    """Return the filters as a form, and what they ask for."""
    form = CaseFilter(request.GET, units=units_read(visit.actor, visit.today))
    return form, form.wanted(section)


def query_of(given: QueryDict) -> str:
    """Return the part of an address that says which list it is, without the page."""
    kept = QueryDict(mutable=True)
    for name in KEPT:
        if value := given.get(name, ""):
            kept[name] = value
    return kept.urlencode()
