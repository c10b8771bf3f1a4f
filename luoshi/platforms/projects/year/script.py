"""What is done about an invented project, step by step, from its idea to its end. Pure and seeded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from luoshi.kernel.cases.context import LOCAL
from luoshi.platforms.projects.year.plan import TEN_THOUSAND, Planned
from luoshi.platforms.projects.year.shape import frost_of, invested_by_month

COMMISSION = "siping-projects"
DIRECT = 5_000 * TEN_THOUSAND  # fen from which on a project reports by itself
PHOTO, PAPER, REPORT = "现场照片", "立项文件", "竣工验收报告"
HORIZONS = {"same": "one", "ready": "one", "next": "three", "later": "five"}
_STARTS = {"same": 0, "next": 1, "later": 2}  # years after that of the idea
PUBLIC, PRIVATE = ("city", "local_bond", "central_budget", "special_bond"), ("enterprise", "bank")
_PERMIT = {
    **{"land": "用地", "planning": "规划", "construction": "施工许可"},
    **{"environment": "环评", "energy": "节能审查"},
}
_STALLED, _WARM, _NEVER_COUNTED = 0.06, 0.08, 0.07  # shares of those that build


@dataclass(frozen=True, slots=True)
class Step:
    """One act: when, by which post, with what, and of which kind a piece of evidence beside it."""

    at: datetime
    action: str
    post: str
    data: dict[str, Any]
    papers: tuple[str, ...] = ()


@dataclass(slots=True)
class Script:
    """The steps of one project. Each comes after the one before it."""

    project: Planned
    year: int
    seed: int
    random: Random = field(init=False)
    budget: int | None = field(init=False, default=None)
    _last: datetime = field(init=False)

    def __post_init__(self) -> None:
        """Begin at the moment of the idea."""
        self.random = Random(f"{self.seed}:{self.year}:{self.project.number}:script")  # noqa: S311
        self._last = self._moment(self.project.proposed_on)

    @property
    def proposed_at(self) -> datetime:
        """Return when the project is proposed."""
        return self._moment(self.project.proposed_on)

    def opening(self) -> dict[str, Any]:
        """Return what is said when it is proposed."""
        one = self.project
        start = self._start_day()
        return {
            "title": one.name,
            "unit": one.unit,
            "content": f"模拟数据：{one.name.removeprefix('模拟·')}及配套设施。",
            **({"point": f"{one.longitude},{one.latitude}"} if one.longitude is not None else {}),
            "developer_uscc": one.uscc,
            "plans_start_on": f"{start - timedelta(days=20)}",
            "plans_finish_on": f"{start + timedelta(days=30 * self._months())}",
            "livelihood": one.sort == "livelihood",
            "major": one.major,
            "public": True,
            **{key: getattr(one, key) for key in ("nature", "sort", "planned", "locality", "address")},
            **{key: getattr(one, key) for key in ("key_industry", "industry", "developer")},
        }

    def steps(self, *, into: str = "") -> Iterator[Step]:
        """Yield every step to the end. ``into`` is the code of the project it may be merged into."""
        fate, first = self.project.fate, self.project.proposed_on
        if fate == "idea":
            return
        horizon = HORIZONS.get(fate) or self.random.choice(("five", "five", "three", "one"))
        soon = 12 if fate == "same" else 60
        reserved = first + timedelta(days=self.random.randrange(4, soon))
        yield self._step(reserved, "reserve", COMMISSION, horizon=horizon)
        if fate == "merges" and into:
            merged = reserved + timedelta(days=self.random.randrange(20, 120))
            yield self._step(merged, "merge", COMMISSION, into=into, reason="与已有项目内容相同")
        elif fate == "ends":
            ended = reserved + timedelta(days=self.random.randrange(60, 400))
            yield self._step(ended, "terminate", COMMISSION, reason="投资方撤回投资意向")
        elif fate in (*_STARTS, "ready"):
            yield from self._prepared(reserved)
            if fate in _STARTS:
                yield from self._built()

    def _prepared(self, since: date) -> Iterator[Step]:
        """Yield what comes before the start, spread over the time there is."""
        acts = list(self._papers())
        until = self._start_day() if self.project.fate in _STARTS else since + timedelta(days=280)
        whole = max((until - since).days - 2, len(acts))
        for at, (action, post, data) in enumerate(acts, 1):
            day = since + timedelta(days=whole * at // (len(acts) + 1) + 1)
            dated = {"permit": "decided_on", "fund": "funded_on"}.get(action)
            decided = {dated or "decided_on": f"{day}"}
            yield self._step(day, action, post, **data, **decided)

    def _papers(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        one, stops = self.project, self.random.random() if self.project.fate == "ready" else 2.0
        serial = f"{self.year % 100:02}{one.number:04}"
        yield "approve", COMMISSION, self._approved(serial)
        if stops < 0.3:
            return
        if one.nature == "government":
            estimate = one.planned // TEN_THOUSAND * TEN_THOUSAND
            budget = int(estimate * self.random.uniform(0.93, 1.08)) // TEN_THOUSAND * TEN_THOUSAND
            yield "feasibility", COMMISSION, {"estimate": estimate, "number": f"模拟可研{serial}"}
            self.budget = budget
            yield "design", COMMISSION, {"budget": budget, "number": f"模拟概算{serial}", "simplified": False}
        if stops < 0.55:
            return
        yield from self._money(serial)
        for kind in ("environment", "land", "planning", "construction")[: 4 if stops > 1 else 2]:
            yield "permit", self._desk, {"permit": kind, "number": f"模拟{_PERMIT[kind]}{serial}"}

    def _approved(self, serial: str) -> dict[str, Any]:
        government = self.project.nature == "government"
        code = f"{self.year % 100:02}01-220300-04-0{1 + government}-{self.seed % 10}{self.project.number:05}"
        return {
            "procedure": "approval" if government else "filing",
            "national_code": code,
            "number": f"模拟立项{serial}",
        }

    def _money(self, serial: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        own = PUBLIC if self.project.nature == "government" else PRIVATE
        for at, source in enumerate(self.random.sample(own, self.random.choice((1, 2)))):
            share = self.random.uniform(0.35, 0.55)
            amount = int(self.project.planned * share) // TEN_THOUSAND * TEN_THOUSAND
            given = {"source": source, "amount": amount, "paper": f"模拟资金{serial}-{at + 1}"}
            yield "fund", self._desk, given

    def _built(self) -> Iterator[Step]:
        start = self._start_day()
        yield self._step(start, "start", self._desk, (PHOTO,), started_on=f"{start}", advance=False)
        entered = start + timedelta(days=self.random.randrange(3, 20))
        counted = self.random.random() >= _NEVER_COUNTED
        if counted:
            number = f"模拟{self.year}{self.project.number:04}"
            yield self._step(entered, "enter_library", COMMISSION, library=number, entered_on=f"{entered}")
            later = entered + timedelta(days=self.random.randrange(8, 45))
            day = (later.replace(day=1) + timedelta(days=32)).replace(day=self.random.randrange(2, 9))
            given = {"survey_code": f"SIM{self.project.number:05}", "counted_on": f"{day}"}
            direct = self.project.planned >= DIRECT
            yield self._step(day, "count", COMMISSION, (PAPER,), photo_on=f"{start}", direct=direct, **given)
        yield from self._months_told(start)

    def _months_told(self, start: date) -> Iterator[Step]:
        """Yield the months' reports with the frosts between them, and the end."""
        months = self._months()
        told = invested_by_month(start, months=months, total=self.project.planned, random=self.random)
        stalls = self.random.randrange(2, months) if self.random.random() < _STALLED else None
        rests = self.random.random() >= _WARM
        thaw: date | None = None
        for at, (month, invested, physical) in enumerate(told):
            if thaw and thaw.replace(day=1) <= month:
                yield self._step(thaw, "resume", self._desk, (PHOTO,), resumed_on=f"{thaw}")
                thaw = None
            if at == stalls and thaw is None:
                stopped = month + timedelta(days=self.random.randrange(3, 25))
                why = self.random.choice(("资金未到位", "征地未完成", "设计变更"))
                yield self._step(stopped, "suspend", self._desk, suspended_on=f"{stopped}", reason=why)
                return
            if rests and month.month == 11 and at < len(told) - 1:
                frost, thaw = frost_of(month.year, self.random)
                yield self._step(frost, "suspend", self._desk, suspended_on=f"{frost}", reason="冬季停工")
            yield self._told(month, invested, physical)
        end = told[-1][0] + timedelta(days=62)
        if thaw:
            yield self._step(thaw, "resume", self._desk, (PHOTO,), resumed_on=f"{thaw}")
            end = max(end, thaw + timedelta(days=40))
        yield from self._finished(end)

    def _told(self, month: date, invested: int, physical: int) -> Step:
        day = (month + timedelta(days=32)).replace(day=self.random.randrange(3, 10))
        given = {"month": f"{month}", "invested": invested, "physical": physical}
        return self._step(day, "report", self._desk, **given)

    def _finished(self, day: date) -> Iterator[Step]:
        yield self._step(day, "accept", self._desk, (REPORT,), finished_on=f"{day}")
        settled = day + timedelta(days=self.random.randrange(80, 240))
        cost = int(self.project.planned * self.random.uniform(0.92, 1.02)) // TEN_THOUSAND * TEN_THOUSAND
        surplus = 0
        if self.budget is not None:  # public money: what is left goes back to the treasury
            cost = min(cost, self.budget)
            surplus = self.budget - cost
        given = {"final_cost": cost, "surplus": surplus}
        number = f"模拟决算{self.year}{self.project.number:04}"
        yield self._step(settled, "settle", COMMISSION, **given, number=number)
        if surplus:
            returned = settled + timedelta(days=15)
            said = {"returned": surplus, "paper": f"模拟缴款{self.year}{self.project.number:04}"}
            yield self._step(returned, "return_surplus", self._desk, **said)
        if self.random.random() < 0.25:
            learned = settled + timedelta(days=200)
            yield self._step(learned, "evaluate", COMMISSION, lessons="模拟：工期安排合理，配套管网滞后。")
        else:
            yield self._step(settled + timedelta(days=30), "close", COMMISSION)

    @property
    def _desk(self) -> str:
        return f"{self.project.unit}-handler"

    def _start_day(self) -> date:
        """Return when works begin: from April to early October, in the year that is its fate."""
        random = Random(f"{self.seed}:{self.year}:{self.project.number}:start")  # noqa: S311
        year = self.year + _STARTS.get(self.project.fate, 1)
        first = date(year, 6, 10) if self.project.fate == "same" else date(year, 4, 5)
        return first + timedelta(days=int(random.triangular(0, (date(year, 10, 8) - first).days, 30)))

    def _months(self) -> int:
        """Return how long the works take: the larger the longer."""
        size = self.project.planned // (10_000 * TEN_THOUSAND)
        base = 14 if size < 1 else 20 if size < 10 else 30 if size < 100 else 42
        return base + self.project.number % 6

    def _step(self, day: date, action: str, post: str, papers: tuple[str, ...] = (), /, **data: Any) -> Step:
        self._last = max(self._moment(day), self._last + timedelta(minutes=20))
        return Step(self._last, action, post, data, papers)

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(9, 30), tzinfo=LOCAL)
