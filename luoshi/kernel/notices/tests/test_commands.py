"""``luoshi notices``, as a person runs it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from luoshi.kernel.notices.actions import subscribe
from luoshi.kernel.notices.models import Delivery, Status, Subscription
from luoshi.kernel.notices.sealing import unseal
from luoshi.kernel.notices.tests.factories import MONDAY, make_account, say

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_a_subscription_is_made_listed_and_ended():
    made = run("notices", "subscribe", "https://oa.example.cn/hook", "case.*", "measure.taken")
    subscription = Subscription.objects.get()
    listed = run("notices", "subscriptions")
    ended = run("notices", "unsubscribe", str(subscription.pk))

    secret = made.strip().rpartition("：")[2]
    assert unseal(subscription.sealed) == secret
    assert listed == f"{subscription.pk}  启用  https://oa.example.cn/hook  case.* measure.taken\n"
    assert secret not in listed
    assert ended == f"停用 {subscription.pk}\n"
    assert "停用" in run("notices", "subscriptions")
    with pytest.raises(CommandError) as caught:
        run("notices", "unsubscribe", str(subscription.pk))
    assert caught.value.returncode == 2


def test_what_was_given_up_is_listed_with_its_reason_and_revived():
    subscribe(url="https://oa.example.cn/hook", topics=["*"], at=MONDAY)
    say(make_account())
    Delivery.objects.filter(channel="webhook").update(
        status=Status.DEAD, attempts=8, last_error="对方回答 500。"
    )
    number = str(Delivery.objects.dead().get().pk)

    assert run("notices", "status") == "邮件  待投递  1\n接口推送  已放弃  1\n"
    assert run("notices", "dead").split("  ")[0] == number
    assert "对方回答 500。" in run("notices", "dead")
    assert run("notices", "revive", number) == "重新投递 1\n"
    assert run("notices", "revive", "--all") == "重新投递 0\n"
    assert run("notices", "status") == "邮件  待投递  1\n接口推送  待投递  1\n"
