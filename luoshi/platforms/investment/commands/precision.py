"""``luoshi investment precision``: how much the checks see of what was put into invented years on purpose."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from luoshi.platforms.investment.queries.limits import limits_on
from luoshi.platforms.investment.simulate import DEALS
from luoshi.platforms.investment.year.paying import year_of
from luoshi.platforms.investment.year.precision import precision_of

NAME, HELP = (
    "precision",
    "measure the checks of instalments against what invented years were given on purpose",
)
TITLES = {"exact": "同一凭证", "near": "疑似重复（含拆分）", "back": "资金回流", "late": "月末集中"}


def add_arguments(parser: ArgumentParser) -> None:
    """Take which years."""
    parser.add_argument("--years", type=int, nargs="+", help="which years, else this one and the two before")
    parser.add_argument("--seed", type=int, default=1, help="which invention")


def run(*, say: Callable[[str], object], years: list[int] | None, seed: int, **options: Any) -> None:
    """Look at the years and say the shares."""
    today = timezone.localdate()
    told = [year_of(year, seed=seed, deals=DEALS) for year in years or range(today.year - 2, today.year + 1)]
    say(
        f"模拟到位资金 {sum(len(one.paid) for one in told)} 笔，往来 {sum(len(one.flows) for one in told)} 笔"
    )
    for kind, share in precision_of(told, limits_on(today)).items():
        say(
            f"{TITLES[kind]}：放入 {share.put_in}，查出 {share.seen}（{share.recall:.1%}），"
            f"提示共 {share.named}，其中属实 {share.precision:.1%}"
        )
    say("规则和模拟出自同一处，数字只说明规则按所述工作 (simulated)")
