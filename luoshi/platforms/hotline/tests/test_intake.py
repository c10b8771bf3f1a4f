"""Taken in any way, followed by a code that is kept nowhere, and forgotten in the end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import reveal, tick
from luoshi.kernel.cases.errors import ActRefused, FormInvalid, KeyReused
from luoshi.kernel.cases.models import Case, Event, PrivateValue
from luoshi.kernel.cases.permit import BEARER
from luoshi.kernel.cases.tests.factories import Town, moment
from luoshi.kernel.cases.tests.invented import paper
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.orgs.actor import SYSTEM
from luoshi.platforms.hotline.actions import (
    Taken,
    forget_caller,
    forget_due,
    give_code,
    rate,
    reopen,
    supplement,
    take_request,
)
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.queries import followed, request_by
from luoshi.platforms.hotline.tests.factories import COLD, DONE, PLEASED, SENT, do, finished, record_of

AT = moment("2026-03-02")
WEB = COLD | {"channel": "web"}


def taken(**more: Any) -> Taken:
    data = {key: value for key, value in (WEB | more).items() if value is not None}
    return take_request(data, by=SYSTEM, at=AT)


def on_its_way(town: Town) -> Taken:
    one = taken()
    do(town, one.case, "dispatch", "dispatcher", "2026-03-02 10:00", **SENT)
    do(town, one.case, "sign", "transport_handler", "2026-03-02 10:30")
    do(town, one.case, "contact", "transport_handler", "2026-03-02 10:45", reached="yes", said="约好")
    return one


def answered(town: Town) -> Taken:
    one = on_its_way(town)
    do(town, one.case, "answer", "transport_head", "2026-03-03", **DONE)
    return one


@pytest.mark.parametrize("channel", ["phone", "web", "mobile", "board", "email", "open311", "api"])
def test_a_request_is_taken_whatever_way_it_comes(town: Town, channel: str):
    by = town["agent"] if channel == "phone" else SYSTEM

    one = take_request(COLD | {"channel": channel}, by=by, at=AT, evidence=[paper("照片")])

    assert one.case.state == "received"
    assert (record_of(one.case).channel, one.case.evidence.count()) == (channel, 1)
    assert request_by(one.code).case_id == one.case.pk


def test_the_code_is_kept_nowhere_and_found_however_it_is_typed(town: Town):
    one = taken()

    everything = [*Event.objects.values(), *Request.objects.values(), *Case.objects.values("data")]
    assert one.code not in str(everything)
    assert one.code.replace("-", "") not in str(everything)
    for typed in (one.code.lower(), one.code.replace("-", ""), f" {one.code} "):
        assert request_by(typed).case_id == one.case.pk


def test_a_former_secret_key_still_finds_a_code(town: Town, settings: Any):
    one = taken()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert request_by(one.code).case_id == one.case.pk


@pytest.mark.parametrize("code", ["", "7QXM-2KDA-VN9T", "-", "查询码"])
def test_a_code_that_is_none_is_told_so(town: Town, code: str):
    taken()

    with pytest.raises(LuoshiError) as caught:
        request_by(code)

    assert caught.value.code == "follow-unknown"


def test_the_same_key_takes_one_request_and_gives_its_code_anew(town: Town):
    first = take_request(WEB, by=SYSTEM, at=AT, key="form-1")
    again = take_request(WEB, by=SYSTEM, at=AT, key="form-1")

    assert (first.case.pk, Case.objects.count()) == (again.case.pk, 1)
    assert request_by(again.code).case_id == first.case.pk
    with pytest.raises(LuoshiError):
        request_by(first.code)
    with pytest.raises(KeyReused):
        take_request(WEB | {"title": "另一件事"}, by=SYSTEM, at=AT, key="form-1")


def test_what_is_not_said_follows_from_the_category_and_from_silence(town: Town):
    one = taken(limit=None, name=None, phone=None)

    assert one.case.data["limit"] == "utility"  # no heating
    assert one.case.data["anonymous"] is True


def test_an_incomplete_request_is_refused_with_everything_it_lacks(town: Town):
    with pytest.raises(FormInvalid) as caught:
        take_request({"channel": "web", "category": "99"}, by=SYSTEM, at=AT)

    assert {"title", "content", "sort", "limit"} <= {problem.field for problem in caught.value.problems}
    assert not Request.objects.exists()


def test_nobody_but_agents_and_the_system_takes_requests(town: Town):
    with pytest.raises(ActRefused, match="须由"):
        take_request(WEB, by=town["transport_head"], at=AT)


def test_the_resident_sees_where_it_stands_and_never_the_units_own_notes(town: Town):
    one = answered(town)

    seen = followed(request_by(one.code), at=moment("2026-03-03 12:00"))

    assert (seen.number, seen.state, seen.unit) == (one.case.code, "已答复待回访", "transport")
    assert [step.title for step in seen.steps] == ["受理", "派单", "答复"]
    assert ("答复", DONE["reply"]) in seen.steps[-1].said
    assert DONE["done"] not in str(seen)
    assert seen.may == {"confirm", "redo"}
    assert seen.due_at is None


def test_the_resident_sees_by_when_the_unit_owes_an_answer(town: Town):
    seen = followed(request_by(on_its_way(town).code), at=moment("2026-03-03"))

    assert seen.due_at is not None
    assert seen.due_at.date().isoformat() == "2026-03-09"
    assert seen.may == {"supplement"}


def test_the_resident_rates_the_answer_once(town: Town):
    one = answered(town)

    event = rate(one.code, solved=True, satisfied=True, at=moment("2026-03-04"))

    assert (event.post, event.by_id, record_of(one.case).satisfied) == (BEARER, None, True)
    with pytest.raises(ActRefused, match="当前为"):
        rate(one.code, solved=True, satisfied=True, at=moment("2026-03-04"))


def test_the_same_rating_again_by_one_key_is_one_rating(town: Town):
    one = answered(town)

    first, again = (
        rate(one.code, solved=True, satisfied=True, at=moment("2026-03-04"), key="rating-1") for _ in range(2)
    )

    assert first.pk == again.pk


def test_displeasure_the_unit_caused_sends_the_request_back(town: Town):
    one = answered(town)

    rate(one.code, solved=False, satisfied=False, cause="unit", note="没有人来", at=moment("2026-03-04"))

    assert record_of(one.case).state == "redo"


def test_displeasure_for_another_cause_is_kept_with_it(town: Town):
    one = answered(town)

    rate(one.code, solved=False, satisfied=False, cause="policy", at=moment("2026-03-04"))

    row = record_of(one.case)
    assert (row.state, row.solved, row.satisfied) == ("finished", False, False)


def test_the_resident_adds_to_it_and_has_it_reopened(town: Town):
    one = on_its_way(town)
    supplement(one.code, more="厨房也不热", at=moment("2026-03-02 12:00"))
    do(town, one.case, "answer", "transport_head", "2026-03-03", **DONE)
    do(town, one.case, "confirm", "agent", "2026-03-04", **PLEASED)

    reopen(one.code, reason="又不热了", at=moment("2026-03-05"))

    assert record_of(one.case).state == "redo"


def test_a_lost_code_is_replaced_and_the_chain_says_by_whom(town: Town):
    one = taken()

    code = give_code(one.case, by=town["agent"], at=AT)

    assert request_by(code).case_id == one.case.pk
    assert one.case.events.get(action="give_code").by_id == town.accounts["agent"].pk
    with pytest.raises(LuoshiError):
        request_by(one.code)
    with pytest.raises(ActRefused):
        give_code(one.case, by=town["transport_head"], at=AT)


def test_a_rehearsed_request_says_so_to_whoever_follows_it(town: Town):
    one = take_request(WEB, by=SYSTEM, at=AT, simulated=True)

    assert followed(request_by(one.code), at=AT).simulated
    assert record_of(one.case).simulated


def test_who_asked_is_forgotten_when_the_time_has_come_and_the_chain_still_holds(town: Town):
    case = finished(town)
    tick(now=moment("2026-03-20"))
    young = taken()
    ended = record_of(case).moved_at

    assert forget_due(now=ended + timedelta(days=36 * 30)) == 0
    assert forget_due(now=moment("2029-03-22")) == 1
    assert forget_due(now=moment("2029-03-22")) == 0

    case.refresh_from_db()
    row = record_of(case)
    assert (row.person, row.follow, row.known) == (None, None, False)
    assert not PrivateValue.objects.filter(case=case).exclude(sealed=None).exists()
    assert verify(case).sound
    assert record_of(young.case).known  # it has not ended


def test_whoever_asks_to_be_forgotten_is(town: Town):
    one = answered(town)

    for _ in range(2):
        forget_caller(one.case, reason="诉求人要求删除", at=moment("2026-03-04"))

    with pytest.raises(LuoshiError):
        request_by(one.code)
    with pytest.raises(LuoshiError) as caught:
        reveal(one.case, "phone", by=town["agent"], reason="核实", at=moment("2026-03-05"))
    assert caught.value.code == "private-erased"
    do(town, one.case, "confirm", "agent", "2026-03-05", **PLEASED)
    assert record_of(one.case).person is None
