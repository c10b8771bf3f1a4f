"""Posts in charge, site visits with their pictures, nodes: what each act keeps, and what it refuses."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.verifying import verify
from luoshi.platforms.projects.models import Node, NodePlan, SiteVisit, Team
from luoshi.platforms.projects.tests.delivered import (
    DEPARTMENT,
    LEADER,
    PLAN,
    building,
    frozen,
    node_done,
    visited,
    with_leader,
    with_team,
)
from luoshi.platforms.projects.tests.factories import do
from luoshi.platforms.projects.tests.pictures import picture

pytestmark = pytest.mark.django_db
LATER = PLAN.replace("2026-10-31", "2026-11-30")


@pytest.fixture
def town(town):
    with_leader(town)
    return town


def test_a_team_is_two_posts_from_a_day_on(builder):
    case = building(builder)

    team = Team.objects.get(project=case.pk)
    assert (team.leader.code, team.department.code) == (LEADER, DEPARTMENT)
    assert (team.valid_from, team.valid_to) == (date(2026, 4, 20), None)
    assert verify(case).sound


def test_a_new_team_ends_the_one_before(builder):
    case = with_team(
        building(builder), builder, "2026-07-01", team_from="2026-07-01", team_until="2027-07-01"
    )

    spans = Team.objects.filter(project=case.pk).order_by("valid_from").values_list("valid_from", "valid_to")
    assert list(spans) == [
        (date(2026, 4, 20), date(2026, 7, 1)),
        (date(2026, 7, 1), date(2027, 7, 1)),
    ]


@pytest.mark.parametrize(
    ("given", "code"),
    [({"leader_post": "nobody"}, "post-unknown"), ({"team_from": "2026-04-20"}, "team-order")],
)
def test_a_team_that_cannot_be_is_refused_whole(builder, given, code):
    case = building(builder)

    with pytest.raises(LuoshiError) as refused:
        with_team(case, builder, "2026-07-01", **{"team_from": "2026-07-01"} | given)

    assert refused.value.code == code
    assert Team.objects.count() == 1
    case.refresh_from_db()
    assert verify(case).sound


def test_a_team_that_ends_before_it_begins_is_refused(builder):
    with pytest.raises(ActRefused, match="终止日"):
        with_team(building(builder, team=False), builder, team_until="2026-04-20")


def test_a_visit_is_kept_with_what_its_picture_says(builder):
    case = visited(building(builder), builder, "2026-05-12", visit_place="一号厂房")

    visit = SiteVisit.objects.get(project=case.pk)
    assert (visit.verdict, visit.metres, visit.days) == ("matches", 0, 0)
    assert (visit.post.code, visit.visited_on) == ("education-builder", date(2026, 5, 12))
    assert visit.taken_at is not None


@pytest.mark.parametrize(
    ("photo", "verdict"),
    [
        ({"place": (124.37, 43.30)}, "far"),
        ({"at": "2026:04:30 10:00:00"}, "older"),
        ({"at": None, "place": None}, "no_data"),
        ({"place": None}, "time_only"),
    ],
)
def test_a_picture_that_does_not_fit_is_said_to_and_kept(builder, photo, verdict):
    case = building(builder)

    visited(case, builder, "2026-05-12", picture(**photo))

    assert SiteVisit.objects.get().verdict == verdict


def test_one_picture_shows_one_visit_only(builder):
    case = building(builder)
    for day in ("2026-05-12", "2026-05-13"):
        case = visited(case, builder, day, picture())

    assert list(SiteVisit.objects.order_by("pk").values_list("verdict", flat=True)) == ["matches", "reused"]


def test_a_picture_that_is_not_in_the_store_says_nothing(builder):
    case, lost = building(builder), StoredFile("ee" * 32, "现场.jpg", "image/jpeg", 10, "走访照片")

    do(case, "visit", builder, "2026-05-12", lost, visited_on="2026-05-12", finding="基础施工")

    assert SiteVisit.objects.get().verdict == "no_data"


def test_a_second_visit_needs_a_picture_of_its_own(builder):
    case = visited(building(builder), builder, "2026-05-12")

    with pytest.raises(LuoshiError, match="照片"):
        do(case, "visit", builder, "2026-05-20", visited_on="2026-05-20", finding="基础施工")


def test_nobody_visits_tomorrow(builder):
    with pytest.raises(ActRefused, match="走访日期"):
        visited(building(builder), builder, "2026-05-12", visited_on="2026-05-13")


def test_nodes_are_frozen_and_done_one_by_one(builder):
    case = node_done(frozen(building(builder), builder), builder, "2026-07-05")

    plan = NodePlan.objects.get(project=case.pk)
    assert (plan.version, plan.frozen_on) == (1, date(2026, 4, 21))
    done = plan.nodes.values_list("title", "planned_on", "weight", "done_on").order_by("number")
    assert list(done) == [
        ("基础完工", date(2026, 6, 30), 40, date(2026, 7, 5)),
        ("主体封顶", date(2026, 10, 31), 40, None),
        ("设备安装", date(2027, 8, 31), 20, None),
    ]


def test_a_change_is_a_new_version_that_keeps_what_was_done_and_first_planned(builder):
    case = node_done(frozen(building(builder), builder), builder, "2026-07-05")

    case = frozen(case, builder, "2026-08-01", nodes=LATER, nodes_reason="汛期停工")

    assert list(NodePlan.objects.order_by("version").values_list("version", "current")) == [
        (1, False),
        (2, True),
    ]
    done, moved, _ = Node.objects.filter(plan__version=2).order_by("number")
    assert done.done_on == date(2026, 7, 5)
    assert (moved.planned_on, moved.first_planned_on) == (date(2026, 11, 30), date(2026, 10, 31))
    assert verify(case).sound


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"nodes": LATER}, "写明理由"),
        ({"nodes": PLAN.replace(" 40 基础完工", " 50 基础完工"), "nodes_reason": "调整"}, "权重合计100"),
        ({"nodes": PLAN.replace("基础完工", "桩基"), "nodes_reason": "调整"}, "须保留"),
    ],
)
def test_a_frozen_plan_is_not_changed_in_passing(builder, given, why):
    case = node_done(frozen(building(builder), builder), builder, "2026-07-05")

    with pytest.raises(ActRefused, match=why):
        do(case, "freeze", builder, "2026-08-01", **given)

    assert NodePlan.objects.count() == 1


@pytest.mark.parametrize(("node", "day"), [("竣工", "2026-07-06"), ("基础完工", "2026-07-06")])
def test_only_an_open_node_of_the_plan_is_done(builder, node, day):
    case = node_done(frozen(building(builder), builder), builder, "2026-07-05")

    with pytest.raises(ActRefused, match="没有这个节点"):
        node_done(case, builder, day, node)


def test_each_node_needs_proof_of_its_own(builder):
    case = node_done(frozen(building(builder), builder), builder, "2026-07-05")

    with pytest.raises(LuoshiError, match="佐证"):
        do(case, "node", builder, "2026-10-30", node="主体封顶", node_done_on="2026-10-30")


def test_a_unit_names_no_team_and_freezes_nothing(town, builder):
    case, handler = building(builder, team=False), town["education_handler"]

    for step in (with_team, frozen):
        with pytest.raises(ActRefused, match="发展改革部门"):
            step(case, handler)
