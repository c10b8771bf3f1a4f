"""What was known of outside figures at a moment never changes; many series are asked for at once."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as checked
from hypothesis import strategies as st

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.tests.factories import assign, propose
from luoshi.kernel.measures.actions import take
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.outside.models import ImportBatch, Observation
from luoshi.kernel.measures.outside.queries import points_of, points_of_many
from luoshi.kernel.measures.outside.registry import outside_series
from luoshi.kernel.measures.outside.revising import Stated, status_to_add
from luoshi.kernel.measures.points import Status
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.tests.factories import day, moment
from luoshi.kernel.measures.tests.outside_factories import GDP, JOBS, ROADS, bring, gdp, make_bureau, values

RATE = "proposals.answered_rate"
START = moment("2026-01-01")


@pytest.fixture
def town(settings, db):
    return make_bureau(settings)


def test_a_revision_in_november_leaves_october_as_it_was_known(town):
    feed = "指标,时期,数值,公布日期\n城镇新增就业,2026年1—9月,{},{}\n"
    bring(town, feed.format(12900, "2026-10-12"), at="2026-10-13")
    before = points_of(JOBS, known_at=moment("2026-10-31"))

    bring(town, feed.format(11800, "2026-11-20"), at="2026-11-21")

    assert values(before) == [12900]
    assert points_of(JOBS, known_at=moment("2026-10-31")) == before
    now = points_of(JOBS, known_at=moment("2026-11-20"))
    assert (values(now), now[0].status) == ([11800], Status.REVISED)


def test_history_brought_in_later_can_be_left_out_of_a_past_light(town):
    bring(town, gdp("2026年一季度,5.1,,2026-04-20"), at="2026-08-01")
    asked = moment("2026-05-01")

    assert points_of(GDP, known_at=asked, recorded_until=moment("2026-05-01")) == []
    assert len(points_of(GDP, known_at=asked, recorded_until=moment("2026-08-01"))) == 1


def test_only_periods_that_had_ended_come_where_that_is_asked(town):
    bring(town, gdp("2026年一季度,5.1,,2026-07-18", "2026年上半年,5.3,,2026-07-18"), at="2026-07-20")

    found = points_of(GDP, known_at=moment("2026-07-20"), until=day("2026-06-29"))

    assert [str(p.period) for p in found] == ["2026-Q1"]


figures = st.lists(
    st.tuples(
        st.integers(0, 40),  # day of publication
        st.integers(0, 3),  # value
        st.sampled_from([None, Status.NORMAL, Status.PROVISIONAL, Status.REVISED, Status.BREAK]),
    ),
    max_size=15,
)


def stated_in_order(figures):
    """Return what is kept after each figure was stated, as a list of histories."""
    kept: list[Stated] = []
    histories: list[list[Stated]] = [[]]
    for days, value, status in figures:
        new = Stated(Decimal(value), START + timedelta(days=days), status=status)
        try:
            added = status_to_add(sorted(kept, key=lambda one: one.known_at), new)
        except ValueError:
            added = None
        if added is not None:
            kept = [*kept, Stated(new.value, new.known_at, status=added)]
        histories.append(kept)
    return histories


def known_on(kept, days):
    found = [one for one in kept if one.known_at <= START + timedelta(days=days)]
    return max(found, key=lambda one: one.known_at, default=None)


@given(figures)
def test_what_was_known_before_the_last_figure_never_changes(figures):
    histories = stated_in_order(figures)

    for before, after in pairwise(histories):
        last = before[-1].known_at if before else START
        for days in range((last - START).days):
            assert known_on(after, days) == known_on(before, days)


@given(figures)
def test_stating_everything_again_adds_nothing(figures):
    stated = [(one.known_at - START, one) for one in stated_in_order(figures)[-1]]

    again = stated_in_order([*figures, *((gap.days, int(one.value), one.status) for gap, one in stated)])

    assert len(again[-1]) == len(stated)


@checked(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(0, 9)),  # which, how much, how late
        min_size=1,
        max_size=6,
    )
)
def test_points_known_at_a_moment_never_change(town, tables):
    names = {1: "一季度", 2: "上半年", 3: "前三季度", 4: "全年"}
    with transaction.atomic():
        seen = {}
        for n, (which, value, late) in enumerate(tables):
            at = moment("2027-02-01") + timedelta(days=2 * n)
            published = f"{at - timedelta(days=late):%Y-%m-%d}"
            with suppress(LuoshiError):  # where a later one is known
                bring(town, gdp(f"2026年{names[which]},{value},,{published}"), at=f"{at:%Y-%m-%d %H:%M}")
            for back in range(0, 10, 3):
                then = at - timedelta(days=back)
                seen[then, at] = points_of(GDP, known_at=then, recorded_until=at)
            for (then, recorded), points in seen.items():
                assert points_of(GDP, known_at=then, recorded_until=recorded) == points
        transaction.set_rollback(True)


@pytest.mark.usefixtures("town")
def test_a_key_that_is_no_series_is_refused():
    for key, code in (("outside.nothing", "series-unknown"), ("nothing.at_all", "measure-unknown")):
        with pytest.raises(LuoshiError) as caught:
            points_of(key, known_at=START)
        assert caught.value.code == code


def test_measures_and_outside_series_come_the_same_way(town):
    assign(town, propose(town), at="2026-03-03")
    take(measure(RATE), engine=Postgres(), years=[2026], on=day("2026-04-10"), at=moment("2026-04-10"))
    bring(town, gdp("2026年一季度,5.1,,2026-04-20"), at="2026-04-21")

    found = points_of_many([RATE, GDP, JOBS], known_at=moment("2026-05-01"), until=day("2026-03-31"))

    assert [str(p.period) for p in found[RATE]][-1] == "2026-Q1"
    assert values(found[GDP]) == [Decimal("5.1")]
    assert found[JOBS] == []


def test_many_series_are_asked_for_at_once(town):
    def queries(keys):
        with CaptureQueriesContext(connection) as asked:
            points_of_many(keys, known_at=moment("2026-05-01"))
        return len(asked)

    bring(town, gdp("2026年一季度,5.1,,2026-04-20"), at="2026-04-21")

    assert queries([RATE, GDP]) == queries([RATE, *outside_series()]) == 2


@pytest.mark.parametrize("model", [Observation, ImportBatch])
@pytest.mark.parametrize(
    "write",
    ["UPDATE {} SET note = 'x'", "DELETE FROM {}", "TRUNCATE {} CASCADE"],
    ids=["update", "delete", "truncate"],
)
def test_the_database_refuses_to_rewrite_what_was_published(town, model, write):
    bring(town, gdp("2026年一季度,5.1,,2026-04-20"), at="2026-04-21")

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing of the test itself is pending
    with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(write.format(model._meta.db_table))


def test_of_other_series_nothing_is_told(town):
    bring(town, gdp("2026年一季度,5.1,,2026-04-20"), at="2026-04-21")

    assert points_of(ROADS, known_at=moment("2026-05-01")) == []
    assert points_of(GDP, known_at=moment("2026-05-01"), simulated=True) == []
