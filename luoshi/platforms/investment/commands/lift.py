"""``luoshi investment lift``: whether an order of targets is better than popularity, on data held out."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone

from luoshi.platforms.investment.actions.capacities import record_lifts
from luoshi.platforms.investment.chain.lift import Lift, lifts, read_world

NAME, HELP = "lift", "hold out a fifth of known firms, rank, and compare with popularity: with an interval"


def add_arguments(parser: ArgumentParser) -> None:
    """Take the data, how often, and whether the result is kept for the pages."""
    parser.add_argument(
        "folder",
        type=Path,
        help="with industry/chainkg_*.jsonl and admin/{provinces,cities}.csv; not shipped",
    )
    parser.add_argument("--runs", type=int, default=20, help="how many hold-outs")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same result")
    parser.add_argument("--keep", action="store_true", help="keep the result, which the pages then tell")


def run(
    *, say: Callable[[str], object], folder: Path, runs: int, seed: int, keep: bool, **options: Any
) -> None:
    """Say what was found; without the data say loudly that nothing was."""
    try:
        world = read_world(folder)
    except OSError as error:
        say(f"跳过：没有检验数据，什么也没有检验。SKIPPED, nothing was measured: {error}")
        return
    places, industries, firms = world.size
    sample = f"上市公司 {firms} 家，{places} 个省级区域 × {industries} 个行业，隐去 20%"
    found = lifts(world, runs=runs, seed=seed)
    say(f"{sample}，{runs} 次")
    for one in found:
        say(_line(one))
    if keep:
        record_lifts(found, runs=runs, sample=sample, at=timezone.now())


def _line(one: Lift) -> str:
    verdict = "优于热门度" if one.better else "不优于热门度 (no better than popularity)"
    return (
        f"{one.method}: P@10 {one.precision:.3f}，热门度 {one.baseline:.3f}，"
        f"提升度 {one.lift:.3f} [{one.low:.3f}, {one.high:.3f}] {verdict}"
    )
