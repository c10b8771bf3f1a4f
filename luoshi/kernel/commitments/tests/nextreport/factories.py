"""Items of the next report in few words: a target, its points, and what the rules say of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import localcontext
from typing import Any

from luoshi.kernel.commitments.assessing import Event, Target
from luoshi.kernel.commitments.assessing.arithmetic import EXACT
from luoshi.kernel.commitments.assessing.codes import Process
from luoshi.kernel.commitments.assessing.measuring import measure, window_of
from luoshi.kernel.commitments.assessing.series import known
from luoshi.kernel.commitments.nextreport.items import Item, Promise, Series
from luoshi.kernel.commitments.tests.assessing.factories import END, LATER, judge
from luoshi.kernel.measures.points import Point

YEAR = 2027  # of the report that is drafted


def make_item(
    target: Target,
    points: Iterable[Point] = (),
    *,
    title: str = "城镇新增就业",
    unit: str = "人",
    decimals: int = 1,
    on: date = END,
    events: Iterable[Event] = (),
    reported: Process = Process.IN_PROGRESS,
    deed: bool = False,
    **fields: Any,
) -> Item:
    """Return the item as the rules judge it on the day, with everything known."""
    given, happened = tuple(points), tuple(events)
    made = judge(target, given, on=on, events=happened, reported=reported)
    window = window_of(target, on)
    with localcontext(EXACT):
        seen = known(given, on=on, at=LATER)
        used = measure(target, seen, window).used if window and made.actual is not None and not deed else ()
    named = Series(key="outside.jobs", title=title, unit=unit, decimals=decimals, source="就业统计月报")
    promised = {"code": "2026-084", "title": title, "section": "三/(八)", "outlook": False}
    return Item(
        promise=Promise(**{name: fields.pop(name, value) for name, value in promised.items()}),
        target=target,
        assessment=made,
        series=None if deed else named,
        used=tuple(each.point for each in used),
        events=happened,
        adjusted=fields.pop("adjusted", False),
        simulated=fields.pop("simulated", False),
        light="",
    )
