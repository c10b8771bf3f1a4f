"""Announcing writes rows once, for whoever listens, in a constant number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from luoshi.kernel.notices.actions import announce, mark_read, prefer, subscribe
from luoshi.kernel.notices.models import Channel, Delivery, Notice, Status
from luoshi.kernel.notices.tests.conftest import change_env
from luoshi.kernel.notices.tests.factories import MONDAY, make_account, say

pytestmark = pytest.mark.django_db


def test_each_account_gets_one_notice_and_an_e_mail_on_its_way():
    one, two = make_account("one"), make_account("two")

    notices = say(one, two)

    assert [notice.recipient for notice in notices] == [one, two]
    assert set(Delivery.objects.values_list("channel", "address", "status", "next_at")) == {
        ("email", "one@example.cn", "waiting", MONDAY),
        ("email", "two@example.cn", "waiting", MONDAY),
    }


def test_the_same_announcement_again_writes_nothing():
    subscribe(url="https://oa.example.cn/hook", topics=["*"], at=MONDAY)
    account = make_account()

    first = say(account)
    again = say(account, title="另一个标题", at=MONDAY + timedelta(days=1))

    assert first == again
    assert again[0].title == "建议已交办"
    assert Notice.objects.count() == Delivery.objects.count() == 2


def test_the_same_announcement_reaches_whom_it_has_not_reached():
    one, two = make_account("one"), make_account("two")

    say(one)
    say(one, two)

    assert set(Delivery.objects.values_list("address", flat=True)) == {"one@example.cn", "two@example.cn"}
    assert Notice.objects.count() == 2


def test_nothing_is_announced_when_the_act_that_caused_it_is_undone():
    account = make_account()

    with transaction.atomic():
        say(account)
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()


def test_closed_and_unknown_accounts_receive_nothing():
    gone = make_account("gone", is_active=False)

    told = announce(key="k", topic="t", subject="s", title="标题", to=[gone.pk, gone.pk + 1_000], at=MONDAY)

    assert told == []


def test_systems_are_told_of_the_topics_they_subscribed_to_and_persons_data_stays_empty():
    subscribe(url="https://a.example.cn/hook", topics=["case.*"], at=MONDAY)
    subscribe(url="https://b.example.cn/hook", topics=["measure.taken"], at=MONDAY)
    account = make_account()

    notices = say(account, data={"due": date(2026, 6, 30), "amount": Decimal("1.50")})

    person, event = notices
    assert (person.recipient, person.data) == (account, {})
    assert (event.recipient, Notice.objects.get(pk=event.pk).data) == (
        None,
        {"due": "2026-06-30", "amount": "1.50"},
    )
    assert [d.address for d in event.deliveries.all()] == ["https://a.example.cn/hook"]


def test_a_preference_says_which_topics_come_how_and_where():
    account = make_account()
    prefer(account_id=account.pk, channel=Channel.EMAIL, topics=["case.overdue"])
    prefer(account_id=account.pk, channel=Channel.SMS, topics=["case.*"], address="13800000000")

    say(account, topic="case.assigned")

    assert list(Delivery.objects.values_list("channel", "address")) == [("sms", "13800000000")]


def test_a_channel_that_is_not_there_is_not_promised(settings: Settings):
    change_env(settings, email_url=None, sms="none")
    account = make_account()
    prefer(account_id=account.pk, channel=Channel.SMS, topics=["*"], address="13800000000")

    say(account)

    assert Notice.objects.unread().filter(recipient=account).count() == 1
    assert not Delivery.objects.exists()


def test_many_recipients_cost_no_more_queries_than_one():
    subscribe(url="https://a.example.cn/hook", topics=["*"], at=MONDAY)
    many = [make_account(f"officer{number}") for number in range(300)]

    with CaptureQueriesContext(
        connection,
    ) as few:
        say(many[0], key="few")
    with CaptureQueriesContext(connection) as lots:
        say(*many, key="lots")

    assert len(few) == len(lots) == 1
    assert Delivery.objects.filter(notice__key="lots", status=Status.WAITING).count() == 301


def test_only_the_recipient_marks_a_notice_as_read():
    mine, other = make_account("mine"), make_account("other")
    [notice, others] = say(mine, other)

    read = mark_read(account_id=mine.pk, notices=[notice.pk, others.pk], at=MONDAY)
    again = mark_read(account_id=mine.pk, notices=[notice.pk], at=MONDAY + timedelta(days=1))

    assert (read, again) == (1, 0)
    assert Notice.objects.get(pk=notice.pk).read_at == MONDAY
    assert list(Notice.objects.unread()) == [others]
    assert list(Notice.objects.for_account(mine.pk)) == [notice]
