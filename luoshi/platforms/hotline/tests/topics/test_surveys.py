"""Those concerned are asked: a sample that nobody chose, drawn and asked by others than who answers."""

from __future__ import annotations

from typing import Any

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.actions.relate import relate_case
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tests.factories import Town, moment, person
from luoshi.kernel.cases.tests.invented import paper
from luoshi.kernel.cases.verifying import verify
from luoshi.platforms.hotline.actions import draw_survey, evaluate_topic, record_answer
from luoshi.platforms.hotline.models import Round, Sampled, Survey
from luoshi.platforms.hotline.tests.factories import WHY, asked, do
from luoshi.platforms.hotline.tests.topics.told import a_topic, delivered, phoned, said
from luoshi.platforms.hotline.topics.drawing import drawn, list_hash
from luoshi.platforms.hotline.topics.populations import population_of

NOW = moment("2026-09-21")
LATER = moment("2026-09-22")


def refused(code: str):
    return pytest.raises(LuoshiError, check=lambda error: error.code == code)


def drawn_of(town: Town, case: Case, size: int = 2) -> Survey:
    return draw_survey(case, size=size, by=town["discipline"], at=NOW)


def answer(town: Town, survey: Survey, *answers: str) -> None:
    for row, said_ in zip(survey.sample.all(), answers, strict=True):
        record_answer(row, said_, by=town["discipline"], at=NOW)


def typed(case: Case, town: Town, **figures: Any) -> None:
    act(case, "evaluate", by=town["discipline"], data=figures, at=LATER)


def test_whoever_has_the_list_draws_the_same_sample(town: Town):
    case = delivered(town, a_topic(town, persons=9))
    members = population_of(case, until=NOW).members

    survey = drawn_of(town, case, size=4)

    chosen = [f"opinion:{row.opinion_id}" for row in survey.sample.all()]
    assert (survey.population, survey.size) == (9, 4)
    assert chosen == drawn(members, size=4, seed=survey.seed)
    assert survey.listed == list_hash(members)
    assert survey.seed == case.events.get(action="deliver").hash[:16]


def test_each_person_concerned_is_counted_once_and_only_if_they_can_be_asked(town: Town):
    case = a_topic(town, persons=3)
    row = Round.objects.get()
    same = said(row, "又说一遍", 20, phone=phoned(1))
    silent = said(row, "没留电话", 21)
    type(same).objects.filter(pk__in=(same.pk, silent.pk)).update(topic=case)
    for phone in (phoned(2), phoned(60)):
        request = asked(town, "2026-03-01", phone=phone)
        relate_case(case, request.code, kind="about", reason="同一条街", by=_both(town), at=NOW)

    population = population_of(case, until=NOW)

    assert (len(population.requests), len(population.opinions)) == (2, 2)
    assert "来电人 2 人" in population.made


def _both(town: Town):
    if "both" not in town.accounts:
        town.accounts["both"] = person("both", town.units["siping"], "office")
    return town["both"]


def test_nobody_is_added_once_the_answer_is_known(town: Town):
    case = delivered(town, a_topic(town))
    late = said(Round.objects.get(), "好极了", 30, phone=phoned(30), at="2026-03-30")
    type(late).objects.filter(pk=late.pk).update(topic=case, at=NOW)

    assert drawn_of(town, case, size=9).population == 3


def test_one_sample_is_drawn_of_one_delivery(town: Town):
    case = delivered(town, a_topic(town))

    assert drawn_of(town, case, size=2).pk == drawn_of(town, case, size=3).pk
    assert Sampled.objects.count() == 2


def test_what_is_done_again_is_judged_by_a_new_sample(town: Town):
    case = delivered(town, a_topic(town))
    first = drawn_of(town, case)
    do(town, case, "again", "discipline", "2026-09-21", **WHY)
    do(town, case, "deliver", "transport_head", "2026-09-25", paper("完成材料", "b"), result="补齐")

    second = draw_survey(case, size=2, by=town["discipline"], at=moment("2026-09-26"))

    assert second.pk != first.pk
    with refused("survey-over"):
        record_answer(first.sample.get(place=1), "pleased", by=town["discipline"], at=NOW)


def test_nothing_is_drawn_too_early_or_of_nobody(town: Town):
    case = a_topic(town)
    with refused("survey-early"):
        drawn_of(town, case)
    delivered(town, case)
    with refused("survey-size"):
        drawn_of(town, case, size=0)
    case_two = _without_numbers(town)
    with refused("survey-nobody"):
        drawn_of(town, case_two)


def _without_numbers(town: Town) -> Case:
    data = {"title": "河水何时清", "question": "河水发黑", "source": "inspection"}
    case = open_case("topic", by=town["discipline"], data=data, at=moment("2026-03-03"))
    return delivered(town, case)


@pytest.mark.parametrize("who", ["transport_head", "insider"])
def test_nobody_of_the_unit_that_answers_draws_or_records(town: Town, who: str):
    case = delivered(town, a_topic(town))
    town.accounts["insider"] = person("insider", town.units["transport"], "dispatcher", "discipline")
    survey = drawn_of(town, case)

    for try_ in (
        lambda: draw_survey(case, size=1, by=town[who], at=NOW),
        lambda: record_answer(survey.sample.get(place=1), "pleased", by=town[who], at=NOW),
        lambda: evaluate_topic(case, by=town[who], at=NOW),
    ):
        with refused("survey-own" if who == "insider" else "topics-not-yours"):
            try_()


def test_the_evaluation_takes_its_figures_from_the_survey(town: Town):
    case = delivered(town, a_topic(town, persons=6))
    survey = drawn_of(town, case, size=5)
    answer(town, survey, "pleased", "pleased", "not", "none", "pleased")

    evaluate_topic(case, by=town["discipline"], at=LATER)

    case.refresh_from_db()
    kept = {name: case.data[name] for name in ("asked", "responded", "pleased", "population", "judged")}
    assert kept == {"asked": 5, "responded": 4, "pleased": 3, "population": 6, "judged": "unmet"}
    assert (case.state, case.data["seed"]) == ("closed", survey.seed)
    assert verify(case).sound


def test_other_figures_are_refused_where_a_sample_was_drawn(town: Town):
    case = delivered(town, a_topic(town))
    survey = drawn_of(town, case)
    figures = {"judged": "met", "asked": 2, "responded": 2, "pleased": 2, "seed": survey.seed}

    with pytest.raises(ActRefused, match="还没有逐人记录完"):
        typed(case, town, **figures, population=3)
    answer(town, survey, "not", "pleased")
    with pytest.raises(ActRefused, match="只能取自抽样"):
        typed(case, town, **figures, population=3)
    with pytest.raises(ActRefused, match="只能取自抽样"):
        typed(case, town, **(figures | {"pleased": 1, "judged": "unmet"}))
    typed(case, town, **(figures | {"pleased": 1, "judged": "unmet"}), population=3)
    case.refresh_from_db()
    assert case.state == "closed"


def test_an_answer_is_one_of_three(town: Town):
    survey = drawn_of(town, delivered(town, a_topic(town)))

    with refused("survey-answer"):
        record_answer(survey.sample.get(place=1), "very", by=town["discipline"], at=NOW)
