"""How fast the staff's pages are over 100,000 cases, for people who see many of them, some, few and none."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import Bar
from benchmarks.cases import RUNS, WARM_UP, _fill, _prepare

READERS = {  # who, and how they are called in a bar
    "unit9_handler": "department",
    "county_handler": "county",
    "office": "office",
    "member0": "deputy, three cases",
    "colleague": "deputy, no case",
}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MEMBERS, BELOW = 300, 3
PAGES = ("/desk/", "/desk/?q=操场", "/desk/?section=all&q=停车", "/desk/board/", "/desk/calendar/")


def bars() -> Iterator[Bar]:
    """Yield the 95th percentile of each page's time on the server, and what of it is Python's, for each."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        _prepare(Path(folder))
        _found_county()
        _fill()
        _spread_openers()
        yield from _pages()


def _found_county() -> None:
    """Put some departments below a county, which has a clerk: a fifth of all cases are theirs."""
    from luoshi.kernel.cases.tests.factories import organisation, person
    from luoshi.kernel.orgs.models import Organisation

    county = organisation("county", parent=Organisation.objects.get(code="siping"))
    person("county_handler", county, "handler")
    for unit in Organisation.objects.filter(code__startswith="unit").order_by("-pk")[:BELOW]:
        unit.parent, unit.path = county, f"{county.path}{unit.code}/"
        unit.save()


def _spread_openers() -> None:
    """Let some hundred deputies have opened the cases, and the first of them three."""
    from django.db import connection

    from luoshi.kernel.cases.tests.factories import person
    from luoshi.kernel.orgs.models import Organisation

    congress = Organisation.objects.get(code="congress")
    first, *others = (person(f"member{n}", congress, "deputy").pk for n in range(MEMBERS))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET opener_id = CASE WHEN id %% 33000 = 7 THEN %s "
            "ELSE (%s::bigint[])[1 + id %% %s] END",
            [first, others, len(others)],
        )
        cursor.execute("VACUUM FULL ANALYZE cases_case")
        cursor.execute("VACUUM ANALYZE")


def _pages() -> Iterator[Bar]:
    import logging

    from django.test import Client

    from luoshi.kernel.cases.models import Case
    from luoshi.kernel.orgs.models import Account

    logging.disable(logging.WARNING)
    size, one = Case.objects.count(), Case.objects.filter(path="siping/unit9/").latest("pk").code
    for who, called in READERS.items():
        client = Client(HTTP_HOST="localhost")
        client.force_login(Account.objects.get(username=who), BACKEND)
        for address in (*PAGES, f"/desk/cases/{one}/"):
            if client.get(address).status_code != 200:
                continue  # the case is not theirs
            wall, cpu = _p95(client, address)
            yield Bar(
                name=f"{called}: {address}"[:44],
                figure=1000 * wall,
                limit=60,
                unit=" ms",
                reference=f"{size} cases, {1000 * cpu:.0f} ms CPU",
            )


def _p95(client: Any, address: str) -> tuple[float, float]:
    """Return the 95th percentile of the time a page takes, and the median of this process's own part."""
    for _ in range(WARM_UP):
        client.get(address)
    walls, cpus = [], []
    for _ in range(RUNS):
        start, busy = time.perf_counter(), time.process_time()
        client.get(address)
        walls.append(time.perf_counter() - start)
        cpus.append(time.process_time() - busy)
    return statistics.quantiles(walls, n=20)[-1], statistics.median(cpus)
