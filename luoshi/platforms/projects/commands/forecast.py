"""``luoshi projects forecast``: how good forecasts of the finish were for projects that are finished."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from luoshi.platforms.projects.calibrating import keep_spread
from luoshi.platforms.projects.numbers import numbers_on
from luoshi.platforms.projects.queries.delivery import histories
from luoshi.platforms.projects.rules.forecast import NOMINAL, backtest

NAME, HELP = "forecast", "look back at how good forecasts were for finished projects, and keep the spread"


def add_arguments(parser: ArgumentParser) -> None:
    """Take which projects, and whether to keep what they show."""
    parser.add_argument("--simulated", action="store_true", help="invented projects instead of real ones")
    parser.add_argument("--keep", action="store_true", help="let forecasts go by this spread from today on")


def run(*, say: Callable[[str], object], simulated: bool, keep: bool, **options: Any) -> None:
    """Say how many finishes the interval held and how far off the forecasts were; keep the spread."""
    today = timezone.localdate()
    held, told = numbers_on(today).season, histories(simulated=simulated)
    found = backtest(told, held)
    said = "模拟项目" if simulated else "项目"
    if not found.forecasts:
        say(f"没有报过月度进度、已竣工的{said}，无从回测。")
        return
    say(f"已竣工{said} {found.histories} 个，回测预测 {found.forecasts} 次（按五份轮流留出）")
    say(f"名义 {NOMINAL:.0%} 区间实际覆盖 {found.covered:.1%}")
    say(f"预测完工日平均偏差 {found.bias:+.0f} 天，平均绝对误差 {found.error:.0f} 天")
    if keep:
        rows = keep_spread(told, held, on=today)
        say("已保存校准" if rows else "已竣工项目太少，没有保存校准")
