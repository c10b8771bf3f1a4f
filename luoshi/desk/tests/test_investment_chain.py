"""The chain map at the desk: who reads it, who keeps it, what it tells, and that it stays readable."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from luoshi.desk.tests.factories import INLINE, NOW, PDF, text_of
from luoshi.kernel.cases.tests.factories import organisation, person
from luoshi.kernel.parameters.actions import load_parameters
from luoshi.platforms.investment.actions.capacities import record_lifts
from luoshi.platforms.investment.chain.lift import Lift
from luoshi.platforms.investment.models import Capacity, Survey
from luoshi.platforms.investment.tests.chain_factories import link, make_firm, make_node, makes, surveyed

CODE = "sample"


@pytest.fixture
def keeper(town, sign_in):
    body = organisation("commerce", parent=town.units["siping"])
    town.accounts["keeper"] = person("keeper", body, "investment")
    load_parameters(settings.CITY.parameters_folder, at=NOW)
    return sign_in("keeper")


@pytest.fixture
def pair(keeper):
    starch, syrup = make_node("starch", final=0, industries=["1391"]), make_node("syrup", final=0)
    link(starch, syrup)
    makes(syrup, make_firm("本市糖厂"), 100)
    surveyed(starch, syrup)
    return starch, syrup


def test_the_index_counts_the_classes_and_says_what_the_order_is_worth(keeper, pair):
    page = text_of(keeper.get(reverse("desk:investment_chains")))

    assert "示例链" in page
    assert "○ 缺失 1" in page
    assert "没有证据表明它比按热门度排更准" in page


def test_no_better_than_popularity_is_said_plainly(keeper, pair):
    found = [Lift("density", 0.14, 0.21, 0.6, 0.7)]
    record_lifts(found, runs=20, sample="检验数据", at=NOW)

    assert "不优于热门度" in text_of(keeper.get(reverse("desk:investment_chains")))


def test_a_chain_is_a_table_and_a_drawing_of_it_without_any_script(keeper, pair):
    answer = keeper.get(reverse("desk:investment_chain", args=[CODE]))

    page = answer.content.decode()
    assert page.count("<rect") == 2
    assert not INLINE.search(page)
    assert "没有数据" not in text_of(answer).split("供给 ÷ 需求")[1].split("≥ 是下限")[0]
    assert "0%" in page


def test_the_drawing_is_enlarged_and_narrowed_to_what_is_near(keeper, pair):
    far = make_node("far")
    address = reverse("desk:investment_chain", args=[CODE])

    near = keeper.get(address, {"near": "starch", "zoom": "150"}).content.decode()

    assert near.count("<rect") == 2
    assert f"/{far.code}/" in near  # the table still holds it
    assert "<strong>150%</strong>" in near
    assert keeper.get(address, {"near": "nowhere", "zoom": "9'"}).status_code == 200


def test_three_hundred_nodes_are_drawn_without_one_lying_on_another(keeper, pair):
    nodes = [make_node(f"n{number}") for number in range(298)]
    for number, node in enumerate(nodes[1:], 1):
        link(nodes[number // 3], node)

    page = keeper.get(reverse("desk:investment_chain", args=[CODE])).content.decode()

    places = [part.split(")")[0] for part in page.split("translate(")[1:]]
    assert len(places) == len(set(places)) == 300


def test_a_node_tells_its_lines_its_firms_and_its_candidates_with_reasons(keeper, pair):
    starch, _ = pair
    maker = make_firm("外地淀粉厂", local=False, place="2201")
    makes(starch, maker, 500)

    page = text_of(keeper.get(reverse("desk:investment_node", args=["starch"])))

    assert "本地供给 0：已摸排，本市没有生产" in page
    assert "外地淀粉厂" in page
    assert "有记录生产这个环节的产品" in page
    assert "同省" in page
    assert "预测谁会来" in page


def test_a_capacity_is_recorded_with_its_evidence_and_a_correction_keeps_the_first(keeper, pair):
    firm, address = make_firm("本市淀粉厂"), reverse("desk:investment_capacity", args=["starch"])
    file = BytesIO(PDF)
    file.name = "产能.pdf"
    said = {"firm": firm.uscc, "output": "90", "kind": "visit", "words": "现场记录", "dated_on": "2026-03-01"}

    first = keeper.post(address, said | {"evidence": file})
    again = keeper.post(address, said | {"output": "70"})

    assert (first.status_code, again.status_code) == (303, 303)
    rows = Capacity.objects.filter(firm=firm).order_by("seq")
    assert [row.output for row in rows] == [Decimal(90), Decimal(70)]
    assert rows[0].by == "keeper"
    proof = keeper.get(reverse("desk:investment_proof", args=["starch", rows[0].sha256]))
    assert proof.getvalue() == PDF
    page = text_of(keeper.get(reverse("desk:investment_node", args=["starch"])))
    assert "薄弱" in page
    assert "第 2 版" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"firm": "SIM-NOBODY"}, "没有登记这家企业"),
        ({"output": "-1"}, "大于或等于"),
        ({"words": ""}, "这个字段是必填项"),
        ({"dated_on": "2026-03-11"}, "依据日期不能晚于今天"),
    ],
)
def test_a_wrong_capacity_says_what_is_wrong_and_records_nothing(keeper, pair, wrong, words):
    firm, before = make_firm(), Capacity.objects.count()
    said = {"firm": firm.uscc, "output": "90", "kind": "visit", "words": "现场记录", "dated_on": "2026-03-01"}

    answer = keeper.post(reverse("desk:investment_capacity", args=["starch"]), said | wrong)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert Capacity.objects.count() == before


def test_a_survey_is_recorded_once_a_day(keeper, pair):
    grits = make_node("grits")
    address = reverse("desk:investment_survey", args=["grits"])

    for _ in range(2):
        assert keeper.post(address, {"on": "2026-03-09", "source": "走访"}).status_code == 303

    assert Survey.objects.get(node=grits).on == date(2026, 3, 9)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"on": "三月", "source": "走访"}, "还没有填对的地方|输入一个有效的日期"),
        ({"on": "2026-03-09", "source": ""}, "必填"),
        ({"on": "2099-01-01", "source": "走访"}, "日期不能晚于今天"),
    ],
)
def test_a_wrong_survey_is_told_beside_its_form(keeper, pair, told, words):
    before = Survey.objects.count()

    answer = keeper.post(reverse("desk:investment_survey", args=["starch"]), told)

    assert answer.status_code == 422
    assert any(one in text_of(answer) for one in words.split("|"))
    assert told["source"] in answer.content.decode()
    assert Survey.objects.count() == before


def test_a_way_is_explained_link_by_link(keeper, pair):
    address = reverse("desk:investment_way", args=["starch"])

    page = text_of(keeper.get(address, {"to": "syrup"}))

    assert "1 单位终点要用 1 单位起点" in page
    assert "本市糖厂" in page
    back = reverse("desk:investment_way", args=["syrup"])
    assert "没有联系从这里走到那里" in text_of(keeper.get(back, {"to": "starch"}))


def test_who_reads_the_map_keeps_nothing_in_it(keeper, pair, sign_in):
    reader = sign_in("education_handler")

    assert reader.get(reverse("desk:investment_node", args=["starch"])).status_code == 200
    assert reader.get(reverse("desk:investment_capacity", args=["starch"])).status_code == 403
    assert reader.post(reverse("desk:investment_survey", args=["starch"])).status_code == 403


def test_anyone_sees_the_classes_and_no_firm_and_no_amount(keeper, pair, client):
    starch, _ = pair
    makes(starch, make_firm("本市淀粉厂"), 98_765)

    index, chain = client.get("/investment/chains/"), client.get(f"/investment/chains/{CODE}/")

    assert index.status_code == chain.status_code == 200
    for page in (index.content.decode(), chain.content.decode()):
        assert "厂" not in page
        assert "98,765" not in page
        assert "98765" not in page
        assert not INLINE.search(page)
    assert "模拟数据" not in chain.content.decode()  # what was recorded here is not marked as such
    assert client.get("/investment/chains/none/").status_code == 404


@pytest.mark.parametrize("name", ["investment_chains", "investment_chain", "investment_node"])
def test_a_page_asks_as_many_questions_for_many_nodes_as_for_few(keeper, pair, name):
    starch, syrup = pair
    make_firm(local=False, industry="1391")
    args = {"investment_chain": [CODE], "investment_node": ["starch"]}.get(name, [])
    address = reverse(f"desk:{name}", args=args)
    keeper.get(address)
    with CaptureQueriesContext(connection) as few:
        keeper.get(address)

    for number in range(12):
        node = make_node(f"more-{number}")
        link(starch, node)
        link(node, syrup)
        makes(node, make_firm(), 3)
        make_firm(local=False, industry="1391")
    with CaptureQueriesContext(connection) as many:
        keeper.get(address)

    assert len(few) == len(many) <= 22
