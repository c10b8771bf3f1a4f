"""How long the gaps of 1,380 nodes over 50,000 firms take, a way explained, a page drawn."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from benchmarks import Bar, median_seconds, start_server

FIRMS, LINKS, DRAWN = 50_000, 6, 300  # firms, links of a node, nodes of one chain
GAPS, WAY, NODE, DRAWING = 1.0, 0.1, 0.3, 0.5  # seconds


def bars() -> Iterator[Bar]:
    """Yield the seconds of all gaps, of the slowest of many ways, of a node's page and of a drawing."""
    with tempfile.TemporaryDirectory(prefix="luoshi-bench-") as folder:
        start_server(Path(folder))
        _fill()
        yield from _measured()


def _fill() -> None:
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from luoshi.kernel.cases.actions.bulk import copy_rows
    from luoshi.kernel.parameters.actions import load_parameters
    from luoshi.platforms.investment.chain.standard import industry_classes, industry_names
    from luoshi.platforms.investment.models import Capacity, Chain, ChainLink, Firm, Node, Survey

    now, chance, classes = timezone.now(), Random(7), industry_classes()
    load_parameters(settings.CITY.parameters_folder, at=now)
    today, since = now.date(), date(now.year - 1, 12, 1)
    chain = Chain.objects.create(code="all", name="全部小类", source="虚构")
    nodes = Node.objects.bulk_create(
        Node(
            chain=chain,
            code=f"c{one}",
            name=industry_names()[one][:60],
            unit="吨",
            industries=[one],
            final_demand=0,
        )
        for one in classes
    )
    pairs = {(one, chance.randrange(len(nodes))) for one in range(len(nodes)) for _ in range(LINKS)}
    ChainLink.objects.bulk_create(
        ChainLink(
            input=nodes[one],
            output=nodes[other],
            share=chance.randint(1, 300) / 100,
            source="虚构",
            dated_on=since,
        )
        for one, other in sorted(pairs)
        if one != other
    )
    firms = Firm.objects.bulk_create(
        (
            Firm(
                uscc=f"SIM{n:015d}",
                name=f"虚构企业{n}",
                industry=chance.choice(classes),
                place="2201",
                local=n % 5 > 0,
            )
            for n in range(FIRMS)
        ),
        batch_size=5_000,
    )
    columns = [
        "firm_id",
        "node_id",
        "output",
        "kind",
        "evidence",
        "sha256",
        "dated_on",
        "seq",
        "by",
        "recorded_at",
        "simulated",
    ]
    rows = (
        [
            firm.pk,
            nodes[chance.randrange(len(nodes))].pk,
            chance.randint(1, 9_999),
            "visit",
            "虚构",
            "",
            since,
            1,
            "虚构",
            now,
            True,
        ]
        for firm in firms
    )
    made: list[list[Any]] = list(rows)
    corrected = [[*row[:2], row[2] + 1, *row[3:7], 2, *row[8:]] for row in made[::4]]
    copy_rows(Capacity._meta.db_table, columns, [*made, *corrected])
    Survey.objects.bulk_create(
        Survey(node=node, on=min(since, today), source="虚构", by="虚构", recorded_at=now)
        for node in nodes[::2]
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _measured() -> Iterator[Bar]:
    from django.utils import timezone

    from luoshi.platforms.investment.chain.layout import drawing
    from luoshi.platforms.investment.models import Capacity, Node
    from luoshi.platforms.investment.queries.chains import limits_on, links_on, standings_on
    from luoshi.platforms.investment.queries.nodes import node_opened, way_shown

    limits, chance = limits_on(timezone.localdate()), Random(3)
    codes = list(Node.objects.order_by("pk").values_list("code", flat=True))
    size = f"{len(codes)} nodes, {Capacity.objects.count()} rows"
    yield Bar(
        name="gaps of every node",
        figure=median_seconds(lambda: standings_on(limits)),
        limit=GAPS,
        reference=size,
        unit=" s",
    )
    ways = [chance.sample(codes, 2) for _ in range(20)]
    slowest = max(_seconds(lambda start, end: way_shown(start, end, limits), *ends) for ends in ways)
    yield Bar(name="slowest of 20 ways explained", figure=slowest, limit=WAY, reference=size, unit=" s")
    opened = max(_seconds(lambda code: node_opened(code, limits), code) for code in codes[::140])
    yield Bar(name="slowest of 10 nodes opened", figure=opened, limit=NODE, reference=size, unit=" s")
    links = [(one.input, one.output) for one in links_on(limits.on)]
    some = list(Node.objects.order_by("pk").values_list("pk", flat=True)[:DRAWN])
    drawn = median_seconds(lambda: drawing(some, links))
    yield Bar(
        name=f"a chain of {DRAWN} nodes drawn",
        figure=drawn,
        limit=DRAWING,
        reference=f"{len(links)} links",
        unit=" s",
    )


def _seconds(work: Callable[..., object], *given: str) -> float:
    return median_seconds(lambda: work(*given), runs=3)
