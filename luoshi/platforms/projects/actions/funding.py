"""Ask for money and decide on it: windows, applications, steps. An approval is the project's act too."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from luoshi.kernel.cases.actions import act
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.actions.keeping import (
    alone,
    key_reused,
    locked,
    repeated,
    require_commission,
    require_unit,
)
from luoshi.platforms.projects.errors import refused
from luoshi.platforms.projects.models import Debt, FundApplication, FundStep, FundWindow, Project
from luoshi.platforms.projects.rules.funding import may_become
from luoshi.platforms.projects.types import PROJECT

State = FundApplication.State
_ENDED = [state.key for state in PROJECT.states if state.end]


@transaction.atomic
def open_window(
    *,
    source: str,
    year: int,
    batch: int,
    opens_on: date,
    closes_on: date,
    document: str,
    by: Actor,
    at: datetime,
    simulated: bool = False,
) -> FundWindow:
    """Enter when a source takes applications, and return it; told again, the same.

    Raises ``projects-window-wrong`` for days in the wrong order, ``projects-key-reused`` where the batch is
    known otherwise.
    """
    require_commission(by)
    if closes_on < opens_on:
        raise refused("window-wrong", "截止日期早于开始日期。", "It closes before it opens.")
    said = {"opens_on": opens_on, "closes_on": closes_on, "document": document}
    window, made = FundWindow.objects.get_or_create(
        source=source,
        year=year,
        batch=batch,
        defaults=said | {"code": f"{source}-{year}-{batch}", "opened_at": at, "simulated": simulated},
    )
    if not made and any(getattr(window, name) != value for name, value in said.items()):
        raise key_reused()
    return window


@transaction.atomic
def ask_for(
    project: Project,
    *,
    source: str,
    window: FundWindow | None = None,
    amount: int,
    on: date,
    document: str,
    by: Actor,
    at: datetime,
) -> FundApplication:
    """Ask a source for an amount in fen, in a window where it has them, and return the application.

    The document's number makes it idempotent. Raises ``projects-not-yours``, ``projects-over``,
    ``projects-window-closed``, ``projects-asked-before``, ``projects-amount-wrong``.
    """
    require_unit(by, project)
    key = f"projects:ask:{project.code}:{document}"
    said = {"source": source, "window_id": window.pk if window else None, "asked": amount, "asked_on": on}
    if found := repeated(FundApplication, key, said):
        return found
    _require_askable(project, source, window, amount, on)
    alone(f"applications:{project.code}")  # each gets a number of its own
    held = list(FundApplication.objects.filter(project=project))
    number = len(held) + 1
    if window and any(
        row.window_id == window.pk and row.state not in (State.REFUSED, State.WITHDRAWN) for row in held
    ):
        raise refused(
            "asked-before", "该项目在这一批次已有申请。", "The project has an application in this window."
        )
    application = FundApplication.objects.create(
        code=f"{project.code}-f{number}",
        project=project,
        document=document,
        key=key,
        simulated=project.simulated,
        **said,
    )
    _step(application, State.ASKED, amount, on, document, "", by, at)
    return application


def recommend(
    application: FundApplication, *, on: date, document: str, by: Actor, at: datetime
) -> FundApplication:
    """Send an application on to whoever decides on the source."""
    return _move(application, State.RECOMMENDED, on=on, document=document, by=by, at=at)


@transaction.atomic
def approve(
    application: FundApplication, *, amount: int, on: date, document: str, by: Actor, at: datetime
) -> FundApplication:
    """Enter what was approved, in fen, and take the project's own step 落实资金 by the same act.

    Both happen or neither: where the project is not ready for the step, ``ActRefused`` says why and nothing
    is written. Raises ``projects-amount-wrong`` for nothing or for more than was asked.
    """
    if not 0 < amount <= application.asked:
        raise refused(
            "amount-wrong",
            "批准金额应大于零，且不超过申请金额。",
            "What is approved is above zero and no more than was asked.",
        )
    again = application.steps.filter(state=State.APPROVED, amount__lt=0)
    if again.filter(amount=-amount, document=document).exists():
        raise refused(
            "approval-reversed",
            "这个文号的这笔批准已冲正，不能照样再登记。请核对文号和金额。",
            "This approval was reversed and is not entered again as it was. Check document and amount.",
        )
    moved = _move(application, State.APPROVED, amount=amount, on=on, document=document, by=by, at=at)
    said = {"source": moved.source, "amount": amount, "funded_on": on.isoformat(), "paper": document}
    act(moved.project.code, "fund", by=by, data=said, at=at, key=f"projects:fund:{moved.code}{_nth(moved)}")
    return moved


def refuse(
    application: FundApplication, *, on: date, document: str = "", note: str, by: Actor, at: datetime
) -> FundApplication:
    """Enter that it was not approved, and why."""
    return _move(application, State.REFUSED, on=on, document=document, note=note, by=by, at=at)


def withdraw(
    application: FundApplication, *, on: date, note: str, by: Actor, at: datetime
) -> FundApplication:
    """Take an application back that nobody has decided on. The project's unit does it."""
    return _move(application, State.WITHDRAWN, on=on, note=note, by=by, at=at)


@transaction.atomic
def reverse_approval(
    application: FundApplication, *, reason: str, on: date, by: Actor, at: datetime
) -> FundApplication:
    """Take back an approval that was entered wrongly; the application stands where it stood before it.

    The approval's step and the project's own stay; a step of the opposite amount with the reason is added to
    the one, 冲正落实资金 to the other. Told twice, it is done once. Raises ``projects-reason``,
    ``projects-before-entry``, ``projects-not-approved``, and ``projects-money-moved`` while money was passed
    on or borrowed by it.
    """
    require_commission(by)
    row = locked(application)
    entry = row.steps.filter(state=State.APPROVED).order_by("-pk").first()
    if entry and (entry.amount or 0) < 0 and (entry.note, entry.happened_on) == (reason, on):
        return row
    if entry is None or row.state != State.APPROVED or row.approved is None:
        raise refused("not-approved", "该申请没有可以冲正的批准。", "There is no approval to reverse.")
    if not reason.strip():
        raise refused("reason", "请写冲正原因。", "Say why it is reversed.")
    if on < entry.happened_on:
        raise refused("before-entry", "冲正日期早于原记录。", "It is reversed before it happened.")
    _require_unmoved(row)
    amount, paper = row.approved, row.paper
    said = {"source": row.source, "unfunded": amount, "unfunded_on": on.isoformat(), "paper": paper}
    key = f"projects:unfund:{row.code}{_nth(row)}"
    act(row.project.code, "unfund", by=by, data=said | {"reason": reason}, at=at, key=key)
    FundStep.objects.create(
        application=row,
        state=State.APPROVED,
        amount=-amount,
        happened_on=on,
        document=paper,
        note=reason,
        by_id=by.account,
        at=at,
        key=f"{entry.key}:reversed",
    )
    before = row.steps.filter(state__in=(State.ASKED, State.RECOMMENDED)).order_by("-pk")
    row.state = before.values_list("state", flat=True)[0]
    row.approved, row.approved_on, row.paper = None, None, ""
    row.save(update_fields=["state", "approved", "approved_on", "paper"])
    return row


def _require_unmoved(row: FundApplication) -> None:
    passed = row.allocations.aggregate(sum=Sum("amount"))["sum"] or 0
    if passed or Debt.objects.filter(application=row).exists():
        raise refused(
            "money-moved",
            "批准的资金已下达或已登记还款计划。请先冲正下达；已借入的不能冲正批准。",
            "Money was passed on or borrowed by it. Reverse what was passed on first.",
        )


def _nth(row: FundApplication) -> str:
    """Return what tells an approval after a reversal from the first."""
    times = row.steps.filter(state=State.APPROVED, amount__lt=0).count()
    return f":{times + 1}" if times else ""


@transaction.atomic
def _move(
    application: FundApplication,
    to: str,
    *,
    on: date,
    by: Actor,
    at: datetime,
    amount: int | None = None,
    document: str = "",
    note: str = "",
) -> FundApplication:
    row = locked(application)
    if to == State.WITHDRAWN:
        require_unit(by, row.project)
    else:
        require_commission(by)
    said = {"amount": amount, "happened_on": on, "document": document, "note": note}
    if repeated(FundStep, _key(row, to), said):
        return row
    if not may_become(row.state, to):
        raise refused(
            "state",
            f"申请现为“{State(row.state).label}”，不能改为“{State(to).label}”。",
            f"The application is {row.state} and cannot become {to}.",
        )
    if on < row.asked_on:
        raise refused("before-asked", "日期早于申请日期。", "The day is before it was asked for.")
    row.state = to
    if to == State.APPROVED:
        row.approved, row.approved_on, row.paper = amount, on, document
    row.save(update_fields=["state", "approved", "approved_on", "paper"])
    _step(row, to, amount, on, document, note, by, at)
    return row


def _step(
    row: FundApplication,
    state: str,
    amount: int | None,
    on: date,
    document: str,
    note: str,
    by: Actor,
    at: datetime,
) -> None:
    said: dict[str, Any] = {"amount": amount, "happened_on": on, "document": document, "note": note}
    FundStep.objects.create(
        application=row, state=state, by_id=by.account, at=at, key=_key(row, state), **said
    )


def _key(row: FundApplication, state: str) -> str:
    return f"projects:step:{row.code}:{state}{_nth(row) if state == State.APPROVED else ''}"


def _require_askable(project: Project, source: str, window: FundWindow | None, amount: int, on: date) -> None:
    if amount <= 0:
        raise refused("amount-wrong", "申请金额应大于零。", "What is asked is above zero.")
    if project.state in _ENDED:
        raise refused("over", "项目已结束，不能再申请资金。", "The project is over.")
    if window is None:
        return
    if window.source != source:
        raise refused("window-wrong", "批次与资金来源不符。", "The window is of another source.")
    if not window.opens_on <= on <= window.closes_on:
        raise refused(
            "window-closed",
            f"不在申报期内（{window.opens_on} 至 {window.closes_on}）。",
            f"Applications are taken from {window.opens_on} to {window.closes_on}.",
        )
