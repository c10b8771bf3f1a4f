"""Money of projects: by source, a window, a project's money and debts; figures opened to their rows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from luoshi.desk.fund_forms import YearSearch, steps_open_to
from luoshi.desk.pages.project_fund_access import seen_project
from luoshi.desk.readers import reads_projects
from luoshi.desk.staff import Visit, show, staff_page
from luoshi.platforms.projects.actions.keeping import may_tell
from luoshi.platforms.projects.models import FundApplication, FundWindow
from luoshi.platforms.projects.queries.fund_counting import FIGURES, compared, count
from luoshi.platforms.projects.queries.fund_limits import fund_limits
from luoshi.platforms.projects.queries.fund_money import money_of
from luoshi.platforms.projects.queries.fund_statement import statement_of
from luoshi.platforms.projects.queries.funds import (
    FundLine,
    ahead_projects,
    by_source,
    fund_lines,
    only_real,
)
from luoshi.platforms.projects.queries.sight import projects_seen
from luoshi.platforms.projects.rules.funding import LENT

SHOWN = 50
_PROMISE = "2026-017"  # 争取超长期国债、中央预算、专项债券资金总额超2025年增长30%以上


@require_safe
@staff_page
@reads_projects
def funds(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the year's money by source, what is wrong, and the windows."""
    search = YearSearch(request.GET)
    search.is_valid()
    year, source = search.cleaned_data.get("year") or visit.today.year, search.cleaned_data.get("source")
    limits, lines = fund_limits(visit.today), _seen_lines(visit)
    own = [line for line in lines if _year_of(line) == year and source in ("", None, line.application.source)]
    wrong = sorted(((line, one) for line in own for one in line.findings), key=lambda pair: -pair[1].amount)
    until = visit.today if year == visit.today.year else visit.today.replace(year=year, month=12, day=31)
    now, before = compared(lines, year=year, until=until)
    shown = {line.project.pk for line in own}
    ahead = [pair for pair in ahead_projects(lines, limits=limits) if pair[0].pk in shown]
    context = {
        "year": year,
        "search": YearSearch({"year": year, "source": source or ""}),
        "sources": by_source(own),
        "figures": [count(name, lines, year=year) for name in FIGURES],
        "secured": {"now": now, "before": before, "until": until, "growth": _growth(now, before)},
        "promise": _PROMISE if year == int(_PROMISE[:4]) else "",
        "wrong": wrong[:SHOWN],
        "wrong_total": len(wrong) + len(ahead),
        "more_wrong": len(wrong) > SHOWN,
        "ahead": ahead[:SHOWN],
        "windows": FundWindow.objects.filter(year=year).order_by("opens_on", "code"),
        "limits": limits,
        "simulated": any(line.application.simulated for line in own),
    }
    return show(request, visit, "desk/funds.html", context)


@require_safe
@staff_page
@reads_projects
def figure(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """Open a figure of money to the applications that count and to those that do not."""
    if name not in FIGURES:
        raise Http404
    search = YearSearch(request.GET)
    search.is_valid()
    year = search.cleaned_data.get("year") or visit.today.year
    lines = _seen_lines(visit)
    counting = count(name, lines, year=year)
    context = {
        "counting": counting,
        "year": year,
        "counted": counting.counted[: SHOWN * 4],
        "left_out": counting.left_out[: SHOWN * 4],
        "simulated": any(line.application.simulated for line in lines),
    }
    return show(request, visit, "desk/fund_figure.html", context)


@require_safe
@staff_page
@reads_projects
def window(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show a window with the applications the reader may see."""
    found = get_object_or_404(FundWindow, code=code)
    rows = FundApplication.objects.filter(window=found, project__in=projects_seen(visit.actor))
    lines = fund_lines(rows, on=visit.today, limits=fund_limits(visit.today))
    sums = by_source(lines)
    context = {
        "window": found,
        "lines": lines,
        "sums": sums[0] if sums else None,
        "simulated": found.simulated or any(line.application.simulated for line in lines),
    }
    return show(request, visit, "desk/fund_window.html", context)


@require_safe
@staff_page
@reads_projects
def money(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show a project's money: its sources, payment against the works, and what it must repay."""
    project = seen_project(visit, code)
    opened = money_of(project, on=visit.today, limits=fund_limits(visit.today))
    telling = may_tell(visit.actor, project)
    indebted = {loan.debt.application_id for loan in opened.loans}
    context: dict[str, Any] = {
        "opened": opened,
        "project": project,
        "telling": telling,
        "offers": [(line, _offers(visit, line, telling, indebted)) for line in opened.lines],
        "simulated": project.simulated,
    }
    return show(request, visit, "desk/fund_money.html", context)


@require_safe
@staff_page
@reads_projects
def statement(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show what the ledger says of a project's money."""
    project = seen_project(visit, code)
    context = {"project": project, "told": statement_of(project), "simulated": project.simulated}
    return show(request, visit, "desk/fund_statement.html", context)


def _seen_lines(visit: Visit) -> list[FundLine]:
    rows = FundApplication.objects.filter(project__in=projects_seen(visit.actor))
    return only_real(fund_lines(rows, on=visit.today, limits=fund_limits(visit.today)))


def _year_of(line: FundLine) -> int:
    row = line.application
    return row.window.year if row.window else row.asked_on.year


def _growth(now: int, before: int) -> str:
    """Return the growth in percent with one decimal, "" where there is nothing to grow from."""
    return f"{(now - before) * 100 / before:+.1f}" if before else ""


def _offers(visit: Visit, line: FundLine, telling: bool, indebted: set[int]) -> list[tuple[str, str]]:
    if not telling:
        return []
    row = line.application
    keys = steps_open_to(row, commission=visit.runs_projects)
    if "unapprove" in keys and (line.allocated or row.pk in indebted):
        keys.remove("unapprove")  # what moved by it is reversed first
    if row.state == "approved" and row.source in LENT and row.pk not in indebted:
        keys.append("borrow")
    titles = {
        **{
            "recommend": gettext("推荐上报"),
            "approve": gettext("登记批准"),
            "refuse": gettext("登记未获批准"),
        },
        **{"withdraw": gettext("撤回申请"), "pass_on": gettext("登记下达"), "pay": gettext("登记支付")},
        **{
            "unapprove": gettext("冲正批准"),
            "give_back": gettext("登记缴回"),
            "borrow": gettext("登记还款计划"),
        },
    }
    return [(key, titles[key]) for key in keys]
