"""The ten 民生实事 and the goals set first: each one's page says where it stands, or why nobody can tell."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from django.conf import settings

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.tests.kept import kept
from luoshi.kernel.commitments.actions.judge import judge
from luoshi.kernel.commitments.models import Commitment, Report
from luoshi.kernel.commitments.tests.city import adopt_city
from luoshi.kernel.measures.outside.rehearsal import rehearse_observations
from luoshi.portal.queries import headline_targets
from luoshi.portal.templatetags.portal import beyond, state

pytestmark = pytest.mark.django_db
REPORT = "siping-2026"
ON = date(2026, 10, 31)
KNOWN = datetime(2026, 11, 14, 8, tzinfo=LOCAL)
WITH_FIGURES = {3, 4, 5, 6, 7, 9}  # of the ten; the others are works and openings, judged when due
GOALS = (
    "地区生产总值",
    "社会消费品零售总额",
    "固定资产投资",
    "地方级财政收入",
    "城乡居民收入",
)  # of its sentence


@pytest.fixture
def city():
    judged()


@kept
def judged():
    adopt_city(datetime(2026, 1, 15, tzinfo=LOCAL))
    rehearse_observations(year=2026, until=KNOWN)
    judge(REPORT, year=2026, rules_folder=settings.CITY.rules_folder, on=ON, known_at=KNOWN)


def lines_of(client, commitment):
    """Return the targets of the promise with their lights, each of which its page tells in words."""
    page = client.get(f"/commitments/{commitment.code}/")
    lines = page.context["progress"].lines
    told = page.content.decode()
    assert lines, commitment.code
    assert all(shown(line.told.light) in told for line in lines), commitment.code
    return lines


def shown(light):
    """Return the words of the light that stand beside its class, or those of its class."""
    return beyond(light.headline, light.state) or state(light.state)


def says_something(light):
    """Tell whether the light has a verdict or a pace, or says in words why it has neither."""
    return bool(light.verdict or light.progress != "no_pace" or json.loads(light.text)["grey_text"])


def test_what_was_promised_first_is_judged_on_its_page_or_the_page_says_why_not(city, client):
    ten = {one: lines_of(client, one) for one in Commitment.objects.exclude(livelihood=None)}
    goals = {one: lines_of(client, one) for one in headline_targets(Report.objects.get(slug=REPORT))}

    lights = [line.told.light for lines in (*ten.values(), *goals.values()) for line in lines]
    with_figures = {
        one.livelihood for one, lines in ten.items() if any(line.told.light.actual for line in lines)
    }
    works = {
        line.told.light.headline
        for one, lines in ten.items()
        for line in lines
        if one.livelihood not in WITH_FIGURES
    }
    assert {one.livelihood for one in ten} == set(range(1, 11))
    assert [light.commitment.code for light in lights if not says_something(light)] == []
    assert with_figures == WITH_FIGURES
    assert works == {"未到期限，不按序时判断", "目标未明确"}
    assert [goal for goal in GOALS if not any(goal in one.title for one in goals)] == []
    assert all(line.told.light.progress != "no_pace" for lines in goals.values() for line in lines)
