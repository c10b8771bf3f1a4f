"""One node of a chain: who makes it, what it rests on, who outside might; and the way from one to another."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from luoshi.platforms.investment.chain.candidates import Candidate, Outside, candidates
from luoshi.platforms.investment.chain.gaps import Gap, Link, Standing
from luoshi.platforms.investment.chain.paths import Way, way
from luoshi.platforms.investment.chain.standard import industry_classes, industry_names
from luoshi.platforms.investment.models import Capacity, Chain, ExpansionSign, Firm, Node, Survey
from luoshi.platforms.investment.queries.chains import (
    Limits,
    NodeSeen,
    evidence_of,
    links_on,
    standings_on,
)

Sign = tuple[str, date, str]  # kind, day, source
SHOWN, _WEIGHED = 20, 2_000
_GROUP = 3


@dataclass(frozen=True, slots=True)
class NodeOpened:
    """A node with everything its page tells."""

    seen: NodeSeen
    chain: Chain
    lines: tuple[str, ...]
    industries: tuple[tuple[str, str], ...]
    producers: tuple[Capacity, ...]
    history: tuple[Capacity, ...]
    surveys: tuple[Survey, ...]
    inputs: tuple[NodeSeen, ...]
    outputs: tuple[NodeSeen, ...]
    candidates: tuple[Candidate, ...]

    @property
    def simulated(self) -> bool:
        """Tell whether anything shown is invented."""
        rows = [one.simulated for one in self.history] + [one.simulated for one in self.surveys]
        return any(rows) or any(one.outside.simulated for one in self.candidates)


@dataclass(frozen=True, slots=True)
class Step:
    """A node on a way: what of the one before goes into a unit of it, and the city's firms that make it."""

    node: Node
    link: Link | None
    firms: tuple[Capacity, ...]


@dataclass(frozen=True, slots=True)
class WayShown:
    """A way explained, step by step."""

    way: Way
    steps: tuple[Step, ...]


def node_opened(code: str, limits: Limits) -> NodeOpened | None:
    """Return the node, None where there is none. A fixed number of queries."""
    node = Node.objects.select_related("chain").filter(code=code).first()
    if node is None:
        return None
    links = links_on(limits.on, [node.pk])
    around = {end for link in links for end in (link.input, link.output)} | {node.pk}
    nodes = {one.pk: one for one in Node.objects.filter(pk__in=around)}
    found = standings_on(limits, nodes.values())
    seen = {pk: NodeSeen(one, found[pk]) for pk, one in nodes.items()}
    history = _versions(node)
    newest: dict[int, Capacity] = {}
    for one in history:
        if one.dated_on <= limits.on and one.firm.local:
            newest.setdefault(one.firm_id, one)
    producers = tuple(sorted((one for one in newest.values() if one.output), key=lambda one: -one.output))
    names = {pk: one.name for pk, one in nodes.items()}
    return NodeOpened(
        seen=seen[node.pk],
        chain=node.chain,
        lines=tuple(evidence_of(seen[node.pk], names, limits)),
        industries=tuple((code, industry_names().get(code, "")) for code in node.industries),
        producers=producers,
        history=history,
        surveys=tuple(node.surveys.order_by("-on")[:5]),
        inputs=tuple(seen[link.input] for link in links if link.output == node.pk),
        outputs=tuple(seen[link.output] for link in links if link.input == node.pk),
        candidates=tuple(_candidates(node, found[node.pk], found, producers, history, limits)[:SHOWN]),
    )


def way_shown(start: str, end: str, limits: Limits) -> WayShown | None:
    """Return how one node leads to another, None where no links do. Three queries."""
    keys = dict(Node.objects.filter(code__in=(start, end)).values_list("code", "pk"))
    if start not in keys or end not in keys:
        return None
    found = way(links_on(limits.on), start=keys[start], end=keys[end])
    if found is None:
        return None
    nodes = Node.objects.in_bulk(found.nodes)
    rows = Capacity.objects.filter(node__in=found.nodes, dated_on__lte=limits.on, firm__local=True)
    newest = rows.order_by("node", "firm", "-seq").distinct("node", "firm").select_related("firm")
    newest = newest.only("node", "output", "kind", "evidence", "dated_on", "simulated", "firm__name")
    made: dict[int, list[Capacity]] = defaultdict(list)
    for one in newest:
        if one.output:
            made[one.node_id].append(one)
    links: tuple[Link | None, ...] = (None, *found.links)
    return WayShown(
        found,
        tuple(
            Step(nodes[pk], link, tuple(sorted(made[pk], key=lambda one: -one.output)))
            for pk, link in zip(found.nodes, links, strict=True)
        ),
    )


def _versions(node: Node) -> tuple[Capacity, ...]:
    rows = Capacity.objects.filter(node=node).select_related("firm")
    return tuple(rows.order_by("firm", "-seq"))


def _candidates(
    node: Node,
    standing: Standing,
    found: dict[int, Standing],
    producers: tuple[Capacity, ...],
    history: tuple[Capacity, ...],
    limits: Limits,
) -> list[Candidate]:
    if standing.gap in (Gap.MET, Gap.ISOLATED):
        return []
    makers = {one.firm_id for one in history if one.output and not one.firm.local}
    groups = {code[:_GROUP] for code in node.industries if len(code) >= _GROUP}
    near = [code for code in industry_classes() if code[:_GROUP] in groups]
    firms = list(
        Firm.objects.filter(Q(industry__in=near) | Q(pk__in=makers), local=False).order_by("pk")[:_WEIGHED]
    )
    kin = {one.firm.parent_id or one.firm_id for one in producers}
    outside = [
        Outside(
            one.pk,
            one.name,
            one.industry,
            one.place,
            makes=one.pk in makers,
            signs=signs,
            kin=(one.parent_id or one.pk) in kin,
            simulated=one.simulated,
        )
        for one, signs in _signed(firms, limits)
    ]
    local = sum(1 for pk in standing.inputs if found[pk].supply.output)
    return candidates(
        outside,
        industries=node.industries,
        home=home_division(),
        inputs=(local, len(standing.inputs)),
        since=limits.signs_since,
        single=standing.gap is Gap.SINGLE,
    )


def _signed(firms: list[Firm], limits: Limits) -> list[tuple[Firm, tuple[Sign, ...]]]:
    titles = {str(kind): str(title) for kind, title in ExpansionSign.Kind.choices}
    signs: dict[int, list[Sign]] = defaultdict(list)
    rows = ExpansionSign.objects.filter(firm__in=firms, on__lte=limits.on).order_by("-on", "pk")
    for firm, kind, on, source in rows.values_list("firm", "kind", "on", "source"):
        signs[firm].append((titles[kind], on, source))
    return [(one, tuple(signs[one.pk])) for one in firms]


def home_division() -> str:
    """Return the code of the city's own division (GB/T 2260), as its streets begin."""
    return _division_of(settings.CITY.streets_path)


@lru_cache
def _division_of(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as file:
        first = next(csv.DictReader(file), None)
    return first["code"][:4] if first else ""
