"""A project that was split leaves the reserve and every sum: its parts stand for it."""

from __future__ import annotations

import pytest
from django.db import connection

from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.queries.looking import sums_of, total_of
from luoshi.platforms.projects.stages import stage_of
from luoshi.platforms.projects.tests.factories import do, propose, row

pytestmark = pytest.mark.django_db


def test_a_split_project_leaves_the_reserve_and_the_sums(builder):
    case = propose(builder)
    case = do(case, "reserve", builder, "2026-02-02", horizon="one")
    planned = row(case).planned

    do(case, "split", builder, "2026-03-02", parts="示例一期 3000万元\n示例二期 5000万元", reason="分期建设")

    assert total_of(sums_of(Project.objects.all())).planned == planned
    assert stage_of(row(case).state) == "ended"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT left_on, ended_on FROM facts.projects_projects WHERE subject = %s", [case.code]
        )
        assert all(cursor.fetchone())
