"""Which projects count: a duplicate that went into another, and one that was split, would count twice."""

from __future__ import annotations

from django.db.models import QuerySet

from luoshi.platforms.projects.models import Project

ELSEWHERE = ("merged", "split")  # their money stands in the projects they are tied to


def counted(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Return those whose number and money are counted: all but what another project stands for."""
    return projects.exclude(state__in=ELSEWHERE)
