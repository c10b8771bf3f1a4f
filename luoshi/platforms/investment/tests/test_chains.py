"""Chains brought in, capacities recorded, gaps on a day, and a way explained."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.investment.actions.capacities import record_capacity, record_survey
from luoshi.platforms.investment.actions.chains import load_chains
from luoshi.platforms.investment.chain.gaps import Gap
from luoshi.platforms.investment.models import Capacity, ExpansionSign, LiftTaken, Node, Survey
from luoshi.platforms.investment.queries.chains import chains_seen, limits_on, standings_on
from luoshi.platforms.investment.queries.nodes import home_division, node_opened, way_shown
from luoshi.platforms.investment.tests.chain_factories import (
    NOW,
    TODAY,
    link,
    make_firm,
    make_node,
    makes,
    surveyed,
)

pytestmark = pytest.mark.usefixtures("limits")


def gap_of(node, *, on=TODAY):
    return standings_on(limits_on(on))[node.pk].gap


def said(*words):
    out = StringIO()
    call_command("investment", *words, stdout=out)
    return out.getvalue()


@pytest.fixture
def pair():
    """Starch, of which syrup takes its own weight."""
    starch, syrup = make_node("starch", final=0, industries=["1391"]), make_node("syrup", final=0)
    link(starch, syrup)
    makes(syrup, make_firm(), 100)
    surveyed(starch, syrup)
    return starch, syrup


def test_the_citys_chains_come_in_once():
    first, again = load_chains(settings.CITY.chains_folder), load_chains(settings.CITY.chains_folder)

    assert (first.chains, first.nodes) == (8, 116)
    assert first.changed == first.chains + first.nodes + first.links
    assert (again.changed, again.left) == (0, ())


def test_a_faulty_file_brings_nothing_in(tmp_path):
    for name in ("chains.csv", "nodes.csv", "links.csv"):
        text = (settings.CITY.chains_folder / name).read_text("utf-8")
        (tmp_path / name).write_text(text + ("corn-starch\n" if name == "links.csv" else ""), "utf-8")

    with pytest.raises(LuoshiError, match=r"links.csv:109：1 列，应为 6 列"):
        load_chains(tmp_path)

    assert Node.objects.count() == 0


def test_a_changed_line_changes_its_row_and_a_dropped_node_is_told(tmp_path):
    load_chains(settings.CITY.chains_folder)
    for name in ("chains.csv", "nodes.csv", "links.csv"):
        text = (settings.CITY.chains_folder / name).read_text("utf-8")
        lines = [line for line in text.splitlines() if "call-centre" not in line]
        (tmp_path / name).write_text("\n".join(lines).replace("玉米淀粉", "食用玉米淀粉"), "utf-8")

    loaded = load_chains(tmp_path)

    assert (loaded.changed, loaded.left) == (1, ("call-centre",))
    assert Node.objects.get(code="corn-starch").name == "食用玉米淀粉"


def test_nothing_known_is_unknown_and_a_survey_makes_it_missing(pair):
    starch, _ = pair
    grits = make_node("grits")
    link(grits, make_node("snack"))

    assert gap_of(starch) is Gap.MISSING
    assert gap_of(grits) is Gap.UNKNOWN


def test_an_old_survey_says_nothing_any_more(pair):
    starch, _ = pair

    assert gap_of(starch, on=date(2027, 3, 1)) is Gap.UNKNOWN
    assert gap_of(starch, on=date(2026, 1, 31)) is Gap.UNKNOWN  # the day before it


def test_firms_under_one_parent_are_one_source(pair):
    starch, _ = pair
    parent = make_firm(local=False)
    makes(starch, make_firm(parent=parent), 60)
    makes(starch, make_firm(parent=parent), 60)

    assert gap_of(starch) is Gap.SINGLE

    makes(starch, make_firm(), 1)
    assert gap_of(starch) is Gap.MET


def test_what_is_made_elsewhere_is_no_local_supply(pair):
    starch, _ = pair
    makes(starch, make_firm(local=False), 1_000)

    assert gap_of(starch) is Gap.MISSING


def test_a_correction_stands_beside_what_was_said_before(pair):
    starch, _ = pair
    firm = make_firm()
    makes(starch, firm, 50, on=date(2026, 2, 1))
    makes(starch, firm, 90, on=date(2026, 3, 1))
    makes(starch, firm, 90, on=date(2026, 3, 1))

    assert [one.seq for one in Capacity.objects.filter(firm=firm).order_by("seq")] == [1, 2]
    assert gap_of(starch, on=date(2026, 2, 15)) is Gap.WEAK
    assert gap_of(starch) is Gap.SINGLE

    makes(starch, firm, 0, on=date(2026, 3, 5))
    assert gap_of(starch) is Gap.MISSING


@pytest.mark.parametrize("rows", [Capacity.objects, Survey.objects])
def test_the_database_itself_keeps_what_was_recorded(pair, rows):
    with pytest.raises(IntegrityError, match="只增不改"), transaction.atomic():
        rows.update(by="别人")
    with pytest.raises(IntegrityError, match="只增不改"), transaction.atomic():
        rows.all()._raw_delete("default")


@pytest.mark.parametrize(
    "wrong",
    [
        {"output": Decimal(-1)},
        {"output": Decimal("0.0001")},
        {"kind": "hearsay"},
        {"evidence": " "},
        {"dated_on": date(2026, 3, 11)},
    ],
)
def test_a_capacity_without_evidence_is_refused(pair, wrong):
    right = {"output": Decimal(1), "kind": "visit", "evidence": "记录", "dated_on": TODAY}

    with pytest.raises(LuoshiError) as caught:
        record_capacity(pair[0], make_firm(), **right | wrong, by="测试", at=NOW)

    assert caught.value.code == "capacity-unfit"


def test_a_survey_ahead_of_its_day_is_refused(pair):
    with pytest.raises(LuoshiError, match="摸排"):
        record_survey(pair[0], on=date(2026, 3, 11), source="记录", by="测试", at=NOW)


def test_the_newest_share_of_a_day_counts(pair):
    starch, syrup = pair
    makes(starch, make_firm(), 100)
    makes(starch, make_firm(), 100)
    link(starch, syrup, "3", on=date(2026, 3, 1))

    assert gap_of(starch, on=date(2026, 2, 20)) is Gap.MET
    assert gap_of(starch) is Gap.WEAK


def test_a_node_tells_its_evidence_its_versions_and_its_candidates(pair):
    starch, _ = pair
    maker, other = (
        make_firm("外地甲", local=False, place="2201"),
        make_firm("外地乙", local=False, industry="1391"),
    )
    makes(starch, maker, 500)
    ExpansionSign.objects.create(firm=maker, kind="talks", on=date(2026, 1, 1), source="接待记录")
    make_firm("软件", local=False, industry="6513")

    opened = node_opened("starch", limits_on(TODAY))
    assert opened is not None

    assert "本地供给 0：已摸排，本市没有生产" in opened.lines
    assert [one.outside.name for one in opened.candidates] == [maker.name, other.name]
    assert "接待记录" in opened.candidates[0].parts[3].why
    assert opened.industries == (("1391", "淀粉及淀粉制品制造"),)
    assert opened.producers == ()
    assert opened.simulated


def test_a_node_that_is_met_needs_no_candidates(pair):
    starch, _ = pair
    makes(starch, make_firm(), 100)
    makes(starch, make_firm(), 100)
    make_firm(local=False, industry="1391")

    opened = node_opened("starch", limits_on(TODAY))
    assert opened is not None
    assert opened.candidates == ()


def test_a_way_names_the_links_the_shares_and_the_firms(pair):
    starch, syrup = pair
    lysine = make_node("lysine")
    link(syrup, lysine, "1.6")

    shown = way_shown("starch", "lysine", limits_on(TODAY))
    assert shown is not None

    assert [step.node for step in shown.steps] == [starch, syrup, lysine]
    assert shown.way.taken == Decimal("1.6")
    assert [len(step.firms) for step in shown.steps] == [0, 1, 0]
    assert way_shown("lysine", "starch", limits_on(TODAY)) is None
    assert way_shown("lysine", "nothing", limits_on(TODAY)) is None


@pytest.mark.parametrize("ask", ["chains", "node", "way"])
def test_more_nodes_and_firms_ask_no_more_questions(pair, ask):
    starch, syrup = pair
    make_firm(local=False, industry="1391")
    questions = {
        "chains": lambda: chains_seen(limits_on(TODAY)),
        "node": lambda: node_opened("starch", limits_on(TODAY)),
        "way": lambda: way_shown("starch", "syrup", limits_on(TODAY)),
    }
    questions[ask]()
    with CaptureQueriesContext(connection) as few:
        questions[ask]()

    for number in range(10):
        node = make_node(f"more-{number}")
        link(starch, node)
        link(node, syrup, "2")
        makes(node, make_firm(), 3)
        make_firm(local=False, industry="1391")
    with CaptureQueriesContext(connection) as many:
        questions[ask]()

    assert len(few) == len(many) <= 12


def test_the_commands_load_tell_and_explain():
    assert "产业链 8，环节 116" in said("chain", "load")
    assert "？ 玉米淀粉（corn-starch）不明" in said("chain", "gaps")
    assert "本地供给：没有摸排，也没有产能记录" in said("chain", "gaps", "corn-starch")
    assert "1 单位终点耗用起点 1.68" in said("chain", "way", "corn-starch", "lysine")
    with pytest.raises(CommandError, match="没有联系"):
        said("chain", "way", "lysine", "corn-starch")
    with pytest.raises(CommandError, match="起点和终点"):
        said("chain", "way", "lysine")


def test_lift_without_its_data_is_skipped_loudly(tmp_path):
    assert "SKIPPED" in said("lift", str(tmp_path), "--keep")
    assert LiftTaken.objects.count() == 0


def test_the_city_is_known_by_the_division_of_its_streets():
    assert home_division() == "2203"
