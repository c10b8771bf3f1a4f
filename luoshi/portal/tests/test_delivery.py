"""What has been delivered is counted right, dated, and never changed by what comes later."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pyarrow.parquet
import pytest

from luoshi.kernel.commitments.models import ChangeRecord, Commitment, Light, TargetPlan
from luoshi.portal.queries import home_slug
from luoshi.portal.standing import board_of
from luoshi.portal.tests.delivering import JOBS, light, make_delivered_city, moment, publish
from luoshi.portal.tests.factories import addresses, make_city
from luoshi.portal.tests.test_english import Unmarked
from luoshi.portal.tests.test_safety import INLINE

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def city():
    return make_delivered_city()


def text_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def change_target(code: str, *, value: int) -> None:
    old = TargetPlan.objects.get(commitment__code=code)
    fields = {f.name: getattr(old, f.name) for f in TargetPlan._meta.fields if f.name != "id"}
    new = TargetPlan.objects.create(**fields | {"version": 2, "origin": "change", "value": Decimal(value)})
    ChangeRecord.objects.create(
        commitment=old.commitment,
        plan=new,
        what="target",
        origin="change",
        quote=old.quote,
        changes={"value": ["15000", str(value)]},
        reason="因灾调整",
        who="市政府办公室",
        approved_by="常务会议纪要",
        at=moment("2026-09-15"),
    )


def test_before_any_light_the_home_page_stays_as_it_was(client):
    make_city()

    page = text_of(client, "/")

    assert "可以核验的承诺有 <b>4</b> 项" in page
    assert 'class="verdicts"' not in page


def test_the_sentence_and_the_bar_equal_a_count_by_hand(client, city):
    # 2026-001 has no figures and 2026-003 no evidence; nine of twelve months of 1250 are on pace, and 11250
    # are more than the 15000 jobs want by then; the school wants 15000 of the same series.
    by_hand = {
        code: min(
            (one.state for one in Light.objects.filter(commitment__code=code, on=date(2026, 9, 30))),
            key=["far_behind", "behind", "unknown", "on_pace", "done"].index,
        )
        for code in ("2026-001", "2026-002", "2026-003", "2026-004")
    }
    assert by_hand == {
        "2026-001": "unknown",
        "2026-002": "on_pace",
        "2026-003": "unknown",
        "2026-004": "on_pace",
    }

    page = text_of(client, "/")

    assert (
        "2026年报告 <b>4</b> 条可核验承诺，截至 <b>9月30日</b>：完成 0，达序时 2，欠进度 0，暂无法判断 2。"
        in page
    )
    assert 'aria-label="已完成 0 达序时 2 欠进度 0 严重滞后 0 暂无法判断 2 "' in page


def test_a_day_that_was_asked_for_never_changes_when_later_data_come(client, city):
    asked = [
        "/?as_of=2026-08-31",
        "/commitments/2026-002/?as_of=2026-08-31",
        "/reports/" + home_slug() + "/?as_of=2026-08-31",
        "/data/lights.json?as_of=2026-08-31",
        "/api/commitments/2026-002?as_of=2026-08-31",
    ]
    before = [text_of(client, address) for address in asked]

    publish(JOBS, [10] * 8, at="2026-11-01")
    light(city, "2026-08-31", at="2026-11-02")
    light(city, "2026-10-31", at="2026-11-15")

    for address, then in zip(asked, before, strict=True):
        assert text_of(client, address).splitlines() == then.splitlines()


def test_a_revision_stands_beside_the_verdict_it_revises(client, city):
    publish(JOBS, [10] * 8, at="2026-11-01")
    light(city, "2026-08-31", at="2026-11-02")

    page = text_of(client, "/corrections/")
    own = text_of(client, "/commitments/2026-002/")

    assert "改过的判断 2 次" in page
    listed = page[page.index('id="lights"') : page.index('id="figures"')]
    assert listed.count("state on_pace") == listed.count("state far_behind") == 2
    assert "2026-11-02 修订为" in own
    assert "2026-11-01 修订，原为 1,250" in own


def test_a_real_figure_shows_its_own_last_revision_and_no_invented_one(client, city):
    publish(JOBS, [10], at="2026-10-05")
    publish(JOBS, [1000], simulated=False)
    publish(JOBS, [1100], simulated=False, at="2026-10-06")
    publish(JOBS, [1200], simulated=False, at="2026-10-07")
    light(city, "2026-10-31", at="2026-11-02")

    page = text_of(client, "/commitments/2026-002/")

    assert "2026-10-07 修订，原为 1,100" in page
    assert "原为 1,250" not in page
    assert "原为 1,000" not in page


def test_the_verdict_on_the_original_target_stays_beside_the_adjusted_one(client, city):
    change_target("2026-002", value=9000)
    light(city, "2026-09-30", at="2026-10-20")

    page = text_of(client, "/commitments/2026-002/")
    lights = client.get("/api/lights", {"code": "2026-002"}).json()["items"]

    assert "原目标的结论保留在上面" in page
    assert "因灾调整（常务会议纪要）" in page
    assert [one["adjusted"] for one in lights] == [False, True]
    assert board_of(home_slug()).by_pk[Commitment.objects.get(code="2026-002").pk].state == "on_pace"


@pytest.mark.parametrize("simulated", [True, False])
def test_simulated_figures_say_so(client, simulated):
    make_delivered_city(simulated=simulated)

    for address in ("/", "/commitments/2026-002/", "/commitments/", f"/reports/{home_slug()}/", "/units/"):
        assert ("本页含模拟数据" in text_of(client, address)) is simulated

    assert ("模拟数据" in client.get("/feed.atom").content.decode()) is False
    assert client.get("/data/iati.json").json()["simulated"] is simulated


def test_the_chart_is_drawn_from_a_table_that_comes_first(client, city):
    page = text_of(client, "/commitments/2026-002/")

    assert page.index('id="way-1"') < page.index('data-of="way-1"')
    assert 'data-on="2026-09-30"' in page
    assert 'data-actual="11250"' in page
    assert page.count("echarts-6.1.0.line.min.js") == 1
    assert "echarts" not in text_of(client, "/commitments/2026-003/")
    assert "echarts" not in text_of(client, "/")


def test_who_answers_is_a_suggestion_until_confirmed(client, city):
    page = text_of(client, "/commitments/2026-002/")

    assert "测试市人力资源局" in page
    assert "建议，待确认" in page
    assert "报告没有写日期，按时期末" in page


def test_a_unit_that_leads_few_is_marked_and_never_scored(client, city):
    page = text_of(client, "/units/")

    assert "件数少" in page
    assert "%</td>" not in page


def test_what_changed_from_month_to_month_is_listed_and_fed(client):
    report = make_delivered_city()
    publish(JOBS, [1250 * n for n in range(1, 8)] + [8760, 8770, 8780], at="2026-11-05")
    light(report, "2026-10-31", at="2026-11-15")

    page = text_of(client, "/changes/")
    feed = ElementTree.fromstring(client.get("/feed.atom").content)

    assert "2 项承诺的判断变了类别" in page
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert len(titles) == 2
    assert all("达序时→欠进度（模拟数据）" in (title or "") for title in titles)


def test_what_falls_due_is_listed_by_day(client, city):
    page = text_of(client, "/due/?as_of=2026-11-30")

    assert "2026-12-31" in page
    assert "4 项，已完成 0 项" in page
    assert "没有到期的承诺" in text_of(client, "/due/?as_of=2026-09-30")


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_lights_can_be_taken_away_whole(client, city, form):
    response = client.get(f"/data/lights.{form}?as_of=2026-08-31")

    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    elif form == "json":
        rows = response.json()
    else:
        rows = pyarrow.parquet.read_table(io.BytesIO(response.content)).to_pylist()

    kept = {light.commitment.code: light for light in Light.objects.filter(on=date(2026, 8, 31))}
    assert {row["code"] for row in rows} == set(kept)
    assert [row["as_of"] for row in rows] == ["2026-08-31"] * 4
    jobs = next(row for row in rows if row["code"] == "2026-002")
    assert Decimal(str(jobs["actual"])) == kept["2026-002"].actual == 10000
    assert jobs["derivation"] == "；".join(json.loads(kept["2026-002"].text)["derivation"])


def test_results_come_in_the_shape_of_iati(client, city):
    found = client.get("/data/iati.json").json()

    jobs = next(result for result in found["result"] if result["ref"] == "2026-002")
    period = jobs["indicator"][0]["period"][0]
    assert period["target"] == [{"value": 15000, "comment": "城镇新增就业1.5万人"}]
    assert period["actual"][0]["value"] == 11250
    assert found["as-of"] == "2026-09-30"


def test_a_program_is_told_the_months_of_a_target(client, city):
    found = client.get("/api/commitments/2026-002").json()["tracked"][0]

    assert found["light"]["state"] == "on_pace"
    assert [point["actual"] for point in found["points"]][:9] == [1250.0 * n for n in range(1, 10)]
    assert [point["actual"] for point in found["points"]][9:] == [None] * 3
    assert client.get("/api/commitments/2026-002?as_of=nonsense").status_code == 422


def test_the_list_is_narrowed_by_class(client, city):
    def codes(state):
        return [c.code for c in client.get("/commitments/", {"state": state}).context["page"]]

    assert codes("on_pace") == ["2026-002", "2026-004"]
    assert codes("late") == []
    assert codes("nonsense") == ["2026-001", "2026-002", "2026-003", "2026-004"]


def test_the_report_underlines_each_promise_in_its_class(client, city):
    page = text_of(client, f"/reports/{home_slug()}/")

    assert 'class="promise lit on_pace" id="c2026-002"' in page
    assert 'class="promise lit unknown" id="c2026-003"' in page


@pytest.mark.parametrize("address", addresses())
def test_every_page_stays_safe_and_marked_once_there_are_lights(client, city, address):
    chinese, english = client.get(address), client.get(address, HTTP_ACCEPT_LANGUAGE="en")
    parser = Unmarked()
    parser.feed(english.content.decode())

    assert chinese.status_code == english.status_code == 200
    assert not INLINE.search(chinese.content.decode())
    assert not chinese.cookies
    assert parser.found == []


def test_nothing_personal_is_shown(client, city):
    pages = [text_of(client, address) for address in addresses()] + [text_of(client, "/data/lights.csv")]

    assert not any("市政府办公室" in page for page in pages)  # who wrote a change is a post at most
    assert not any(re.search(r"\b1[3-9]\d{9}\b", page) for page in pages)


@pytest.mark.parametrize("asked", ["nonsense", "2026-13-45", "\0", "1900-01-01"])
def test_a_day_that_is_none_breaks_nothing(client, city, asked):
    for address in ("/", "/commitments/2026-002/", "/due/", "/units/", "/data/lights.json"):
        assert client.get(address, {"as_of": asked}).status_code == 200
