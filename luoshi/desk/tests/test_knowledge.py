"""The knowledge base at the desk."""

from __future__ import annotations

import pytest

from luoshi.desk.forms import new_key
from luoshi.desk.tests.factories import text_of
from luoshi.platforms.hotline.models import Knowledge
from luoshi.platforms.hotline.tests.factories import make_hotline

LIST, NEW = "/desk/12345/knowledge/", "/desk/12345/knowledge/new/"
LAMP = {
    "question": "路灯不亮找谁修",
    "answer": "请说明路段和灯杆编号。",
    "category": "010402",
    "owner": "transport",
    "valid_from": "2026-01-01",
    "after": "0",
}


@pytest.fixture
def town(db, settings):
    return make_hotline(settings)


def added(client, **more):
    return client.post(NEW, LAMP | {"key": new_key()} | more)


def test_an_entry_is_added_found_and_changed_with_its_editions_kept(town, sign_in):
    client = sign_in("dispatcher")

    answer = added(client)
    row = Knowledge.objects.get()
    assert answer.headers["Location"] == f"{LIST}{row.key}/#done"
    assert "路灯不亮找谁修" in text_of(client.get(LIST, {"q": "灯杆"}))
    assert "没有找到" in text_of(client.get(LIST, {"q": "公积金"}))

    changed = client.post(f"{LIST}{row.key}/", LAMP | {"answer": "请拨打服务电话。", "after": "1"})

    assert changed.status_code == 303
    said = text_of(client.get(f"{LIST}{row.key}/"))
    assert "第 2 版" in said
    assert "请说明路段和灯杆编号。" in said


def test_a_form_sent_twice_adds_one_entry(town, sign_in):
    client, key = sign_in("dispatcher"), new_key()

    first, second = added(client, key=key), added(client, key=key)

    assert first.headers["Location"] == second.headers["Location"]
    assert Knowledge.objects.count() == 1


def test_two_who_change_the_same_edition_are_not_mixed_up(town, sign_in):
    client = sign_in("dispatcher")
    added(client)
    address = f"{LIST}{Knowledge.objects.get().key}/"
    client.post(address, LAMP | {"answer": "一", "after": "1"})

    late = client.post(address, LAMP | {"answer": "二", "after": "1"})

    assert late.status_code == 422
    assert "有人改过这一条" in text_of(late)


def test_a_unit_writes_its_own_answers_and_is_offered_no_other_unit(town, sign_in):
    client = sign_in("transport_handler")

    page = client.get(NEW).content.decode()
    other = added(client, owner="education")

    assert 'value="transport"' in page
    assert 'value="education"' not in page
    assert other.status_code == 422
    assert added(client).status_code == 303


def test_who_may_not_change_an_entry_reads_it_without_a_form(town, sign_in):
    added(sign_in("dispatcher"))
    address = f"{LIST}{Knowledge.objects.get().key}/"

    page = sign_in("education_head").get(address)

    assert "请说明路段和灯杆编号。" in text_of(page)
    assert "记入知识库" not in text_of(page)
    refused = sign_in("education_head").post(address, LAMP | {"answer": "别的", "after": "1"})
    assert refused.status_code == 422
    assert Knowledge.objects.count() == 1


def test_a_list_asks_as_much_for_many_entries_as_for_few(town, sign_in, django_assert_max_num_queries):
    client = sign_in("dispatcher")
    for number in range(12):
        added(client, question=f"问题{number}")

    with django_assert_max_num_queries(8):
        assert text_of(client.get(LIST)).count("transport ·") == 12
