"""The lists of projects at the desk: counted, narrowed, printed, taken away, compared and changed."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from luoshi.desk.tests.factories import INLINE, text_of
from luoshi.desk.tests.test_english import unmarked
from luoshi.kernel.cases.tests.factories import moment, organisation, person
from luoshi.kernel.orgs.models import Kind
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.projects.lists.keeping import keep_lists
from luoshi.platforms.projects.models import ListVersion, Project
from luoshi.platforms.projects.tests.factories import MILLION
from luoshi.platforms.projects.tests.populations import held, load, placed

LISTS = "/desk/projects/lists/"
BUILDING = f"{LISTS}building/"
PAGES = (LISTS, BUILDING, f"{BUILDING}print/", f"{BUILDING}months/", f"{BUILDING}definition/")


@pytest.fixture
def town(town):
    organisation("development-reform", parent=town.units["siping"])
    district = organisation("tiexi", parent=town.units["siping"], kind=Kind.DISTRICT)
    town.units["tiexi"] = district
    town.units["street"] = organisation("street", parent=district, kind=Kind.STREET)
    town.accounts["keeper"] = person("keeper", town.units["siping"], "projects", reads=("project",))
    town.accounts["builder"] = person("builder", town.units["education"], "handler", "head", "projects")
    town.accounts["roads"] = person("roads", town.units["transport"], "handler", "projects")
    load()
    return town


@pytest.fixture
def builder(town):
    return actor_of(town.accounts["builder"], on=date(2026, 3, 1))


@pytest.fixture
def keeper(sign_in):
    return sign_in("keeper")


def built(builder, name, **columns):
    return placed(builder, name, **({"state": "building", "stage_since": date(2026, 2, 8)} | columns))


def names_on(answer):
    return re.findall(
        r'<a class="title"\s+href="/desk/cases/[^"]+"[^>]*>\s*([^<]+?)\s*</a>', answer.content.decode()
    )


def test_the_index_counts_each_list_and_its_change_since_the_month_before(builder, keeper):
    built(builder, "甲")
    keep_lists(at=moment("2026-02-28"))
    built(builder, "乙")

    said = text_of(keeper.get(LISTS))

    assert "在建项目清单 待核 2 个 +1 2026-02-28" in said
    assert "谋划项目清单 待核 0 个 0 2026-02-28" in said
    assert re.search("谋划 .* 资金 .* 建设 .* 入库入统", said)


def test_without_lists_the_index_says_so(keeper):
    ListVersion.objects.all().delete()

    assert "还没有清单" in text_of(keeper.get(LISTS))


def test_a_list_shows_its_columns_as_people_read_them(builder, keeper):
    built(builder, "甲", sort="industry", planned=12_345_678_900, invested=5 * MILLION, physical=325)

    said = text_of(keeper.get(BUILDING))

    assert "环节为在建" in said
    assert "计划总投资（万元） 累计完成投资（万元） 投资完成率（%）" in said
    assert (
        "甲 education 产业 12,345.68 500 4.1 3.25" in said or "甲 education 产业 12,345.68 500 4.10" in said
    )


def test_a_list_is_narrowed_by_place_unit_size_and_words(builder, keeper):
    built(builder, "铁西厂房", locality="tiexi")
    built(builder, "街道厂房", locality="street", planned=200 * MILLION)
    built(builder, "别处厂房", path="siping/transport/", planned=10 * MILLION)

    def found(query):
        return set(names_on(keeper.get(f"{BUILDING}?{query}")))

    assert found("place=tiexi") == {"铁西厂房", "街道厂房"}
    assert found("unit=transport") == {"别处厂房"}
    assert found("size=5000") == {"铁西厂房", "街道厂房"}
    assert found("size=10000") == {"街道厂房"}
    assert found("q=厂房&unit=education") == {"铁西厂房", "街道厂房"}
    assert found("size=x&place=nowhere&sort=-cost&page=9") == {"铁西厂房", "街道厂房", "别处厂房"}
    assert "没有符合条件的项目" in text_of(keeper.get(f"{BUILDING}?q=没有"))


def test_another_order_may_be_chosen(builder, keeper):
    built(builder, "大", planned=90 * MILLION, stage_since=date(2026, 3, 1))
    built(builder, "小", planned=20 * MILLION, stage_since=date(2025, 3, 1))

    assert names_on(keeper.get(BUILDING)) == ["大", "小"]
    assert names_on(keeper.get(f"{BUILDING}?sort=-days_in_state")) == ["小", "大"]


def test_a_long_list_has_pages(builder, keeper, monkeypatch):
    monkeypatch.setattr("luoshi.desk.pages.project_lists.EACH", 2)
    for number in range(5):
        built(builder, f"项目{number}", planned=(9 - number) * MILLION)

    assert names_on(keeper.get(BUILDING)) == ["项目0", "项目1"]
    last = keeper.get(f"{BUILDING}?page=3")
    assert names_on(last) == ["项目4"]
    assert "3 / 3" in text_of(last)


@pytest.mark.parametrize("page", [*PAGES, f"{BUILDING}list.csv"])
def test_a_page_asks_the_same_number_of_questions_however_many_there_are(builder, keeper, page):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert keeper.get(page).status_code == 200
        return len(asked)

    built(builder, "甲")
    keep_lists(at=moment("2026-01-31"))
    built(builder, "乙")
    keep_lists(at=moment("2026-02-28"))
    questions()
    few = questions()
    for number in range(12):
        built(builder, f"项目{number}", locality="tiexi")
    keep_lists(at=moment("2026-03-09"))

    assert questions() == few
    assert few <= 18


@pytest.mark.parametrize(("who", "sees"), [("roads", ["路"]), ("builder", ["校"]), ("keeper", ["校", "路"])])
def test_everybody_sees_the_projects_of_their_own_organisations_only(builder, sign_in, who, sees):
    built(builder, "校")
    built(builder, "路", path="siping/transport/")
    keep_lists(at=moment("2026-01-31"))
    Project.objects.update(state="suspended")
    keep_lists(at=moment("2026-02-28"))
    client = sign_in(who)

    assert names_on(client.get(f"{LISTS}suspended/")) == sees
    assert names_on(client.get(f"{LISTS}suspended/print/")) == sees
    assert names_on(client.get(f"{BUILDING}months/?show=left")) == sees
    assert re.findall("[校路]", client.get(f"{LISTS}suspended/list.csv").content.decode("utf-8-sig")) == sees
    assert f"停工项目清单 待核 {len(sees)} " in text_of(client.get(LISTS))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["deputy", "colleague"])
def test_who_has_no_part_in_projects_reads_no_list(town, sign_in, who, page):
    assert sign_in(who).get(page).status_code == 403


@pytest.mark.parametrize("page", PAGES[1:])
def test_a_list_there_is_not_is_not_found(keeper, page):
    assert keeper.get(page.replace("building", "nothing")).status_code == 404


def test_the_print_view_has_the_whole_list_with_its_head(builder, keeper, monkeypatch):
    for number in range(3):
        built(builder, f"项目{number}", locality="tiexi")

    answer = keeper.get(f"{BUILDING}print/?place=tiexi&size=5000")

    said = text_of(answer)
    assert "在建项目清单 建设 责任单位 development-reform 2026年3月10日 3 个项目" in said
    assert "口径：环节为在建；属地：tiexi；规模：5000万元以上" in said
    assert "desk/project_print.css" in answer.content.decode()
    monkeypatch.setattr("luoshi.desk.pages.project_lists.PRINTED", 2)
    assert "只印前 2 个" in text_of(keeper.get(f"{BUILDING}print/"))


def test_the_list_is_taken_away_as_a_table_in_which_nothing_runs(builder, keeper):
    built(builder, "=HYPERLINK(1)", invested=123_456_789, started_on=date(2026, 2, 8), simulated=True)

    book = load_workbook(io.BytesIO(keeper.get(f"{BUILDING}list.xlsx").content))

    sheet = book.active
    assert sheet
    titles, row = sheet.iter_rows(values_only=True)
    assert titles[:4] == ("编号", "项目名称", "责任单位", "属地")
    line: dict[Any, Any] = dict(zip(titles, row, strict=True))
    assert line["项目名称"] == "'=HYPERLINK(1)"
    assert line["累计完成投资（万元）"] == 123.456789
    assert line["开工日期"].date() == date(2026, 2, 8)
    assert line["模拟"] == "模拟"
    csv = keeper.get(f"{BUILDING}list.csv")
    assert ",'=HYPERLINK(1)," in csv.content.decode("utf-8-sig")
    assert 'filename="projects-building-20260310.csv"' in csv.headers["Content-Disposition"]


def test_too_long_a_list_is_not_taken_away_in_one(builder, keeper, monkeypatch):
    monkeypatch.setattr("luoshi.desk.pages.project_lists.EXPORTED", 1)
    built(builder, "甲"), built(builder, "乙")

    answer = keeper.get(f"{BUILDING}list.xlsx")

    assert answer.status_code == 409
    assert "请用条件缩小范围" in text_of(answer)


def test_two_months_stand_side_by_side(builder, keeper):
    for name in ("停", "动", "不动"):
        built(builder, name, library_on=date(2026, 1, 2))
    keep_lists(at=moment("2026-01-31"))
    Project.objects.filter(name="停").update(state="suspended")
    Project.objects.filter(name="动").update(invested=MILLION)
    built(builder, "新")
    keep_lists(at=moment("2026-02-28"))

    def shown(query=""):
        return keeper.get(f"{BUILDING}months/?{query}")

    assert "新列入 1 已离开 1 仍在列 2 没有进展 1" in text_of(shown())
    assert names_on(shown()) == ["新"]
    assert "停工 停工项目清单、 已入库未入统项目清单" in text_of(shown("show=left"))
    assert names_on(shown("show=stayed")) == ["动", "不动"]
    assert names_on(shown("show=stuck")) == ["不动"]
    assert "20 2 0" in text_of(shown("show=stuck"))  # days in its state, months on the list, invested
    assert names_on(shown("from=2026-01&to=2026-02&show=nothing")) == ["新"]
    assert "还没有留存" not in text_of(shown("from=2026-02&to=2026-01"))


def test_before_there_are_two_months_the_page_says_so(keeper):
    assert "还没有留存" in text_of(keeper.get(f"{BUILDING}months/"))

    keep_lists(at=moment("2026-02-28"))

    assert "只在 2026-02-28 留存过一次" in text_of(keeper.get(f"{BUILDING}months/"))


def filled(client, **more):
    """The form as the page shows it, some of it changed."""
    page = client.get(f"{BUILDING}definition/").context["form"]
    values = {field.html_name: field.value() for field in page}
    return {name: value for name, value in values.items() if value not in (None, "")} | more


def test_a_list_is_changed_by_choosing(builder, keeper):
    built(builder, "民生", livelihood=True), built(builder, "其他")
    change = {
        **{"term1_field": "livelihood", "term1_op": "eq", "term1_value": "是"},
        **{"term2_field": "planned", "term2_op": "ge", "term2_value": "5,000万元"},
        **{"column0": "code", "column1": "name", "order0": "name", "owner": "education", "cycle": "quarter"},
        "why": "按调度会要求",
    }

    answer = keeper.post(f"{BUILDING}definition/", filled(keeper, **change), follow=True)

    said = text_of(answer)
    assert "已改为第 2 版" in said
    assert "环节为在建；民生项目为是；计划总投资不少于5000万元" in said
    assert "第 2 版 2026-03-10 09:00 keeper 按调度会要求" in said
    assert "第 1 版 2026-01-05 09:00 随城市文件载入" in said
    assert names_on(keeper.get(BUILDING)) == ["民生"]
    assert held("building").definition.order[0].written == "name"


def test_what_cannot_be_asked_is_told_beside_the_term_and_nothing_is_kept(keeper):
    change = {
        **{"term1_field": "planned", "term1_op": "ge", "term1_value": "很多"},
        **{"term3_field": "state", "term3_op": "in", "term3_value": "在建、睡着"},
        **{"column1": "name", "column2": "name"},
    }

    answer = keeper.post(f"{BUILDING}definition/", filled(keeper, **change))

    assert answer.status_code == 422
    said = text_of(answer)
    assert "以万元为单位的数" in said
    assert "没有“睡着”。可用：谋划 proposed" in said
    assert "栏目：有栏目重复" in said
    assert ListVersion.objects.filter(list__key="building").count() == 1


def test_the_same_again_is_no_new_version(keeper):
    answer = keeper.post(f"{BUILDING}definition/", filled(keeper), follow=True)

    assert "没有改动" in text_of(answer)
    assert ListVersion.objects.filter(list__key="building").count() == 1


def test_a_change_upon_an_older_version_is_refused(keeper):
    old = filled(keeper, cycle="quarter")
    keeper.post(f"{BUILDING}definition/", filled(keeper, owner="education"))

    answer = keeper.post(f"{BUILDING}definition/", old)

    assert answer.status_code == 409
    assert "刚被别人改过" in text_of(answer)


@pytest.mark.parametrize("who", ["education_handler", "office", "monitor"])
def test_others_read_what_a_list_is_and_change_nothing(keeper, sign_in, who):
    client = sign_in(who)
    answer = client.get(f"{BUILDING}definition/")

    assert "清单由项目管理岗修改" in text_of(answer)
    assert "存为新版本" not in text_of(answer)
    assert client.post(f"{BUILDING}definition/", filled(keeper, cycle="quarter")).status_code == 403
    assert ListVersion.objects.filter(list__key="building").count() == 1


@pytest.mark.parametrize("page", [*PAGES, f"{BUILDING}months/?show=left", f"{BUILDING}months/?show=stuck"])
def test_pages_say_what_is_simulated_and_mark_what_stays_chinese_in_english(builder, keeper, page):
    built(builder, "甲", simulated=True)
    keep_lists(at=moment("2026-01-31"))
    keep_lists(at=moment("2026-02-28"))

    answer = keeper.get(page, HTTP_ACCEPT_LANGUAGE="en")

    assert not INLINE.search(answer.content.decode())
    assert unmarked(answer) == []
    if page in (BUILDING, f"{BUILDING}print/", f"{BUILDING}months/?show=stuck"):
        assert "This page holds simulated data" in text_of(answer) or "simulated" in text_of(answer)
