"""How the nodes of the chains stand on a day, with what each verdict rests on. A fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings

from luoshi.kernel.calendar.rules import add_months
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.kernel.prepared import ask
from luoshi.platforms.investment.chain.gaps import (
    SIGNS,
    TITLES,
    Gap,
    Link,
    Standing,
    Supply,
    lines_of,
    standings,
)
from luoshi.platforms.investment.chain.layout import Box, Drawing, drawing
from luoshi.platforms.investment.models import Capacity, Chain, LiftTaken, Node, Survey

_LINKS = """
SELECT DISTINCT ON (input_id, output_id) input_id, output_id, share
FROM investment_chainlink
WHERE dated_on <= %(on)s::date
    AND (%(all)s::boolean OR input_id = ANY(%(nodes)s::bigint[]) OR output_id = ANY(%(nodes)s::bigint[]))
ORDER BY input_id, output_id, dated_on DESC
"""
_SUPPLIES = """
SELECT node_id, sum(output), sum(firms)::bigint, count(*) FROM (
    SELECT node_id, owner, sum(output) AS output, count(*) AS firms FROM (
        SELECT DISTINCT ON (made.node_id, made.firm_id)
            made.node_id, made.output, coalesce(firm.parent_id, firm.id) AS owner
        FROM investment_capacity made JOIN investment_firm firm ON firm.id = made.firm_id
        WHERE firm.local AND made.dated_on <= %(on)s::date
            AND (%(all)s::boolean OR made.node_id = ANY(%(nodes)s::bigint[]))
        ORDER BY made.node_id, made.firm_id, made.seq DESC
    ) newest
    WHERE output > 0 GROUP BY node_id, owner
) owned
GROUP BY node_id
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """The dated limits of the map as they hold on a day."""

    on: date
    limit: Decimal
    surveyed_since: date
    signs_since: date
    verified: bool


@dataclass(frozen=True, slots=True)
class NodeSeen:
    """A node with its standing."""

    node: Node
    standing: Standing

    @property
    def gap(self) -> Gap:
        """Return what it is found to be."""
        return self.standing.gap

    @property
    def title(self) -> str:
        """Return its class in words."""
        return TITLES[self.gap]

    @property
    def sign(self) -> str:
        """Return its class as a shape."""
        return SIGNS[self.gap]

    @property
    def percent(self) -> int | None:
        """Return supply ÷ demand in per cent, None where there is no demand."""
        ratio = self.standing.ratio
        return None if ratio is None else round(100 * ratio)


@dataclass(frozen=True, slots=True)
class ChainSeen:
    """A chain with its nodes in the file's order, and how many are of each class."""

    chain: Chain
    nodes: tuple[NodeSeen, ...]
    simulated: bool

    @property
    def counts(self) -> list[tuple[Gap, int]]:
        """Return every class with its number of nodes."""
        found = Counter(one.gap for one in self.nodes)
        return [(gap, found[gap]) for gap in Gap]

    @property
    def told(self) -> list[tuple[Gap, str, str, int]]:
        """Return every class that is there with its sign, title and number."""
        return [(gap, SIGNS[gap], TITLES[gap], number) for gap, number in self.counts if number]


@dataclass(frozen=True, slots=True)
class Drawn:
    """The drawing of a chain, each box with its node."""

    drawing: Drawing
    boxes: tuple[tuple[Box, NodeSeen], ...]


def limits_on(on: date) -> Limits:
    """Return the limits that hold in the city on the day."""
    book, scope = parameter_book(), settings.CITY.scope
    limit, survey, sign = (
        book.value(f"investment.{key}", on=on, scope=scope)
        for key in ("gap_limit", "survey_valid", "sign_valid")
    )
    return Limits(
        on,
        Decimal(limit.value),
        add_months(on, -int(survey.value)),
        add_months(on, -int(sign.value)),
        limit.verified,
    )


def links_on(on: date, nodes: Collection[int] | None = None) -> list[Link]:
    """Return the links that hold on the day, at the nodes or at all. One query."""
    return list(map(Link._make, ask(_LINKS, _asked(on, nodes))))


def supplies_on(limits: Limits, nodes: Collection[int] | None = None) -> dict[int, Supply]:
    """Return what the city makes of each node of which anything is known. Two queries."""
    surveys = Survey.objects.filter(on__range=(limits.surveyed_since, limits.on))
    if nodes is not None:
        surveys = surveys.filter(node__in=nodes)
    looked = set(surveys.order_by().values_list("node", flat=True))
    found = {
        node: Supply(output, firms, groups, surveyed=node in looked)
        for node, output, firms, groups in ask(_SUPPLIES, _asked(limits.on, nodes))
    }
    return {node: Supply(surveyed=True) for node in looked} | found


def standings_on(limits: Limits, nodes: Iterable[Node] | None = None) -> dict[int, Standing]:
    """Return how the nodes stand, or all. Four queries, one more for the neighbours' supply at no cost."""
    if nodes is None:
        finals = dict(Node.objects.values_list("pk", "final_demand"))
        return standings(finals, links_on(limits.on), supplies_on(limits), limit=limits.limit)
    wanted = {node.pk: node.final_demand for node in nodes}
    links = links_on(limits.on, wanted.keys())
    around = {end for link in links for end in (link.input, link.output)} | set(wanted)
    finals = dict.fromkeys(around) | wanted
    found = standings(finals, links, supplies_on(limits, around), limit=limits.limit)
    return {pk: found[pk] for pk in wanted}


def chains_seen(limits: Limits, code: str | None = None) -> list[ChainSeen]:
    """Return the chains, or the one, with their nodes. Seven queries however many there are."""
    chains = list(Chain.objects.filter(code=code) if code else Chain.objects.all())
    nodes = list(Node.objects.filter(chain__in=chains).order_by("pk"))
    found = standings_on(limits, nodes)
    invented = _simulated(nodes)
    return [
        ChainSeen(
            chain,
            tuple(NodeSeen(node, found[node.pk]) for node in nodes if node.chain_id == chain.pk),
            any(node.pk in invented for node in nodes if node.chain_id == chain.pk),
        )
        for chain in chains
    ]


def drawn(seen: ChainSeen, links: Iterable[Link], *, near: str = "") -> Drawn:
    """Return the drawing of the chain, or of what is within two steps of one node of it."""
    pairs = [(link.input, link.output) for link in links if link.share != 0]
    shown = list(seen.nodes)
    middle = next((one.node.pk for one in shown if one.node.code == near), None)
    if middle is not None:
        close = {middle}
        for _ in range(2):
            close |= {end for pair in pairs if close & set(pair) for end in pair}
        shown = [one for one in shown if one.node.pk in close]
    result = drawing([one.node.pk for one in shown], pairs)
    return Drawn(result, tuple(zip(result.boxes, shown, strict=True)))


def evidence_of(seen: NodeSeen, names: Mapping[int, str], limits: Limits) -> list[str]:
    """Return the lines that the node's class rests on."""
    return list(lines_of(seen.standing, names=names, unit=seen.node.unit, limit=limits.limit))


def last_lifts() -> list[LiftTaken]:
    """Return what the newest measurement of the order of candidates found, nothing where none was made."""
    newest = LiftTaken.objects.order_by("-taken_at").values("taken_at")[:1]
    return list(LiftTaken.objects.filter(taken_at=newest).order_by("method"))


def _simulated(nodes: Iterable[Node]) -> set[int]:
    keys = [node.pk for node in nodes]
    made = Capacity.objects.filter(node__in=keys, simulated=True).order_by().values_list("node")
    looked = Survey.objects.filter(node__in=keys, simulated=True).order_by().values_list("node")
    return {pk for (pk,) in made.union(looked)}


def _asked(on: date, nodes: Collection[int] | None) -> dict[str, date | bool | list[int]]:
    return {"on": on, "all": nodes is None, "nodes": list(nodes or ())}
