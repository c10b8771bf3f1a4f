"""Small chains for tests: invented firms, and what they make."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from luoshi.kernel.calendar.rules import LOCAL
from luoshi.platforms.investment.actions.capacities import record_capacity, record_survey
from luoshi.platforms.investment.models import Capacity, Chain, ChainLink, Firm, Node

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 9, tzinfo=LOCAL)
_NUMBERS = count(1)


def make_firm(name: str = "", *, local: bool = True, **more: Any) -> Firm:
    """A firm with an invented code."""
    number = next(_NUMBERS)
    uscc = f"SIM{number:015d}"
    return Firm.objects.create(
        uscc=uscc, name=name or f"虚构企业{number}", local=local, simulated=True, **more
    )


def make_node(code: str, *, final: int | None = None, **more: Any) -> Node:
    """A node of the chain "sample"."""
    chain, _ = Chain.objects.get_or_create(code="sample", defaults={"name": "示例链", "source": "虚构"})
    values = {"chain": chain, "name": f"环节{code}", "unit": "吨", "final_demand": final}
    return Node.objects.create(code=code, **values | more)


def link(one: Node, other: Node, share: str | None = "1", *, on: date = date(2026, 1, 1)) -> ChainLink:
    """The first goes into the second."""
    number = None if share is None else Decimal(share)
    return ChainLink.objects.create(input=one, output=other, share=number, source="虚构", dated_on=on)


def makes(node: Node, firm: Firm, output: int, *, on: date = date(2026, 2, 1)) -> Capacity:
    """The firm makes so much of the node."""
    said: dict[str, Any] = {"kind": "visit", "evidence": "现场记录", "by": "测试", "at": NOW}
    return record_capacity(node, firm, output=Decimal(output), dated_on=on, **said)


def surveyed(*nodes: Node, on: date = date(2026, 2, 1)) -> None:
    """Somebody has looked who makes them."""
    for node in nodes:
        record_survey(node, on=on, source="摸排记录", by="测试", at=NOW)
