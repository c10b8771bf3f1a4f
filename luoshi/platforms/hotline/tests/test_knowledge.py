"""What may be answered at once: edition by edition, with its source and its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.tests.factories import moment, organisation
from luoshi.platforms.hotline.actions import Entry, add_knowledge, load_samples
from luoshi.platforms.hotline.advising.advice import advise
from luoshi.platforms.hotline.advising.answers import answers, editions, found, holding
from luoshi.platforms.hotline.advising.said import Said
from luoshi.platforms.hotline.models import Knowledge, Suggestion
from luoshi.platforms.hotline.tests.factories import COLD
from luoshi.platforms.hotline.tests.test_advising import call

AT = moment("2026-03-10")
DAY = date(2026, 3, 10)
LAMP = Entry(
    question="路灯不亮找谁修",
    answer="请说明路段和灯杆编号，由城市管理部门维修。",
    category="010402",
    owner="transport",
    valid_from=date(2026, 1, 1),
    law="城市照明管理规定",
)


def lamp(town, by="dispatcher", at=AT, key="", after=0, **more):
    return add_knowledge(replace(LAMP, **more), by=town[by], at=at, key=key, after=after)


def test_an_entry_is_found_by_its_words_and_suggested_for_what_is_asked(town):
    row = lamp(town)

    assert [one.row for one in answers(Said(content="门口的路灯不亮"), on=DAY)] == [row]
    assert list(found("灯杆编号")) == [row]
    assert list(found("公积金")) == []


def test_an_entry_of_the_category_is_suggested_where_the_words_agree_a_little(town):
    row = lamp(town)

    assert [one.row for one in answers(Said(content="灯坏了路灯黑", category="010402"), on=DAY)] == [row]
    assert answers(Said(content="公积金怎么提取"), on=DAY) == []


def test_a_change_is_another_edition_and_the_latest_counts(town):
    first = lamp(town)

    second = lamp(town, key=first.key, after=1, answer="请拨打城市管理服务电话。")

    assert (second.key, second.edition) == (first.key, 2)
    assert [row.edition for row in editions(first.key)] == [2, 1]
    assert [row.pk for row in holding(DAY)] == [second.pk]


def test_what_says_nothing_new_is_no_edition(town):
    first = lamp(town)

    assert lamp(town, key=first.key, after=1) == first
    assert lamp(town) == first


def test_whoever_saw_an_older_edition_is_told_so(town):
    first = lamp(town)
    lamp(town, key=first.key, after=1, answer="一")

    with pytest.raises(LuoshiError) as caught:
        lamp(town, key=first.key, after=1, answer="二")

    assert caught.value.code == "knowledge-stale"


def test_the_database_refuses_to_change_an_edition(town):
    lamp(town)

    with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic():
        Knowledge.objects.update(answer="别的")


def test_an_entry_ends_and_is_suggested_no_more(town):
    first = lamp(town)

    lamp(town, key=first.key, after=1, valid_to=date(2026, 3, 1))

    assert not holding(DAY).exists()
    assert answers(Said(content="路灯不亮"), on=DAY) == []


@pytest.mark.parametrize(
    ("who", "owner", "may"),
    [
        ("dispatcher", "education", True),
        ("transport_head", "transport", True),
        ("transport_handler", "transport", True),
        ("transport_head", "education", False),
        ("agent", "transport", False),
    ],
)
def test_the_hotline_and_the_unit_in_charge_write_answers(town, who, owner, may):
    if may:
        assert lamp(town, by=who, owner=owner).edition == 1
        return
    with pytest.raises(LuoshiError) as caught:
        lamp(town, by=who, owner=owner)
    assert caught.value.code == "knowledge-right"


@pytest.mark.parametrize(
    "wrong", [{"answer": " "}, {"category": "0104"}, {"owner": "nobody"}, {"valid_to": date(2025, 1, 1)}]
)
def test_an_entry_that_cannot_be_right_is_refused(town, wrong):
    with pytest.raises(LuoshiError) as caught:
        lamp(town, **wrong)

    assert caught.value.code == "knowledge-wrong"


def test_samples_say_they_are_samples_and_are_loaded_once(town):
    for code in ("housing", "urban-management"):
        organisation(code, parent=town.units["siping"])

    assert load_samples(at=AT) == 2
    assert load_samples(at=AT) == 0
    rows = Knowledge.objects.all()
    assert all(row.sample and "示例" in row.answer for row in rows)


def test_an_answer_that_was_read_out_finishes_the_request_and_is_recorded_as_taken(town):
    row = lamp(town)
    content = "门口的路灯不亮找谁"
    advice = advise(Said(content=content), by=town["agent"], at=AT)
    assert advice is not None

    case = call(
        town,
        content,
        shown=advice.seal(at=AT),
        category="010402",
        limit="ordinary",
        answered=f"{row.key}@{row.edition}",
    )

    case.refresh_from_db()
    assert (case.state, case.data["reply"]) == ("finished", row.answer)
    assert list(Suggestion.objects.filter(kind="answer").values_list("value", "taken")) == [
        (f"{row.key}@1", True)
    ]
    assert str(COLD["phone"]) not in str(case.data)
