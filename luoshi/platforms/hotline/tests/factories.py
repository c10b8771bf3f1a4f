"""A small town with a hotline, and a request on its way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case, Deadline, Event
from luoshi.kernel.cases.tests.factories import Town, moment, organisation, person, town_of
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.hotline.models import Request

HOTLINE = ("hotline", "suborder", "topic")
COLD = {
    "title": "家里暖气不热",
    "content": "连续三天室温只有十四度，已反映给供热公司。",
    "channel": "phone",
    "sort": "help",
    "category": "010101",
    "limit": "ordinary",
    "callback": True,
    "name": "王某",
    "phone": "13900001111",
}
SENT = {"unit": "transport", "limit": "ordinary"}
DONE = {"founded": "yes", "outcome": "solved", "done": "换了阀门", "reply": "已修复，室温达标。"}
PLEASED = {"reached": "yes", "solved": "yes", "satisfied": "yes"}
WHY = {"reason": "情况如此"}
BACK = {"reason": "不是我们的职责", "fitting": "education"}


def make_hotline(settings: Any) -> Town:
    """Make the town, and those who take, dispatch and settle its residents' requests."""
    return _hotline_of(settings.CITY.folder)


@kept
def _hotline_of(folder: Path) -> Town:
    town = town_of(folder)
    city = town.units["siping"]
    town.units["government-services"] = organisation("government-services", parent=city)
    for name, roles in {
        "agent": ("agent",),
        "dispatcher": ("dispatcher", "agent"),
        "arbiter": ("arbiter",),
        "second": ("arbiter", "dispatcher"),
    }.items():
        town.accounts[name] = person(name, city, *roles, reads=HOTLINE)
    return town


def bearer_of(case: Case) -> Actor:
    """Return the resident who follows the request by its code."""
    return Actor(None, "诉求人", (), 0, bearer=case.code)


def asked(town: Town, at: str = "2026-03-02", **more: Any) -> Case:
    """Open a request as an agent who has somebody on the telephone."""
    data = {key: value for key, value in (COLD | more).items() if value is not None}
    return open_case("hotline", by=town["agent"], data=data, at=moment(at))


def do(town: Town, case: Case, action: str, who: str, at: str, /, *files: StoredFile, **data: Any) -> Event:
    """Do the action as somebody of the town, or as the resident, and bring the case up to date."""
    by = bearer_of(case) if who == "resident" else town[who]
    event = act(case, action, by=by, data=data, evidence=files, at=moment(at))
    case.refresh_from_db()
    return event


def sent(town: Town, at: str = "2026-03-02 10:00", **more: Any) -> Case:
    """Return a request that was dispatched to the transport department, asked for that morning."""
    opening = {key: more.pop(key) for key in list(more) if key not in ("unit", "assisting")}
    case = asked(town, at[:10], **opening)
    limit = {"limit": opening["limit"]} if "limit" in opening else {}
    do(town, case, "dispatch", "dispatcher", at, **(SENT | limit | more))
    return case


def handled(town: Town, at: str = "2026-03-02 10:00", **more: Any) -> Case:
    """Return a request that its unit has taken, and whose caller it has rung up, within the hour."""
    case = sent(town, at, **more)
    do(town, case, "sign", "transport_handler", f"{at[:10]} 10:30")
    do(town, case, "contact", "transport_handler", f"{at[:10]} 10:45", reached="yes", said="约好上门")
    return case


def answered(town: Town, at: str = "2026-03-03", **more: Any) -> Case:
    """Return a request that was answered on the day."""
    case = handled(town, **more)
    do(town, case, "answer", "transport_head", at, **DONE)
    return case


def finished(town: Town, at: str = "2026-03-04", **more: Any) -> Case:
    """Return a request whose caller was content when rung up on the day."""
    case = answered(town, **more)
    do(town, case, "confirm", "agent", at, **PLEASED)
    return case


def record_of(case: Case) -> Request:
    """Return the read model of the request as it is kept."""
    return Request.objects.get(case=case)


def due(case: Case, clock: str) -> Deadline:
    """Return the latest deadline of the clock."""
    return case.deadlines.filter(clock=clock).latest("seq", "pk")
