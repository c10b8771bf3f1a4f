"""A small city for tests: an office, departments, a congress, and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from luoshi.kernel.calendar.actions import load_calendar
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Account, Holding, Kind, Organisation, Post
from luoshi.kernel.orgs.queries import actor_of
from luoshi.kernel.parameters.actions import load_parameters

SHANGHAI = ZoneInfo("Asia/Shanghai")
SINCE = date(2019, 3, 1)


def moment(text: str) -> datetime:
    """Return a local moment: "2026-03-02" is nine in the morning of that day."""
    return datetime.fromisoformat(text if " " in text else f"{text} 09:00").replace(tzinfo=SHANGHAI)


def organisation(
    code: str, *, parent: Organisation | None = None, kind: str = Kind.DEPARTMENT
) -> Organisation:
    """Make an organisation below another."""
    path = f"{parent.path if parent else ''}{code}/"
    return Organisation.objects.create(
        code=code, name=code, short=code, kind=kind, parent=parent, path=path, valid_from=SINCE
    )


def person(
    name: str, unit: Organisation, *roles: str, clearance: int = 1, reads: tuple[str, ...] = ()
) -> Account:
    """Make an account that holds one post with the roles, which reads the types named, or all."""
    account = Account.objects.create(username=name, name=name, clearance=clearance)
    post = Post.objects.create(
        code=f"{unit.code}-{name}",
        organisation=unit,
        title=name,
        roles=list(roles),
        reads=list(reads),
        valid_from=SINCE,
    )
    Holding.objects.create(post=post, account=account, held_from=SINCE)
    return account


@dataclass(frozen=True)
class Town:
    """Who is who."""

    units: dict[str, Organisation]
    accounts: dict[str, Account]

    def __getitem__(self, name: str) -> Actor:
        return actor_of(self.accounts[name], on=date(2026, 3, 1))


def make_town(settings: Any) -> Town:
    """Make the town, with the city's own calendar and parameters."""
    return town_of(settings.CITY.folder)


@kept
def town_of(folder: Path) -> Town:
    """Make the town with the calendar and the parameters of a city's folder."""
    load_calendar(folder / "calendar", at=moment("2026-01-01"))
    load_parameters(folder / "parameters", at=moment("2026-01-01"))
    city = organisation("siping", kind=Kind.GOVERNMENT)
    units = {"siping": city}
    for code in ("office", "education", "transport", "finance", "congress"):
        units[code] = organisation(code, parent=city)
    accounts = {
        "deputy": person("deputy", units["congress"], "deputy"),
        "colleague": person("colleague", units["congress"], "deputy"),
        "office": person("office", city, "office"),
        "monitor": person("monitor", city, "supervisor"),
    }
    for code in ("education", "transport", "finance"):
        accounts[f"{code}_handler"] = person(f"{code}_handler", units[code], "handler")
        accounts[f"{code}_head"] = person(f"{code}_head", units[code], "head")
    return Town(units, accounts)


PROPOSAL = {"title": "关于修缮学校操场的建议", "origin": "deputy", "body": "操场破损。", "public": True}


def propose(town: Town, *, at: str = "2026-03-02", **more: Any) -> Case:
    """Open a proposal as the deputy."""
    return open_case("proposals", by=town["deputy"], data=PROPOSAL | more, at=moment(at))


def assign(town: Town, case: Case, *, at: str = "2026-03-03", **more: Any) -> None:
    """Hand the proposal to the education department."""
    data = {"unit": "education", "breadth": "ordinary"} | more
    act(case, "assign", by=town["office"], data=data, at=moment(at))
