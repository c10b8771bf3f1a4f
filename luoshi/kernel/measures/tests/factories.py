"""An invented fact and measures over it, for tests: requests with an amount, and whether they went well."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection

from luoshi.kernel.base.periods import Period, parse_period
from luoshi.kernel.measures.actions import Taken, take
from luoshi.kernel.measures.arithmetic import Figure
from luoshi.kernel.measures.definitions import Definition, define
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.facts import Fact
from luoshi.kernel.measures.taking import compute

REQUESTS = Fact(
    "invented_requests",
    "One row is an invented request.",
    {
        "subject": "编号",
        "org": "单位路径",
        "place": "区划代码",
        "happened_on": "日期",
        "amount": "数额",
        "good": "是否办好",
        "simulated": "是否模拟",
    },
    "",
    "",
)
FACTS = {REQUESTS.name: tuple(REQUESTS.columns)}
SHANGHAI = ZoneInfo("Asia/Shanghai")
_VALUES = {
    "flow": "amount AS value",
    "stock": "amount AS value",
    "event_count": "1 AS value",
    "rate": "CASE WHEN good THEN 1 ELSE 0 END AS numerator, "
    "CASE WHEN amount > 0 THEN 1 ELSE 0 END AS denominator",
}


@dataclass(frozen=True)
class Request:
    """A row of the invented fact."""

    subject: str
    day: str
    org: str = "city/"
    place: str = ""
    amount: Decimal | int | None = 1
    good: bool = True
    simulated: bool = False


def header(kind: str = "flow", **entries: str) -> str:
    """Return a header that lacks nothing, with some entries changed; an empty one is left out."""
    said = {
        "title": "受理件数",
        "kind": kind,
        "unit": "件",
        "direction": "more",
        "owner": "office",
        "source": "虚构办法第一条",
        "public": "facets",
        "cycle": "month",
    } | entries
    return "".join(f"-- {name}: {words}\n" for name, words in said.items() if words)


def statement(kind: str = "flow") -> str:
    """Return the plainest statement of the kind."""
    return f"SELECT subject, org, place, happened_on, {_VALUES[kind]}\nFROM facts.invented_requests\n"


def measure_of(kind: str = "flow", **entries: str) -> Definition:
    """Return a measure of the kind over the invented fact."""
    return define(header(kind, **entries) + statement(kind), key=f"invented.{kind}", facts=FACTS)


def make_table() -> None:
    """Make the table that stands for the fact."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE facts.invented_requests (subject text, org text, place text, happened_on date, "
            "amount numeric, good boolean, simulated boolean)"
        )


def fill(rows: Iterable[Request]) -> None:
    """Make these the only rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM facts.invented_requests")
        cursor.executemany(
            "INSERT INTO facts.invented_requests VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [(r.subject, r.org, r.place, r.day, r.amount, r.good, r.simulated) for r in rows],
        )


def day(text: str) -> date:
    """Return the day."""
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """Return nine in the morning of the day."""
    return datetime.fromisoformat(f"{text} 09:00").replace(tzinfo=SHANGHAI)


def period(text: str) -> Period:
    """Return the period."""
    return parse_period(text)


def take_on(definition: Definition, on: str, *, at: str = "", years: Iterable[int] = ()) -> Taken:
    """Take the measure from the database on the day."""
    years = list(years) or [day(on).year]
    return take(definition, engine=Postgres(), years=years, on=day(on), at=moment(at or on))


def figures_on(definition: Definition, on: str) -> dict[tuple[str, str, str], Figure]:
    """Return the figures of the day's year by organisation, place and period."""
    found = compute(definition, Postgres(), years=[day(on).year], on=day(on))
    return {(f.org, f.place, str(f.period)): f for f in found}
