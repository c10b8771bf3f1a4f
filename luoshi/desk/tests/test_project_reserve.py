"""The library of projects and the figures opened: who reads them, and what they say."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from luoshi.kernel.cases.tests.factories import moment, person
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.projects.tests.factories import MILLION, started


@pytest.fixture
def builder(town):
    town.accounts["builder"] = person("builder", town.units["education"], "handler", "head", "projects")
    return actor_of(town.accounts["builder"], on=date(2026, 3, 1))


@pytest.fixture
def commission(town):
    account = person("commission", town.units["siping"], "projects", reads=("project",))
    town.accounts["commission"] = account
    return account


def page_of(client, name, **asked):
    return client.get(reverse(f"desk:{name}"), asked).content.decode()


def test_the_library_tells_bands_hops_and_each_projects_parts(builder, commission, sign_in):
    started(builder, until="permit", planned=120 * MILLION, title="示例冷链仓储项目")
    started(builder, until="reserve", title="示例养老院项目")

    page = page_of(sign_in("commission"), "project_reserve")

    assert page.index("示例冷链仓储项目") < page.index("示例养老院项目")  # the readier one first
    assert "资金落实66%" in page
    assert "没有规划许可、施工许可" in page
    assert "1 / 2" in page
    assert "共 2 个项目" in page


def test_the_list_is_narrowed_by_name_and_size(builder, commission, sign_in):
    started(builder, until="reserve", planned=120 * MILLION, title="示例冷链仓储项目")
    started(builder, until="reserve", title="示例养老院项目")

    client = sign_in("commission")

    assert "示例冷链" not in page_of(client, "project_reserve", q="养老")
    large = page_of(client, "project_reserve", least=10_000_000_000)
    assert "示例冷链仓储项目" in large
    assert "共 1 个项目" in large
    assert "共 2 个项目" in page_of(client, "project_reserve", least="x", page="-1", horizon="nine")


def test_what_looks_entered_twice_stands_there_with_its_grounds(builder, commission, sign_in):
    said = {"developer": "示例实业有限公司", "address": "示例镇示例路1号"}
    started(builder, until="reserve", title="示例镇冷链仓储项目", **said)
    started(builder, until="reserve", title="四平市示例镇冷链仓储建设工程", **said)

    page = page_of(sign_in("commission"), "project_reserve")

    assert "疑似重复" in page
    assert "名称相近100%；同一统一社会信用代码；同一建设地点" in page


def test_a_figure_opens_to_what_counts_and_to_what_does_not(builder, commission, sign_in, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment("2026-11-27"))
    started(builder, title="示例已开工项目")
    started(builder, title="示例小项目", planned=49 * MILLION)
    started(builder, title="示例未开工项目", until="fund")
    client = sign_in("commission")

    page = page_of(client, "project_figures")
    below = page_of(client, "project_figures", reason="below")

    assert "计入 <b>1</b> 个" in page
    assert "计划总投资不足门槛（1）" in page
    assert "本年未开工、未复工（1）" in page
    assert "示例小项目" in below
    assert "示例已开工项目" not in below
    assert client.get(reverse("desk:project_figures"), {"figure": "none"}).status_code == 404
    assert "示例" in page_of(client, "project_figures", year="99999", page="0")


def test_everyone_sees_only_the_projects_below_ones_own_unit(builder, town, sign_in):
    started(builder, title="示例教育项目")

    assert "示例教育项目" in page_of(sign_in("education_head"), "project_figures")
    assert "示例教育项目" not in page_of(sign_in("transport_head"), "project_figures")
    assert "示例教育项目" in page_of(sign_in("monitor"), "project_figures")
    assert sign_in("deputy").get(reverse("desk:project_reserve")).status_code == 403


@pytest.mark.parametrize("name", ["project_reserve", "project_figures"])
def test_as_many_queries_for_many_projects_as_for_few(
    name, builder, commission, sign_in, django_assert_num_queries
):
    client = sign_in("commission")
    for _ in range(2):  # alike, so that there is something to compare
        started(builder, until="reserve")
    page_of(client, name)
    with CaptureQueriesContext(connection) as few:
        page_of(client, name)
    for _ in range(4):
        started(builder, until="reserve")

    with django_assert_num_queries(len(few)):
        page_of(client, name)
