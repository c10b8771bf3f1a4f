"""How fast hot issues are kept up: 1,000 new requests with 100,000 in the window, and after a restart.

The texts are generated: a few hundred matters in a few hundred places, and as many words as a city uses.
"""

from __future__ import annotations

import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

from benchmarks import Bar, start_server

WINDOW, NEW, DAYS = 100_000, 1_000, 55
NOW = datetime(2026, 6, 1, tzinfo=UTC)
_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3_000)]


def bars() -> Iterator[Bar]:
    """Yield the seconds of the first filing, of sweeps, of a restart, and the memory it takes."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        _prepare(Path(folder))
        from luoshi.platforms.hotline import holding
        from luoshi.platforms.hotline.actions import gather
        from luoshi.platforms.hotline.models import HotIssue, HotState

        random_ = random.Random(1)
        said = Texts(random_)
        _fill(said, first=1, count=WINDOW, since=NOW - timedelta(days=DAYS), days=DAYS)
        whole = _timed(lambda: [None for _ in iter(lambda: bool(gather(at=NOW, most=2_000)), False)])
        yield Bar(name="100,000 requests for the first time", figure=whole, limit=900.0, unit="s")
        _fill(said, first=WINDOW + 1, count=NEW, since=NOW, days=0)
        seconds = _timed(lambda: gather(at=NOW + timedelta(minutes=5)))
        yield Bar(name="1,000 new requests with 100,000 kept", figure=seconds, limit=5.0, unit="s")
        _fill(said, first=WINDOW + NEW + 1, count=1, since=NOW, days=0)
        one = _timed(lambda: gather(at=NOW + timedelta(minutes=6)))
        yield Bar(name="one new request", figure=one, limit=1.0, unit="s")
        cooled = _timed(lambda: gather(at=NOW + timedelta(hours=2)))
        yield Bar(name="heat written anew, once an hour", figure=cooled, limit=30.0, unit="s")
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        yield Bar(name="memory of the process", figure=memory, limit=4.0, unit="GB")
        again = _timed(lambda: holding.restored(HotState.objects.get()))
        yield Bar(name="the clusters read anew", figure=again, limit=120.0, unit="s")
        kept = len(bytes(HotState.objects.get().spread))
        print(f"hot: {HotIssue.objects.count()} issues, {kept:,} bytes of terms kept")


class Texts:
    """Invented texts: matters have words of their own, everybody adds some of the city's."""

    def __init__(self, random_: random.Random) -> None:
        self.random = random_
        words = ["".join(random_.choices(_HAN, k=random_.choice((2, 2, 2, 3)))) for _ in range(30_000)]
        self.words = words
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(len(words))))
        self.matters = [random_.choices(words, k=6) for _ in range(400)]
        self.places = ["".join(random_.choices(_HAN, k=2)) + "小区" for _ in range(300)]

    def one(self) -> tuple[str, str, str]:
        """Return title, text and number of the place."""
        random_ = self.random
        usual = random_.choices(self.words, cum_weights=self.weights, k=24)
        if random_.random() < 0.65:  # as many as are about nothing that others ask for
            return "".join(usual[:5]), "".join(usual), str(random_.randrange(60))
        place = min(int(random_.expovariate(1 / 40)), len(self.places) - 1)
        matter = self.matters[min(int(random_.expovariate(1 / 60)), len(self.matters) - 1)]
        title = self.places[place] + "".join(random_.sample(matter, 3))
        return title, "".join(random_.sample(matter, 5) + usual[:18]), str(place % 60)


def _prepare(folder: Path) -> None:
    start_server(folder)
    from django.conf import settings

    from luoshi.kernel.cases.tests.factories import organisation
    from luoshi.kernel.orgs.models import Kind
    from luoshi.kernel.parameters.actions import load_parameters

    load_parameters(settings.CITY.parameters_folder, at=NOW)
    city = organisation("siping", kind=Kind.GOVERNMENT)
    for district in range(5):
        above = organisation(f"district-{district}", parent=city, kind=Kind.DISTRICT)
        for street in range(12):
            organisation(f"street-{district * 12 + street}", parent=above, kind=Kind.STREET)


def _fill(said: Texts, *, first: int, count: int, since: datetime, days: int) -> None:
    from luoshi.kernel.cases.models import Case
    from luoshi.kernel.orgs.models import Organisation
    from luoshi.platforms.hotline.models import Request

    unit = Organisation.objects.get(code="siping")
    step = timedelta(days=days) / count
    for start in range(first, first + count, 5_000):
        numbers = range(start, min(start + 5_000, first + count))
        pairs = [_row(said, number, unit, since + step * (number - first)) for number in numbers]
        cases = Case.objects.bulk_create(Case(**case) for case, _ in pairs)
        Request.objects.bulk_create(
            Request(case_id=case.pk, **row) for case, (_, row) in zip(cases, pairs, strict=True)
        )


def _row(said: Texts, number: int, unit: Any, at: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    title, text, street = said.one()
    shared = {"code": f"hotline-2026-{number:06}", "state": "received", "path": unit.path, "opened_at": at}
    case = shared | {
        **{"type": "hotline", "type_version": "1", "title": title, "unit": unit, "moved_at": at},
        "data": {"content": text},
    }
    row = shared | {
        **{"channel": "phone", "sort": "help", "limit": "ordinary", "moved_at": at},
        **{"category": f"{said.random.randrange(1, 13):02}01{said.random.randrange(1, 5):02}"},
        **{"locality": f"street-{street}", "person": f"{said.random.randrange(80_000):032}"},
    }
    return case, row


def _timed(work: Any) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
