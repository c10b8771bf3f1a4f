"""What a number is for a place on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import settings as example_settings
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.law import Law
from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.parameters.rules import Measure, overlaps
from luoshi.kernel.parameters.tests.factories import CITY, DAY, LAW, make_book, make_setting


def test_the_narrowest_place_that_has_a_value_wins():
    nation = make_setting(value=1)
    province = make_setting(value=2, scope="nation/吉林省")
    sector = make_setting(value=3, scope=f"{CITY}/市场监管")
    book = make_book(nation, province, sector)

    assert book.value("aid.income", on=DAY, scope=f"{CITY}/市场监管") == sector
    assert book.value("aid.income", on=DAY, scope=CITY) == province
    assert book.value("aid.income", on=DAY, scope="nation/吉林省延边") == nation
    assert book.value("aid.income", on=DAY, scope="nation/浙江省/杭州市") == nation


def test_a_narrower_value_that_has_ended_gives_way_to_the_wider():
    nation = make_setting(value=1)
    ended = make_setting(value=2, scope="nation/吉林省", until=DAY)
    book = make_book(nation, ended)

    assert book.value("aid.income", on=date(2026, 3, 1), scope=CITY) == ended
    assert book.value("aid.income", on=DAY, scope=CITY) == nation


def test_a_value_holds_from_its_first_day_until_the_day_it_ends():
    old = make_setting(value=1, since=date(2020, 1, 1), until=DAY)
    new = make_setting(value=2, since=DAY)

    for settings in permutations([old, new]):
        book = make_book(*settings)
        assert book.value("aid.income", on=date(2026, 3, 1), scope=CITY).value == 1
        assert book.value("aid.income", on=DAY, scope=CITY).value == 2


@pytest.mark.parametrize(
    ("key", "on", "scope"),
    [("aid.other", DAY, CITY), ("aid.income", date(2019, 12, 31), CITY), ("aid.income", DAY, "elsewhere")],
)
def test_a_missing_value_is_an_error_that_names_key_day_and_place(key, on, scope):
    with pytest.raises(LuoshiError) as caught:
        make_book().value(key, on=on, scope=scope)

    assert caught.value.code == "parameter-missing"
    for message in (caught.value.zh, caught.value.en):
        assert key in message
        assert str(on) in message
        assert scope in message


def test_a_period_comes_with_its_law():
    book = make_book(make_setting("proposals.answer", 3, unit=Measure.MONTH))

    assert book.term("proposals.answer", on=DAY, scope=CITY) == (Term(3, Unit.MONTH), LAW)


def test_what_is_no_period_is_not_given_as_one():
    with pytest.raises(LuoshiError) as caught:
        make_book().term("aid.income", on=DAY, scope=CITY)

    assert caught.value.code == "parameter-no-term"


@pytest.mark.parametrize(
    ("value", "unit", "verified", "printed"),
    [
        (10, Measure.WORK, False, "10个工作日（待核）"),
        (3, Measure.MONTH, True, "3个月"),
        (100_00, Measure.FEN, True, "10000分"),
        (Decimal("0.03"), Measure.RATIO, True, "0.03"),
        (True, Measure.FLAG, True, "是"),
        ("书面", Measure.TEXT, True, "书面"),
    ],
)
def test_a_setting_prints_its_unit_and_whether_its_source_was_read(value, unit, verified, printed):
    assert str(make_setting(value=value, unit=unit, law=replace(LAW, verified=verified))) == printed


def test_all_settings_of_a_key_are_listed_in_order():
    settings = [make_setting(value=n, since=date(2020 + n, 1, 1), until=date(2021 + n, 1, 1)) for n in (2, 1)]
    book = make_book(*settings, make_setting("other.key"))

    assert book.settings("aid.income") == settings[::-1]
    assert len(book.settings()) == 3
    assert book.settings("no.such") == []


def test_overlaps_are_found_within_one_key_and_scope_only():
    open_ended = make_setting(since=date(2020, 1, 1))
    later = make_setting(since=date(2021, 1, 1))
    ended = replace(open_ended, valid_to=later.valid_from)

    assert list(overlaps([later, open_ended])) == [(open_ended, later)]
    assert list(overlaps([later, ended])) == []
    assert list(overlaps([open_ended, replace(later, scope="nation/吉林省")])) == []
    assert list(overlaps([open_ended, replace(later, key="aid.other")])) == []


@given(st.lists(st.integers(0, 3000), min_size=2, max_size=8, unique=True), st.integers(0, 3000))
@example_settings(deadline=None)
def test_exactly_one_value_holds_on_each_day_after_the_first(starts, offset):
    days = [date.fromordinal(730_000 + start) for start in sorted(starts)]
    settings = [
        make_setting(value=n, since=a, until=b)
        for n, (a, b) in enumerate(zip(days, [*days[1:], None], strict=True))
    ]
    on = date.fromordinal(730_000 + offset)

    holding = [setting for setting in settings if setting.holds(on)]
    assert len(holding) == (on >= days[0])
    if holding:
        assert make_book(*settings).value("aid.income", on=on, scope=CITY) == holding[0]


def test_a_law_that_was_not_read_says_so():
    assert str(replace(Law("某条例", ""), verified=False)) == "某条例（待核）"
