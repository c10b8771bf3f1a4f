"""What anyone may see of the questions the public puts: asked, answered, watched and judged. No person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from luoshi.kernel.cases.clocks import MISSED
from luoshi.kernel.cases.declarations import Field, Into, Kind
from luoshi.kernel.cases.fields import shown
from luoshi.kernel.cases.models import Case, Event, Link
from luoshi.kernel.cases.tables import titled
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.models import Opinion, Round, Survey
from luoshi.platforms.hotline.topics.drawing import SMALL
from luoshi.platforms.hotline.types import TOPIC

_SHOWN_STATES = [state for state in TOPIC.states if state.key != "dropped"]
STATES = [(state.key, state.title) for state in _SHOWN_STATES]
_CLOCKS = {clock.key: clock.title for clock in TOPIC.clocks}
_OFFERED = ("code", "title", "state", "data", "simulated", "opened_at", "unit__code", "unit__short")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What those concerned said: so many of so many, out of how many."""

    asked: int
    responded: int
    pleased: int
    population: int | None
    seed: str
    met: bool

    @property
    def share(self) -> float:
        """Return the percentage of those who answered that are pleased."""
        return 100 * self.pleased / self.responded

    @property
    def rate(self) -> float:
        """Return the percentage of those asked that answered."""
        return 100 * self.responded / self.asked

    @property
    def small(self) -> bool:
        """Tell whether so few answered that the share says little."""
        return self.responded < SMALL


@dataclass(frozen=True, slots=True)
class Answered:
    """A question in what a list shows of it."""

    code: str
    title: str
    state: str
    unit: str  # "" before it is assigned
    plan: str
    promised_on: date | None
    verdict: Verdict | None
    simulated: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One public act: when, what, and what was said."""

    at: datetime
    title: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """How many opinions and requests a question was made of."""

    opinions: int
    requests: int


def public_topics() -> QuerySet[Case]:
    """Return the questions anyone may see: those that were not dropped, none of them secret."""
    return Case.objects.filter(type="topic", secrecy=0).exclude(state="dropped").select_related("unit")


def topics_shown(*, state: str = "", unit: str = "") -> QuerySet[Case]:
    """Return those in the state and of the lead unit, the latest first."""
    found = public_topics()
    if state in dict(STATES):
        found = found.filter(state=state)
    if unit:
        found = found.filter(unit__code=unit).exclude(state="raised")
    return found.order_by("-opened_at", "-pk").only(*_OFFERED)


def as_answered(rows: Iterable[Case], *, on: date) -> list[Answered]:
    """Return the rows as a list shows them on the day. No query."""
    return [_answered(row, on) for row in rows]


def units_answering() -> list[tuple[str, str]]:
    """Return code and name of each unit that leads a question."""
    led = public_topics().exclude(state="raised").order_by("unit__path")
    return list(led.values_list("unit__code", "unit__short").distinct())


def steps_of(topic: Case) -> list[Step]:
    """Return the public acts of the question and each deadline it missed, in two queries."""
    units = dict(Organisation.objects.values_list("code", "name"))
    return [step for event in topic.events.order_by("seq") if (step := _step(event, units))]


def verdict_of(data: dict[str, Any]) -> Verdict | None:
    """Return what those concerned said, None before they were asked."""
    if not data.get("responded"):
        return None
    told = {name: int(data[name]) for name in ("asked", "responded", "pleased")}
    population = data.get("population")
    return Verdict(
        **told,
        population=int(population) if population is not None else None,
        seed=str(data.get("seed", "")),
        met=data.get("judged") == "met",
    )


def last_survey(topic: Case) -> Survey | None:
    """Return the latest sample drawn for the question."""
    return Survey.objects.filter(topic=topic).order_by("-delivery").first()


def behind(topic: Case) -> Behind:
    """Return what the question was made of."""
    tied = Link.objects.filter(
        Q(case=topic, other__type="hotline") | Q(other=topic, case__type="hotline")
    ).values_list("case_id", "other_id")
    requests = {pk for pair in tied for pk in pair if pk} - {topic.pk}
    return Behind(Opinion.objects.filter(topic=topic).count(), len(requests))


def rounds_open(on: date) -> list[Round]:
    """Return the rounds in which one may speak on the day."""
    return list(Round.objects.filter(opens_on__lte=on, closes_on__gte=on).select_related("organiser"))


def heard(row: Round) -> dict[str, int]:
    """Return how many opinions came in, and what became of them."""
    told: dict[str, int] = row.opinions.aggregate(
        all=Count("pk"),
        sorted=Count("pk", filter=Q(topic__isnull=False)),
        aside=Count("pk", filter=~Q(aside="")),
    )
    return told | {"waiting": told["all"] - told["sorted"] - told["aside"]}


def topics_of(row: Round) -> list[Case]:
    """Return the questions made of what was said in the round."""
    made = row.opinions.exclude(topic=None).order_by().values("topic")
    return list(public_topics().filter(pk__in=made).order_by("-opened_at", "-pk").only(*_OFFERED))


def _answered(row: Case, on: date) -> Answered:
    promised = row.data.get("promised_on")
    day = date.fromisoformat(promised) if promised and row.state != "raised" else None
    return Answered(
        code=row.code,
        title=row.title,
        state=TOPIC.state(row.state).title,
        unit=row.unit.short if row.state != "raised" else "",
        plan=str(row.data.get("plan", "")),
        promised_on=day,
        verdict=verdict_of(row.data) if row.state == "closed" else None,
        simulated=row.simulated,
        overdue=bool(day and day < on and row.state == "answering"),
    )


def _step(event: Event, units: dict[str, str]) -> Step | None:
    if event.action == MISSED:
        return Step(event.at, f"逾期：{_CLOCKS.get(event.data['clock'], '')}", ())
    action = TOPIC.action(event.action)
    if action is None or not action.public:
        return None
    said = [
        (field.title, shown(field, event.data[field.key], units=units, people={}, entries=titled))
        for field in action.form
        if field.key in event.data and _told(field)
    ]
    return Step(event.at, action.title, tuple(said))


def _told(field: Field) -> bool:
    personal = field.private or field.kind in (Kind.PERSON, Kind.PEOPLE)
    return not personal and field.into is not Into.TITLE
