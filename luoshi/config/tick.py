"""The one sweep: everything that time brings about, in order. Safe to run twice at once and to kill.

Each step is idempotent and leaves what it did in rows, so a sweep that was missed is made up by the next.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from threading import Event

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from luoshi.config.following import follow_records
from luoshi.config.nightly import judge_the_day
from luoshi.kernel.calendar.rules import LOCAL, add_months
from luoshi.kernel.cases.actions import take_root, tick
from luoshi.kernel.ledger.actions import expire_holds
from luoshi.kernel.ledger.sealing import seal_due
from luoshi.kernel.notices.actions import deliver_due
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.actions import count_days, forget_contacts, forget_due, gather, recount_due
from luoshi.platforms.prepaid.actions import (
    book_waiting,
    distribute_due,
    erase_due,
    expire_payments,
    match_again,
    pay_due,
    release_due,
)
from luoshi.platforms.prepaid.actions.reconciling import reconcile_due
from luoshi.platforms.prepaid.actions.returning import return_all
from luoshi.platforms.prepaid.actions.warning import warn_due
from luoshi.platforms.projects.lists.keeping import keep_lists

logger = logging.getLogger(__name__)

EVERY = 30.0  # seconds between sweeps
_LOST_AFTER = timedelta(days=1)  # no task of ours runs for a day


def prune_tasks(now: datetime) -> str:
    """Delete background tasks that ended long ago; mark as failed what a dead worker left running."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - _LOST_AFTER)
    failed = lost.update(
        status=TaskResultStatus.FAILED,
        finished_at=now,
        traceback="The worker ended while the task was running.",
    )
    keep = timedelta(days=settings.ENV.keep_tasks_days)
    pruned, _ = DBTaskResult.objects.finished().filter(finished_at__lt=now - keep).delete()
    return f"清理 {pruned} · 中断 {failed}" if pruned or failed else ""


def count_down(now: datetime) -> str:
    """Warn of deadlines, note those missed, and do what the law attaches to silence."""
    events = tick(now=now)
    return f"预警和逾期 {len(events)}" if events else ""


def free_holds(now: datetime) -> str:
    """Free money whose hold has expired."""
    freed = expire_holds(at=now)
    return f"到期释放 {freed}" if freed else ""


def count_anew(now: datetime) -> str:
    """Count once a day who answered what and how common words are, which suggestions go by."""
    done = recount_due(now=now)
    return f"派单 {done.dispatched} · 字对 {done.compared}" if done else ""


def match_receipts(now: datetime) -> str:
    """Book bank lines that waited, and give receipts to the sales entered since."""
    booked, matched = book_waiting(at=now), match_again(at=now)
    return f"入账 {booked} · 认领 {matched}" if booked or matched else ""


def pay_shops(now: datetime) -> str:
    """Make the day's instructions to pay out what was released to shops; a file asks the bank for them."""
    made = pay_due(at=now)
    return f"指令 {len(made)}" if made else ""


def keep_months(now: datetime) -> str:
    """Keep once a month who stands on each list of projects."""
    kept = keep_lists(at=now)
    return f"清单 {kept.lists} · 条目 {kept.entries}" if kept else ""


def forget_holders(now: datetime) -> str:
    """Forget who held cards once nothing is owed to them and records need no longer be kept."""
    kept = [int(setting.value) for setting in parameter_book().settings("prepaid.records")]
    if not kept:
        return ""
    before = datetime.combine(add_months(timezone.localdate(now), -max(kept)), time(), tzinfo=LOCAL)
    erased = erase_due(before=before, at=now)
    return f"持卡人 {erased}" if erased else ""


Step = tuple[str, Callable[[datetime], object]]
STEPS: tuple[Step, ...] = (
    ("办理期限", count_down),
    ("每日研判", judge_the_day),
    ("随时研判", follow_records),
    ("每日公布日根", lambda now: take_root(at=now) and ""),
    ("热点聚类", lambda now: gather(at=now)),
    ("个人信息到期删除", lambda now: (n := forget_due(now=now)) and f"诉求人 {n}"),
    ("意见电话到期删除", lambda now: (n := forget_contacts(now=now)) and f"意见 {n}"),
    ("热线日统计", lambda now: (n := count_days(now=now)) and f"重算 {n} 天"),
    ("热线建议统计", count_anew),
    ("期限卡释放", lambda now: f"合同 {n}" if (n := release_due(now=now)) else ""),
    ("存管来款匹配", match_receipts),
    ("存管指令到期", lambda now: f"未支付 {n}" if (n := expire_payments(now=now)) else ""),
    ("应付商户划付", pay_shops),
    ("退款划付", lambda now: (n := return_all(at=now)) and f"已退 {n}"),
    ("持卡人身份到期删除", forget_holders),
    ("存管对账", lambda now: (n := reconcile_due(now=now)) and f"不符 {n} 户"),
    ("预付风险研判", warn_due),
    ("到期占用", free_holds),
    ("清退分配", lambda now: (n := distribute_due(at=now)) and f"入账 {n}"),
    ("账本日封", seal_due),
    ("项目清单月度留存", keep_months),
    ("投递通知", lambda now: deliver_due(now=now)),
    ("整理后台任务", prune_tasks),
)


def sweep(*, now: datetime, say: Callable[[str], object], quiet: bool = False) -> int:
    """Run the steps in order and say what each did. Returns how many failed.

    None keeps the next from running. A step that another process is just running is left to it. ``quiet``
    says nothing of a step that had nothing to do.
    """
    failures = 0
    for title, run in STEPS:
        try:
            with _alone(title) as alone:
                done = str(run(now)) if alone else "另一个进程正在执行，略过 (running elsewhere)"
            if done or not quiet:
                say(f"{title}: {done or '无事 (nothing to do)'}")
        except Exception as error:  # the other steps must run; the next sweep tries this one again
            failures += 1
            logger.exception("The step %s failed", title)
            say(f"{title}: 出错 {type(error).__name__}，详见日志 (failed, see the log)")
    return failures


def run_forever(stop: Event, *, every: float = EVERY, say: Callable[[str], object] = logger.info) -> None:
    """Sweep until ``stop`` is set, every so many seconds. For a thread or a process of its own."""
    try:
        while not stop.is_set():
            close_old_connections()  # a database that was restarted is found again
            sweep(now=timezone.now(), say=say, quiet=True)
            stop.wait(every)
    finally:
        connection.close()


@contextmanager
def _alone(title: str) -> Iterator[bool]:
    """Hold the step's advisory lock, if it is free. It ends with the connection, so the dead hold none."""
    digest = hashlib.sha256(f"luoshi tick {title}".encode()).digest()
    key = int.from_bytes(digest[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
