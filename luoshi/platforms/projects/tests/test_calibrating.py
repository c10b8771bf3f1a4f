"""The command that looks back at forecasts, and the spread it keeps."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from luoshi.platforms.projects.calibrating import keep_spread
from luoshi.platforms.projects.models import ForecastRatio
from luoshi.platforms.projects.queries.delivery import histories as told
from luoshi.platforms.projects.queries.delivery import spread_on
from luoshi.platforms.projects.rules.forecast import ASSUMED
from luoshi.platforms.projects.tests.factories import REPORT, do, started
from luoshi.platforms.projects.tests.histories import NORTH, histories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)


def finished(by):
    case = started(by)
    for number, physical in enumerate((800, 2500, 5200, 9000), 4):
        given = {"month": f"2026-{number:02}-01", "invested": 100, "physical": physical}
        case = do(case, "report", by, f"2026-{number + 1:02}-05", **given)
    return do(case, "accept", by, "2026-09-20", REPORT, finished_on="2026-09-20")


def test_a_finished_project_is_a_history(builder):
    finished(builder)
    started(builder)

    (history,) = told(simulated=False)

    assert history.finished_on == date(2026, 9, 20)
    assert [month.physical for month in history.works.months] == [800, 2500, 5200, 9000]
    assert told(simulated=True) == []


def test_the_command_says_how_good_forecasts_were(builder, capsys):
    finished(builder)

    call_command("projects", "forecast", "--keep")

    said = capsys.readouterr().out
    assert "已竣工项目 1 个，回测预测 4 次" in said
    assert "名义 80% 区间实际覆盖" in said
    assert "太少" in said
    assert not ForecastRatio.objects.exists()


def test_without_finished_projects_there_is_nothing_to_look_back_at(town, capsys):
    call_command("projects", "forecast", "--simulated")

    assert "无从回测" in capsys.readouterr().out


def test_the_spread_that_is_kept_holds_from_its_day_on(db):
    finished_ones = histories(40)
    for _ in range(2):
        assert keep_spread(finished_ones, NORTH, on=TODAY) == 4

    assert ForecastRatio.objects.count() == 4
    assert not spread_on(TODAY).assumed
    assert spread_on(date(2026, 10, 31)) is ASSUMED
