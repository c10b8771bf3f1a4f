"""Hot issues at the desk: words to all who work with requests, texts to who may read each."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from luoshi.desk.tests.factories import at_case, text_of
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import person
from luoshi.kernel.orgs.mapping import Shape, Spot, boundaries, drawn, labels
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.actions import gather
from luoshi.platforms.hotline.models import HotIssue, HotSurge
from luoshi.platforms.hotline.tests.factories import make_hotline
from luoshi.platforms.hotline.tests.test_hot import COLD, OTHERS, call, complain

LIST = "/desk/12345/hot/"


@pytest.fixture
def town(db, settings):
    town = make_hotline(settings)
    city = town.units["siping"]
    town.accounts["discipline"] = person("discipline", city, "discipline", reads=("topic",))
    for code in ("tiexi", "tiedong"):
        Organisation.objects.create(
            code=code, name=f"{code}区", short=f"{code}区", kind="district", parent=city,
            path=f"{city.path}{code}/", valid_from="2020-01-01",
        )  # fmt: skip
    for number, title in enumerate(OTHERS):
        call(town, title, 900 + number, at="2026-03-02")
    return town


def heat_up(town, callers=range(4), **more):
    cases = complain(town, callers, **({"at": "2026-03-09", "locality": "tiexi"} | more))
    gather(at=timezone.now())
    return cases


def at_issue(*more):
    return "/".join([LIST + HotIssue.objects.listed().get().code, *more, ""])


def test_the_list_shows_words_counts_and_place(town, sign_in):
    heat_up(town)

    said = text_of(sign_in("transport_handler").get(LIST))

    assert "东盛花园暖气" in said
    assert "tiexi区" in said
    assert "室温不达标" in said


def test_a_text_is_shown_to_who_may_read_the_request(town, sign_in):
    heat_up(town)

    agent, stranger = sign_in("agent").get(at_issue()), sign_in("transport_handler").get(at_issue())

    assert COLD[0] in text_of(agent)
    assert len(agent.context["opened"].members) == 4
    assert "请处理" not in text_of(stranger)
    assert "另有 4 件不归您的单位" in text_of(stranger)
    assert stranger.context["opened"].representative is None


def test_what_two_persons_ask_for_is_not_listed(town, sign_in):
    heat_up(town, range(2))

    page = sign_in("agent").get(LIST)

    assert page.context["listed"].lines == []
    assert "现在没有热点" in text_of(page)


def test_the_list_is_narrowed_by_district_and_category(town, sign_in):
    heat_up(town)
    client = sign_in("agent")

    shown = {
        asked: len(client.get(f"{LIST}?{asked}").context["listed"].lines)
        for asked in ("district=tiexi", "district=tiedong", "category=01", "category=02", "district=none")
    }

    assert shown == {
        "district=tiexi": 1, "district=tiedong": 0, "category=01": 1, "category=02": 0, "district=none": 1,
    }  # fmt: skip


def test_one_click_raises_the_question_once_and_the_page_then_links_to_it(town, sign_in):
    heat_up(town)
    client, address = sign_in("dispatcher"), at_issue()
    assert "题目向社会公开" in text_of(client.get(address))

    answers = [client.post(at_issue("raise")) for _ in range(2)]

    topic = Case.objects.get(type="topic")
    assert {answer.headers["Location"] for answer in answers} == {f"{address}#done"}
    assert topic.data["cluster"] == HotIssue.objects.get().code
    assert at_case(topic) in client.get(address).content.decode()


def test_who_may_not_raise_a_question_is_told_so(town, sign_in):
    heat_up(town)
    client = sign_in("agent")

    assert "由点题工作岗或纪委监督岗提出" in text_of(client.get(at_issue()))
    assert client.post(at_issue("raise")).status_code == 403
    assert not Case.objects.filter(type="topic").exists()


def test_the_code_of_a_merged_issue_leads_to_the_one_it_is_part_of(town, sign_in):
    heat_up(town)
    kept = HotIssue.objects.get()
    gone = HotIssue.objects.get()
    gone.pk, gone.code, gone.cluster, gone.into = None, "hot-2026-0009", -1, kept
    gone.save()

    answer = sign_in("agent").get(f"{LIST}hot-2026-0009/")

    assert (answer.status_code, answer.headers["Location"]) == (302, f"{LIST}{kept.code}/")
    assert "hot-2026-0009" in text_of(sign_in("agent").get(f"{LIST}{kept.code}/"))


def test_a_surge_is_listed_with_what_it_was_compared_with(town, sign_in):
    heat_up(town)
    HotSurge.objects.create(
        on="2026-03-09", category="0101", place="siping/tiexi/",
        seen=21, expected=4.5, chance=0.0001, compared=[4, 5, 3, 6, 4, 5],
    )  # fmt: skip

    page = sign_in("office").get(LIST)

    assert page.context["listed"].lines[0].surging
    assert "当日 21 件；此前 6 个同星期日平均 4.5 件 （由近到远：4、5、3、6、4、5）" in text_of(page)


def test_a_page_asks_as_much_of_many_issues_as_of_one(town, sign_in, django_assert_max_num_queries):
    heat_up(town)
    client = sign_in("dispatcher")
    with django_assert_max_num_queries(16) as few:
        client.get(LIST)
    with django_assert_max_num_queries(22) as one:
        client.get(at_issue())
    address = at_issue()

    heat_up(town, range(10, 30))
    for caller in range(30, 36):
        call(town, "河西村广场舞夜里吵闹", caller, at="2026-03-09", locality="tiedong")
    gather(at=timezone.now())

    with django_assert_max_num_queries(len(few)):
        assert len(client.get(LIST).context["listed"].lines) == 2
    with django_assert_max_num_queries(len(one)):
        assert client.get(address).context["opened"].line.issue.persons == 24


def test_a_trend_holds_every_day_between_the_first_and_the_last(town, sign_in):
    heat_up(town, range(2), at="2026-03-03")
    heat_up(town, range(2, 5), at="2026-03-06")

    days = sign_in("agent").get(at_issue()).context["opened"].trend

    assert [day.persons for day in days] == [2, 0, 0, 3]
    assert days[-1].on - days[0].on == timedelta(days=3)


def test_the_map_draws_boundaries_and_the_largest_spot_first():
    square = Shape("tiexi", (((124.0, 43.0), (124.4, 43.0), (124.4, 43.4), (124.0, 43.4), (124.0, 43.0)),))
    spots = [Spot("small", (124.1, 43.1), 3), Spot("large", (124.2, 43.2), 300)]

    found = drawn([square], spots)

    assert found is not None
    assert [dot.key for dot in found.dots] == ["large", "small"]
    assert (found.outlines[0].d[0], found.outlines[0].d[-1]) == ("M", "Z")
    assert all(0 < dot.x < found.width and 0 < dot.y < found.height for dot in found.dots)
    assert [label.name for label in labels(found.dots, {"large": "铁西区", "small": "铁西区"})] == ["铁西区"]
    assert drawn([], []) is None
    assert drawn([], spots[:1]) is not None


def test_boundaries_are_read_from_the_city_and_said_to_be_wrong_where_they_are(tmp_path):
    ring = [[124.0, 43.0], [124.4, 43.0], [124.4, 43.4], [124.0, 43.0]]
    feature = {
        "type": "Feature",
        "properties": {"code": "tiexi"},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring], [ring]]},
    }
    good, bad = tmp_path / "districts.geojson", tmp_path / "bad.geojson"
    good.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    bad.write_text("{}", "utf-8")

    assert [(shape.code, len(shape.rings)) for shape in boundaries(good)] == [("tiexi", 2)]
    assert boundaries(tmp_path / "none.geojson") == ()
    with pytest.raises(LuoshiError, match=r"bad\.geojson"):
        boundaries(bad)
