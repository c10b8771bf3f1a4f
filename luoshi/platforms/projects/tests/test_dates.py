"""Every date as a row: what begins it, when it is due, and what ends it."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from luoshi.kernel.cases.context import LOCAL
from luoshi.platforms.projects.tests.steps import BUILT, DONE, FREE, put_forward, take
from luoshi.platforms.projects.types import PROJECT

pytestmark = pytest.mark.django_db


class Date(NamedTuple):
    """After these steps the clock runs to that day, or has come to that end."""

    public: bool
    steps: str
    clock: str
    due: str
    status: str
    law: str


TABLE = (
    Date(
        False,
        "reserve, ratify",
        "ratified",
        "2028-02-09",
        "running",
        "企业投资项目核准和备案管理条例(2016)第12条",
    ),
    Date(False, "reserve, file", "ratified", "", "", ""),
    Date(
        *(False, "reserve, ratify, put off", "ratified", "2029-02-09", "running"),
        "企业投资项目核准和备案管理条例(2016)第12条",
    ),
    Date(
        *(False, "reserve, ratify, fund, land, planning, construction, start", "ratified"),
        *("2028-02-09", "met", "企业投资项目核准和备案管理条例(2016)第12条"),
    ),
    Date(False, FREE, "begin", "2026-06-01", "running", "建筑法(2019)第9条"),
    Date(False, f"{FREE}, defer", "begin", "2026-09-01", "running", "建筑法(2019)第9条"),
    Date(False, BUILT, "begin", "2026-06-01", "met", "建筑法(2019)第9条"),
    Date(False, "reserve, file, land", "begin", "", "", ""),
    Date(False, BUILT, "monthly", "2026-05-15", "running", "政府投资条例(2019)第27条（待核）"),
    Date(False, f"{BUILT}, april", "monthly", "2026-06-08", "running", "政府投资条例(2019)第27条（待核）"),
    Date(
        False, f"{BUILT}, april, accept", "monthly", "2026-06-08", "late", "政府投资条例(2019)第27条（待核）"
    ),
    Date(False, BUILT, "count", "2026-05-15", "running", "各地统计局入库通知（待核）"),
    Date(False, f"{BUILT}, library, count", "count", "2026-05-15", "met", "各地统计局入库通知（待核）"),
    Date(True, DONE, "settle", "2028-03-20", "running", "政府投资条例(2019)第25条（待核）"),
    Date(
        *(True, f"{DONE}, settle with rest", "surplus", "2028-01-19", "running"),
        "政府投资条例(2019)第25条（待核）",
    ),
    Date(True, f"{DONE}, settle", "surplus", "", "", ""),
    Date(
        *(True, f"{DONE}, settle with rest, give back", "surplus", "2028-01-19", "met"),
        "政府投资条例(2019)第25条（待核）",
    ),
    Date(
        *(True, f"{DONE}, settle, sample", "evaluate", "2028-12-29", "running"),
        "政府投资条例(2019)第26条（待核）",
    ),
)


@pytest.mark.parametrize("told", TABLE, ids=lambda told: f"{told.clock}: {told.steps}")
def test_each_date_runs_from_its_act_to_its_day(told, builder):
    case = take(put_forward(builder, public=told.public), told.steps, builder)

    rows = list(case.deadlines.filter(clock=told.clock).order_by("-seq")[:1])

    assert [f"{row.due_at.astimezone(LOCAL):%Y-%m-%d}" for row in rows] == [told.due] * bool(told.due)
    assert [(row.status, row.law) for row in rows] == [(told.status, told.law)] * bool(told.due)


def test_every_date_of_the_type_is_in_the_table():
    assert {clock.key for clock in PROJECT.clocks} == {told.clock for told in TABLE}


def test_a_date_that_no_text_gives_says_that_it_is_to_be_checked(builder):
    case = take(put_forward(builder, public=True), DONE, builder)

    assert case.deadlines.get(clock="settle").law.endswith("（待核）")
