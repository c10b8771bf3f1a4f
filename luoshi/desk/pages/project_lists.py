"""The lists of projects at the desk: all by stage, one to read or print, its months, and what it is."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from luoshi.desk.project_list_forms import DefinitionForm, ListSearch
from luoshi.desk.queries.names import units_read
from luoshi.desk.queries.project_lists import Narrowed, districts, names_of_units, projects_on
from luoshi.desk.readers import reads_projects
from luoshi.desk.staff import Visit, message_of, show, staff_page, status_of
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.sheets import export_csv, export_xlsx
from luoshi.platforms.projects.lists.asking import Projects, Standing, counted, standing
from luoshi.platforms.projects.lists.changing import change_list, written_of
from luoshi.platforms.projects.lists.comparing import Part, changes, months_of, parted, with_growth
from luoshi.platforms.projects.lists.definition import checked_definition
from luoshi.platforms.projects.lists.fields import ASKED
from luoshi.platforms.projects.lists.language import OPS, WORDS
from luoshi.platforms.projects.lists.showing import Row, rows_of, table_of
from luoshi.platforms.projects.lists.words import Names, sentence
from luoshi.platforms.projects.models import ListVersion
from luoshi.platforms.projects.queries.sight import projects_seen

EACH, PRINTED, EXPORTED = 50, 2_000, 20_000
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@staff_page
@reads_projects
def lists(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every list by its stage, with how many stand on it and the change since the month before."""
    found, names = counted(projects_seen(visit.actor), on=visit.today), names_of_units()
    lines = [(one, _named(one.standing.definition.owner, names)) for one in found]
    stages = [(stage, list(some)) for stage, some in groupby(lines, lambda line: line[0].standing.stage)]
    simulated = projects_seen(visit.actor).filter(simulated=True).exists()
    return show(request, visit, "desk/project_lists.html", {"stages": stages, "simulated": simulated})


@require_safe
@staff_page
@reads_projects
def listed(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Show one list, narrowed, a page at a time."""
    one, names = _found(key), names_of_units()
    search, projects = _narrowed(request, visit, one)
    page = Paginator(projects, EACH).get_page(request.GET.get("page"))
    context = _shown(one, names) | {
        "search": search,
        "page": page,
        "rows": _rows(page, projects, one, visit, names),
        "query": request.GET.urlencode(),
    }
    context["simulated"] = any(row.simulated for row in context["rows"])
    return show(request, visit, "desk/project_list.html", context)


@require_safe
@staff_page
@reads_projects
def printed(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Show the whole list as it goes on paper."""
    one, names = _found(key), names_of_units()
    search, projects = _narrowed(request, visit, one)
    rows = rows_of(projects, one.definition.columns, on=visit.today, names=names, last=PRINTED + 1)
    context = _shown(one, names) | {
        "rows": rows[:PRINTED],
        "more": len(rows) > PRINTED,
        "most": PRINTED,
        "asked": "；".join([sentence(one.definition.terms, names), *_chosen(search)]),
        "simulated": any(row.simulated for row in rows),
    }
    return show(request, visit, "desk/project_list_print.html", context)


@require_safe
@staff_page
@reads_projects
def take(request: HttpRequest, visit: Visit, key: str, form: str) -> HttpResponse:
    """Give the list as it is narrowed, as a table."""
    one, names = _found(key), names_of_units()
    _, projects = _narrowed(request, visit, one)
    table = table_of(projects, one.definition.columns, on=visit.today, names=names, most=EXPORTED)
    if table is None:
        message = gettext("清单超过 %(n)s 件。请用条件缩小范围，分几次导出。") % {"n": EXPORTED}
        return show(request, visit, "desk/problem.html", {"message": message}, status=409)
    kind, body = (_EXCEL, export_xlsx(table)) if form == "xlsx" else ("text/csv", export_csv(table))
    name = f"projects-{key}-{visit.today:%Y%m%d}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=f"{kind}; charset=utf-8", headers=headers)


@require_safe
@staff_page
@reads_projects
def months(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Show two months of the list side by side, the latest two unless others are chosen."""
    one, names = _found(key), names_of_units()
    kept = months_of(one.of)
    context = _shown(one, names) | {"kept": kept}
    by_name = {f"{month.month:%Y-%m}": month for month in kept}
    after = by_name.get(request.GET.get("to", ""), kept[0] if kept else None)
    earlier = [month for month in kept if after and month.month < after.month]
    before = by_name.get(request.GET.get("from", ""), earlier[0] if earlier else None)
    if after is None or before is None or before not in earlier:
        return show(request, visit, "desk/project_list_months.html", context)
    parts = parted(before, after, projects_seen(visit.actor))
    asked = request.GET.get("show", "")
    part = Part(asked) if asked in set(Part) else Part.ENTERED
    counts = {each: entries.count() for each, entries in parts.items()}
    chosen = parts[part] if part in (Part.ENTERED, Part.LEFT) else with_growth(parts[part], before)
    page = Paginator(chosen, EACH).get_page(request.GET.get("page"))
    lines = changes(part, page, after=after)
    context |= {"before": before, "after": after, "part": part, "page": page, "lines": lines}
    context |= {
        "tabs": [(each, counts[each]) for each in Part],
        "moved": before.version_id != after.version_id,
    }
    context["simulated"] = any(line.entry.project.simulated for line in lines)
    return show(request, visit, "desk/project_list_months.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
@reads_projects
def definition(request: HttpRequest, visit: Visit, key: str) -> HttpResponse:
    """Show what the list is and every version it had; those who keep the lists change it here."""
    one, names = _found(key), names_of_units()
    context = _shown(one, names) | {"versions": _versions(one, names), "fields": _fields()}
    if not visit.runs_projects:
        status = 200 if request.method != "POST" else 403
        return show(request, visit, "desk/project_list_definition.html", context, status=status)
    form = DefinitionForm(request.POST or None, of=one.definition, upon=one.version.number, names=names)
    context["form"] = form
    if form.is_valid() and (answer := _changed(form, one, visit)):
        messages.success(request, answer)
        address = reverse("desk:project_list_definition", args=[key])
        return HttpResponseRedirect(f"{address}#done", status=303)
    status = form.refused if form.is_bound and form.refused else 422 if form.is_bound else 200
    return show(request, visit, "desk/project_list_definition.html", context, status=status)


def _changed(form: DefinitionForm, one: Standing, visit: Visit) -> str:
    """Change the list and return what is said of it; nothing where it was refused."""
    assert form.definition is not None
    values = form.cleaned_data
    try:
        version = change_list(
            one.of, form.definition, upon=values["upon"], by=visit.actor, at=visit.at, why=values["why"]
        )
    except LuoshiError as error:
        form.add_error(None, message_of(error))
        form.refused = status_of(error)
        return ""
    if version.number == one.version.number:
        return gettext("与现在的版本相同，没有改动。")
    return gettext("已改为第 %(n)s 版。") % {"n": version.number}


def _found(key: str) -> Standing:
    one = standing(key)
    if one is None:
        raise Http404(gettext("没有这张清单。"))
    return one


def _narrowed(request: HttpRequest, visit: Visit, one: Standing) -> tuple[ListSearch, Projects]:
    units = [(unit.code, unit.short) for unit in units_read(visit.actor, visit.today)]
    search = ListSearch(request.GET, places=districts(visit.today), units=units)
    search.is_valid()
    wanted = Narrowed(**{key: value for key, value in search.cleaned_data.items() if value})
    return search, projects_on(one, visit.actor, wanted, on=visit.today)


def _rows(page: Page[Any], projects: Projects, one: Standing, visit: Visit, names: Names) -> list[Row]:
    first = (page.number - 1) * EACH
    columns, last = one.definition.columns, first + EACH
    return rows_of(projects, columns, on=visit.today, names=names, first=first, last=last)


def _shown(one: Standing, names: Names) -> dict[str, Any]:
    return {
        "one": one,
        "sentence": sentence(one.definition.terms, names),
        "owner": _named(one.definition.owner, names),
    }


def _named(code: str, names: Names) -> str:
    return names.get(code, code)


def _chosen(search: ListSearch) -> list[str]:
    """Return in words what the list was narrowed by."""
    said = []
    for name, value in search.cleaned_data.items():
        if value and name != "sort":
            choices = dict(getattr(search.fields[name], "choices", ()))
            said.append(f"{search.fields[name].label}：{choices.get(value, value)}")
    return said


def _versions(one: Standing, names: Names) -> list[tuple[ListVersion, str, list[str]]]:
    """Return every version of the list, the latest first, with what it asked and showed."""
    found = []
    for version in one.of.versions.select_related("by").order_by("-number"):
        was, _ = checked_definition(written_of(version))
        titles = [column.heading for column in was.columns]
        found.append((version, sentence(was.terms, names), titles))
    return found


def _fields() -> list[tuple[str, str, str]]:
    """Return what may be asked for: titles, operations, and the words a value may be."""
    return [
        (
            column.title,
            "、".join(WORDS[op] for op in OPS[column.kind]),
            "、".join(title for _, title in column.choices),
        )
        for column in ASKED.values()
    ]
