"""What holds for every start, number and pause."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.kernel.base.terms import Term, Unit
from luoshi.kernel.calendar.rules import LOCAL
from luoshi.kernel.calendar.tests.factories import make_calendar
from luoshi.kernel.calendar.tests.naive import walk

CALENDAR = make_calendar()
DAYS = st.dates(date(2005, 1, 1), date(2024, 12, 31))
ANY_DAY = st.dates(date(1995, 1, 1), date(2045, 12, 31))
NUMBERS = st.integers(1, 400)
DAY_UNITS = st.sampled_from([Unit.WORK, Unit.CAL, Unit.MONTH])


def terms(most: int = 60) -> st.SearchStrategy[Term]:
    return st.builds(Term, st.integers(1, most), DAY_UNITS)


@given(DAYS, terms(), st.booleans(), st.booleans())
@settings(max_examples=300, deadline=None)
def test_every_sum_is_the_same_as_a_walk_day_by_day(start, term, roll, back):
    term = Term(min(term.n, 12), term.unit) if term.unit is Unit.MONTH else term

    assert CALENDAR.due(start, term, roll=roll, backwards=back).day == walk(
        start, [term], roll=roll, back=back
    )


@given(ANY_DAY, NUMBERS, DAY_UNITS, st.booleans())
@settings(deadline=None)
def test_more_time_never_ends_sooner_and_nothing_ends_before_it_starts(start, n, unit, roll):
    less = CALENDAR.due(start, Term(n, unit), roll=roll)
    more = CALENDAR.due(start, Term(n + 1, unit), roll=roll)

    assert start < less.strict_day <= less.day <= more.day


@given(ANY_DAY, NUMBERS)
@settings(deadline=None)
def test_a_sum_of_working_days_ends_on_a_working_day(start, n):
    assert CALENDAR.is_working_day(CALENDAR.add_working_days(start, n))
    assert CALENDAR.is_working_day(CALENDAR.add_working_days(start, -n))


@given(ANY_DAY, NUMBERS, NUMBERS)
@settings(deadline=None)
def test_working_days_add_up(start, n, m):
    apart = CALENDAR.add_working_days(CALENDAR.add_working_days(start, n), m)

    assert CALENDAR.add_working_days(start, n + m) == apart
    assert CALENDAR.working_days_between(start, apart) == n + m
    assert CALENDAR.working_days_between(apart, start) == -(n + m)


@given(ANY_DAY, NUMBERS)
@settings(deadline=None)
def test_counting_back_undoes_counting_forward_from_a_working_day(start, n):
    for unit in (Unit.WORK, Unit.CAL):
        first = CALENDAR.add_working_days(start, 1) if unit is Unit.WORK else start
        there = CALENDAR.due(first, Term(n, unit), roll=False).day
        assert CALENDAR.due(there, Term(n, unit), roll=False, backwards=True).day == first


@given(ANY_DAY, terms(400))
@settings(deadline=None)
def test_rolling_ends_on_a_working_day_and_by_at_most_the_longest_holiday(start, term):
    due = CALENDAR.due(start, term, roll=True)
    back = CALENDAR.due(start, term, roll=True, backwards=True)

    assert CALENDAR.is_working_day(due.day)
    assert CALENDAR.is_working_day(back.day)
    assert timedelta() <= due.day - due.strict_day <= timedelta(days=11)
    assert back.day <= back.strict_day < start


@st.composite
def pauses(draw: st.DrawFn) -> tuple[date, list[tuple[datetime, datetime]]]:
    start = draw(DAYS)
    midnight = datetime.combine(start, time(), LOCAL)
    edges = draw(st.lists(st.integers(0, 24 * 80), min_size=2, max_size=8).filter(lambda e: len(e) % 2 == 0))
    moments = [midnight + timedelta(hours=hours) for hours in sorted(edges)]
    return start, list(zip(moments[::2], moments[1::2], strict=True))


@given(pauses(), terms(60))
@settings(deadline=None)
def test_a_period_with_pauses_holds_the_same_number_of_days_that_were_not_paused(case, term):
    start, spans = case
    if term.unit is Unit.MONTH:
        term = Term(term.n, Unit.CAL)
    due = CALENDAR.due_after(start, (term,), roll=False, paused=spans)

    counted = 0
    for number in range(1, (due.day - start).days + 1):
        day = start + timedelta(days=number)
        morning = datetime.combine(day, time(), LOCAL)
        whole = any(a <= morning and morning + timedelta(days=1) <= b for a, b in _joined(spans))
        counted += not whole and (term.unit is Unit.CAL or CALENDAR.is_working_day(day))
    late = any(a <= due.at < b for a, b in spans)
    assert not late
    assert counted >= term.n
    if not any(a.date() <= due.day for a, _ in spans):
        assert counted == term.n


@given(pauses(), terms(60), st.booleans())
@settings(deadline=None)
def test_a_pause_never_shortens_a_period(case, term, roll):
    start, spans = case

    unpaused = CALENDAR.due_after(start, (term,), roll=roll)

    assert CALENDAR.due_after(start, (term,), roll=roll, paused=spans).at >= unpaused.at


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for a, b in spans:
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined
