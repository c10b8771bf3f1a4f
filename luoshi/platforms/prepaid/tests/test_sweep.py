"""The steps of the sweep that move money in custody, in their order."""

import pytest

from luoshi.config import tick
from luoshi.platforms.prepaid.models import Payment
from luoshi.platforms.prepaid.tests.banking import Custody, moment

OURS = ("期限卡释放", "存管来款匹配", "存管指令到期", "应付商户划付", "到期占用")


@pytest.mark.django_db
def test_what_time_releases_is_asked_for_the_same_night_once(monkeypatch: pytest.MonkeyPatch):
    town = Custody(form="period", price=100_000, term=30, term_unit="day")
    town.receive(town.sell())
    town.bring()
    monkeypatch.setattr(tick, "STEPS", tuple(step for step in tick.STEPS if step[0] in OURS))
    first: list[str] = []
    second: list[str] = []

    failures = tick.sweep(now=moment(15, 1), say=first.append, quiet=True)
    failures += tick.sweep(now=moment(15, 2), say=second.append, quiet=True)

    assert failures == 0
    assert first == ["期限卡释放: 合同 1", "应付商户划付: 指令 1"]
    assert second == []
    assert Payment.objects.get().amount == 20_000
