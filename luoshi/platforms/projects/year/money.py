"""Invented money for invented projects: windows, applications, payments and loans, with faults to be found.

Told by the same acts as real money. It takes projects that are there already and invents none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.actions import (
    approve,
    ask_for,
    borrow,
    open_window,
    pass_on,
    pay,
    recommend,
    refuse,
    repay,
)
from luoshi.platforms.projects.models import FundApplication, FundWindow, Project
from luoshi.platforms.projects.queries.fund_standing import cost_of, standing_of
from luoshi.platforms.projects.rules.funding import WHOLE
from luoshi.platforms.projects.rules.repaying import Terms

YUAN_10K = 10_000 * 100  # fen; what is asked for is in whole 万元
WINDOWED = ("special_bond", "central_budget", "local_bond", "province")
OPEN_FOR = 60  # days
_NOT_APPROVED, _WAITS, _IDLE, _AHEAD, _LOAN = 0.20, 0.35, 0.45, 0.55, 0.40  # by chance, in this order


@dataclass(frozen=True, slots=True)
class Told:
    """What was invented, and the codes of the applications made to lie idle or be paid ahead of the works."""

    applications: int
    approved: int
    idle: tuple[str, ...]
    ahead: tuple[str, ...]


def simulate_funds(
    projects: Iterable[Project], *, rng: Random, year: int, until: datetime, by: Actor
) -> Told:
    """Invent a year's money for the simulated projects among those given, up to the moment.

    Told again from the same seed it adds nothing but payments for what was built since. ``by`` holds the
    posts of unit and commission. A project that is not ready for 落实资金 has its application waiting.
    """
    end = until.astimezone(LOCAL).date()
    windows = _windows(year, end, by=by)
    asked, approved, idle, ahead = 0, 0, [], []
    for project in projects:
        chance = Random(f"{rng.random()} {project.code}")  # noqa: S311  invented, not secret
        if not project.simulated or (project.nature == "enterprise" and chance.random() < 0.5):
            continue
        window = chance.choice(windows) if windows else None
        if window is None or _over(project):
            continue
        row = _asked(project, window, chance, by=by)
        asked += 1
        fate = chance.random()
        if fate < _WAITS:
            _refused(row, window, fate, until, by=by)
            continue
        given = _approved(row, window, chance, until, by=by)
        if given is None:
            continue
        approved += 1
        found = _spent(given, fate, chance, end, by=by)
        idle += [given.code] if found == "idle" else []
        ahead += [given.code] if found == "ahead" else []
        if chance.random() < _LOAN:
            _lent(project, given, chance, end, by=by)
    return Told(asked, approved, tuple(idle), tuple(ahead))


def _windows(year: int, end: date, *, by: Actor) -> list[FundWindow]:
    """Open each source's windows of the year that have begun, two of each."""
    found = []
    for source in WINDOWED:
        for batch, month in ((1, 1), (2, 5)):
            opens = date(year, month, 10)
            if opens + timedelta(days=OPEN_FOR) < end:
                found.append(
                    open_window(
                        source=source,
                        year=year,
                        batch=batch,
                        opens_on=opens,
                        closes_on=opens + timedelta(days=OPEN_FOR),
                        document=f"模拟申报通知〔{year}〕{source}-{batch}",
                        by=by,
                        at=_moment(opens),
                        simulated=True,
                    )
                )
    return found


def _asked(project: Project, window: FundWindow, chance: Random, *, by: Actor) -> FundApplication:
    on = window.opens_on + timedelta(days=chance.randint(3, OPEN_FOR - 5))
    amount = max(1, cost_of(project) * chance.randint(15, 45) // 100 // YUAN_10K) * YUAN_10K
    document = f"模拟申请〔{window.year}〕{project.code}-{window.code}"
    if known := project.applications.filter(window=window).first():
        return known
    return ask_for(
        project,
        source=window.source,
        window=window,
        amount=amount,
        on=on,
        document=document,
        by=by,
        at=_moment(on),
    )


def _refused(row: FundApplication, window: FundWindow, fate: float, until: datetime, *, by: Actor) -> None:
    on = window.closes_on + timedelta(days=10)
    if on >= until.astimezone(LOCAL).date():
        return
    if fate < _NOT_APPROVED:
        refuse(row, on=on, note="模拟：未列入本批", by=by, at=_moment(on))
    else:
        recommend(row, on=on, document=f"模拟上报{row.code}", by=by, at=_moment(on))


def _approved(
    row: FundApplication, window: FundWindow, chance: Random, until: datetime, *, by: Actor
) -> FundApplication | None:
    """Approve most of what was asked; None where that lies ahead, or the project is not ready for it."""
    on = window.closes_on + timedelta(days=chance.randint(15, 40))
    if on >= until.astimezone(LOCAL).date():
        return None
    amount = max(1, row.asked * chance.randint(70, 100) // 100 // YUAN_10K) * YUAN_10K
    at = max(_moment(on), row.project.moved_at + timedelta(minutes=1))
    try:
        return approve(
            row, amount=min(amount, row.asked), on=on, document=f"模拟批复{row.code}", by=by, at=at
        )
    except ActRefused:
        return None


def _spent(row: FundApplication, fate: float, chance: Random, end: date, *, by: Actor) -> str:
    """Pass the money on and pay it as the works go; or let it lie, or pay it ahead of them. Return which."""
    if row.approved is None or row.approved_on is None:
        return ""
    on = row.approved_on + timedelta(days=chance.randint(5, 25))
    if on >= end:
        return ""
    pass_on(row, amount=row.approved, on=on, document=f"模拟下达{row.code}", by=by, at=_moment(on))
    if fate < _IDLE:
        return "idle"
    day = on + timedelta(days=20)
    if day >= end:
        return ""
    if fate < _AHEAD:
        early = pay(
            row,
            amount=row.approved,
            on=day,
            voucher=f"模拟{row.code}-1",
            payee="contractor",
            purpose="progress",
            physical=0,
            afterwards="模拟：款已划出，事后补录",
            by=by,
            at=_moment(day),
        )
        return "ahead" if early.ahead else ""
    row.project.refresh_from_db()
    _pay_as_built(row, max(day, row.project.reported_on or day), end, by=by)
    return ""


def _pay_as_built(row: FundApplication, day: date, end: date, *, by: Actor) -> None:
    """Pay half of what has been built, as far as the source's money goes."""
    built, stood = row.project.physical, standing_of(row)
    part = min(stood.undrawn, stood.cost * built // WHOLE // 2 - stood.works)
    if part > 0 and day < end:
        pay(
            row,
            amount=part,
            on=day,
            voucher=f"模拟{row.code}-{built}",
            payee="contractor",
            purpose="progress",
            physical=built,
            by=by,
            at=_moment(day),
        )


def _lent(project: Project, row: FundApplication, chance: Random, end: date, *, by: Actor) -> None:
    """Have a bank lend a tenth of the cost, to be paid back every three months; one in four is not paid."""
    on = (row.approved_on or end) + timedelta(days=5)
    if on >= end or project.applications.filter(source="bank").exists():
        return
    amount = max(1, cost_of(project) // 10 // YUAN_10K) * YUAN_10K
    asked = ask_for(
        project,
        source="bank",
        amount=amount,
        on=on,
        document=f"模拟授信{row.code}",
        by=by,
        at=_moment(on),
    )
    project.refresh_from_db()
    at = max(_moment(on), project.moved_at + timedelta(minutes=1))
    try:
        loan = approve(asked, amount=amount, on=on, document=f"模拟合同{row.code}", by=by, at=at)
    except ActRefused:
        return
    terms = Terms(
        principal=amount,
        percent=Decimal(chance.choice(["3.1", "3.35", "3.6"])),
        year=360,
        began_on=on,
        every=3,
        times=chance.choice([8, 12]),
        way=chance.choice(["equal", "bullet"]),
    )
    debt = borrow(loan, terms=terms, document=f"模拟合同{row.code}", by=by, at=at)
    if chance.random() < 0.25:
        return
    for due in debt.instalments.filter(due_on__lt=end).order_by("number"):
        whole = due.principal + due.interest
        if whole:
            repay(
                due,
                amount=whole,
                on=due.due_on,
                voucher=f"模拟还款{due.number}",
                by=by,
                at=_moment(due.due_on),
            )


def _over(project: Project) -> bool:
    return project.state in ("settled", "evaluated", "closed", "terminated", "merged", "split")


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=LOCAL)
