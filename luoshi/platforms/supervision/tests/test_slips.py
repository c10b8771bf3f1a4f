"""A slip from issue to closure: receipt, reply, check and closure by somebody else; one objection."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.cases.actions import act, open_case, tick
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.proofs import faults_of
from luoshi.kernel.cases.tests.factories import make_town, moment, person
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.kernel.orgs.queries import actor_of
from luoshi.platforms.supervision.types import SLIP

pytestmark = pytest.mark.django_db
PROOF = StoredFile("ab" * 32, "佐证.pdf", "application/pdf", 10, "佐证材料")
ISSUED = {
    **{"title": "城镇新增就业：落后", "unit": "education", "colour": "yellow", "commitment": "2026-082"},
    **{"clause": "默认规则第1版", "grounds": "应达1.2万，实际0.9万", "demand": "说明原因和措施"},
}
REPLY = {"reply": "已加大力度", "cause": "项目晚开工"}
SEEN = {"finding": "true", "seen": "查看台账"}


@pytest.fixture
def town(settings):
    return make_town(settings)


def issue(by=SYSTEM, *, at="2026-03-02", **more) -> Case:
    return open_case("supervision", by=by, data=ISSUED | more, at=moment(at))


def replied(town) -> Case:
    slip = issue()
    act(slip, "sign", by=town["education_handler"], at=moment("2026-03-03"))
    act(slip, "reply", by=town["education_head"], data=REPLY, evidence=[PROOF], at=moment("2026-03-05"))
    return slip


def due(slip: Case, clock: str) -> date:
    return slip.deadlines.filter(clock=clock).latest("pk").due_at.astimezone(LOCAL).date()


def test_the_type_is_sound():
    assert faults_of(SLIP) == []


@pytest.mark.parametrize(
    ("colour", "day"), [("blue", date(2026, 3, 17)), ("yellow", date(2026, 3, 12)), ("red", date(2026, 3, 6))]
)
def test_the_graver_the_sooner_a_reply_is_due(town, colour, day):
    slip = issue(colour=colour)

    act(slip, "sign", by=town["education_handler"], at=moment("2026-03-03"))

    assert due(slip, "sign") == date(2026, 3, 3)
    assert due(slip, "reply") == day


def test_a_slip_is_closed_after_a_check_by_somebody_who_did_not_reply(town):
    slip = replied(town)

    act(slip, "check", by=town["monitor"], data=SEEN, at=moment("2026-03-09"))
    act(slip, "close", by=town["monitor"], data={"note": "问题已解决"}, at=moment("2026-03-10"))

    slip = Case.objects.get(pk=slip.pk)
    assert slip.state == "closed"
    assert verify(slip).sound


def test_whoever_replied_neither_checks_nor_closes(town):
    both = person("both", town.units["siping"], "head", "supervisor")
    actor = actor_of(both, on=date(2026, 3, 1))
    slip = issue()
    act(slip, "sign", by=town["education_handler"], at=moment("2026-03-03"))
    act(slip, "reply", by=actor, data=REPLY, evidence=[PROOF], at=moment("2026-03-05"))

    with pytest.raises(ActRefused, match="核查不能由反馈人自己办理"):
        act(slip, "check", by=actor, data=SEEN, at=moment("2026-03-09"))
    act(slip, "check", by=town["monitor"], data=SEEN, at=moment("2026-03-09"))
    with pytest.raises(ActRefused, match="销号须由未参与反馈的人办理"):
        act(slip, "close", by=actor, data={"note": "好"}, at=moment("2026-03-10"))


def test_nothing_is_closed_unchecked_or_when_the_check_found_otherwise(town):
    slip = replied(town)

    with pytest.raises(ActRefused, match="还没有针对这次反馈的核查"):
        act(slip, "close", by=town["monitor"], data={"note": "好"}, at=moment("2026-03-09"))
    act(slip, "check", by=town["monitor"], data=SEEN | {"finding": "false"}, at=moment("2026-03-09"))
    with pytest.raises(ActRefused, match="已核查属实"):
        act(slip, "close", by=town["monitor"], data={"note": "好"}, at=moment("2026-03-10"))
    act(slip, "again", by=town["monitor"], data={"note": "材料不实"}, at=moment("2026-03-10"))

    assert Case.objects.get(pk=slip.pk).state == "signed"


def test_a_unit_may_object_once_and_its_reason_is_kept(town):
    slip = issue()
    act(slip, "sign", by=town["education_handler"], at=moment("2026-03-03"))

    act(slip, "object", by=town["education_head"], data={"objection": "汛期停工"}, at=moment("2026-03-04"))
    ruling = {"outcome": "rejected", "ruling": "已留出汛期"}
    act(slip, "uphold", by=town["monitor"], data=ruling, at=moment("2026-03-05"))
    with pytest.raises(ActRefused, match="只有一次"):
        act(slip, "object", by=town["education_head"], data={"objection": "再议"}, at=moment("2026-03-06"))

    slip = Case.objects.get(pk=slip.pk)
    assert slip.data["objection"] == "汛期停工"
    assert set(slip.deadlines.filter(clock="reply").values_list("status", flat=True)) == {"void", "running"}


def test_silence_is_noted_and_the_slip_may_be_raised(town):
    slip = issue()

    tick(now=moment("2026-03-04"))
    act(slip, "raise", by=SYSTEM, data={"colour": "red", "why": "未签收"}, at=moment("2026-03-04"))

    slip = Case.objects.get(pk=slip.pk)
    assert slip.deadlines.get(clock="sign").status == "missed"
    assert slip.data["colour"] == "red"


def test_a_department_cannot_issue_a_slip_to_another(town):
    with pytest.raises(ActRefused, match="须由督查机构"):
        issue(by=town["finance_head"])
