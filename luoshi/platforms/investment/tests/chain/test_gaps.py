"""What makes a gap of a node, and what stays unknown."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.platforms.investment.chain.files import read_chains
from luoshi.platforms.investment.chain.gaps import Gap, Link, Supply, lines_of, standings

LIMIT = Decimal("0.8")
INPUT, NODE, USER = 1, 2, 3
CORN = Path(__file__).parents[1] / "corn"
FOUND = (Gap.MISSING, Gap.WEAK, Gap.ISOLATED, Gap.SINGLE)  # the classes that are gaps


def made(output, *, groups=2, surveyed=True):
    return Supply(Decimal(output), groups, groups, surveyed)


NONE = Supply(surveyed=True)
CASES = {  # supply of the input, the node and its user; final demand of the node; share of the user
    "nothing is made and a user takes it": (made(9), NONE, made(10), 0, "1", Gap.MISSING),
    "nothing is made and people use it": (made(9), NONE, NONE, 5, "1", Gap.MISSING),
    "nothing is made and nothing is needed": (made(9), NONE, NONE, 0, "1", Gap.MET),
    "nobody looked": (made(9), Supply(), made(10), 0, "1", Gap.UNKNOWN),
    "below the limit": (made(9), made(7), made(10), 0, "1", Gap.WEAK),
    "at the limit": (made(9), made(8), made(10), 0, "1", Gap.MET),
    "below the limit, and others may make it too": (
        *(made(9), made(7, surveyed=False), made(10), 0, "1", Gap.UNKNOWN),
    ),
    "below the limit, and more may be needed": (made(9), made(7), made(10), None, "1", Gap.WEAK),
    "enough for what is known of the need": (made(9), made(50), made(10), None, "1", Gap.UNKNOWN),
    "enough from one": (made(9), made(10, groups=1), made(10), 0, "1", Gap.SINGLE),
    "enough from one of perhaps more": (
        made(9),
        made(10, groups=1, surveyed=False),
        made(10),
        0,
        "1",
        Gap.MET,
    ),
    "a share nobody knows": (made(9), made(10), made(10), 0, None, Gap.UNKNOWN),
    "a user nobody looked at": (made(9), made(10), Supply(), 0, "1", Gap.UNKNOWN),
    "made from nothing here for nobody here": (NONE, made(10), NONE, 0, "1", Gap.ISOLATED),
    "made from what is here for elsewhere": (made(9), made(10), NONE, 0, "1", Gap.MET),
    "made for elsewhere from what nobody looked at": (Supply(), made(10), NONE, 0, "1", Gap.MET),
}


def stands(supplies, links, finals):
    return standings(finals, links, supplies, limit=LIMIT)


@pytest.mark.parametrize("name", CASES)
def test_a_gap_is_what_its_definition_says(name):
    below, node, user, final, share, gap = CASES[name]
    links = [Link(INPUT, NODE, Decimal(1)), Link(NODE, USER, None if share is None else Decimal(share))]
    finals = {INPUT: Decimal(0), NODE: None if final is None else Decimal(final), USER: Decimal(0)}

    assert stands({INPUT: below, NODE: node, USER: user}, links, finals)[NODE].gap is gap


def test_the_evidence_names_every_user_and_says_what_is_not_known():
    links = [Link(NODE, USER, Decimal("1.5"))]
    found = stands({NODE: made(7), USER: made(10)}, links, {NODE: None, USER: Decimal(0)})[NODE]

    lines = lines_of(found, names={USER: "淀粉"}, unit="吨", limit=LIMIT)

    assert "下游 淀粉：每单位耗用 1.5，按产能需 15 吨" in lines
    assert "链外年需求：没有数据" in lines
    assert "本地需求合计 至少 15 吨" in lines
    assert lines[-1].startswith("判定：薄弱")


amounts = st.integers(0, 50).map(Decimal)
supplies = st.builds(
    lambda output, groups, looked: (
        Supply(output, groups, groups, looked) if output else Supply(surveyed=looked)
    ),
    amounts,
    st.integers(1, 3),
    st.booleans(),
)
ORDER = {Gap.MISSING: 0, Gap.WEAK: 1}


@given(supplies, supplies, amounts, amounts)
def test_what_is_unknown_never_becomes_a_gap_by_learning_that_nothing_more_is_made(node, user, final, more):
    """A verdict that is given on part of the facts stands when the rest turns out to be nothing."""
    links = [Link(NODE, USER, Decimal(1))]
    before = stands({NODE: node, USER: user}, links, {NODE: final, USER: Decimal(0)})[NODE]
    looked = Supply(user.output, user.firms, user.groups, surveyed=True)

    after = stands({NODE: node, USER: looked}, links, {NODE: final, USER: Decimal(0)})[NODE]

    if before.gap is not Gap.UNKNOWN:
        assert after.gap is before.gap


@given(supplies, st.none() | amounts)
def test_no_data_is_never_a_verdict(node, final):
    found = stands({NODE: Supply(), USER: node}, [Link(NODE, USER, Decimal(1))], {NODE: final, USER: None})

    assert found[NODE].gap is Gap.UNKNOWN


def test_the_gaps_of_the_corn_chain_are_those_marked_by_hand():
    """Marked once, by whoever wrote the rule, before it ran: agreement of two markers is not known."""
    chains = read_chains(CORN)
    keys = {node.code: number for number, node in enumerate(chains.nodes)}
    with (CORN / "known.csv").open(encoding="utf-8") as file:
        known = {row["code"]: row for row in csv.DictReader(file)}
    with (CORN / "marks.csv").open(encoding="utf-8") as file:
        marks = {row["code"]: Gap(row["mark"]) for row in csv.DictReader(file)}

    found = stands(
        {
            keys[code]: Supply(
                Decimal(row["output"] or 0),
                int(row["firms"] or 0),
                int(row["groups"] or 0),
                row["surveyed"] == "yes",
            )
            for code, row in known.items()
        },
        [Link(keys[one.input], keys[one.output], one.share) for one in chains.links],
        {keys[node.code]: node.final_demand for node in chains.nodes},
    )
    gaps = {(code, found[key].gap) for code, key in keys.items() if found[key].gap in FOUND}
    marked = {(code, mark) for code, mark in marks.items() if mark in FOUND}
    right = len(gaps & marked)
    assert len(marks) == len(keys) >= 60
    assert right / len(gaps) >= 0.9
    assert right / len(marked) >= 0.9
