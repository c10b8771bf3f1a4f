"""The leader's page and a project's delivery: exceptions only, each with its line why."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from luoshi.desk.tests.factories import text_of
from luoshi.kernel.cases.actions.tick import tick
from luoshi.kernel.cases.tests.factories import moment, person
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.projects.tests.delivered import (
    building,
    frozen,
    node_done,
    problem_of,
    visited,
    with_leader,
)
from luoshi.platforms.projects.tests.factories import do
from luoshi.platforms.projects.tests.pictures import picture

LEADER = "desk:project_leader"


@pytest.fixture
def town(town):
    with_leader(town)
    return town


@pytest.fixture
def builder(town, now):
    account = person("builder", town.units["education"], "handler", "head", "projects")
    return actor_of(account, on=now.date())


@pytest.fixture
def on(monkeypatch):
    """Let the desk's clock stand at another moment."""

    def stand(day):
        monkeypatch.setattr(timezone, "now", lambda: moment(day))

    return stand


def reported(case, by, *months):
    for number, physical in enumerate(months, 4):
        at = f"2026-{number + 1:02}-05"
        case = do(case, "report", by, at, month=f"2026-{number:02}-01", invested=100, physical=physical)
    return case


def page(client, **query):
    return text_of(client.get(reverse(LEADER), query))


def test_a_project_on_its_way_is_no_exception(sign_in, builder, on):
    case = reported(building(builder), builder, 100, 600, 1500)
    for day in ("2026-07-02", "2026-07-03"):
        case = visited(case, builder, day, visitor_post="siping-leader")
    on("2026-07-20")

    said = page(sign_in("leader"))

    assert "在建和停工项目 1 个" in said
    assert "没有例外" in said


def test_what_is_late_behind_and_beyond_is_said_in_a_line_each(sign_in, builder, on):
    reported(frozen(building(builder), builder), builder, 50, 100, 150, 200, 250)
    on("2026-09-16")

    said = page(sign_in("leader"))

    assert "节点“基础完工”应于 2026-06-30 完成，已晚 78 天" in said
    assert "形象进度落后季节曲线" in said
    assert "八成区间整个晚于计划" in said
    assert "本月走访 0 次，到今天还差 1 次" in said
    assert "sipingleader" in said


def test_a_large_project_without_posts_in_charge_is_an_exception(sign_in, builder, on):
    building(builder, team=False)
    building(builder, team=False, title="示例小项目", planned=10_000_000_00)
    on("2026-05-01")

    said = page(sign_in("leader"))

    assert said.count("尚未明确包保岗位") == 1


def test_a_stopped_project_says_since_when(sign_in, builder, on):
    do(building(builder), "suspend", builder, "2026-05-06", suspended_on="2026-05-05", reason="资金")
    on("2026-06-10")

    assert "2026-05-05 起停工，已 36 天" in page(sign_in("leader"))


def test_a_stop_over_the_winter_is_no_exception(sign_in, builder, on):
    case = do(
        building(builder), "suspend", builder, "2026-11-10", suspended_on="2026-11-10", reason="冬季停工"
    )
    on("2027-01-20")

    assert case.state == "suspended"
    assert "起停工" not in page(sign_in("leader"))


def test_problems_stand_on_top_with_the_decision_and_who_must_take_it(sign_in, builder, on):
    case = building(builder)
    problem_of(case, builder, problem="缺用地指标", problem_level="executive", problem_kind="land")
    problem_of(case, builder)
    tick(now=moment("2026-05-19"))
    on("2026-05-20")

    said = page(sign_in("leader"))

    assert said.index("缺用地指标") < said.index("厂区东侧两户未搬迁")
    assert "确定搬迁时间" in said
    assert case.title in said.split("缺用地指标")[1].split("厂区东侧两户未搬迁")[0]
    assert "包保领导 sipingleader" in said


def test_only_mine(sign_in, builder, on):
    reported(building(builder), builder, 10)
    building(builder, team=False, title="他人项目")
    on("2026-08-15")
    client = sign_in("leader")

    assert "他人项目" in page(client)
    assert "他人项目" not in page(client, mine="1")
    assert "只看我包保的" not in page(sign_in("monitor"))


def test_the_page_of_a_project_tells_curve_nodes_visits_and_problems(sign_in, builder, on):
    case = node_done(frozen(building(builder), builder), builder, "2026-07-05")
    case = visited(reported(case, builder, 100, 600, 1500), builder, "2026-07-10", finding="基础完工")
    problem_of(case, builder, at="2026-07-12")
    on("2026-07-20")

    answer = sign_in("leader").get(reverse("desk:project_delivery", args=[case.code]))
    said = text_of(answer)

    assert "形象进度 15.0%" in said
    assert "第 1 版，2026-04-21 冻结" in said
    assert "照片的时间、地点与走访相符" in said
    assert "厂区东侧两户未搬迁" in said
    assert answer.content.decode().count("data-on=") > 15


def test_another_unit_finds_no_project(sign_in, builder):
    case = visited(building(builder), builder, "2026-05-12")

    for name, args in (("project_delivery", [case.code]), ("project_photo", [case.code, case.version])):
        assert sign_in("transport_handler").get(reverse(f"desk:{name}", args=args)).status_code == 404


def test_the_picture_that_is_shown_tells_of_no_place_time_or_device(sign_in, builder):
    case = visited(building(builder), builder, "2026-05-12", picture(at="2026:05:12 10:00:00"))

    answer = sign_in("leader").get(reverse("desk:project_photo", args=[case.code, case.version]))

    assert answer.headers["Content-Type"] == "image/jpeg"
    with Image.open(BytesIO(answer.content)) as shown:
        assert not shown.getexif()
    assert b"Exif" not in answer.content


def test_a_picture_that_is_gone_is_not_found(sign_in, builder):
    case = building(builder)

    assert sign_in("leader").get(reverse("desk:project_photo", args=[case.code, 99])).status_code == 404


def test_as_many_queries_for_many_projects_as_for_few(sign_in, builder, on, django_assert_max_num_queries):
    on("2026-09-15")
    client = sign_in("leader")
    client.get(reverse(LEADER))
    for number in range(4):
        case = frozen(building(builder, title=f"示例项目{number}"), builder)
        problem_of(reported(case, builder, 50), builder)

    with django_assert_max_num_queries(20):
        client.get(reverse(LEADER))
    with django_assert_max_num_queries(22):
        client.get(reverse("desk:project_delivery", args=[case.code]))
