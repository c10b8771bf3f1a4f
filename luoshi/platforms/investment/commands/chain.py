"""``luoshi investment chain``: bring the chains in, tell their gaps, explain a way through them."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.utils import timezone

from luoshi.platforms.investment.actions.chains import load_chains
from luoshi.platforms.investment.chain.gaps import SIGNS, TITLES
from luoshi.platforms.investment.models import Node
from luoshi.platforms.investment.queries.chains import Limits, chains_seen, evidence_of, limits_on
from luoshi.platforms.investment.queries.nodes import way_shown

NAME, HELP = "chain", "load the chains of the city, tell their gaps, explain a way from node to node"


def add_arguments(parser: ArgumentParser) -> None:
    """Take what to do, and for a way from where to where."""
    parser.add_argument("what", choices=("load", "gaps", "way"))
    parser.add_argument("nodes", nargs="*", help="codes of nodes: for a way the first and the last")
    parser.add_argument("--folder", type=Path, help="where the tables lie, else the city's chains/")
    parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="as of this day, else today")


def run(
    *,
    say: Callable[[str], object],
    what: str,
    nodes: list[str],
    folder: Path | None,
    on: date | None,
    **options: Any,
) -> None:
    """Do it and say what came of it."""
    if what == "load":
        say(str(load_chains(folder or settings.CITY.chains_folder)))
        return
    limits = limits_on(on or timezone.localdate())
    if what == "gaps":
        _say_gaps(say, limits, set(nodes))
    elif len(nodes) != 2:
        raise CommandError("请写起点和终点两个环节的代码。Give the codes of the first and the last node.")
    else:
        _say_way(say, limits, *nodes)


def _say_gaps(say: Callable[[str], object], limits: Limits, wanted: set[str]) -> None:
    names = dict(Node.objects.values_list("pk", "name"))
    for seen in chains_seen(limits):
        counts = "，".join(f"{TITLES[gap]} {number}" for gap, number in seen.counts if number)
        say(f"{seen.chain.name}：{counts or '还没有环节'}")
        for one in seen.nodes:
            if wanted and one.node.code not in wanted:
                continue
            say(f"  {SIGNS[one.gap]} {one.node.name}（{one.node.code}）{TITLES[one.gap]}")
            if wanted:
                for line in evidence_of(one, names, limits):
                    say(f"      {line}")


def _say_way(say: Callable[[str], object], limits: Limits, start: str, end: str) -> None:
    shown = way_shown(start, end, limits)
    if shown is None:
        raise CommandError(f"{start} 和 {end} 之间没有联系，或没有这样的环节。No links lead there.")
    for step in shown.steps:
        share = (
            ""
            if step.link is None
            else f"每单位耗用 {'不明' if step.link.share is None else step.link.share}"
        )
        firms = "、".join(one.firm.name for one in step.firms[:3]) or "本市没有产能记录"
        say(f"{step.node.name}  {share}  {firms}")
    taken = shown.way.taken
    say(f"沿这条路，1 单位终点耗用起点 {'不明' if taken is None else taken.normalize()}")
