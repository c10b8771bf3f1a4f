"""What a list may ask, and what is said of what it may not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.projects.lists.definition import checked_definition, definition_of
from luoshi.platforms.projects.lists.fields import ASKED
from luoshi.platforms.projects.lists.language import OPS, Op, checked, day_of, terms_of, written
from luoshi.platforms.projects.lists.words import said, text_of, value_of

NAMES = {"tiexi": "铁西区", "education": "市教育局"}
GOOD = [
    {"field": "state", "op": "in", "value": ["building", "suspended"]},
    {"field": "planned", "op": "ge", "value": 5000},
    {"field": "secured_share", "op": "le", "value": "32.5"},
    {"field": "stage_since", "op": "days_since", "value": 60},
    {"field": "plans_start_on", "op": "before", "value": "month_end+10"},
    {"field": "library_on", "op": "empty"},
    {"field": "locality", "op": "eq", "value": "tiexi"},
    {"field": "unit", "op": "in", "value": ["education"]},
    {"field": "livelihood", "op": "eq", "value": True},
]


def test_terms_are_kept_as_they_were_written():
    assert written(terms_of(GOOD, name="试")) == GOOD


@pytest.mark.parametrize(
    ("term", "says"),
    [
        ({"field": "plannd", "op": "ge", "value": 1}, "没有字段“plannd”。可用字段：项目名称 name、编号 code"),
        ({"field": "path", "op": "eq", "value": "x"}, "没有字段“path”"),
        ({"field": "days_in_state", "op": "ge", "value": 1}, "没有字段“days_in_state”"),
        ({"field": "planned", "op": "eq", "value": 1}, "“计划总投资”不能用“eq”。可用：不少于（不早于） ge"),
        ({"field": "planned", "op": "ge", "value": "很多"}, "以万元为单位的数"),
        ({"field": "planned", "op": "ge", "value": -1}, "以万元为单位的数"),
        ({"field": "planned", "op": "ge", "value": True}, "以万元为单位的数"),
        ({"field": "secured_share", "op": "ge", "value": "12.345"}, "应是百分数"),
        ({"field": "state", "op": "eq", "value": "在建"}, "没有“在建”。可用：谋划 proposed"),
        ({"field": "state", "op": "in", "value": []}, "应列出1至60个值"),
        ({"field": "started_on", "op": "ge", "value": "2026-02-30"}, "应是日期"),
        ({"field": "started_on", "op": "ge", "value": "明天"}, "应是日期"),
        ({"field": "started_on", "op": "ge", "value": None}, "应是日期"),
        ({"field": "started_on", "op": "days_since", "value": "60"}, "天数应是整数"),
        ({"field": "started_on", "op": "empty", "value": 1}, "不带值"),
        ({"field": "major", "op": "eq", "value": "是"}, "true 或 false"),
        ({"field": "name", "op": "eq", "value": ""}, "文字"),
        ({"field": "name", "op": "eq", "value": "甲", "or": 1}, "不认识“or”"),
        ("state = 'building'", "应写明字段"),
    ],
)
def test_an_error_says_what_is_wrong_and_what_there_is(term, says):
    _, (problem,) = checked([GOOD[0], term])

    assert problem.where == "第2条"
    assert says in problem.zh
    assert problem.en


def test_every_fault_is_told_at_once():
    with pytest.raises(LuoshiError) as error:
        terms_of([{"field": "x", "op": "eq"}, GOOD[0], {"field": "y", "op": "eq"}], name="试")

    assert error.value.code == "list-filter"
    assert "第1条" in error.value.zh
    assert "第3条" in error.value.zh
    assert checked("state")[1]
    assert checked([GOOD[1]] * 21)[1]


def test_a_definition_tells_its_own_faults():
    raw = {
        "filter": GOOD,
        "columns": ["name", "cost", "name"],
        "order": ["-cost"],
        "owner": "",
        "cycle": "day",
    }

    _, problems = checked_definition(raw)

    assert [problem.where for problem in problems] == ["栏目", "栏目", "排序", "责任单位", "周期"]
    with pytest.raises(LuoshiError, match="有 5 处需要更正"):
        definition_of(raw, name="试")
    assert checked_definition({})[1]


@pytest.mark.parametrize(
    ("word", "day"),
    [
        *(("today", "2026-02-10"), ("today-30", "2026-01-11"), ("month_start", "2026-02-01")),
        *(("month_end", "2026-02-28"), ("year_start", "2026-01-01"), ("year_end+1", "2027-01-01")),
        ("2025-12-31", "2025-12-31"),
    ],
)
def test_a_word_stands_for_a_day_seen_from_the_day_that_is_told(word, day):
    assert day_of(word, on=date(2026, 2, 10)) == date.fromisoformat(day)


def test_a_filter_reads_as_a_sentence():
    assert [said(term, NAMES) for term in terms_of(GOOD, name="试")] == [
        "环节为在建、停工",
        "计划总投资不少于5000万元",
        "资金落实率不多于32.5%",
        "进入现环节日期至今满60天",
        "计划开工早于本月末+10天",
        "入库日期空缺",
        "属地为铁西区",
        "责任单位为市教育局",
        "民生项目为是",
    ]


def test_what_is_shown_of_a_term_is_read_back_as_the_term():
    for term in terms_of(GOOD, name="试"):
        back = value_of(term.column, term.op, text_of(term, NAMES), NAMES)

        again = terms_of([term.written | ({} if back is None else {"value": back})], name="试")
        assert said(again[0], NAMES) == said(term, NAMES)


@given(
    field=st.sampled_from([*ASKED, "nothing", ""]),
    op=st.sampled_from([*Op, "like"]),
    value=st.one_of(
        *(st.none(), st.booleans(), st.integers(), st.text(max_size=9), st.dates().map(str)),
        *(st.lists(st.text(max_size=5), max_size=3), st.floats()),
    ),
)
def test_whatever_is_written_is_either_a_term_or_a_problem(field, op, value):
    terms, problems = checked([{"field": field, "op": op, "value": value}])

    assert len(terms) + len(problems) == 1
    if terms:
        assert op in OPS[ASKED[field].kind]
        assert said(terms[0], {})
