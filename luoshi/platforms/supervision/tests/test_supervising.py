"""From lights to slips: two evenings behind, the lead unit asked, the cap kept, worse raised, once each."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from luoshi.kernel.cases.models import Case, Event, Link
from luoshi.kernel.cases.tests.city import bring_in_city
from luoshi.kernel.commitments.actions.judge import judge
from luoshi.kernel.commitments.models import Commitment, Light
from luoshi.kernel.commitments.tests.city import adopt_promises
from luoshi.platforms.supervision.actions import supervise
from luoshi.platforms.supervision.queries import burden, discrepancies

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
REPORT, RULES = "siping-2026", settings.CITY.rules_folder
JOBS = "城镇新增就业"


def moment(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 20:00").replace(tzinfo=SHANGHAI)


@pytest.fixture
def city():
    bring_in_city(moment("2026-01-01"))
    adopt_promises(moment("2026-01-15"))


def light(day: str, state: str, *, title: str = JOBS, irreversible: bool = False) -> Light:
    """Light one commitment as an evening's judgement would."""
    judge(REPORT, year=2026, rules_folder=RULES, on=date.fromisoformat(day), known_at=moment(day))
    commitment = Commitment.objects.get(title__startswith=title)
    made = Light.objects.filter(commitment=commitment, on=day).earliest("pk")
    text = made.text.replace('"irreversible":false', f'"irreversible":{str(irreversible).lower()}')
    copy = {f.name: getattr(made, f.name) for f in Light._meta.fields if f.name not in ("id", "recorded_at")}
    later = moment(day).replace(hour=21)
    said = {"state": state, "headline": "落后", "text": text, "known_at": later}
    return Light.objects.create(**copy | said)


def round_of(day: str):
    return supervise(REPORT, rules_folder=RULES, at=moment(day).replace(hour=22))


def test_one_evening_behind_is_not_enough_two_are(city):
    light("2026-05-31", "behind")
    first = round_of("2026-05-31")
    light("2026-06-30", "behind")

    second = round_of("2026-06-30")

    assert first.opened == []
    assert len(second.opened) == 1
    slip = Case.objects.get(type="supervision")
    assert (slip.data["colour"], slip.path) == ("yellow", "siping/human-resources/")
    assert "默认规则" in slip.data["clause"]
    assert Link.objects.get(case=slip).commitment == slip.data["commitment"]


def test_what_cannot_be_made_good_is_asked_about_at_once(city):
    light("2026-05-31", "far_behind", irreversible=True)

    assert len(round_of("2026-05-31").opened) == 1


def test_the_same_evening_again_opens_nothing(city):
    light("2026-05-31", "behind")
    light("2026-06-30", "behind")
    round_of("2026-06-30")

    again = round_of("2026-06-30")

    assert (again.opened, again.raised) == ([], [])
    assert Case.objects.filter(type="supervision").count() == 1


def test_what_gets_worse_is_raised_once(city):
    light("2026-05-31", "behind")
    light("2026-06-30", "behind")
    round_of("2026-06-30")
    light("2026-07-31", "far_behind")

    raised = round_of("2026-07-31").raised
    round_of("2026-07-31")

    assert len(raised) == 1
    assert Event.objects.filter(action="raise").count() == 1


def test_no_unit_is_asked_more_often_in_a_month_than_the_cap_allows(city):
    titles = [
        c.title
        for c in Commitment.objects.filter(
            responsibilities__part="lead", responsibilities__organisation__code="housing", plans__isnull=False
        ).distinct()[:5]
    ]
    assert len(titles) > 3
    for day in ("2026-05-31", "2026-06-30"):
        for title in titles:
            light(day, "behind", title=title)

    done = round_of("2026-06-30")

    assert len(done.opened) == 3
    assert len(done.held_back) == len(titles) - 3


def test_the_burden_meter_counts_what_records_answered(city):
    light("2026-05-31", "behind")

    meter = burden(REPORT, on=date(2026, 5, 31))

    assert meter.asked == 0
    assert meter.answered == sum(
        one.actual is not None for one in Light.objects.filter(on="2026-05-31", adjusted=False)
    )
    assert discrepancies(REPORT, on=date(2026, 5, 31)) == []
