"""Readiness with its parts, names taken apart, what resembles, what counts: pure, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.platforms.projects.queries.precision import precision_of
from luoshi.platforms.projects.queries.reserve import conversion
from luoshi.platforms.projects.rules.counting import FIFTY_MILLION, FIGURES, REASONS, Standing, reason_of
from luoshi.platforms.projects.rules.maturity import PARTS, Prepared, maturity_of
from luoshi.platforms.projects.rules.naming import name_of
from luoshi.platforms.projects.rules.resembling import Bounds, Entry, resembling
from luoshi.platforms.projects.year.loading import Label, read_towns
from luoshi.platforms.projects.year.twins import projects_of

WEIGHTS = {"depth": 30, "land": 20, "permits": 15, "funds": 25, "plan": 10}
BOUNDS = Bounds(alike=80, nearby=300, money=15, days=180)
IDEA = Prepared(
    state="reserved",
    government=True,
    planned=1_000,
    secured=0,
    permits=frozenset(),
    has_plan=False,
    has_developer=False,
    has_site=False,
)
ENTRY = Entry(
    code="a",
    name="十家堡镇年产10万吨玉米精深加工项目",
    planned=9_000,
    proposed_on=date(2026, 3, 2),
    developer="示例农业有限公司",
    uscc="SIM1",
    address="梨树县十家堡镇示例路1号",
    locality="220322108",
    longitude=124.30,
    latitude=43.30,
)
STARTED = Standing(
    planned=FIFTY_MILLION,
    state="building",
    sort="industry",
    major=True,
    simulated=False,
    reserved_on=date(2026, 1, 5),
    left_on=date(2026, 4, 1),
    began="start",
    evidenced=True,
)


def test_what_has_only_been_thought_of_scores_nothing_and_what_is_ready_the_whole():
    ready = replace(
        IDEA, state="designed", secured=1_000, permits=frozenset({"land", "planning", "construction"})
    )
    ready = replace(ready, has_plan=True, has_developer=True, has_site=True)

    assert maturity_of(IDEA, WEIGHTS).score == 0
    assert maturity_of(ready, WEIGHTS).score == 100
    assert maturity_of(ready, WEIGHTS).lacking == ()


def test_each_part_says_why_it_lacks_something():
    found = maturity_of(
        replace(IDEA, state="approved", secured=400, permits=frozenset({"planning"})), WEIGHTS
    )

    assert [(part.earned, part.why) for part in found.parts] == [
        (12, "已立项，可研未批复"),
        (0, "没有用地手续"),
        (7, "没有施工许可"),
        (10, "资金落实40%"),
        (0, "未填计划开竣工日期、项目单位、建设地点"),
    ]
    assert found.lacking[0].key == "land"


def test_an_enterprise_is_deep_enough_once_it_is_filed():
    assert maturity_of(replace(IDEA, state="approved", government=False), WEIGHTS).parts[0].earned == 30


@given(
    st.integers(0, 3_000),
    st.integers(0, 3_000),
    st.sets(st.sampled_from(["land", "planning", "construction"])),
)
def test_more_money_never_makes_a_project_less_ready(one, other, permits):
    low, high = sorted((one, other))
    scores = [
        maturity_of(replace(IDEA, secured=sum_, permits=frozenset(permits)), WEIGHTS).score
        for sum_ in (low, high)
    ]

    assert 0 <= scores[0] <= scores[1] <= 100
    assert set(WEIGHTS) == set(PARTS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("四平市十家堡镇年产十二万吨玉米加工工程", "十家堡镇年产12万吨玉米加工建设项目"),
        ("平西乡河道治理（新建）", "平西乡 河道治理项目"),
    ],
)
def test_spelling_places_and_empty_words_make_no_other_name(one, other):
    assert name_of(one) == name_of(other)


@pytest.mark.parametrize(
    ("text", "mark", "kind"),
    [
        ("灌区改造项目（一标段）", "1", "标段"),
        ("灌区改造项目2标段", "2", "标段"),
        ("冷链仓储B区", "B", "区"),
        ("冷链仓储项目二期", "2", "期"),
        ("冷链仓储（东区）", "东", "区"),
        ("第三部分管网", "3", "部分"),
        ("铁东区道路改造", "", ""),
        ("三道林子镇道路改造", "", ""),
    ],
)
def test_a_name_tells_the_part_it_calls_itself(text, mark, kind):
    assert (name_of(text).mark, name_of(text).kind) == (mark, kind)


def kinds_of(*entries):
    return [(found.kind, found.codes) for found in resembling(entries, BOUNDS)]


def test_the_same_project_under_another_name_is_found_with_its_grounds():
    again = replace(ENTRY, code="b", name="四平市十家堡镇年产十万吨玉米精深加工工程", uscc="", planned=9_300)

    (found,) = resembling([ENTRY, again], BOUNDS)

    assert (found.kind, found.codes, found.planned) == ("duplicate", ("a", "b"), 18_300)
    assert found.why == ("名称相近100%", "同一项目单位", "同一建设地点", "计划总投资相差3%")


@pytest.mark.parametrize(
    "other",
    [
        {"planned": 12_000},
        {"name": "十家堡镇年产50万吨玉米精深加工项目", "address": "", "longitude": None, "latitude": None},
        {"name": "十家堡镇养老院项目"},
        {"address": "孟家岭镇9号", "longitude": 124.5, "latitude": 43.2, "locality": "220322109"},
        {"developer": "另一家有限公司", "uscc": "SIM2", "name": "孟家岭镇年产10万吨玉米精深加工项目"},
    ],
)
def test_what_differs_in_sum_figures_work_place_or_firm_is_another_project(other):
    assert kinds_of(ENTRY, replace(ENTRY, code="b", **other)) == []


def test_parts_proposed_together_at_one_place_are_one_finding():
    parts = [
        replace(ENTRY, code=f"p{at}", name=f"{ENTRY.name}（{mark}标段）", proposed_on=date(2026, 3, at))
        for at, mark in enumerate("一二三", 1)
    ]

    assert kinds_of(*parts) == [("split", ("p1", "p2", "p3"))]


def test_an_honest_second_phase_is_no_part():
    first, second = (replace(ENTRY, code=phase, name=f"{ENTRY.name}{phase}期") for phase in "一二")
    second = replace(second, proposed_on=first.proposed_on + timedelta(days=200))

    assert kinds_of(first, second) == []


def test_of_three_invented_years_nine_in_ten_are_found_and_nine_in_ten_findings_are_right():
    towns, entries, labels = read_towns(), [], []
    for year in (2024, 2025, 2026):
        for one in projects_of(year, seed=7, towns=towns):
            code = f"{year}-{one.number}"
            keys = ("name", "planned", "proposed_on", "developer", "uscc", "address", "locality")
            said = {key: getattr(one, key) for key in keys}
            entries.append(Entry(code=code, longitude=one.longitude, latitude=one.latitude, **said))
            labels += [Label(code, one.twin, f"{year}-{one.of}")] if one.twin else []

    duplicates, splits = precision_of(resembling(entries, BOUNDS), labels)

    assert (duplicates.injected, splits.injected) == (24, 12)
    assert min(duplicates.recall, duplicates.precision) >= 0.9
    assert min(splits.recall, splits.precision) >= 0.9


def test_a_hop_tells_of_how_many_how_many_and_the_median_of_days():
    day = date(2026, 1, 1)
    rows = [
        {
            "reserved_on": day,
            "funded_on": day + timedelta(days=wait) if wait else None,
            "started_on": day + timedelta(days=90) if wait == 30 else None,
            "statistics_on": None,
        }
        for wait in (0, 10, 20, 30)
    ]

    hops = conversion(rows)

    assert [(hop.reached, hop.of, hop.days, hop.percent) for hop in hops] == [
        (3, 4, 20, 75),
        (1, 3, 60, 33),
        (0, 1, None, 0),
    ]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, "counts"),
        ({"planned": FIFTY_MILLION - 1}, "below"),
        ({"began": ""}, "not_begun"),
        ({"began": "", "state": "merged"}, "merged"),
        ({"began": "", "state": "terminated"}, "terminated"),
        ({"ended": True}, "ended"),
        ({"evidenced": False}, "no_evidence"),
        ({"simulated": True}, "simulated"),
    ],
)
def test_a_project_says_why_it_does_not_count(changed, reason):
    found = reason_of(
        FIGURES["started_resumed"], replace(STARTED, **changed), on=date(2026, 12, 31), simulated=False
    )

    assert found == reason
    assert REASONS[found]


def test_the_other_figures_have_reasons_of_their_own():
    on = date(2026, 3, 1)

    def of(key, **changed):
        return reason_of(FIGURES[key], replace(STARTED, **changed), on=on, simulated=False)

    assert of("industry", sort="rural") == "not_industry"
    assert of("major_started", major=False) == "not_major"
    assert of("major_started", began="resume") == "not_started"
    assert of("reserved_50m") == "counts"  # it begins in April
    assert of("reserved_50m", left_on=date(2026, 2, 1)) == "begun"
    assert of("reserved_50m", left_on=date(2026, 2, 1), state="merged") == "merged"
    assert of("reserved_50m", reserved_on=None) == "not_reserved"
    assert of("reserved_100m") == "below"
