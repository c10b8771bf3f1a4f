"""Opinions at the desk: alike ones lie beside each other, and each goes somewhere."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from luoshi.desk.tests.city import table
from luoshi.desk.tests.factories import INLINE, hidden, text_of
from luoshi.kernel.cases.models import Case
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.models import ContactSeen, Opinion, Round
from luoshi.platforms.hotline.tests.factories import make_hotline
from luoshi.platforms.hotline.tests.topics.told import LAMPS, a_round, a_topic, phoned, said
from luoshi.portal.tests.test_english import Unmarked

ROUNDS = "/desk/12345/rounds/"
ROUND = f"{ROUNDS}2026-spring/"
NEW = {
    "title": "二季度点题",
    "slug": "2026-summer",
    "about": "说说身边事",
    "opens_on": "2026-04-01",
    "closes_on": "2026-04-30",
    "organiser": "siping",
}
RIVER = "南河污水直排，河水发黑发臭"
VISITS = "意见,属地,日期,联系电话,外部编号\n小区停水三天,,2026-03-05,139 0000 0007,走访-1\n村路坑洼难走,,,,\n"


@pytest.fixture
def town(db, settings):
    return make_hotline(settings)


def test_a_round_is_opened_and_stands_in_the_list(town, sign_in):
    a_round(town)
    client = sign_in("discipline")

    answer = client.post(ROUNDS, NEW)

    assert answer.headers["Location"] == f"{ROUNDS}2026-summer/#done"
    assert Round.objects.get(slug="2026-summer").opened_by == town.accounts["discipline"]
    assert "二季度点题" in text_of(client.get(ROUNDS))


@pytest.mark.parametrize(
    ("wrong", "status"),
    [({"closes_on": "2026-03-01"}, 422), ({"slug": "中文"}, 422), ({"slug": "2026-spring"}, 422)],
)
def test_what_is_wrong_with_a_round_is_said(town, sign_in, wrong: dict[str, str], status: int):
    a_round(town)

    answer = sign_in("dispatcher").post(ROUNDS, NEW | wrong)

    assert answer.status_code == status
    assert 'class="wrong"' in answer.content.decode()
    assert Round.objects.count() == 1


def test_alike_opinions_lie_beside_each_other_and_beside_the_question_they_are_like(town, sign_in):
    topic = a_topic(town)
    row = Round.objects.get()
    for number, text in enumerate((LAMPS[0], RIVER, LAMPS[1], f"{RIVER}，没人管")):
        said(row, text, 80 + number, phone=phoned(1))

    page = sign_in("discipline").get(ROUND)

    tray = page.context["tray"]
    groups = [{one.opinion.text[:2] for one in group.rows} for group in tray.groups]
    assert sorted(map(sorted, groups)) == [["南河"], ["英雄"]]
    lamp = next(one for group in tray.groups for one in group.rows if one.opinion.text == LAMPS[0])
    assert [like.code for like, _ in lamp.topics] == [topic.code]
    assert [like.text for like, _ in lamp.alike] == [LAMPS[1]]
    assert "139******01" in text_of(page)
    assert phoned(1) not in page.content.decode()


def test_opinions_become_a_question_join_one_or_are_left_out(town, sign_in):
    row = a_round(town)
    pks = [said(row, text, n).pk for n, text in enumerate((*LAMPS, RIVER))]
    client = sign_in("dispatcher")

    raised = client.post(
        ROUND, {"do": "raise", "opinion": pks[:2], "title": "路灯何时亮", "question": "英雄路无灯"}
    )
    topic = Case.objects.get(type="topic")
    client.post(ROUND, {"do": "merge", "opinion": pks[2:3], "into": topic.code})
    client.post(ROUND, {"do": "aside", "opinion": pks[3:], "reason": "已列入治水工程"})

    assert raised.headers["Location"] == f"{ROUND}#done"
    assert Opinion.objects.filter(topic=topic).count() == 3
    told = text_of(client.get(ROUND))
    assert "收到 4 条：列入题目 3，不列入 1，待梳理 0。" in told
    assert "已列入治水工程" in told


def test_what_goes_wrong_keeps_the_choice_and_what_was_typed(town, sign_in):
    row = a_round(town)
    pk = said(row, LAMPS[0]).pk
    client = sign_in("dispatcher")

    for form in (
        {"do": "aside", "opinion": [pk], "title": "写了一半"},
        {"do": "raise", "opinion": [pk], "title": "写了一半"},
        {"do": "merge", "opinion": [pk], "into": "T-0", "title": "写了一半"},
    ):
        answer = client.post(ROUND, form)
        assert answer.status_code == 422
        assert f'value="{pk}"\n                       checked' in answer.content.decode()
        assert "写了一半" in answer.content.decode()
    assert client.post(ROUND, {"do": "aside", "reason": "空"}).status_code == 422


def test_what_a_visit_brought_is_noted_once(town, sign_in):
    a_round(town)
    client = sign_in("dispatcher")
    form = {"text": "村路坑洼难走", "phone": phoned(3), "key": hidden(client.get(ROUND), "key")}

    for _ in range(2):
        assert client.post(f"{ROUND}note/", form).status_code == 303

    opinion = Opinion.objects.get()
    assert (opinion.channel, opinion.text) == (Opinion.Channel.VISIT, "村路坑洼难走")
    wrong = client.post(f"{ROUND}note/", {"text": "", "key": form["key"]})
    assert wrong.status_code == 422
    changed = client.post(f"{ROUND}note/", form | {"text": "另一件事没人管"})
    assert (changed.status_code, "已经提交过" in text_of(changed)) == (422, True)


def test_a_table_of_visits_is_checked_then_taken_once(town, sign_in):
    a_round(town)
    client = sign_in("dispatcher")

    checked = client.post(f"{ROUND}import/", {"table": table(VISITS)})
    assert (checked.status_code, Opinion.objects.count()) == (200, 0)
    assert "2 行都对，其中 2 条是新的" in text_of(checked)
    for new in (2, 0):
        taken = client.post(f"{ROUND}import/", {"table": table(VISITS), "commit": "1"})
        assert f"已导入 {new} 条" in text_of(taken)

    first = Opinion.objects.get(text="小区停水三天")
    assert (Opinion.objects.count(), first.channel, f"{first.at:%Y-%m-%d}") == (2, "visit", "2026-03-05")
    assert "13900000007" not in str(Opinion.objects.values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("意见,电话\n灯,1\n", "标题行不对"),
        ("属地\n市\n", "标题行不对"),
        ("意见,日期\n灯不亮,2027-01-01\n", "已经过去的日期"),
        ("意见,日期\n灯不亮,上周\n", "已经过去的日期"),
        ("意见,联系电话\n灯不亮,找老王\n", "不是电话号码"),
        ("意见,属地\n灯不亮,火星\n", "没有这个属地"),
        ("意见,属地\n,siping\n", "必填"),
        ("意见,外部编号\n灯不亮,1\n灯不亮,1\n", "与第2行相同"),
    ],
)
def test_a_cell_that_is_wrong_is_named_and_nothing_is_taken(town, sign_in, text: str, words: str):
    a_round(town)
    Organisation.objects.filter(code="siping").update(region="220300")

    answer = sign_in("dispatcher").post(f"{ROUND}import/", {"table": table(text), "commit": "1"})

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Opinion.objects.exists()


def test_a_number_is_shown_once_for_a_reason_that_stays(town, sign_in):
    opinion = said(a_round(town), LAMPS[0], phone=phoned(1))
    client, address = sign_in("discipline"), f"/desk/12345/opinions/{opinion.pk}/"

    refused = client.post(address, {"reason": ""})
    shown = client.post(address, {"reason": "核实地点"})
    later = client.get(address)

    assert (refused.status_code, phoned(1) in text_of(refused)) == (422, False)
    assert phoned(1) in text_of(shown)
    assert phoned(1) not in text_of(later)
    assert "核实地点" in text_of(later)
    assert ContactSeen.objects.count() == 1
    assert sign_in("transport_head").get(address).status_code == 403


def test_the_poster_opens_the_rounds_page(town, sign_in):
    a_round(town)
    client = sign_in("dispatcher")

    answer, taken = client.get(f"{ROUND}poster.svg"), client.get(f"{ROUND}poster.svg?download=1")

    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")
    assert b"<path" in answer.content
    assert "attachment" in taken.headers["Content-Disposition"]
    assert "http://testserver/12345/rounds/2026-spring/?from=scan" in text_of(client.get(ROUND))


@pytest.mark.parametrize("address", [ROUNDS, ROUND, f"{ROUND}import/", "one"])
def test_pages_are_english_and_hold_no_inline_style_or_script(town, sign_in, address: str):
    a_topic(town)
    opinion = said(Round.objects.get(), LAMPS[0], 90, phone=phoned(9))
    address = address.replace("one", f"/desk/12345/opinions/{opinion.pk}/")
    client = sign_in("discipline")

    for page in (client.get(address, HTTP_ACCEPT_LANGUAGE="en"), _imported(client, address)):
        parser = Unmarked()
        parser.feed(page.content.decode())
        assert parser.found == []
        assert not INLINE.search(page.content.decode())


def _imported(client: Any, address: str) -> Any:
    return client.post(address, {"table": table(VISITS), "commit": "1"}, HTTP_ACCEPT_LANGUAGE="en")


def test_the_number_of_questions_does_not_grow(town, sign_in):
    a_topic(town)
    row, client = Round.objects.get(), sign_in("dispatcher")
    said(row, LAMPS[0], 90)
    client.get(ROUND)
    with CaptureQueriesContext(connection) as few:
        client.get(ROUND)

    for number in range(40):
        said(row, f"第{number}件事，路灯不亮，没人管", 200 + number, phone=phoned(number))
    with CaptureQueriesContext(connection) as many:
        client.get(ROUND)

    assert len(few) == len(many) <= 20
