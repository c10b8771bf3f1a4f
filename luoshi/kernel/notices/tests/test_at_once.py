"""Two deliverers at once, and one that dies: real connections, real processes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.transaction import atomic
from django_tasks.base import TaskResultStatus

from luoshi.kernel.notices.actions import Delivered, deliver_due, subscribe
from luoshi.kernel.notices.models import Delivery, Notice, Status
from luoshi.kernel.notices.tasks import deliver
from luoshi.kernel.notices.tests.factories import MONDAY, make_account, say
from luoshi.kernel.notices.tests.processes import (  # noqa: F401  fixtures are used by their presence
    nothing_is_emptied,
    own_rows_are_taken_away,
    python,
    until,
)
from luoshi.kernel.notices.tests.receiver import Receiver, receiving

_DELIVER = """
from django.utils import timezone
from luoshi.kernel.notices.actions import deliver_due
deliver_due(now=timezone.now())
"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as receiver:
        yield receiver


def at_once(*works: Callable[[], Any]) -> list[Any]:
    def run(work: Callable[[], Any]) -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_two_deliverers_at_once_send_each_event_once(receiver: Receiver):
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    for number in range(40):
        say(key=f"event:{number}")
    receiver.answer_after = 0.005

    both = at_once(*[lambda: deliver_due(now=MONDAY)] * 2)

    assert sum(delivered.sent for delivered in both) == 40
    assert all(delivered.sent for delivered in both)
    assert Counter(receiver.bodies).most_common(1)[0][1] == 1
    assert len(receiver.bodies) == 40


def test_the_same_announced_twice_at_once_is_written_once():
    accounts = [make_account(f"officer{number}") for number in range(20)]

    both = at_once(lambda: say(*accounts), lambda: say(*reversed(accounts)))

    assert len(both[0]) == len(both[1]) == Notice.objects.count() == 20


def test_delivering_inside_a_transaction_is_refused():
    say(make_account())

    with pytest.raises(RuntimeError, match="durable"), atomic():
        deliver_due(now=MONDAY)


def test_what_a_killed_worker_held_is_delivered_after_its_lease(receiver: Receiver):
    subscribe(url=receiver.url, topics=["*"], at=MONDAY)
    say()
    receiver.answer_after = 3.0

    with python(_DELIVER) as worker:
        until(lambda: receiver.requests)
        worker.kill()
        worker.wait()
    receiver.answer_after = 0.0
    held = Delivery.objects.get()

    assert (held.status, held.attempts, worker.returncode) == (Status.WAITING, 1, -9)
    assert deliver_due(now=held.next_at - timedelta(seconds=1)) == Delivered()
    assert deliver_due(now=held.next_at) == Delivered(sent=1)
    assert len(receiver.bodies) == 2
    assert receiver.bodies[0] == receiver.bodies[1]


def test_a_task_waits_in_the_database_for_a_worker():
    say(make_account())
    result = deliver.enqueue()
    assert result.status == TaskResultStatus.READY

    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)

    result.refresh()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, "已投递 1")
