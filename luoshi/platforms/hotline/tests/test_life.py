"""The whole life of a request: asked, sent, answered, called back, and every turn it can take."""

from __future__ import annotations

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import tick
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Deadline, Link
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.kernel.cases.tests.invented import paper
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.notices.models import Notice
from luoshi.platforms.hotline.tests.factories import (
    BACK,
    DONE,
    PLEASED,
    SENT,
    WHY,
    answered,
    asked,
    do,
    due,
    finished,
    handled,
    record_of,
    sent,
)

STATUS = Deadline.Status


def refused(town: Town, case: Case, action: str, who: str, at: str, /, **data: object) -> str:
    with pytest.raises(ActRefused) as caught:
        do(town, case, action, who, at, **data)
    return caught.value.zh


def test_a_request_goes_from_the_call_to_the_archive(town: Town):
    case = finished(town)

    row = record_of(case)
    assert (case.state, row.state, row.outcome) == ("finished", "finished", "solved")
    assert (row.reached, row.solved, row.satisfied) == (True, True, True)
    assert (row.late, row.contact_late, row.returns, row.redone) == (False, False, 0, 0)
    assert row.dispatched_at == row.sent_at == moment("2026-03-02 10:00")
    assert row.contacted_at == moment("2026-03-02 10:45")
    assert (row.answered_at, row.finished_at) == (moment("2026-03-03"), moment("2026-03-04"))
    assert row.due_at == due(case, "finish").due_at

    tick(now=moment("2026-03-20"))

    case.refresh_from_db()
    assert (case.state, record_of(case).state) == ("archived", "archived")
    assert case.closed_at == moment("2026-03-20")
    assert not case.deadlines.filter(status__in=[STATUS.RUNNING, STATUS.MISSED]).exists()
    assert verify(case).sound


def test_what_can_be_answered_at_once_is(town: Town):
    case = asked(town, sort="question", limit="question")

    do(town, case, "reply_now", "agent", "2026-03-02 09:05", outcome="solved", reply="缴费窗口八点开门。")

    assert (case.state, record_of(case).finished_at) == ("finished", moment("2026-03-02 09:05"))
    assert due(case, "dispatch").status == STATUS.MET


def test_what_is_for_another_door_is_told_which(town: Town):
    case = asked(town)

    do(town, case, "decline", "dispatcher", "2026-03-02 10:00", door="police", reply="请拨打110。")

    assert case.closed_at
    assert case.data["door"] == "police"


def test_a_caller_is_named_or_anonymous(town: Town):
    for wrong in ({"anonymous": True}, {"name": None, "phone": None}):
        with pytest.raises(ActRefused, match="匿名"):
            asked(town, **wrong)

    assert record_of(asked(town, name=None, phone=None, anonymous=True)).person is None


def test_nobody_answers_before_the_caller_was_rung_up(town: Town):
    case = sent(town)
    do(town, case, "sign", "transport_handler", "2026-03-02 11:00")

    assert "还没有联系过来电人" in refused(town, case, "answer", "transport_head", "2026-03-03", **DONE)


def test_who_asked_for_no_call_is_rung_up_by_nobody(town: Town):
    case = sent(town, callback=False)
    do(town, case, "sign", "transport_handler", "2026-03-02 11:00")

    do(town, case, "answer", "transport_head", "2026-03-03", **DONE)

    assert case.state == "answered"


def test_first_a_return_then_an_appeal_then_the_ruling_locks_the_request(town: Town):
    case = sent(town)
    assert "先按退回办理" in refused(town, case, "appeal", "transport_head", "2026-03-02 11:00", **BACK)
    do(town, case, "return", "transport_handler", "2026-03-02 11:00", **BACK)
    assert (case.state, due(case, "finish").status) == ("returned", STATUS.VOID)
    do(town, case, "dispatch", "dispatcher", "2026-03-02 14:00", **SENT | {"unit": "education"})

    assert "须提请裁定" in refused(town, case, "return", "education_handler", "2026-03-02 15:00", **BACK)
    do(town, case, "appeal", "education_head", "2026-03-02 15:00", **BACK)
    ruling = {"unit": "transport", "limit": "ordinary", "ruling": "道路下的管线由交通部门牵头"}
    do(town, case, "arbitrate", "arbiter", "2026-03-03", **ruling)

    assert (case.state, case.unit.code, record_of(case).returns) == ("dispatched", "transport", 2)
    for action, who in (("return", "transport_handler"), ("appeal", "transport_head")):
        assert "已经裁定，不能再退" in refused(town, case, action, who, "2026-03-03 10:00", **BACK)
    assert due(case, "finish").started_at == moment("2026-03-03")
    assert verify(case).sound


def test_who_dispatched_does_not_arbitrate(town: Town):
    case = asked(town)
    do(town, case, "dispatch", "second", "2026-03-02 09:30", **SENT)
    do(town, case, "return", "transport_handler", "2026-03-02 10:00", **BACK)
    do(town, case, "dispatch", "second", "2026-03-02 11:00", **SENT)
    do(town, case, "appeal", "transport_head", "2026-03-02 12:00", **BACK)
    ruling = {"unit": "transport", "limit": "ordinary", "ruling": "由你单位办理"}

    assert "裁定人不能是原派单人" in refused(town, case, "arbitrate", "second", "2026-03-02 13:00", **ruling)


def test_the_time_to_return_runs_out(town: Town):
    case = sent(town)
    tick(now=moment("2026-03-04"))

    assert "退单期限已过" in refused(town, case, "return", "transport_handler", "2026-03-04", **BACK)
    assert not record_of(case).late


def test_more_time_takes_a_request_a_reason_and_somebody_elses_consent_once(town: Town):
    case = handled(town)
    before = due(case, "finish").due_at
    assert "没有待批的延期申请" in refused(town, case, "grant_time", "dispatcher", "2026-03-03")

    do(town, case, "ask_time", "transport_head", "2026-03-03", **WHY)
    assert "须由" in refused(town, case, "grant_time", "transport_head", "2026-03-03")
    do(town, case, "grant_time", "dispatcher", "2026-03-03 10:00")

    assert before.date().isoformat() == "2026-03-09"
    assert due(case, "finish").due_at.date().isoformat() == "2026-03-16"
    assert record_of(case).due_at == due(case, "finish").due_at
    assert "已经延期一次" in refused(town, case, "ask_time", "transport_head", "2026-03-04", **WHY)


def test_more_time_that_is_refused_leaves_the_day_as_it_was(town: Town):
    case = handled(town)
    do(town, case, "ask_time", "transport_head", "2026-03-03", **WHY)

    do(town, case, "refuse_time", "dispatcher", "2026-03-03 10:00", **WHY)

    assert due(case, "finish").due_at.date().isoformat() == "2026-03-09"
    assert "没有待批" in refused(town, case, "grant_time", "dispatcher", "2026-03-03 11:00")


def test_time_after_the_deadline_is_not_asked_for(town: Town):
    case = handled(town)

    assert "办结期限已过" in refused(town, case, "ask_time", "transport_head", "2026-03-10", **WHY)


def test_a_suspended_request_stands_still_and_goes_on_by_itself_in_the_end(town: Town):
    case = handled(town)

    do(town, case, "suspend", "dispatcher", "2026-03-03", **WHY)
    assert (case.state, due(case, "finish").status) == ("suspended", STATUS.PAUSED)
    assert "当前为“已中止”" in refused(town, case, "answer", "transport_head", "2026-03-04", **DONE)
    tick(now=moment("2026-06-02"))

    case.refresh_from_db()
    assert (case.state, due(case, "finish").status) == ("handling", STATUS.RUNNING)
    assert not record_of(case).late


def test_displeasure_with_the_unit_sends_the_request_back_not_to_the_files(town: Town):
    case = answered(town)
    angry = {"reached": "yes", "solved": "no", "satisfied": "no"}
    assert "须写明原因" in refused(town, case, "confirm", "agent", "2026-03-04", **angry)
    assert "须退回重办" in refused(town, case, "confirm", "agent", "2026-03-04", **angry, cause="unit")

    do(town, case, "redo", "agent", "2026-03-04", **WHY)

    assert (case.state, record_of(case).redone, record_of(case).satisfied) == ("redo", 1, None)
    assert "还没有联系过来电人" in refused(town, case, "answer", "transport_head", "2026-03-05", **DONE)
    do(town, case, "contact", "transport_handler", "2026-03-05", reached="yes", said="再次上门")
    do(town, case, "answer", "transport_head", "2026-03-05 10:00", **DONE)
    do(town, case, "confirm", "agent", "2026-03-06", **PLEASED)
    assert (case.state, record_of(case).satisfied) == ("finished", True)


def test_displeasure_for_another_cause_is_recorded_and_ends_the_matter(town: Town):
    case = answered(town)

    do(
        town,
        case,
        "confirm",
        "agent",
        "2026-03-04",
        reached="yes",
        solved="no",
        satisfied="no",
        cause="policy",
    )

    assert (case.state, record_of(case).satisfied) == ("finished", False)


def test_who_is_never_rated_counts_as_not_called_back(town: Town):
    case = answered(town)

    tick(now=moment("2026-03-12"))

    case.refresh_from_db()
    assert (case.state, record_of(case).satisfied) == ("finished", None)


def test_the_resident_rates_supplements_and_reopens_their_own_request(town: Town):
    case = answered(town)
    do(town, case, "confirm", "resident", "2026-03-04", **PLEASED)
    do(town, case, "reopen", "resident", "2026-03-10", reason="又不热了")
    do(town, case, "supplement", "resident", "2026-03-10 10:00", more="这次是客厅")

    assert (case.state, record_of(case).redone) == ("redo", 1)
    told = Notice.objects.filter(topic="case.reopen").values_list("recipient__username", flat=True)
    assert set(told) == {"transport_handler", "transport_head"}


def test_what_is_sent_back_may_be_given_to_another_unit(town: Town):
    case = answered(town)
    do(town, case, "redo", "resident", "2026-03-04", **WHY)

    do(town, case, "dispatch", "dispatcher", "2026-03-04 10:00", **SENT | {"unit": "education"})

    assert (case.state, case.unit.code) == ("dispatched", "education")
    assert (due(case, "redo").status, due(case, "finish").status) == (STATUS.VOID, STATUS.RUNNING)


def test_co_handlers_are_heard_before_the_answer(town: Town):
    case = handled(town, assisting=["education"])
    assert "协办单位意见未到" in refused(town, case, "answer", "transport_head", "2026-03-03", **DONE)

    do(town, case, "assist", "education_handler", "2026-03-03", opinion="已通知学校")
    do(town, case, "answer", "transport_head", "2026-03-03 10:00", **DONE)

    assert case.state == "answered"


def part_of(case: Case) -> Case:
    other = Link.objects.get(case=case, kind="child").other
    assert other is not None
    return other


def test_a_part_given_on_holds_nothing_of_who_asked_and_holds_the_answer_up(town: Town):
    case = handled(town)
    do(town, case, "split", "transport_head", "2026-03-02 11:00", part_unit="education", task="查校内管线")
    part = part_of(case)

    assert (part.type, part.unit.code, part.data["parent"]) == ("suborder", "education", case.code)
    assert not part.private_values.exists()
    assert part.code in refused(town, case, "answer", "transport_head", "2026-03-03", **DONE)
    do(town, part, "done", "education_handler", "2026-03-03", result="管线完好")
    do(town, case, "answer", "transport_head", "2026-03-03 10:00", **DONE)
    assert case.state == "answered"


def test_parts_are_taken_back_with_the_request(town: Town):
    case = handled(town)
    do(town, case, "split", "transport_head", "2026-03-02 11:00", part_unit="education", task="查校内管线")

    do(town, case, "return", "transport_handler", "2026-03-02 12:00", **BACK)

    assert part_of(case).state == "withdrawn"


def test_an_exclusion_takes_evidence_and_a_second_person(town: Town):
    case = answered(town)
    proof = paper("证明材料")
    town.accounts["transport_head"].holdings.create(
        post=town.accounts["arbiter"].holdings.get().post, held_from="2026-01-01"
    )
    with pytest.raises(ActRefused, match="缺少材料"):
        do(town, case, "ask_exclusion", "transport_head", "2026-03-04", **WHY)
    do(town, case, "ask_exclusion", "transport_head", "2026-03-04", proof, **WHY)

    assert "须由申请人以外的人决定" in refused(town, case, "exclude", "transport_head", "2026-03-04")
    do(town, case, "exclude", "second", "2026-03-05")
    assert record_of(case).excluded
    assert "没有待批的剔除申请" in refused(town, case, "keep", "second", "2026-03-05", **WHY)


def test_an_exclusion_that_is_refused_leaves_the_request_in_the_count(town: Town):
    case = finished(town)
    do(town, case, "ask_exclusion", "transport_head", "2026-03-05", paper("证明材料"), **WHY)

    do(town, case, "keep", "arbiter", "2026-03-06", **WHY)

    assert not record_of(case).excluded


def test_who_takes_the_calls_has_no_notices_and_the_unit_only_what_it_must_do(town: Town):
    finished(town)

    topics = set(Notice.objects.values_list("topic", flat=True))

    assert topics == {"case.dispatch"}


def test_a_late_unit_is_dunned_the_day_after_and_named_five_days_later(town: Town):
    case = handled(town)

    tick(now=moment("2026-03-10"))
    assert record_of(case).late
    tick(now=moment("2026-03-18"))

    assert [event.action for event in case.events.filter(action__in=["overdue", "criticise"])] == [
        "overdue",
        "criticise",
    ]
    do(town, case, "answer", "transport_head", "2026-03-19", **DONE)
    assert record_of(case).late
    assert due(case, "finish").status == STATUS.LATE


def test_a_request_cannot_be_merged_into_itself(town: Town):
    case, other = asked(town), asked(town)

    assert "不能并入自己" in refused(town, case, "merge", "agent", "2026-03-02 10:00", into=case.code)
    do(town, case, "merge", "agent", "2026-03-02 10:00", into=other.code)
    assert case.closed_at


def test_a_category_that_is_not_in_the_citys_table_is_not_taken(town: Town):
    with pytest.raises(LuoshiError, match="码表中没有 99"):
        asked(town, category="99")
