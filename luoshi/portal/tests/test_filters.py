"""Finding commitments: by words, by what they are, by where they stand."""

from __future__ import annotations

import pytest

from luoshi.portal.tests.factories import make_city, promise_school

pytestmark = pytest.mark.django_db


def found(client, **chosen):
    response = client.get("/commitments/", chosen)
    return [commitment.code for commitment in response.context["page"]]


@pytest.mark.parametrize(
    ("chosen", "codes"),
    [
        ({"q": "就业"}, ["2026-002"]),
        ({"q": "剧院"}, ["2026-003"]),
        ({"q": "大剧 完工"}, ["2026-003"]),
        ({"q": "飞机"}, []),
        ({"kind": "milestone"}, ["2026-003"]),
        ({"strength": "binding"}, ["2026-003"]),
        ({"livelihood": "on"}, ["2026-002"]),
        ({"section": "二/(一)"}, ["2026-002", "2026-003", "2026-004"]),
        ({"section": "二"}, ["2026-001", "2026-002", "2026-003", "2026-004"]),
        ({"section": "二/(一)", "q": "学位"}, ["2026-004"]),
    ],
)
def test_a_filter_keeps_what_fits(client, chosen, codes):
    make_city()

    assert found(client, **chosen) == codes


@pytest.mark.parametrize("chosen", [{"kind": "no-such"}, {"section": "九"}, {"q": "\0"}, {"q": "字" * 99}])
def test_an_unknown_filter_is_ignored(client, chosen):
    make_city()

    assert len(found(client, **chosen)) == 4


def test_a_long_list_comes_in_pages_that_keep_the_filter(client):
    report = make_city(schools=60)
    for number in range(2, 61):
        promise_school(report, number)

    first = client.get("/commitments/", {"kind": "quantified"})

    assert len(first.context["page"]) == 50
    assert 'rel="next" href="?kind=quantified&amp;page=2"' in first.content.decode()


def test_a_script_gets_the_list_alone(client):
    make_city()

    part = client.get("/commitments/", {"q": "就业"}, HTTP_HX_REQUEST="true").content.decode()

    assert "<html" not in part
    assert "城镇新增就业1.5万人" in part


def test_a_page_restored_from_history_is_whole(client):
    make_city()

    page = client.get("/commitments/", HTTP_HX_REQUEST="true", HTTP_HX_HISTORY_RESTORE_REQUEST="true")

    assert b"<html" in page.content
