"""Bring the city's chains in from their reviewed files: again changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import models, transaction

from luoshi.platforms.investment.chain.files import Chains, read_chains
from luoshi.platforms.investment.models import Chain, ChainLink, Node


@dataclass(frozen=True, slots=True)
class ChainsLoaded:
    """How many rows there are now, how many were new or changed, and which nodes the files no longer name."""

    chains: int
    nodes: int
    links: int
    changed: int
    left: tuple[str, ...]

    def __str__(self) -> str:
        said = f"产业链 {self.chains}，环节 {self.nodes}，联系 {self.links}，新增或变动 {self.changed}"
        return said + (f"；文件中已没有：{'、'.join(self.left)}" if self.left else "")


@transaction.atomic
def load_chains(folder: Path) -> ChainsLoaded:
    """Bring in what the folder says and return what changed.

    Raises ``chains-invalid`` with every fault by file and line, and then changes nothing. A node the files no
    longer name stays, with its capacities, and is told; a later share of zero ends a link.
    """
    said = read_chains(folder)
    changed = _chains(said) + _nodes(said) + _links(said)
    named = {one.code for one in said.nodes}
    left = tuple(Node.objects.exclude(code__in=named).order_by("code").values_list("code", flat=True))
    return ChainsLoaded(len(said.chains), len(said.nodes), len(said.links), changed, left if named else ())


def _chains(said: Chains) -> int:
    wanted = {
        one.code: {"name": one.name, "source": one.source, "verified": one.verified, "place": place}
        for place, one in enumerate(said.chains)
    }
    return _told(Chain, {one.code: one for one in Chain.objects.filter(code__in=wanted)}, wanted, "code")


def _nodes(said: Chains) -> int:
    chains = {one.code: one.pk for one in Chain.objects.all()}
    wanted = {
        one.code: {
            "chain_id": chains[one.chain],
            "name": one.name,
            "unit": one.unit,
            "industries": list(one.industries),
            "products": list(one.products),
            "final_demand": one.final_demand,
            "final_source": one.final_source,
            "final_on": one.final_on,
        }
        for one in said.nodes
    }
    return _told(Node, {one.code: one for one in Node.objects.filter(code__in=wanted)}, wanted, "code")


def _links(said: Chains) -> int:
    nodes = dict(Node.objects.values_list("code", "pk"))
    wanted = {
        (nodes[one.input], nodes[one.output], one.dated_on): {
            "share": one.share,
            "source": one.source,
            "verified": one.verified,
        }
        for one in said.links
    }
    there = {(one.input_id, one.output_id, one.dated_on): one for one in ChainLink.objects.all()}
    return _told(ChainLink, there, wanted, "input_id", "output_id", "dated_on")


def _told(model: type[models.Model], there: Any, wanted: Any, *names: str) -> int:
    """Make the rows that are missing and change those that differ; return how many that were."""
    new, other = [], []
    for key, values in wanted.items():
        row = there.get(key)
        if row is None:
            keys = key if len(names) > 1 else (key,)
            new.append(model(**dict(zip(names, keys, strict=True)), **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            other.append(row)
    model._default_manager.bulk_create(new)
    if other:
        fields = [name.removesuffix("_id") for name in next(iter(wanted.values()))]
        model._default_manager.bulk_update(other, fields)
    return len(new) + len(other)
