"""Projects at the desk: the list with what it comes to, and one project from the idea to what came of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from luoshi.desk.tests.factories import text_of
from luoshi.desk.tests.test_english import unmarked
from luoshi.kernel.cases.tests.factories import organisation, person
from luoshi.kernel.orgs.models import Kind
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.projects.tests.factories import MILLION, do, propose, started

LIST = "/desk/projects/"
PLACE = {"locality": "tiexi", "point": "124.350400,43.146400"}


@pytest.fixture
def builder(town):
    organisation("tiexi", parent=town.units["siping"], kind=Kind.DISTRICT)
    account = person("builder", town.units["education"], "handler", "head", "projects")
    return actor_of(account, on=date(2026, 3, 1))


@pytest.fixture
def commission(town):
    account = person("commission", town.units["siping"], "projects", reads=("project",))
    town.accounts["commission"] = account
    return actor_of(account, on=date(2026, 3, 1))


def at(case):
    return reverse("desk:project", args=[case.code])


def names(page):
    return [line.project.name for line in page.context["listed"].lines]


def test_the_list_says_what_the_projects_come_to(builder, sign_in):
    started(builder, until="fund", title="甲")
    propose(builder, title="乙", planned=20 * MILLION)

    page = sign_in("education_head").get(LIST)

    assert names(page) == ["甲", "乙"]  # the larger first
    assert "2 个项目，计划总投资 10,000 万元，已落实资金 8,000 万元" in text_of(page)
    assert [(sums.state, sums.projects) for sums in page.context["listed"].sums] == [
        ("proposed", 1), ("approved", 1),
    ]  # fmt: skip


def test_each_reads_the_projects_of_their_own_bodies(builder, commission, sign_in):
    case = propose(builder)

    assert names(sign_in("commission").get(LIST)) == [case.title]
    assert names(sign_in("monitor").get(LIST)) == [case.title]
    assert names(sign_in("transport_head").get(LIST)) == []
    assert sign_in("transport_head").get(at(case)).status_code == 404
    assert sign_in("deputy").get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=加工园区", ["加工园区"]),
        ("q=工园", ["加工园区"]),
        ("q=没有", []),
        ("q=%00", ["加工园区", "小桥"]),
        ("district=tiexi", ["小桥"]),
        ("unit=education", ["加工园区", "小桥"]),
        ("state=approved", ["小桥"]),
        ("sort=infrastructure", ["小桥"]),
        ("size=m", ["小桥"]),
        ("size=l", ["加工园区"]),
        ("stalled=30", ["加工园区"]),
        ("order=waiting", ["加工园区", "小桥"]),
        ("state=nothing&district='&page=x", ["加工园区", "小桥"]),
    ],
)
def test_the_list_is_narrowed_and_what_is_unknown_is_ignored(builder, sign_in, asked, found):
    propose(builder, title="加工园区", at="2026-01-12")
    started(builder, until="approve", title="小桥", planned=6 * MILLION, sort="infrastructure", **PLACE)

    assert names(sign_in("office").get(f"{LIST}?{asked}")) == found


def test_the_map_draws_each_project_by_its_stage_and_counts_those_without_a_place(builder, sign_in):
    started(builder, **PLACE)
    propose(builder, title="没有位置")

    page = sign_in("office").get(LIST)

    (mark,) = page.context["map"].marks
    assert mark.stage == "building"
    assert "另有 1 个项目没有位置" in text_of(page)


def test_a_project_says_which_gate_comes_next_what_it_wants_and_of_whom(builder, sign_in):
    case = started(builder, until="approve")

    page = sign_in("monitor").get(at(case))

    said = text_of(page)
    opened = page.context["opened"]
    assert [gate.action.key for gate in opened.gates if gate.passed_on] == ["reserve", "approve"]
    assert opened.gates[1].passed_on == date(2026, 2, 9)  # the day of the paper
    assert opened.next.action.key == "start"
    for words in (
        "尚未取得用地批准手续",
        "尚未取得施工许可证",
        "资金尚未落实",
        "政府投资条例",
        "材料：现场照片或施工合同",
    ):
        assert words in said
    assert {"education_head", "education_handler", "builder"} == {one.name for one in opened.deciders}
    assert "2026-02-10 起，已 28 天" in said


def test_gates_that_an_enterprise_does_not_know_are_left_out(builder, sign_in):
    firm, city = started(builder), propose(builder, nature="government", title="学校")

    shown = {
        case.title: {
            gate.action.key for gate in sign_in("office").get(at(case)).context["opened"].gates
        } & {"feasibility", "design"}
        for case in (firm, city)
    }  # fmt: skip

    assert shown == {firm.title: set(), "学校": {"feasibility", "design"}}


def test_months_are_told_once_each_with_their_sum(builder, sign_in):
    case = started(builder, at="2026-01-12")
    for month, invested in (("2026-04-01", 3), ("2026-05-01", 2), ("2026-04-01", 4)):
        told: dict[str, Any] = {"month": month, "invested": invested * MILLION, "physical": 450}
        case = do(case, "report", builder, "2026-06-01", **told, note="更正")

    opened = sign_in("office").get(at(case)).context["opened"]

    assert [(month.invested, month.so_far) for month in opened.months] == [
        (4 * MILLION, 4 * MILLION), (2 * MILLION, 6 * MILLION),
    ]  # fmt: skip
    assert len(opened.permits) == 3


def test_the_page_of_the_matter_leads_to_the_whole_project_and_back(builder, sign_in):
    case = propose(builder)
    client = sign_in("office")
    matter = reverse("desk:case", args=[case.code])

    assert at(case) in client.get(matter).content.decode()
    assert matter in client.get(at(case)).content.decode()


def test_the_bar_shows_the_platforms_one_works_with_and_marks_the_page(builder, town, sign_in):
    page = sign_in("office").get(LIST).content.decode()

    assert '<summary aria-current="true">平台</summary>' in page
    assert '<a href="/desk/projects/" aria-current="page">项目</a>' in page
    assert "平台</summary>" not in sign_in("deputy").get("/desk/").content.decode()


def test_the_english_pages_mark_every_chinese_word(builder, sign_in):
    case = started(builder, **PLACE)
    client = sign_in("office")

    for address in (LIST, at(case)):
        assert unmarked(client.get(address, HTTP_ACCEPT_LANGUAGE="en")) == []


def test_as_many_queries_for_many_projects_as_for_few(builder, sign_in, django_assert_max_num_queries):
    client = sign_in("office")
    case = started(builder, **PLACE)
    with django_assert_max_num_queries(14) as few:
        client.get(LIST)
    with django_assert_max_num_queries(29) as one:
        client.get(at(case))

    for number in range(12):
        started(builder, title=f"项目{number}", **PLACE)
    for month in ("2026-04-01", "2026-05-01", "2026-06-01"):
        case = do(case, "report", builder, "2026-07-01", month=month, invested=MILLION, physical=100)

    with django_assert_max_num_queries(len(few)):
        assert len(names(client.get(LIST))) == 13
    with django_assert_max_num_queries(len(one)):
        client.get(at(case))
