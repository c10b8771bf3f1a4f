"""A rehearsed year of the hotline: through real acts, with the year's shape, and marked as invented."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.tests.city import bring_in_city
from luoshi.kernel.cases.tests.factories import moment
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.taking import compute
from luoshi.platforms.hotline.actions import gather
from luoshi.platforms.hotline.models import HotIssue, HotSurge, Opinion, Request, Survey
from luoshi.platforms.hotline.simulate import in_surge, simulate

pytestmark = pytest.mark.django_db
END = datetime(2026, 3, 1, tzinfo=UTC)
_HOT = 12  # calls about the one matter of 2025 that is as young as that


@pytest.fixture
def city() -> None:
    bring_in_city(moment("2025-01-02"), staffed=date(2025, 1, 1))


def test_the_year_has_its_shape_and_every_way_a_request_can_end(city: None):
    told = simulate(year=2025, until=END, every=2)

    rows = Request.objects.all()
    surge = rows.filter(opened_at__gte=moment("2025-10-20"), opened_at__lt=moment("2025-11-06"))
    hours = Counter(row.opened_at.astimezone(moment("2025-01-01").tzinfo).hour for row in rows)
    acts = set(Event.objects.filter(case__type="hotline").values_list("action", flat=True))
    assert told == rows.count() + 4 == 150 + _HOT + 4  # with the questions of a round
    assert all(rows.values_list("simulated", flat=True))
    assert surge.count() > 150 * 17 / 365 * 2  # twice what a flat year would bring
    assert surge.filter(category__startswith="0101").count() > surge.count() / 2
    assert sum(hours[hour] for hour in range(8, 18)) > sum(hours.values()) * 0.6
    assert {"reply_now", "decline", "merge", "return", "redo", "confirm"} <= acts
    assert rows.exclude(person=None).values("person").distinct().count() < 150 + _HOT
    assert all(verify(case).sound for case in Case.objects.order_by("?")[:10])
    rate = next(
        figure
        for figure in compute(
            measure("hotline.on_time_rate"), Postgres(), years=[2025], on=date(2025, 12, 31)
        )
        if (figure.org, figure.place, str(figure.period)) == ("", "", "2025")
    )
    assert rate.simulated
    assert rate.value is not None
    assert 85 < rate.value <= 100


def test_told_again_it_adds_only_what_has_happened_since(city: None):
    simulate(year=2025, until=moment("2025-06-30"), every=20)
    first = dict(Case.objects.values_list("code", "head"))

    simulate(year=2025, until=moment("2025-06-30"), every=20)
    again = dict(Case.objects.values_list("code", "head"))
    simulate(year=2025, until=END, every=20)

    assert again == first
    assert (len(first) < 15 + 4, Case.objects.count()) == (True, 15 + 4)


def test_many_ask_for_the_same_in_the_last_weeks_and_all_of_it_is_marked(city: None):
    simulate(year=2025, until=moment("2025-12-31"), every=6)

    gather(at=moment("2025-12-31"))

    issues = HotIssue.objects.listed()
    assert issues.count() >= 3
    assert all(issues.values_list("simulated", flat=True))
    assert all(one.longitude is not None and one.persons >= 6 and one.words for one in issues)
    assert HotSurge.objects.filter(simulated=True, on__gt=date(2025, 12, 17)).exists()
    assert not HotSurge.objects.filter(simulated=False).exists()


def test_heating_begins_in_late_october():
    assert [in_surge(date(2025, *day)) for day in ((10, 19), (10, 20), (11, 5), (11, 6))] == [
        *(False, True, True, False)
    ]


def test_a_round_is_told_with_questions_at_every_step_and_one_sample(city: None):
    simulate(year=2025, until=moment("2025-11-26"), every=300)
    simulate(year=2025, until=moment("2025-11-26"), every=300)

    topics = Case.objects.filter(type="topic").order_by("opened_at")
    survey = Survey.objects.get()
    assert list(topics.values_list("state", flat=True)) == ["closed", "answering", "assigned", "raised"]
    assert all(topics.values_list("simulated", flat=True))
    assert Opinion.objects.count() == 24
    assert all(Opinion.objects.values_list("simulated", flat=True))
    assert Opinion.objects.exclude(topic=None).count() == 20
    assert Opinion.objects.exclude(aside="").count() == 3
    assert (survey.population, survey.size, survey.simulated) == (5, 4, True)
    assert all(verify(case).sound for case in topics)


def test_a_round_goes_on_where_it_was(city: None):
    for until in ("2025-01-31", "2025-04-08", "2025-07-01", "2025-11-26", "2026-08-31"):
        simulate(year=2025, until=moment(until), every=300)

    topics = Case.objects.filter(type="topic")
    assert set(topics.values_list("state", flat=True)) == {"closed"}
    assert Survey.objects.count() == 4
