"""The one sweep: once, twice at once, killed, and for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from threading import Event, Thread

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from luoshi.config import tick
from luoshi.kernel.notices.actions import subscribe
from luoshi.kernel.notices.tasks import deliver
from luoshi.kernel.notices.tests.conftest import change_env, env  # noqa: F401  used by its presence
from luoshi.kernel.notices.tests.factories import MONDAY, make_account, say
from luoshi.kernel.notices.tests.processes import (  # noqa: F401  fixtures are used by their presence
    nothing_is_emptied,
    own_rows_are_taken_away,
    python,
    until,
)
from luoshi.kernel.notices.tests.receiver import Receiver, receiving

pytestmark = pytest.mark.django_db(transaction=True)
_TICK = """
from luoshi.config import cli, tick
tick.STEPS = tuple(step for step in tick.STEPS if step[0] == "投递通知")
cli.main()
"""  # the other steps would leave rows that cannot be taken away


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as receiver:
        yield receiver


@pytest.fixture(autouse=True)
def _own_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = ("投递通知", "整理后台任务")
    monkeypatch.setattr(tick, "STEPS", tuple(step for step in tick.STEPS if step[0] in ours))


def test_a_sweep_says_what_it_did_and_the_next_has_nothing_to_do():
    say(make_account())

    first, second = run("tick"), run("tick")

    assert first == "投递通知: 已投递 1\n整理后台任务: 无事 (nothing to do)\n"
    assert second == "投递通知: 无事 (nothing to do)\n整理后台任务: 无事 (nothing to do)\n"


def test_a_failing_step_keeps_no_other_from_running(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def broken(now: datetime) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(tick, "STEPS", (("坏的", broken), *tick.STEPS))
    said: list[str] = []

    failures = tick.sweep(now=MONDAY, say=said.append)

    assert failures == 1
    assert said[0].startswith("坏的: 出错 ZeroDivisionError")
    assert len(said) == len(tick.STEPS)
    assert "The step 坏的 failed" in caplog.text
    with pytest.raises(CommandError, match="没有完成"):
        run("tick")


def test_finished_tasks_are_kept_for_some_days(settings: Settings):
    change_env(settings, keep_tasks_days=7)
    now = timezone.now()
    for status, age in [("SUCCESSFUL", 8), ("SUCCESSFUL", 6), ("FAILED", 8), ("READY", 8), ("RUNNING", 2)]:
        _task(status, now - timedelta(days=age))

    said = tick.prune_tasks(now)

    assert said == "清理 2 · 中断 1"
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "READY", "SUCCESSFUL"]
    assert tick.prune_tasks(now) == ""


def test_a_second_sweep_at_once_says_so_and_a_killed_one_keeps_no_lock(receiver: Receiver):
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    say()
    receiver.answer_after = 4.5

    with python(_TICK, "tick") as first:
        until(lambda: receiver.requests)
        beside = run("tick")
        first.kill()
        first.wait()
    after = said_by("tick")

    assert len(receiver.requests) == 1
    assert "投递通知: 另一个进程正在执行，略过" in beside
    assert "投递通知: 无事" in after


def test_a_worker_keeps_running_until_it_is_told_to_stop(receiver: Receiver):
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)

    with python(_TICK, "tick", "--every", "1") as worker:
        say(key="first")
        until(lambda: len(receiver.requests) == 1)
        say(key="second")
        until(lambda: len(receiver.requests) == 2)
        worker.terminate()
        said = worker.communicate(timeout=60)[0]

    assert worker.returncode == 0
    delivered = re.findall(r"投递通知: 已投递 (\d)\n", said)  # by one sweep, if the first was still at it
    assert sum(map(int, delivered)) == 2


def test_a_thread_sweeps_until_its_event_is_set(receiver: Receiver):
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    say()
    stop, said = Event(), list[str]()
    thread = Thread(target=tick.run_forever, args=[stop], kwargs={"every": 0.05, "say": said.append})

    thread.start()
    until(lambda: receiver.requests)
    stop.set()
    thread.join(timeout=20)

    assert not thread.is_alive()
    assert said == ["投递通知: 已投递 1"]


def said_by(*arguments: str) -> str:
    with python(_TICK, *arguments) as process:
        said = process.communicate(timeout=60)[0]
    assert process.returncode == 0, said
    return said


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


def _task(status: str, at: datetime) -> None:
    DBTaskResult.objects.create(
        status=status,
        started_at=at,
        finished_at=at if status in ("SUCCESSFUL", "FAILED") else None,
        args_kwargs={"args": [], "kwargs": {}},
        task_path=deliver.module_path,
        backend_name="default",
        run_after=at,
    )
