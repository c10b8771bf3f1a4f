"""Deliveries: tried again with growing waits, given up in the end, never stopping one another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from luoshi.kernel.notices.actions import (
    LEASE,
    Delivered,
    deliver_due,
    prefer,
    revive,
    subscribe,
    unsubscribe,
)
from luoshi.kernel.notices.models import Channel, Delivery, Status
from luoshi.kernel.notices.rules import MOST_ATTEMPTS, WAITS
from luoshi.kernel.notices.tasks import deliver
from luoshi.kernel.notices.tests.conftest import change_env
from luoshi.kernel.notices.tests.factories import MONDAY, make_account, say
from luoshi.kernel.notices.tests.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as receiver:
        yield receiver


def test_an_e_mail_says_what_happened_and_where_to_look():
    say(make_account(), title="建议\r\nBcc: all@example.cn", key="k")

    delivered = deliver_due(now=MONDAY)

    assert delivered == Delivered(sent=1)
    [message] = mail.outbox
    assert (message.to, message.bcc) == (["officer@example.cn"], [])
    assert message.subject == "建议 Bcc: all@example.cn"
    assert "https://luoshi.example.cn/desk/cases/proposals-2026-0012/" in message.body
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.sent_at) == (Status.SENT, MONDAY)
    assert message.extra_headers["Message-ID"] == f"<delivery-{delivery.pk}@luoshi.example.cn>"


def test_what_was_sent_is_not_sent_again():
    say(make_account())
    deliver_due(now=MONDAY)

    again = deliver_due(now=MONDAY + timedelta(days=30))

    assert again == Delivered()
    assert str(again) == ""
    assert len(mail.outbox) == 1


def test_a_simulated_sms_never_says_that_it_was_sent(tmp_path: Path):
    account = make_account(email="")
    prefer(account_id=account.pk, channel=Channel.SMS, topics=["*"], address="13800000000")
    say(account)

    delivered = deliver_due(now=MONDAY)

    assert delivered == Delivered(simulated=1)
    assert Delivery.objects.get().get_status_display() == "模拟，未真正发出"
    line = json.loads((tmp_path / "simulated_sms.jsonl").read_text("utf-8"))
    assert line["模拟短信"] is True
    assert (line["phone"], line["text"][-5:]) == ("13800000000", "建议已交办")
    assert (tmp_path / "simulated_sms.jsonl").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("channel", "gone"), [("sms", {"sms": "none"}), ("email", {"email_url": None})])
def test_what_waits_for_a_channel_that_has_gone_is_given_up_with_the_reason(
    channel: str, gone: dict[str, Any], settings: Settings
):
    account = make_account(email="" if channel == "sms" else "officer@example.cn")
    prefer(account_id=account.pk, channel=Channel.SMS, topics=["*"], address="13800000000")
    say(account)
    Delivery.objects.exclude(channel=channel).delete()
    change_env(settings, **gone)

    assert deliver_due(now=MONDAY) == Delivered(dead=1)
    assert "没有发出" in Delivery.objects.get().last_error
    assert not mail.outbox


def test_a_failure_is_tried_again_after_growing_waits_and_given_up_in_the_end(receiver: Receiver):
    receiver.statuses = [500]
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    say()
    now, states = MONDAY, []

    for wait in WAITS:
        deliver_due(now=now)
        states.append(Delivery.objects.get().status)
        assert Delivery.objects.get().next_at == now + wait
        assert deliver_due(now=now + wait - timedelta(seconds=1)) == Delivered()
        now += wait
    last = deliver_due(now=now)

    assert set(states) == {"failed"}
    assert last == Delivered(dead=1)
    assert len(receiver.requests) == MOST_ATTEMPTS
    assert deliver_due(now=now + timedelta(days=365)) == Delivered()
    assert "500" in Delivery.objects.dead().get().last_error


def test_a_dead_delivery_can_be_revived_once_and_then_arrives(receiver: Receiver):
    receiver.statuses = [500] * MOST_ATTEMPTS + [204]
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    say()
    now = MONDAY
    for wait in (*WAITS, MINUTE):
        deliver_due(now=now)
        now += wait
    dead = Delivery.objects.dead().get()

    revived, again = revive(dead, at=now), revive(dead, at=now)

    assert (revived, again) == (True, False)
    assert deliver_due(now=now) == Delivered(sent=1)
    assert Delivery.objects.get().last_error == ""


def test_one_failing_delivery_stops_no_other(receiver: Receiver, settings: Settings):
    receiver.statuses = [500]
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    say(make_account("one"), key="a")
    say(make_account("two"), key="b")

    delivered = deliver_due(now=MONDAY)

    assert delivered == Delivered(sent=2, failed=1)  # the second event waits: its receiver just failed
    assert Delivery.objects.filter(status=Status.WAITING).count() == 1
    assert len(receiver.requests) == 1


def test_a_fault_of_ours_is_kept_with_its_name_and_stops_no_other(
    settings: Settings, caplog: pytest.LogCaptureFixture
):
    account = make_account("sms", email="")
    prefer(account_id=account.pk, channel=Channel.SMS, topics=["*"], address="13800000000")
    say(account, key="a")
    say(make_account("mail"), key="b")
    change_env(settings, state=Path("/dev/null/nowhere"))  # the fake cannot write its file

    delivered = deliver_due(now=MONDAY)

    assert delivered == Delivered(sent=1, failed=1)
    assert "NotADirectoryError" in Delivery.objects.get(channel="sms").last_error
    assert "failed unexpectedly" in caplog.text


def test_a_mail_server_that_is_away_delays_and_loses_nothing(settings: Settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    say(make_account())

    assert deliver_due(now=MONDAY) == Delivered(failed=1)
    assert "ConnectionRefusedError" in Delivery.objects.get().last_error

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert deliver_due(now=MONDAY + MINUTE) == Delivered(sent=1)


def test_a_claim_that_no_worker_lived_to_end_is_given_up_after_as_many_attempts():
    say(make_account())
    Delivery.objects.update(attempts=MOST_ATTEMPTS)

    assert deliver_due(now=MONDAY) == Delivered(dead=1)
    assert not mail.outbox


def test_a_limit_leaves_the_rest_for_the_next_run():
    say(*[make_account(f"officer{number}") for number in range(5)])

    assert deliver_due(now=MONDAY, limit=3) == Delivered(sent=3)
    assert deliver_due(now=MONDAY, limit=3) == Delivered(sent=2)


def test_a_claim_keeps_others_away_until_its_lease_ends():
    say(make_account())
    Delivery.objects.update(attempts=1, next_at=MONDAY + LEASE)  # as a worker that was killed left it

    assert deliver_due(now=MONDAY + LEASE - timedelta(seconds=1)) == Delivered()
    assert deliver_due(now=MONDAY + LEASE) == Delivered(sent=1)
    assert Delivery.objects.get().attempts == 2


def test_what_waits_for_an_ended_subscription_is_given_up(receiver: Receiver):
    new = subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    say()

    assert unsubscribe(subscription_id=new.subscription.pk)
    assert not unsubscribe(subscription_id=new.subscription.pk)

    assert deliver_due(now=MONDAY) == Delivered(dead=1)
    assert receiver.requests == []


def test_the_background_task_calls_the_action():
    say(make_account())

    assert deliver.call() == "已投递 1"
