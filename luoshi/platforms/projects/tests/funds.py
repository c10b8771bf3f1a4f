"""Money of projects for tests: a window, an application, what was approved and passed on."""

from __future__ import annotations

from datetime import date
from typing import Any

from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.projects.actions import approve, ask_for, open_window, pass_on, pay
from luoshi.platforms.projects.models import Allocation, Drawdown, FundApplication, FundWindow
from luoshi.platforms.projects.tests.factories import MILLION, row, started

AT = moment("2026-03-05")


def a_window(by: Actor, *, source: str = "special_bond", year: int = 2026, batch: int = 1) -> FundWindow:
    """Open a window for the first half of the year."""
    days: dict[str, Any] = {"opens_on": date(year, 1, 5), "closes_on": date(year, 6, 30)}
    return open_window(
        source=source, year=year, batch=batch, document=f"申报通知〔{year}〕{batch}号", by=by, at=AT, **days
    )


def asking(
    by: Actor,
    *,
    case: Case | None = None,
    source: str = "special_bond",
    amount: int = 20 * MILLION,
    **more: Any,
) -> FundApplication:
    """Ask for money for a project that is approved."""
    project = row(case or started(by, until="approve"))
    window = a_window(by, source=source) if source not in ("bank", "enterprise") else None
    said: dict[str, Any] = {"on": date(2026, 3, 3), "document": f"申〔2026〕{source}"} | more
    return ask_for(project, source=source, window=window, amount=amount, by=by, at=AT, **said)


def approved(by: Actor, *, amount: int = 20 * MILLION, **more: Any) -> FundApplication:
    """Ask, and have all of it approved."""
    asked = asking(by, amount=amount, **more)
    return approve(asked, amount=amount, on=date(2026, 3, 10), document="批〔2026〕1号", by=by, at=AT)


def passed(application: FundApplication, by: Actor, amount: int, *, on: str = "2026-03-20") -> Allocation:
    """Pass some of it on."""
    document = f"下〔2026〕{amount}-{on}"
    return pass_on(application, amount=amount, on=date.fromisoformat(on), document=document, by=by, at=AT)


def paid(
    application: FundApplication, by: Actor, amount: int, *, on: str = "2026-05-20", **more: Any
) -> Drawdown:
    """Pay some of it for works that have come far."""
    said: dict[str, Any] = {
        "voucher": f"V-{amount}-{on}",
        "payee": "contractor",
        "purpose": "progress",
        "physical": 10_000,
    }
    return pay(application, amount=amount, on=date.fromisoformat(on), by=by, at=AT, **said | more)
