"""Which projects owe a monthly report, and for which months."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Prefetch

from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.projects.models import Progress, Project
from luoshi.platforms.projects.queries.sight import projects_seen
from luoshi.platforms.projects.rules.months import owed_months

_REPORTS = Prefetch("progress", Progress.objects.only("project", "month"), to_attr="months")


def unreported(actor: Actor, *, on: date) -> list[tuple[Project, list[date]]]:
    """Return the works before the actor that owe a report, with the months owed, the oldest debt first.

    Two queries. By which day of the next month a report is due says ``projects.report_by``.
    """
    by = int(parameter_book().value("projects.report_by", on=on, scope=settings.CITY.scope).value)
    works = projects_seen(actor).filter(state__in=("building", "suspended"), started_on__isnull=False)

    found = []
    for project in works.prefetch_related(_REPORTS):
        told = {report.month for report in project.months}
        assert project.started_on is not None
        if owed := owed_months(project.started_on, told, on=on, by=by):
            found.append((project, owed))
    return sorted(found, key=lambda pair: (pair[1][0], pair[0].code))
