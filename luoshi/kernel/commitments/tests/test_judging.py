"""From rows to lights: what was known then decides, history stays, and a claim is not a result."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions.judge import judge, recompute, report_happening
from luoshi.kernel.commitments.judging.queries import counted, history_of, latest_day, standings
from luoshi.kernel.commitments.models import Commitment, HappeningKind, Light
from luoshi.kernel.commitments.tests.city import adopt_city
from luoshi.kernel.measures.outside.rehearsal import rehearse_observations
from luoshi.kernel.orgs.actor import Actor, HeldPost
from luoshi.kernel.orgs.models import Account

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
REPORT = "siping-2026"
RULES = settings.CITY.folder / "rules"


def moment(day: str) -> datetime:
    return datetime.fromisoformat(f"{day} 20:00").replace(tzinfo=SHANGHAI)


def light_up(day: str, *, at: str | None = None):
    known = moment(at or day)
    return judge(REPORT, year=2026, rules_folder=RULES, on=date.fromisoformat(day), known_at=known)


@pytest.fixture
def city():
    adopt_city(moment("2026-01-15"))


def test_every_target_and_deed_of_the_city_gets_a_light(city):
    rehearse_observations(year=2026, until=moment("2026-10-31"))

    done = light_up("2026-10-31")

    counts = counted(standings(REPORT, on=latest_day(REPORT)))
    assert done.new == done.targets > 100
    assert sum(counts.values()) == 122
    assert counts["on_pace"] > 10
    assert counts["behind"] + counts["far_behind"] > 0
    assert all(light.simulated for light in Light.objects.exclude(actual=None))


def test_the_same_evening_again_lights_nothing_new(city):
    rehearse_observations(year=2026, until=moment("2026-10-31"))
    light_up("2026-10-31")

    again = light_up("2026-10-31", at="2026-11-01")

    assert again.new == 0


def test_what_is_judged_alone_is_judged_as_among_all(city):
    rehearse_observations(year=2026, until=moment("2026-10-31"))
    on, known = date(2026, 10, 31), moment("2026-10-31")

    alone = judge(REPORT, year=2026, rules_folder=RULES, on=on, known_at=known, among=["2026-011"])
    kept = Light.objects.get()
    whole = light_up("2026-10-31", at="2026-11-01")

    assert (alone.targets, kept.commitment.code) == (1, "2026-011")
    assert whole.new == whole.targets - 1
    assert recompute(kept, year=2026, rules_folder=RULES) == kept.text


def test_what_became_known_later_adds_a_light_and_leaves_the_old_one(city):
    rehearse_observations(year=2026, until=moment("2026-08-15"))
    light_up("2026-08-31")
    before = {light.pk: light.text for light in Light.objects.all()}

    rehearse_observations(year=2026, until=moment("2026-11-15"))
    later = light_up("2026-08-31", at="2026-11-15")

    assert later.new > 0
    assert before.items() <= {light.pk: light.text for light in Light.objects.all()}.items()


def test_a_light_of_the_past_is_computed_again_to_the_byte(city):
    rehearse_observations(year=2026, until=moment("2026-08-15"))
    light_up("2026-07-31", at="2026-08-15")
    rehearse_observations(year=2026, until=moment("2026-11-15"))

    lights = Light.objects.select_related("commitment__report").exclude(actual=None)[:5]

    assert [recompute(light, year=2026, rules_folder=RULES) for light in lights] == [
        light.text for light in lights
    ]


def test_a_light_is_never_edited(city):
    light_up("2026-03-31")

    with pytest.raises(DatabaseError, match="只增不改"), transaction.atomic():
        Light.objects.update(state="done")


def test_a_report_of_done_is_a_claim_and_a_check_makes_it_a_result(city):
    commitment = Commitment.objects.get(title__startswith="市大剧院")
    path = commitment.responsibilities.get(part="lead").organisation.path
    code = path.rstrip("/").rpartition("/")[2]
    unit, office = Account.objects.create(username="unit"), Account.objects.create(username="office")
    head = Actor(unit.pk, "", (HeldPost(0, f"{code}-head", "", code, path, frozenset({"head"})),), 1)
    watch = Actor(office.pk, "", (HeldPost(0, "w", "", "siping", "siping/", frozenset({"supervisor"})),), 1)
    day = date(2026, 9, 1)

    with pytest.raises(LuoshiError, match="不能核验自己"):
        report_happening(
            commitment, HappeningKind.VERIFIED, by=head, on=day, ref="x", at=moment("2026-09-01"), key="a"
        )
    report_happening(
        commitment,
        HappeningKind.REPORTED,
        by=head,
        on=day,
        ref="竣工验收备案",
        at=moment("2026-09-01"),
        key="b",
    )
    light_up("2026-09-01")
    claimed = history_of(commitment)[-1]
    report_happening(
        commitment, HappeningKind.VERIFIED, by=watch, on=day, ref="现场核验", at=moment("2026-09-10"), key="c"
    )
    light_up("2026-09-10")
    proved = history_of(commitment)[-1]

    assert (claimed.process, claimed.verdict, claimed.disagrees) == ("reported_done", "", True)
    assert (proved.verdict, proved.state) == ("met", "done")


def test_the_derivation_says_every_number_in_words(city):
    rehearse_observations(year=2026, until=moment("2026-10-31"))
    light_up("2026-10-31")

    jobs = Light.objects.filter(commitment__title__contains="城镇新增就业").exclude(actual=None).first()

    assert jobs is not None
    said = "；".join(json.loads(jobs.text)["derivation"])
    assert "1.5万" in said or "15000" in said or "15,000" in said
    assert isinstance(jobs.actual, Decimal)
