"""Invented money: the same from one seed, told once, and the faults put into it are found."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from luoshi.kernel.cases.actions import open_case
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.ledger.queries import trial_balance
from luoshi.platforms.projects.models import Drawdown, FundApplication, Project
from luoshi.platforms.projects.queries.fund_limits import fund_limits
from luoshi.platforms.projects.queries.funds import ahead_projects, fund_lines
from luoshi.platforms.projects.tests.factories import PHOTO, PROPOSED, TO_THE_START, do, started
from luoshi.platforms.projects.year.money import Told, simulate_funds

pytestmark = pytest.mark.django_db
UNTIL = moment("2026-12-31")


@pytest.fixture
def projects(builder) -> list[Project]:
    """Thirty invented projects that have begun."""
    for number in range(30):
        data = PROPOSED | {"title": f"示例项目{number}"}
        case = open_case("project", by=builder, data=data, at=moment("2026-01-12"), simulated=True)
        for action, at, told_then in TO_THE_START:
            case = do(case, action, builder, at, *([PHOTO] if action == "start" else []), **told_then)
    return list(Project.objects.order_by("code"))


def told(projects: list[Project], builder) -> Told:
    return simulate_funds(projects, rng=Random(7), year=2026, until=UNTIL, by=builder)


def test_invented_money_says_so_balances_and_is_told_once(projects, builder):
    first = told(projects, builder)
    rows = FundApplication.objects.count()
    second = told(projects, builder)

    assert first == second
    assert FundApplication.objects.count() == rows
    assert not FundApplication.objects.filter(simulated=False).exists()
    assert sum(line.posted for line in trial_balance()) == 0
    assert first.approved > 5


def test_the_faults_put_in_are_found(projects, builder):
    made = told(projects, builder)
    on = date(2027, 6, 1)
    limits = fund_limits(on)
    lines = fund_lines(FundApplication.objects.all(), on=on, limits=limits)

    idle = {line.application.code for line in lines if line.idle}
    ahead = {project.code for project, _ in ahead_projects(lines, limits=limits)}
    kept = set(Drawdown.objects.filter(ahead__gt=0).values_list("application__code", flat=True))
    assert made.idle
    assert set(made.idle) <= idle
    assert kept <= set(made.ahead)
    assert {code.rpartition("-f")[0] for code in kept} <= ahead
    assert kept


def test_real_projects_are_left_alone(builder):
    started(builder)

    assert told(list(Project.objects.all()), builder).applications == 0
