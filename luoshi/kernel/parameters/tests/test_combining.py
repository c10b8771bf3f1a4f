"""Of several values that apply, which one is taken, and what was considered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.parameters.folder import read_folder
from luoshi.kernel.parameters.rules import Book, Combine, Measure, Setting
from luoshi.kernel.parameters.tests.factories import CITY, DAY, LAW, make_book, make_setting

TRAINING = f"{CITY}#training"
UNREAD = replace(LAW, verified=False)


def rows(combine: Combine, **values: int) -> list[Setting]:
    scopes = {"nation": "nation", "province": "nation/吉林省", "city": CITY, "sector": "nation#training"}
    return [make_setting(value=n, scope=scopes[name], combine=combine) for name, n in values.items()]


def taken(settings: list[Setting], scope: str = TRAINING) -> int:
    value = make_book(*settings).value("aid.income", on=DAY, scope=scope).value
    assert isinstance(value, int)
    return value


@pytest.mark.parametrize(
    ("combine", "expected"), [(Combine.LOWEST, 3), (Combine.HIGHEST, 9), (Combine.NEAREST, 5)]
)
def test_the_key_says_which_of_all_that_apply_is_taken(combine, expected):
    assert taken(rows(combine, nation=3, province=9, city=5)) == expected


def test_a_local_rule_lengthens_what_protects_and_never_shortens_it():
    assert taken(rows(Combine.HIGHEST, nation=7, city=15)) == 15
    assert taken(rows(Combine.HIGHEST, nation=7, city=3)) == 7


def test_a_rule_for_a_sector_holds_for_it_alone_at_its_level():
    settings = rows(Combine.LOWEST, nation=9, sector=3)

    assert taken(settings) == 3
    assert taken(settings, f"{CITY}#fitness") == 9
    assert taken(settings, CITY) == 9


def test_the_nearest_is_the_narrowest_place_and_within_it_the_sector():
    settings = rows(Combine.NEAREST, nation=1, sector=2, province=3)

    assert taken(settings) == 3
    assert taken([*settings, make_setting(value=4, scope=TRAINING), make_setting(value=5, scope=CITY)]) == 4
    assert taken(settings[:2]) == 2


def test_a_value_of_another_place_or_day_is_not_considered():
    elsewhere = make_setting(value=1, scope="nation/浙江省", combine=Combine.LOWEST)
    ended = make_setting(value=2, scope="nation/吉林省", until=DAY, combine=Combine.LOWEST)
    nation = make_setting(value=3, combine=Combine.LOWEST)

    choice = make_book(elsewhere, ended, nation).choice("aid.income", on=DAY, scope=CITY)

    assert choice.considered == (nation,)


def test_a_choice_tells_every_value_it_considered_and_why_one_was_taken():
    national = make_setting(value=7, combine=Combine.HIGHEST, unit=Measure.CAL)
    city = replace(national, value=15, scope=CITY, law=UNREAD)

    choice = make_book(national, city).choice("aid.income", on=DAY, scope=CITY)

    assert choice.setting == city
    assert choice.why == "各级中取最高（适用 2 项）"
    assert choice.lines() == [
        f"→ {CITY}  15日（待核）  某办法(2026)第3条（待核）",
        "· nation  7日  某办法(2026)第3条",
    ]


def test_what_may_block_is_taken_of_the_sources_that_were_read():
    read = make_setting(value=5000, combine=Combine.LOWEST)
    unread = replace(read, value=2000, scope=CITY, law=UNREAD)

    choice = make_book(read, unread).choice("aid.income", on=DAY, scope=CITY)

    assert (choice.setting, choice.firm) == (unread, read)
    assert make_book(unread).choice("aid.income", on=DAY, scope=CITY).firm is None


def test_of_equal_values_the_one_that_was_read_is_named():
    read = make_setting(value=7, combine=Combine.HIGHEST)
    unread = replace(read, scope=CITY, law=UNREAD)

    assert make_book(read, unread).value("aid.income", on=DAY, scope=CITY) == read


def test_nothing_that_applies_is_an_error_here_too():
    with pytest.raises(LuoshiError) as caught:
        make_book().choice("no.such", on=DAY, scope=CITY)

    assert caught.value.code == "parameter-missing"


@given(
    st.dictionaries(st.sampled_from(["nation", "province", "city", "sector"]), st.integers(0, 99), min_size=1)
)
def test_the_lowest_and_the_highest_are_those_of_all_that_apply(values):
    assert taken(rows(Combine.LOWEST, **values)) == min(values.values())
    assert taken(rows(Combine.HIGHEST, **values)) == max(values.values())


def test_an_amended_book_changes_nothing_before_the_day():
    old = make_setting(value=Decimal("0.2"), unit=Measure.RATIO)
    tomorrow = DAY + timedelta(days=1)
    new = replace(old, value=Decimal("0.4"), valid_from=tomorrow)
    before = make_book(old)

    after = before.amended(new)

    assert after.value("aid.income", on=DAY, scope=CITY).value == Decimal("0.2")
    assert after.value("aid.income", on=tomorrow, scope=CITY) == new
    assert before.value("aid.income", on=tomorrow, scope=CITY) == old
    assert after.settings()[0].valid_to == tomorrow


def test_an_amendment_replaces_what_would_begin_while_it_holds():
    old, planned = make_setting(value=1, until=DAY), make_setting(value=2, since=DAY)
    new = make_setting(value=3, since=date(2026, 1, 1))

    assert [setting.value for setting in make_book(old, planned).amended(new).settings()] == [1, 3]


FILE = """
- key: cards.cap
  title: 限额
  unit: fen
  combine: lowest
  source: {law: 某办法, article: "3"}
  verified: true
  values:
    - {scope: nation, from: 2021-07-15, value: 500000}
    - {scope: nation#training, from: 2021-07-15, value: 200000}
"""


def read(tmp_path, text: str) -> Book:
    (tmp_path / "cards.yaml").write_text(text, "utf-8")
    return Book(read_folder(tmp_path))


def test_a_file_says_how_its_key_is_taken(tmp_path):
    book = read(tmp_path, FILE)

    assert book.value("cards.cap", on=DAY, scope=TRAINING).value == 200000
    assert book.value("cards.cap", on=DAY, scope=CITY).value == 500000


def test_scopes_of_a_list_share_a_value(tmp_path):
    book = read(tmp_path, FILE.replace("scope: nation#training", "scope: [nation#training, nation#hair]"))

    assert [setting.scope for setting in book.settings()] == ["nation", "nation#hair", "nation#training"]
    assert book.value("cards.cap", on=DAY, scope=f"{CITY}#hair").value == 200000


def test_where_nothing_applies_there_is_no_limit():
    assert make_book().choice_if_any("no.such", on=DAY, scope=CITY) is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("combine: lowest", "combine: cheapest", "应为 nearest、lowest、highest"),
        ("unit: fen", "unit: text", "不合单位 text"),
        ("value: 500000}", "value: 5, unit: cal}", "同一个可比较的单位"),
        ("nation#training", "nation#", "应形如"),
        ("nation#training", "nation#培训", "应形如"),
        ("nation#training", "'#training'", "应形如"),
        ("scope: nation#training", "scope: [nation#training, 3]", "应形如"),
        ("scope: nation#training", "scope: []", "应形如"),
    ],
)
def test_what_cannot_be_ordered_or_placed_is_refused(tmp_path, old, new, words):
    with pytest.raises(LuoshiError, match=words):
        read(tmp_path, FILE.replace(old, new))
