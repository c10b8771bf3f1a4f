"""Each page says what it promises to say."""

from __future__ import annotations

import pytest

from luoshi.kernel.commitments.models import Commitment
from luoshi.portal.queries import home_slug
from luoshi.portal.tests.factories import (
    HEAD,
    addresses,
    make_city,
    make_figure,
    make_report,
    promise_school,
)

pytestmark = pytest.mark.django_db


def text_of(client, address, **extra):
    response = client.get(address, **extra)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", addresses())
def test_every_page_opens(client, address):
    make_city()

    response = client.get(address)

    assert response.status_code == 200


def test_the_home_page_counts_the_promises_and_names_the_deeds(client):
    make_city()

    page = text_of(client, "/")

    assert "可以核验的承诺有 <b>4</b> 项" in page
    assert "主要预期目标" in page
    assert "1 件民生实事" in page
    assert "⑤" in page


def test_without_a_report_the_home_page_says_what_is_missing(client):
    response = client.get("/")

    assert response.status_code == 404
    assert home_slug() in response.content.decode()


def test_the_report_underlines_each_promise_in_its_place(client):
    make_city()

    page = text_of(client, f"/reports/{home_slug()}/")

    assert (
        'id="c2026-003" href="/commitments/2026-003/" hx-get="/commitments/2026-003/card/">推动市大剧院'
        in page
    )
    assert 'class="doubt"' not in page


def test_what_is_adopted_or_moved_out_shows_at_once(client):
    report = make_city(schools=2)
    page = f"/reports/{home_slug()}/"
    assert "c2026-005" not in text_of(client, page)

    promise_school(report, 2)
    assert 'id="c2026-005"' in text_of(client, page)

    Commitment.objects.filter(code="2026-005").update(withdrawn=True)
    assert "c2026-005" not in text_of(client, page)


def test_words_that_no_longer_stand_in_the_text_are_not_underlined(client):
    make_city()
    Commitment.objects.filter(code="2026-003").update(anchor="orphan")

    page = text_of(client, f"/reports/{home_slug()}/")

    assert "c2026-003" not in page


def test_a_report_nobody_reviewed_shows_what_the_program_read_and_says_so(client):
    make_report("lin-2026")

    page = text_of(client, "/reports/lin-2026/")

    assert '<span class="promise milestone">推动市大剧院建设完工</span>' in page
    assert "尚未经人审阅" in page


def test_doubts_about_the_text_are_a_layer_of_its_own(client):
    make_city()

    page = text_of(client, f"/reports/{home_slug()}/?layer=defects")

    assert f'id="d1" href="/reports/{home_slug()}/questions/#d1"' in page
    assert "<mark>稳中求进</mark>" in page


def test_a_commitment_shows_its_words_its_target_and_what_may_be_asked(client):
    make_city()

    page = text_of(client, "/commitments/2026-002/")

    assert "1.5 万人" in page
    assert "今年的目标低于去年的结果。" in page
    assert "民生实事 5" in page
    assert "采纳" in page
    assert "http://testserver/commitments/2026-002/" in page


def test_a_withdrawn_commitment_keeps_its_page(client):
    make_city()
    Commitment.objects.filter(code="2026-003").update(withdrawn=True)

    page = text_of(client, "/commitments/2026-003/")

    assert "已从审阅后的清单中移出" in page


def test_the_questions_name_a_reason_for_each_sentence_left_out(client):
    make_city()

    page = text_of(client, f"/reports/{home_slug()}/questions/")

    assert "总体要求" in page
    assert "必须坚持稳中求进。" in page


def test_figures_of_several_reports_stand_side_by_side(client):
    make_city()
    make_report("lin-2026")

    page = text_of(client, "/compare/?indicator=地区生产总值")

    assert "测试市 2026" in page
    assert "邻市 2026" in page
    assert "增长 ≈ 5%" in page


def test_an_indicator_is_found_under_its_other_names(client):
    report = make_city()
    make_figure(report, "5%左右", "全市GDP", unit="%", form="growth", value=6)
    make_figure(report, "1.6万人", "经济增长贡献率", unit="%", value=7)

    page = text_of(client, "/compare/?indicator=国内生产总值")

    assert "全市GDP" in page
    assert "地区生产总值" in page
    assert "经济增长贡献率" not in page


def test_the_home_page_says_how_many_promises_await_review(client):
    make_city()

    assert "还有 4 项有待人工审阅" in text_of(client, "/")
    Commitment.objects.update(review="confirmed")
    assert "每一项都经人审阅" in text_of(client, "/")


@pytest.mark.parametrize(
    "address", ["/reports/nowhere/", "/commitments/2026-999/", "/nowhere/", "/reports/nowhere/questions/"]
)
def test_what_does_not_exist_leads_on(client, address):
    make_city()

    response = client.get(address)

    assert response.status_code == 404
    assert 'href="/commitments/"' in response.content.decode()


def test_a_report_may_have_a_chinese_name(client):
    make_report("吉林-2026")

    assert client.get("/reports/吉林-2026/").status_code == 200


def test_the_plain_text_is_the_text_to_the_last_character(client):
    make_report("lin-2026")

    response = client.get("/data/text/lin-2026.txt")

    assert response.content.decode() == HEAD
