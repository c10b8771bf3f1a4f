"""The nodes of a plan: what can be read, what makes a plan, how late they are."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.platforms.projects.rules.nodes import (
    Planned,
    days_late,
    is_whole,
    keeps_done,
    nodes_in,
    weight_done,
)

PLAN = "2026-06-30 40 基础完工\n2026-10-31 40 主体封顶\n2027-08-31 20 设备安装 及调试"
NODES = [
    Planned("基础完工", date(2026, 6, 30), 40),
    Planned("主体封顶", date(2026, 10, 31), 40),
    Planned("设备安装 及调试", date(2027, 8, 31), 20),
]


@pytest.mark.parametrize(
    "text", [PLAN, f"\n{PLAN}\n\n", PLAN.replace(" 40", "\t40"), PLAN.replace("\n", "\r\n")]
)
def test_a_node_is_a_day_a_weight_and_a_name(text):
    assert nodes_in(text) == NODES


@pytest.mark.parametrize(
    "text", ["", "\n", "六月底 40 基础完工", "2026-06-31 40 基础", "2026-06-30 基础完工", f"{PLAN}\n余下"]
)
def test_a_line_that_is_no_node_makes_no_plan(text):
    assert nodes_in(text) is None


@pytest.mark.parametrize(
    ("change", "whole"),
    [
        (lambda n: n, True),
        (lambda n: n[:2], False),  # 80 together
        (lambda n: [n[1], n[0], n[2]], False),  # days out of order
        (lambda n: [n[0], Planned("基础完工", *_rest(n[1])), n[2]], False),  # a name twice
        (lambda n: [Planned("动工", date(2026, 5, 1), 0), *n], False),  # a node that weighs nothing
        (lambda n: [Planned("长" * 61, *_rest(n[0])), *n[1:]], False),
        (lambda n: [], False),
    ],
)
def test_nodes_make_a_plan_when_they_are_whole(change, whole):
    assert is_whole(change(NODES)) is whole


def _rest(node):
    return node.planned_on, node.weight


def test_what_was_done_is_not_planned_away():
    assert keeps_done(NODES, ["基础完工"])
    assert not keeps_done(NODES[1:], ["基础完工"])


@pytest.mark.parametrize(
    ("done_on", "late"),
    [(None, 11), (date(2026, 6, 30), 0), (date(2026, 6, 1), 0), (date(2026, 7, 5), 5)],
)
def test_a_node_is_late_until_the_day_it_was_done(done_on, late):
    assert days_late(NODES[0].planned_on, done_on, on=date(2026, 7, 11)) == late


def test_the_weight_of_what_is_done():
    assert weight_done(NODES, {"基础完工": date(2026, 7, 5)}) == 40
