"""Tell the projects of a year up to a moment: what is new in bulk, what goes on by real acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.actions.bulk import History, copy_histories, copy_rows, know, reserve
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.errors import ActRefused, FormInvalid
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.orgs.directory import read_directory
from luoshi.kernel.orgs.rehearsal import cast
from luoshi.platforms.projects.models import Permit, Progress, Project
from luoshi.platforms.projects.recording import columns_of, record
from luoshi.platforms.projects.types import PROJECT
from luoshi.platforms.projects.year.plan import OWN, Planned, Town
from luoshi.platforms.projects.year.script import COMMISSION, Script, Step
from luoshi.platforms.projects.year.twins import projects_of

SWEEP = timedelta(hours=1)  # how often deadlines were looked at
PREFIX = "simulated:projects"
_JOINING = "merge"  # writes into another project too: done by a real act
_ACTS = [one.key for one in PROJECT.acts]


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of an invented project, by the number of its matter: for measuring what is found."""

    code: str
    twin: str  # duplicate | split
    of: str  # code of the project it repeats, or of the first part


@dataclass(frozen=True)
class Year:
    """Which projects: of a year, one in ``every``, up to the moment."""

    year: int
    until: datetime
    seed: int = 1
    every: int = 1

    @cached_property
    def projects(self) -> list[Planned]:
        """Return the projects, and with each all that repeats it or is cut from it."""
        every = projects_of(self.year, seed=self.seed, towns=read_towns())
        taken = [one for one in every if (one.number if one.number < OWN else one.of or 0) % self.every == 0]
        return sorted(taken, key=lambda one: (one.proposed_on, one.number))

    def key(self, one: Planned) -> str:
        """Return the key of the act by which the project is proposed."""
        return f"{PREFIX}:{self.year}:{self.seed}:{one.number}"

    def script(self, one: Planned) -> Script:
        """Return what is done about the project."""
        return Script(one, self.year, self.seed)


def read_towns() -> list[Town]:
    """Return the city's streets and towns."""
    directory = read_directory(settings.CITY.organisations_path, streets=settings.CITY.streets_path)
    found = [one for one in directory.organisations if one.code.isdigit()]
    return [Town(one.code, one.name, one.code[:6]) for one in sorted(found, key=lambda one: one.code)]


def tell_year(year: Year) -> int:
    """Tell the year's projects and return how many there are. Again it adds only what has happened since."""
    due = [one for one in year.projects if year.script(one).proposed_at <= year.until]
    told = codes_told(year)
    _go_on(year, [one for one in due if year.key(one) in told], told)
    _load(year, [one for one in due if year.key(one) not in told], told)
    return len(due)


def codes_told(year: Year) -> dict[str, str]:
    """Return the code of each project of the year that has been told, by its key."""
    prefix = f"{PREFIX}:{year.year}:{year.seed}:"
    rows = Event.objects.filter(key__startswith=prefix).values_list("key", "case__code")
    return {key: code for key, code in rows if key}


def years_told(*, until: datetime) -> list[Year]:
    """Return every invented year of which projects have been told."""
    keys = Event.objects.filter(key__startswith=f"{PREFIX}:").values_list("key", flat=True)
    told = sorted({tuple(map(int, str(key).split(":")[2:4])) for key in keys})
    return [Year(year, until, seed) for year, seed in told]


def labels_of(year: Year) -> list[Label]:
    """Return which of the year's told projects are told twice or in parts, and of what."""
    told = codes_told(year)
    keys = {one.number: year.key(one) for one in year.projects}
    return [
        Label(told[keys[one.number]], one.twin, told[keys[one.of]])
        for one in year.projects
        if one.twin and one.of is not None and keys[one.number] in told and keys[one.of] in told
    ]


def _load(year: Year, projects: Sequence[Planned], told: Mapping[str, str]) -> None:
    """Tell projects whole in this process, and copy what their acts would have left."""
    if not projects:
        return
    with transaction.atomic():
        ids = reserve(PROJECT.key, year=year.year, many=len(projects))
        codes = {one.number: code for one, (_, code) in zip(projects, ids, strict=True)}
        histories = _histories(year, projects, ids, _into(year, codes, told))
        copy_histories(histories)
        _copy_rows(histories)
        merging = [one for one in projects if one.fate == "merges"]
        _go_on(year, merging, {**told, **{year.key(one): codes[one.number] for one in projects}})
    with connection.cursor() as cursor:
        tables = ", ".join(model._meta.db_table for model in (Project, Permit, Progress, Case, Event))
        cursor.execute(f"ANALYZE {tables}")


def _histories(
    year: Year, projects: Sequence[Planned], ids: Sequence[tuple[int, str]], into: str
) -> list[History]:
    known, parts, effects = know(), cast(on=date(year.year, 1, 1)), {record: _nothing}
    histories = []
    for one, (pk, code) in zip(projects, ids, strict=True):
        script = year.script(one)
        history = History(PROJECT, pk=pk, code=code, known=known, effects=effects, every=SWEEP)
        by, key = parts[COMMISSION][0], year.key(one)
        history.open(by=by, data=script.opening(), at=script.proposed_at, key=key, simulated=True)
        for step in script.steps(into=into):
            if step.at <= year.until and step.action != _JOINING:
                by, files = parts[step.post][0], _files(step)
                history.act(step.action, by=by, data=step.data, evidence=files, at=step.at)
        history.rest(year.until)
        histories.append(history)
    return histories


def _copy_rows(histories: Sequence[History]) -> None:
    rows = [{"case_id": history.pk, **columns_of(history.case, history.rows.events)} for history in histories]
    columns = list(rows[0])
    copy_rows(Project._meta.db_table, columns, ([row[name] for name in columns] for row in rows))
    acts = [(history.pk, event) for history in histories for event in history.rows.events]
    permits = [(pk, act.data, act.seq) for pk, act in acts if act.action == "permit"]
    copy_rows(
        Permit._meta.db_table,
        ["project_id", "kind", "number", "decided_on", "seq"],
        ([pk, data["permit"], data["number"], data["decided_on"], seq] for pk, data, seq in permits),
    )
    months = [(pk, act.data, act.seq) for pk, act in acts if act.action == "report"]
    copy_rows(
        Progress._meta.db_table,
        ["project_id", "month", "invested", "physical", "seq"],
        ([pk, data["month"], data["invested"], data["physical"], seq] for pk, data, seq in months),
    )


def _go_on(year: Year, projects: Sequence[Planned], told: Mapping[str, str]) -> None:
    """Do by real acts what has happened to told projects since. What somebody has made impossible is left."""
    parts, codes = cast(on=date(year.year, 1, 1)), [told[year.key(one)] for one in projects]
    acts = Event.objects.filter(case__code__in=codes, action__in=_ACTS).order_by()
    last = dict(acts.values_list("case__code").annotate(last=Max("at")))
    into = _into(year, {}, told)
    for one in projects:
        code = told[year.key(one)]
        for step in year.script(one).steps(into=into):
            if last[code] < step.at <= year.until:
                with suppress(ActRefused, FormInvalid):
                    by, files = parts[step.post][0], _files(step)
                    act(code, step.action, by=by, data=step.data, evidence=files, at=step.at)


def _into(year: Year, codes: Mapping[int, str], told: Mapping[str, str]) -> str:
    """Return the code of the year's first project, into which those go that are merged."""
    first = year.projects[0]
    return told.get(year.key(first)) or codes.get(first.number, "")


def _files(step: Step) -> list[StoredFile]:
    return [StoredFile("0" * 64, "模拟材料.txt", "text/plain", 0, kind) for kind in step.papers]


def _nothing(_: Doing) -> Any:
    return None
