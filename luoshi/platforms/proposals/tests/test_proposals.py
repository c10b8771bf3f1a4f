"""A proposal's whole way: handed over, returned, answered, rated, answered again, published, recounted."""

from __future__ import annotations

from datetime import date

import pytest

from luoshi.kernel.cases.actions import act, tick
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.errors import ActRefused, FormInvalid
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.proofs import faults_of
from luoshi.kernel.cases.tests.factories import assign, make_town, moment, propose
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.notices.models import Notice
from luoshi.platforms.proposals.queries import of_year, rates
from luoshi.platforms.proposals.types import PROPOSAL

pytestmark = pytest.mark.django_db
LETTER = StoredFile("ab" * 32, "答复.pdf", "application/pdf", 10, "答复件")
PROOF = StoredFile("cd" * 32, "验收.pdf", "application/pdf", 10, "兑现材料")
SOLVED = {"result": "A", "reply": "操场已经修好。", "talked_on": "2026-04-01"}
PLANNED = {"result": "B", "reply": "列入秋季计划。", "talked_on": "2026-04-01", "promised_on": "2026-09-30"}


@pytest.fixture
def town(settings):
    return make_town(settings)


def answer(town, case, *, at="2026-04-02", **data):
    return act(case, "answer", by=town["education_head"], data=data, evidence=[LETTER], at=moment(at))


def due(case, clock):
    return case.deadlines.get(clock=clock).due_at.astimezone(LOCAL).date()


def test_the_type_is_sound():
    assert faults_of(PROPOSAL) == []


def test_an_ordinary_matter_is_answered_in_three_months_a_hard_one_in_six(town):
    ordinary, hard = propose(town), propose(town)

    assign(town, ordinary, at="2026-03-03")
    assign(town, hard, at="2026-03-03", breadth="hard")

    assert due(ordinary, "answer") == date(2026, 6, 3)
    assert due(hard, "answer") == date(2026, 9, 3)
    assert "代表法(2025)第51条" in ordinary.deadlines.get(clock="answer").law


def test_an_extension_gives_the_six_months_of_the_law_once(town):
    case = propose(town)
    assign(town, case, at="2026-03-03")

    act(case, "extend", by=town["office"], data={"reason": "涉及三个部门"}, at=moment("2026-05-20"))
    act(case, "extend", by=town["office"], data={"reason": "再延"}, at=moment("2026-05-21"))

    assert due(case, "answer") == date(2026, 9, 3)


def test_what_is_not_ones_own_goes_back_in_time_and_to_the_right_unit(town):
    case = propose(town)
    assign(town, case, unit="finance")

    reason = {"reason": "不属于财政职责", "fitting": "education"}
    act(case, "return", by=town["finance_handler"], data=reason, at=moment("2026-03-06"))
    assign(town, case, at="2026-03-09")

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.path) == ("assigned", "siping/education/")
    assert {d.status for d in case.deadlines.filter(clock="return")} == {"met", "running"}
    assert {d.status for d in case.deadlines.filter(clock="answer")} == {"void", "running"}


def test_after_its_time_nothing_can_be_returned(town):
    case = propose(town)
    assign(town, case)
    tick(now=moment("2026-04-20"))

    reason = {"reason": "不属于本单位", "fitting": "finance"}
    assert case.deadlines.get(clock="return").status == "lapsed"  # a right has ended, nobody is late
    with pytest.raises(ActRefused, match="退回期限已过"):
        act(case, "return", by=town["education_handler"], data=reason, at=moment("2026-04-20"))


def test_the_lead_waits_for_its_co_handlers_but_not_for_ever(town):
    case = propose(town)
    assign(town, case, assisting=["transport"])

    with pytest.raises(ActRefused, match="会办单位意见未到"):
        answer(town, case, at="2026-03-20", **SOLVED | {"talked_on": "2026-03-19"})
    tick(now=moment("2026-04-10"))
    answer(town, case, at="2026-04-10", **SOLVED)

    assert case.deadlines.get(clock="assisting").status == "late"


def test_a_co_handlers_opinion_stops_its_own_deadline_only(town):
    case = propose(town)
    assign(town, case, assisting=["transport", "finance"])

    act(case, "assist", by=town["transport_handler"], data={"opinion": "同意"}, at=moment("2026-03-10"))

    states = dict(case.deadlines.filter(clock="assisting").values_list("unit__code", "status"))
    assert states == {"transport": "met", "finance": "running"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"promised_on": None}, "B类答复须写明"),
        ({"promised_on": "2026-04-01"}, "B类答复须写明"),
        ({"result": "A"}, "B类答复须写明"),
        ({"talked_on": "2026-04-03"}, "面商"),
    ],
)
def test_an_answer_that_is_none_is_refused(town, change, why):
    case = propose(town)
    assign(town, case)

    with pytest.raises(ActRefused, match=why):
        answer(town, case, **PLANNED | change)


def test_an_answer_without_its_letter_is_refused(town):
    case = propose(town)
    assign(town, case)

    with pytest.raises(ActRefused, match="缺少材料：答复件"):
        act(case, "answer", by=town["education_head"], data=SOLVED, at=moment("2026-04-02"))


def test_an_unknown_class_of_answer_is_no_answer(town):
    case = propose(town)
    assign(town, case)

    with pytest.raises(FormInvalid, match="办理结果"):
        answer(town, case, **SOLVED | {"result": "E"})


def test_whoever_is_not_satisfied_is_answered_again_within_a_month(town):
    case = propose(town)
    assign(town, case)
    answer(town, case, **SOLVED)

    act(case, "dissent", by=town["deputy"], data={"reason": "没有修好"}, at=moment("2026-04-07"))
    again = due(case, "reanswer")
    answer(town, case, at="2026-04-20", **SOLVED)
    act(case, "rate", by=town["deputy"], data={"rating": "satisfied"}, at=moment("2026-04-22"))

    assert again == date(2026, 5, 7)
    case = Case.objects.get(pk=case.pk)
    assert case.state == "closed"
    assert verify(case).sound


def test_only_its_proposers_rate_an_answer(town):
    case = propose(town, cosigners=[town.accounts["colleague"].pk])
    assign(town, case)
    answer(town, case, **SOLVED)

    with pytest.raises(ActRefused, match="须由提出人办理"):
        act(case, "rate", by=town["office"], data={"rating": "satisfied"}, at=moment("2026-04-05"))
    act(case, "rate", by=town["colleague"], data={"rating": "mostly"}, at=moment("2026-04-05"))


def test_silence_closes_the_matter_but_is_not_satisfaction(town):
    case = propose(town)
    assign(town, case)
    answer(town, case, **SOLVED)

    tick(now=moment("2026-05-10"))

    assert Case.objects.get(pk=case.pk).state == "closed"
    shown = {rate.title: (rate.numerator, rate.denominator) for rate in rates(of_year(2026))}
    assert shown["办复率"] == (1, 1)
    assert shown["满意率"] == (0, 0)


def test_a_promise_becomes_a_date_and_is_counted_after_it_by_somebody_else(town):
    case = propose(town)
    assign(town, case)
    answer(town, case, **PLANNED)
    act(case, "rate", by=town["deputy"], data={"rating": "satisfied"}, at=moment("2026-04-05"))

    assert due(case, "promise") == date(2026, 9, 30)
    found = {"kept": "broken", "finding": "操场没有动工"}
    with pytest.raises(ActRefused, match="承诺日期未到"):
        act(case, "recount", by=town["monitor"], data=found, at=moment("2026-09-01"))
    tick(now=moment("2026-10-09"))
    act(case, "recount", by=town["monitor"], data=found, at=moment("2026-10-10"))

    case = Case.objects.get(pk=case.pk)
    assert case.data["kept"] == "broken"
    assert case.deadlines.get(clock="promise").status == "late"
    assert [(r.numerator, r.denominator) for r in rates(of_year(2026))] == [(1, 1), (1, 1), (0, 1), (0, 1)]
    assert verify(case).sound


def test_a_promise_that_did_not_satisfy_is_void_and_the_next_answer_makes_its_own(town):
    case = propose(town)
    assign(town, case)
    answer(town, case, **PLANNED)

    act(case, "dissent", by=town["deputy"], data={"reason": "太晚"}, at=moment("2026-04-07"))
    answer(town, case, at="2026-04-20", **SOLVED)

    assert set(case.deadlines.filter(clock__in=["promise", "recount"]).values_list("status", flat=True)) == {
        "void"
    }


def test_a_promise_kept_early_may_be_counted_at_once(town):
    case = propose(town)
    assign(town, case)
    answer(town, case, **PLANNED)

    done = {"fulfilment": "七月完工"}
    act(case, "fulfil", by=town["education_head"], data=done, evidence=[PROOF], at=moment("2026-07-20"))
    found = {"kept": "kept", "finding": "现场看过"}
    act(case, "recount", by=town["monitor"], data=found, at=moment("2026-07-25"))

    assert case.deadlines.get(clock="promise").status == "met"


@pytest.mark.parametrize(("public", "secrecy_ok"), [(True, True), (False, False)])
def test_nothing_is_published_against_its_proposers_will(town, public, secrecy_ok):
    case = propose(town, public=public)
    assign(town, case)
    answer(town, case, **SOLVED)
    act(case, "rate", by=town["deputy"], data={"rating": "satisfied"}, at=moment("2026-04-05"))

    def publish():
        act(case, "publish", by=town["office"], data={"published": True}, at=moment("2026-04-06"))

    if secrecy_ok:
        publish()
    else:
        with pytest.raises(ActRefused, match="未同意公开"):
            publish()


def test_units_hear_of_what_is_handed_to_them_and_proposers_of_their_answer(town):
    case = propose(town)

    assign(town, case, assisting=["transport"])
    tick(now=moment("2026-06-20"))
    answer(town, case, at="2026-06-20", **SOLVED)

    told = set(Notice.objects.values_list("topic", "recipient__username"))
    assert {("case.assign", "education_handler"), ("case.assign", "transport_head")} <= told
    assert ("case.answer", "deputy") in told
    assert ("case.clock.missed", "education_head") in told
