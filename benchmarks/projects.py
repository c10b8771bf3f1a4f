"""How fast each of the sixteen lists is shown over 20,000 projects, as the desk renders it."""

from __future__ import annotations

import logging
import re
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import Bar
from benchmarks.cases import _prepare
from benchmarks.desk import BACKEND, _p95

PROJECTS, BATCH, LIMIT = 20_000, 2_000, 60
MILLION = 100 * 1_000_000  # fen
STATES = (  # how many of a hundred projects stand where
    *(("proposed", 12), ("reserved", 20), ("approved", 8), ("feasible", 5), ("designed", 5)),
    *(("building", 25), ("suspended", 4), ("accepted", 8), ("settled", 4), ("closed", 6), ("terminated", 3)),
)
_STARTED = ("building", "suspended", "accepted", "settled", "closed")
_READ = ("lists/", "lists/building/?size=5000&sort=-days_in_state", "lists/building/months/?show=stuck")


def bars() -> Iterator[Bar]:
    """Yield the 95th percentile of each list for who sees all, the worst for a department, other pages."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        _prepare(Path(folder))
        _fill()
        yield from _pages()


def _fill() -> None:
    """Bring in the lists and the projects, and keep two months."""
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from luoshi.kernel.cases.tests.factories import person
    from luoshi.kernel.orgs.models import Organisation
    from luoshi.kernel.orgs.queries import actor_of
    from luoshi.platforms.projects.lists.changing import load_lists
    from luoshi.platforms.projects.lists.keeping import keep_lists
    from luoshi.platforms.projects.models import Project

    now = timezone.now()
    person("keeper", Organisation.objects.get(code="siping"), "projects", reads=("project",))
    builder = person("builder", Organisation.objects.get(code="education"), "handler", "head", "projects")
    load_lists(settings.CITY.lists_path("projects"), at=now)
    cases = _cases(actor_of(builder, on=timezone.localdate(now)))
    paths = list(Organisation.objects.exclude(code__in=("siping", "congress")).values_list("path", flat=True))
    rows = _rows(cases, paths, on=timezone.localdate(now), chance=Random(1))
    Project.objects.bulk_create(rows, batch_size=BATCH)
    keep_lists(at=now - timedelta(days=31))
    keep_lists(at=now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _cases(builder: Any) -> list[Any]:
    """Return a matter for each project, copied from one that was opened."""
    from luoshi.kernel.cases.models import Case
    from luoshi.platforms.projects.models import Project
    from luoshi.platforms.projects.tests.factories import propose

    first = propose(builder)
    Project.objects.all().delete()
    values = {field.attname: getattr(first, field.attname) for field in Case._meta.concrete_fields}
    copies = [
        Case(**values | {"id": first.pk + number, "code": f"bench-{number:06}"})
        for number in range(1, PROJECTS + 1)
    ]
    return Case.objects.bulk_create(copies, batch_size=BATCH)


def _rows(cases: list[Any], paths: list[str], *, on: date, chance: Random) -> Iterator[Any]:
    from luoshi.platforms.projects.models import Project

    keys, weights = zip(*STATES, strict=True)
    for number, case in enumerate(cases):
        state = chance.choices(keys, weights)[0]
        planned = int(chance.paretovariate(0.8) * 3 * MILLION)
        started = state in _STARTED
        ready = started or state in ("approved", "feasible", "designed")
        funded = started or (ready and chance.random() < 0.5)
        library = started and chance.random() < 0.8
        counted = library and chance.random() < 0.8
        since = on - timedelta(days=chance.randrange(1, 700))

        def day(given: bool, since: date = since) -> date | None:
            return since + timedelta(days=chance.randrange(-200, 200)) if given else None

        yield Project(
            case=case,
            code=case.code,
            name=f"示例{chance.choice(('产业园', '道路', '学校', '管网', '电站'))}项目{number}号",
            national_code=f"2603-220300-04-01-{number:06}" if ready else "",
            state=state,
            nature=chance.choice(("government", "enterprise")),
            sort=chance.choice(("industry", "infrastructure", "livelihood", "ecology")),
            locality=f"unit{chance.randrange(8, 20)}",
            path=chance.choice(paths),
            planned=planned,
            secured=int(planned * chance.random()) if funded else 0,
            invested=int(planned * chance.random()) if started else 0,
            physical=chance.randrange(10_000) if started else 0,
            horizon=chance.choice(("five", "three", "one")) if state != "proposed" else "",
            plans_start_on=day(True),
            plans_finish_on=day(True),
            proposed_on=since,
            reserved_on=day(state != "proposed"),
            approved_on=day(ready),
            funded_on=day(funded),
            started_on=day(started),
            suspended_on=day(state == "suspended"),
            library_on=day(library),
            statistics_on=day(counted),
            stage_since=since,
            reported_on=since.replace(day=1) if started else None,
            simulated=True,
            moved_at=case.moved_at,
        )


def _pages() -> Iterator[Bar]:
    from luoshi.platforms.projects.models import ProjectList

    logging.disable(logging.WARNING)
    keys = list(ProjectList.objects.values_list("key", flat=True))
    keeper, clerk = _reader("keeper"), _reader("unit9_handler")
    for key in keys:
        yield _bar(f"all: {key}", keeper, f"/desk/projects/lists/{key}/")
    slowest = max(keys, key=lambda key: _p95(clerk, f"/desk/projects/lists/{key}/")[0])
    yield _bar(f"department, slowest: {slowest}", clerk, f"/desk/projects/lists/{slowest}/")
    for address in _READ:
        yield _bar(f"all: {address}", keeper, f"/desk/projects/{address}")


def _reader(name: str) -> Any:
    from django.test import Client

    from luoshi.kernel.orgs.models import Account

    client = Client(HTTP_HOST="localhost")
    client.force_login(Account.objects.get(username=name), BACKEND)
    return client


def _bar(name: str, client: Any, address: str) -> Bar:
    answer = client.get(address)
    assert answer.status_code == 200, address
    rows = re.search(r"(\d+) 个项目", answer.content.decode())
    wall, cpu = _p95(client, address)
    told = f"{rows[1]} rows, " if rows else ""
    return Bar(
        name=name[:44],
        figure=1000 * wall,
        limit=LIMIT,
        unit=" ms",
        reference=f"{told}{1000 * cpu:.0f} ms CPU",
    )
