"""What a change changed, in words: units by name, a course by its title, the report's words for its value."""

from __future__ import annotations

from luoshi.kernel.commitments.models import ChangeRecord
from luoshi.kernel.commitments.tracking.ledger import differences_told

NAMES = {"works": "市住建局"}


def told(**changes):
    return differences_told(ChangeRecord(quote="12所", changes=changes), NAMES)


def test_a_value_as_printed_is_told_in_the_words_of_the_report():
    assert told(value=[None, "10"], high=[None, "12"]) == [("value", "12所", "10"), ("high", "—", "12")]


def test_units_are_told_by_name_and_an_unknown_one_by_its_code():
    assert told(lead=[[], ["works", "moon"]]) == [("lead", "—", "市住建局、moon")]


def test_a_course_is_told_by_its_title_with_its_nodes():
    nodes = {"course": "declared_nodes", "nodes": [["2026-06-30", "0.4"]]}

    assert told(trajectory=[{"course": "linear_time"}, nodes]) == [
        ("trajectory", "序时进度", "申报节点（2026-06-30 0.4）")
    ]


def test_what_the_origin_says_already_is_left_out():
    assert told(deadline_from=["period", "change"], withdrawn=[False, True]) == [("withdrawn", "否", "是")]
