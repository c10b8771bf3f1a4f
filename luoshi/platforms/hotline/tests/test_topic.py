"""群众点题: a question goes to a department, is answered in public, kept, watched and judged by others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from luoshi.kernel.cases.actions import open_case
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Deadline
from luoshi.kernel.cases.tests.factories import Town, moment, person
from luoshi.kernel.cases.tests.invented import paper
from luoshi.kernel.cases.verifying import verify
from luoshi.kernel.measures.engines.postgres import Postgres
from luoshi.kernel.measures.registry import measure
from luoshi.kernel.measures.taking import compute
from luoshi.platforms.hotline.tests.factories import WHY, do, due

PLAN = {"plan": "九月底前更换三条街的路灯", "promised_on": "2026-09-30"}
VERDICT = measure("hotline.topics_pleased_rate")
ANSWERED = measure("hotline.topics_answered_rate")
SURVEY = {"judged": "met", "asked": 100, "responded": 80, "pleased": 70, "seed": "4f1c"}


@pytest.fixture
def question(town: Town) -> Case:
    city = town.units["siping"]
    town.accounts["discipline"] = person("discipline", city, "discipline", reads=("topic",))
    data = {"title": "路灯何时亮", "question": "三条街天黑无灯", "source": "cluster", "cluster": "2026-0001"}
    return open_case("topic", by=town["dispatcher"], data=data, at=moment("2026-03-02"))


def delivered(town: Town, case: Case) -> None:
    do(town, case, "assign", "dispatcher", "2026-03-03", unit="transport")
    do(town, case, "answer", "transport_head", "2026-03-10", **PLAN)
    do(town, case, "progress", "transport_handler", "2026-06-10", progress="已换两条街")
    do(town, case, "deliver", "transport_head", "2026-09-20", paper("完成材料"), result="三条街都亮了")


def refused(town: Town, case: Case, action: str, who: str, **data: Any) -> str:
    with pytest.raises(ActRefused) as caught:
        do(town, case, action, who, "2026-09-21", **data)
    return caught.value.zh


def test_a_question_goes_from_the_public_to_the_publics_verdict(town: Town, question: Case):
    delivered(town, question)
    do(town, question, "watch", "discipline", "2026-09-21", finding="现场核对属实")
    do(town, question, "evaluate", "discipline", "2026-09-25", **SURVEY)

    assert question.state == "closed"
    assert not question.deadlines.filter(status=Deadline.Status.RUNNING).exists()
    assert due(question, "deliver").status == Deadline.Status.MET
    assert verify(question).sound


def test_who_answers_does_not_judge(town: Town, question: Case):
    delivered(town, question)

    assert "须由纪委监督岗" in refused(town, question, "evaluate", "transport_head", **SURVEY)


@pytest.mark.parametrize("wrong", [{"responded": 101}, {"pleased": 81}, {"responded": 0, "pleased": 0}])
def test_a_survey_that_does_not_add_up_is_refused(town: Town, question: Case, wrong: dict[str, int]):
    delivered(town, question)

    assert "不能多于" in refused(town, question, "evaluate", "discipline", **(SURVEY | wrong))


def test_what_was_not_kept_is_done_again_in_its_own_time(town: Town, question: Case):
    delivered(town, question)

    do(town, question, "again", "discipline", "2026-09-21", **WHY)

    assert (question.state, due(question, "redeliver").status) == ("answering", Deadline.Status.RUNNING)
    do(town, question, "deliver", "transport_head", "2026-09-25", paper("完成材料", "b"), result="补齐")
    assert due(question, "redeliver").status == Deadline.Status.MET


def test_the_publics_verdict_is_a_figure_of_persons_once_it_is_given(town: Town, question: Case):
    delivered(town, question)
    waiting = compute(VERDICT, Postgres(), years=[2026], on=date(2026, 12, 31))

    do(town, question, "evaluate", "discipline", "2026-09-25", **SURVEY)

    found = compute(VERDICT, Postgres(), years=[2026], on=date(2026, 12, 31))
    whole = {(one.org, str(one.period)): (one.numerator, one.denominator) for one in found}
    assert not [one for one in waiting if one.value is not None]
    assert whole["", "2026"] == whole["siping/transport/", "2026-09"] == (Decimal(70), Decimal(80))


def test_an_answer_in_time_is_a_figure_once_its_time_is_over(town: Town, question: Case):
    do(town, question, "assign", "dispatcher", "2026-03-03", unit="transport")
    waiting = compute(ANSWERED, Postgres(), years=[2026], on=date(2026, 12, 31))

    do(town, question, "answer", "transport_head", "2026-03-10", **PLAN)

    found = compute(ANSWERED, Postgres(), years=[2026], on=date(2026, 12, 31))
    whole = {(one.org, str(one.period)): (one.numerator, one.denominator) for one in found}
    assert not [one for one in waiting if one.value is not None]
    assert whole["", "2026"] == whole["siping/transport/", "2026-03"] == (Decimal(1), Decimal(1))
