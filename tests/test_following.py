"""A record changes, its measure is taken again, only what it decides is judged again: the page is right."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from luoshi.config import following
from luoshi.config.following import AGAIN, follow_records, stale_measures
from luoshi.config.nightly import judge_on, take_measures
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.city import bring_in_city
from luoshi.kernel.cases.tests.factories import assign, make_town, moment, propose
from luoshi.kernel.commitments.models import Light
from luoshi.kernel.commitments.tests.city import adopt_promises
from luoshi.kernel.measures.outside.rehearsal import rehearse_observations
from luoshi.kernel.orgs.rehearsal import cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 30)
CODE, PART = "2026-111", "办理人大代表建议和政协提案#1"  # judged by proposals.solved_rate
HOUR = timedelta(hours=1)


@pytest.fixture
def parts():
    january = moment("2026-01-05")
    bring_in_city(january, staffed=DAY)
    adopt_promises(january)
    return {code: people[0] for code, people in cast(on=DAY).items()}


def unsolved(parts, number):
    """Tell of a proposal that was answered in March but not solved, which its author did not accept."""
    deputy, head = parts["congress-deputy"], parts["education-head"]
    data = {"title": f"第{number}号建议", "origin": "deputy", "body": "操场破损。", "public": True}
    case = open_case("proposals", by=deputy, data=data, at=moment("2026-03-02"), simulated=True)
    unit = {"unit": "education", "breadth": "ordinary"}
    act(case, "assign", by=parts["siping-assignment"], data=unit, at=moment("2026-03-03"))
    answer(case, head, "C", at=moment("2026-03-20"))
    act(case, "dissent", by=deputy, data={"reason": "没有说明何时完成"}, at=moment("2026-03-25"))
    return case


def answer(case, head, result, *, at):
    file = StoredFile("0" * 64, "模拟材料.txt", "text/plain", 0, "答复件")
    data = {"result": result, "reply": "已研究办理。", "talked_on": "2026-03-10"}
    act(case, "answer", by=head, data=data, evidence=[file], at=at)


def judged(at):
    take_measures(on=DAY, at=at)
    judge_on(DAY, known_at=at)


def shown(client, code=CODE, part=PART):
    page = client.get(f"/commitments/{code}/")
    line = next(one for one in page.context["progress"].lines if one.part == part)
    return line.numerator, line.denominator, page.content.decode()


def test_a_proposal_that_is_solved_is_on_the_page_of_its_commitment_after_one_sweep(client, parts):
    now = timezone.now()
    first, _ = unsolved(parts, 1), unsolved(parts, 2)
    judged(now - HOUR)
    kept, before = lights(), shown(client)

    answer(first, parts["education-head"], "A", at=now - timedelta(minutes=1))
    told, after = follow_records(now), shown(client)

    assert "新亮灯 1" in told
    assert (before[:2], after[:2]) == ((0, 2), (1, 2))
    assert ("50%" in before[2], "50%" in after[2]) == (False, True)
    assert kept.items() <= lights().items()
    assert {code for pk, (code, _) in lights().items() if pk not in kept} == {CODE}


def test_by_hand_one_measure_or_outside_series_and_only_what_it_decides(parts):
    unsolved(parts, 1)
    rehearse_observations(year=2026, until=moment("2026-05-20"))
    call_command("measures", "take", "--on", "2026-05-31", stdout=StringIO())  # a later day

    measured = said("proposals.solved_rate", "--on", str(DAY))
    published = said("outside.urban_jobs", "--on", str(DAY))

    assert "新亮灯 2" in measured
    assert "新亮灯 1" in published
    assert {code for code, _ in lights().values()} == {CODE, "2026-084"}


def test_a_measure_is_stale_after_a_new_record_but_not_at_once(settings):
    now = timezone.now()
    town = make_town(settings)
    assign(town, propose(town))
    take_measures(on=DAY, at=now - HOUR)

    assert stale_measures(now - HOUR + AGAIN / 2) == []
    assert "proposals.solved_rate" in stale_measures(now - HOUR + AGAIN)


def test_without_a_new_record_no_measure_is_stale(settings):
    now = timezone.now()
    town = make_town(settings)
    assign(town, propose(town))
    take_measures(on=DAY, at=now + timedelta(minutes=5))  # by then all is recorded

    assert stale_measures(now + HOUR) == []


def test_where_more_happened_than_is_looked_through_every_measure_is_stale(settings, monkeypatch):
    now = timezone.now()
    town = make_town(settings)
    assign(town, propose(town))
    take_measures(on=DAY, at=now - HOUR)
    Case.objects.update(type="another")
    monkeypatch.setattr(following, "_RECENT", 2)

    assert "proposals.solved_rate" in stale_measures(now)


def test_before_a_day_was_judged_there_is_nothing_to_follow():
    assert follow_records(timezone.now()) == ""


@pytest.mark.parametrize(
    ("key", "code"), [("proposals.nope", "measure-unknown"), ("outside.nope", "series-unknown")]
)
def test_what_is_no_measure_is_said(key, code):
    with pytest.raises(LuoshiError) as caught:
        said(key, "--on", str(DAY))

    assert caught.value.code == code


def lights():
    return {one.pk: (one.commitment.code, one.text) for one in Light.objects.select_related("commitment")}


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("judge", *arguments, stdout=out)
    return out.getvalue()
