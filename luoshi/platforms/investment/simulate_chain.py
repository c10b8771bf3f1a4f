"""Invented firms on the city's chains, marked as simulated: capacities, surveys, firms outside with signs.

No name, code or figure is real; codes begin with SIM, which no unified social credit code does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.conf import settings
from django.db import transaction

from luoshi.kernel.calendar.rules import LOCAL
from luoshi.platforms.investment.actions.capacities import record_capacity, record_survey
from luoshi.platforms.investment.actions.chains import load_chains
from luoshi.platforms.investment.models import Capacity, ChainLink, ExpansionSign, Firm, Node

PLACES = ("220300", "220100", "210100", "230100", "370100", "330700", "")
_WORDS = ("示例甲", "示例乙", "示例丙", "示例丁", "示例戊", "示例己", "示例庚", "示例辛")
_SIZES = (200, 1_000, 5_000, 20_000, 100_000)
_LOOKED, _MADE, _OUTSIDE = 0.85, 0.75, 0.5
_DEEPEST = 12  # links: a circle ends


def simulate_chain(*, year: int, until: datetime, seed: int = 1, every: int = 1) -> int:
    """Rehearse who makes what on the chains from January of the year, and return how many rows were new.

    Told again it adds nothing. ``every`` is of no meaning here: the nodes are the city's own.
    """
    start = datetime(year, 1, 15, 9, tzinfo=LOCAL)
    if until < start:
        return 0
    load_chains(settings.CITY.chains_folder)
    sizes = _sizes(seed)
    return sum(_told(node, sizes[node.pk], year, start, seed) for node in Node.objects.order_by("code"))


def _sizes(seed: int) -> dict[int, int]:
    """Return about how much of each node is needed: what lies downstream of it says so, else a draw does."""
    sizes: dict[int, int] = {}
    out: dict[int, list[tuple[int, Decimal]]] = defaultdict(list)
    for one, other, share in ChainLink.objects.filter(share__gt=0).values_list("input", "output", "share"):
        out[one].append((other, share or Decimal(0)))
    nodes = dict(Node.objects.order_by("code").values_list("pk", "code"))

    def size(node: int, depth: int) -> int:
        if node not in sizes:
            drawn = Random(f"size:{seed}:{nodes[node]}").choice(_SIZES)  # noqa: S311  invented, not secret
            needs = [share * size(other, depth + 1) for other, share in out[node]] if depth < _DEEPEST else []
            sizes[node] = max(1, int(sum(needs))) if needs else drawn
        return sizes[node]

    for node in nodes:
        size(node, 0)
    return sizes


@transaction.atomic
def _told(node: Node, size: int, year: int, at: datetime, seed: int) -> int:
    if Capacity.objects.filter(node=node, simulated=False).exists():
        return 0  # nothing is invented beside what is known
    # The firms of a node are the same every year; what they make grows a little.
    chance = Random(f"chain:{seed}:{node.code}")  # noqa: S311  invented, not secret
    added, many = 0, chance.choice((1, 1, 2, 3, 5))
    if chance.random() < _MADE:
        for number in range(many):
            firm = _firm(node, f"L{number}", chance, local=True)
            output = Decimal((chance.randint(size // 2, size * 2) + (year - 2020) * size // 50) // many + 1)
            added += _capacity(node, firm, output, at)
    if chance.random() < _LOOKED and not node.surveys.filter(on=at.date()).exists():
        record_survey(node, on=at.date(), source="模拟摸排", by="演练", at=at, simulated=True)
        added += 1
    if chance.random() < _OUTSIDE:
        for number in range(chance.randint(1, 3)):
            firm = _firm(node, f"E{number}", chance, local=False)
            added += _capacity(node, firm, Decimal(size * chance.randint(2, 9)), at)
            for kind, on in _signs(chance, at.date()):
                values = {"source": "模拟来源", "simulated": True}
                added += ExpansionSign.objects.get_or_create(firm=firm, kind=kind, on=on, defaults=values)[1]
    return added


def _firm(node: Node, number: str, chance: Random, *, local: bool) -> Firm:
    industry = next((code for code in node.industries if len(code) == 4), "")
    name = f"{chance.choice(_WORDS)}{node.name}{'厂' if local else '集团'}（虚构）"
    place = "220300" if local else chance.choice(PLACES[1:])
    values = {"name": name, "industry": industry, "place": place, "local": local, "simulated": True}
    return Firm.objects.get_or_create(uscc=f"SIM{number}{node.pk:013d}", defaults=values)[0]


def _capacity(node: Node, firm: Firm, output: Decimal, at: datetime) -> int:
    before = Capacity.objects.filter(firm=firm, node=node, dated_on__gte=at.date())
    if before.exists():
        return 0
    record_capacity(
        node,
        firm,
        output=output,
        kind=Capacity.Kind.UPLOAD,
        evidence="模拟自报",
        dated_on=at.date(),
        by="演练",
        at=at,
        simulated=True,
    )
    return 1


def _signs(chance: Random, on: date) -> Iterator[tuple[str, date]]:
    for kind in chance.sample(ExpansionSign.Kind.values, chance.choice((0, 0, 1, 2))):
        yield str(kind), on - timedelta(days=chance.randint(1, 300))
