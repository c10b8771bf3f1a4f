"""A round is opened, opinions come in once each, and every one of them goes somewhere, for a reason."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.platforms.hotline.actions import (
    forget_contacts,
    merge_opinions,
    raise_topic,
    set_aside,
    show_contact,
)
from luoshi.platforms.hotline.models import ContactSeen, Opinion, Round
from luoshi.platforms.hotline.tests.factories import WHY, do
from luoshi.platforms.hotline.tests.topics.told import LAMPS, a_round, a_topic, phoned, said

NOW = moment("2026-03-05")
LAMP = {"title": "路灯何时亮", "question": "三条街无灯"}


def refused(code: str):
    return pytest.raises(LuoshiError, check=lambda error: error.code == code)


def test_a_round_is_opened_once_by_those_who_see_to_questions(town: Town):
    first, again = a_round(town), a_round(town)

    assert (again.pk, Round.objects.count()) == (first.pk, 1)
    with refused("round-taken"):
        a_round(town, title="另一个")
    with refused("round-days"):
        a_round(town, slug="backwards", closes_on=date(2026, 2, 1))
    with refused("topics-not-yours"):
        a_round(town, slug="own", by=town["transport_head"])


def test_an_opinion_sent_again_is_one_opinion(town: Town):
    row = a_round(town)

    first, again = said(row, LAMPS[0]), said(row, f" {LAMPS[0]}\n")

    assert (first.pk, Opinion.objects.count()) == (again.pk, 1)
    with refused("opinion-changed"):
        said(row, LAMPS[1])


@pytest.mark.parametrize("day", ["2026-02-28", "2026-04-01"])
def test_residents_speak_while_the_round_is_open(town: Town, day: str):
    with refused("round-closed"):
        said(a_round(town), LAMPS[0], at=day)


def test_what_a_visit_brought_is_noted_after_the_round_too(town: Town):
    row = a_round(town)

    noted = said(row, LAMPS[0], at="2026-04-02", channel="visit", by=town["dispatcher"])

    assert noted.channel == Opinion.Channel.VISIT
    with refused("topics-not-yours"):
        said(row, LAMPS[1], 2, channel="visit", by=town["transport_handler"])


def test_a_number_is_kept_sealed_and_each_look_at_it_is_logged(town: Town):
    opinion = said(a_round(town), LAMPS[0], phone=phoned(1))

    assert phoned(1) not in str(Opinion.objects.values())
    assert show_contact(opinion, by=town["discipline"], reason="核实地点", at=NOW) == phoned(1)
    assert list(ContactSeen.objects.values_list("by__username", "reason")) == [("discipline", "核实地点")]
    with refused("aside-reason"):
        show_contact(opinion, by=town["discipline"], reason=" ", at=NOW)
    with refused("topics-not-yours"):
        show_contact(opinion, by=town["transport_head"], reason="想知道是谁", at=NOW)


def test_one_question_is_made_of_several_opinions_once(town: Town):
    row = a_round(town)
    pks = [said(row, text, n).pk for n, text in enumerate(LAMPS)]

    topic = raise_topic(pks, **LAMP, by=town["dispatcher"], at=NOW)
    again = raise_topic(pks, **LAMP, by=town["dispatcher"], at=NOW)

    assert again.pk == topic.pk
    assert (topic.data["source"], topic.data["round"]) == ("page", "2026-spring")
    assert set(Opinion.objects.values_list("topic", "sorted_by__username")) == {(topic.pk, "dispatcher")}


def test_an_opinion_joins_a_question_that_is_open_and_no_other(town: Town):
    topic, row = a_topic(town), Round.objects.get()
    late = said(row, LAMPS[0], 99)

    merge_opinions([late.pk], topic.code, by=town["discipline"], at=NOW)
    merge_opinions([late.pk], topic.code, by=town["discipline"], at=NOW)

    assert Opinion.objects.filter(topic=topic).count() == 4
    with refused("topic-missing"):
        merge_opinions([late.pk], "TOPIC-0", by=town["discipline"], at=NOW)
    do(town, topic, "drop", "dispatcher", "2026-03-06", **WHY)
    with refused("topic-missing"):
        merge_opinions([said(row, LAMPS[1], 100).pk], topic.code, by=town["discipline"], at=NOW)


def test_what_is_set_aside_says_why_and_is_not_sorted_again(town: Town):
    opinion = said(a_round(town), "希望多发钱")

    with refused("aside-reason"):
        set_aside([opinion.pk], reason="", by=town["dispatcher"], at=NOW)
    set_aside([opinion.pk], reason="不属于部门职责", by=town["dispatcher"], at=NOW)

    opinion.refresh_from_db()
    assert (opinion.aside, opinion.topic, opinion.sorted_at) == ("不属于部门职责", None, NOW)
    with refused("opinions-sorted"):
        raise_topic([opinion.pk], **LAMP, by=town["dispatcher"], at=NOW)
    assert not Case.objects.filter(type="topic").exists()


def test_nothing_is_sorted_that_was_not_chosen(town: Town):
    a_round(town)

    with refused("opinions-missing"):
        set_aside([], reason="空", by=town["dispatcher"], at=NOW)
    with refused("opinions-missing"):
        raise_topic([7], **LAMP, by=town["dispatcher"], at=NOW)


def test_a_number_is_forgotten_once_its_time_is_over_and_its_question_has_ended(town: Town):
    topic = a_topic(town)
    left = said(Round.objects.get(), "别的事", 50, phone=phoned(50))

    assert forget_contacts(now=moment("2027-03-01")) == 0
    assert forget_contacts(now=moment("2029-06-01")) == 1
    left.refresh_from_db()
    assert (left.contact, left.person) == (None, None)
    do(town, topic, "drop", "dispatcher", "2026-03-06", **WHY)
    assert forget_contacts(now=moment("2029-06-01")) == 3
