"""Ask a random sample of those a question concerns, and close the question with what they said."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.models import Sampled, Survey
from luoshi.platforms.hotline.topics.drawing import drawn, list_hash, seed_of
from luoshi.platforms.hotline.topics.evaluating import delivery_of, figures_of, least_pleased, survey_of
from luoshi.platforms.hotline.topics.populations import population_of
from luoshi.platforms.hotline.topics.standing import require_outsider


@transaction.atomic
def draw_survey(topic: Case, *, size: int, by: Actor, at: datetime) -> Survey:
    """Draw the sample and return the survey. Of one delivery only one is drawn: drawn again, it is the same.

    The seed comes from the hash of the delivery, so that nobody can draw until the sample pleases. Raises
    ``topics-not-yours``, ``survey-own``, ``survey-early``, ``survey-size`` and ``survey-nobody``.
    """
    require_outsider(by, topic)
    case = Case.objects.select_for_update().get(pk=topic.pk)
    delivery = delivery_of(case)
    if delivery is None or case.state != "delivered":
        raise LuoshiError("survey-early", "报告完成后才能抽样。", "A sample is drawn once it was delivered.")
    if found := survey_of(case):
        return found
    if size < 1:
        raise LuoshiError("survey-size", "样本至少 1 人。", "A sample has at least one person.")
    population = population_of(case, until=delivery.at)
    if not population:
        raise LuoshiError(
            "survey-nobody",
            "没有留下联系电话的诉求人或意见人，无从抽样。请另行组织评价，并在办理页填写。",
            "Nobody left a number, so there is nobody to draw. Have it judged otherwise.",
        )
    members, seed = population.members, seed_of(delivery.hash)
    chosen = drawn(members, size=size, seed=seed)
    survey = Survey.objects.create(
        topic=case,
        delivery=delivery.seq,
        population=len(members),
        made=population.made,
        members=members,
        listed=list_hash(members),
        size=len(chosen),
        seed=seed,
        drawn_at=at,
        drawn_by_id=by.account,
        simulated=case.simulated,
    )
    Sampled.objects.bulk_create(
        Sampled(
            survey=survey,
            place=place,
            request_id=population.requests.get(name),
            opinion_id=population.opinions.get(name),
        )
        for place, name in enumerate(chosen, start=1)
    )
    return survey


@transaction.atomic
def record_answer(sampled: Sampled, answer: str, *, by: Actor, at: datetime) -> Sampled:
    """Record what came of asking somebody who was drawn. What was recorded may be put right until the end.

    Raises ``topics-not-yours``, ``survey-own``, ``survey-answer`` and ``survey-over``.
    """
    topic = sampled.survey.topic
    require_outsider(by, topic)
    if answer not in Sampled.Answer.values:
        raise LuoshiError("survey-answer", "请选择评价。", "Choose what was answered.")
    case = Case.objects.select_for_update().get(pk=topic.pk)
    current = survey_of(case)
    if case.state != "delivered" or current is None or current.pk != sampled.survey_id:
        raise LuoshiError("survey-over", "题目已不在评价，不能再记录。", "The question is judged no more.")
    Sampled.objects.filter(pk=sampled.pk).update(answer=answer, asked_at=at, asked_by_id=by.account)
    sampled.refresh_from_db()
    return sampled


@transaction.atomic
def evaluate_topic(topic: Case, *, by: Actor, at: datetime, key: str | None = None) -> Event:
    """Close the question with what its survey says. Raises ``survey-missing`` and what ``act`` raises."""
    require_outsider(by, topic)
    survey = survey_of(topic)
    if survey is None:
        raise LuoshiError("survey-missing", "还没有抽样。", "No sample was drawn yet.")
    least = least_pleased(parameter_book(), on=at.astimezone(LOCAL).date())
    return act(topic, "evaluate", by=by, data=figures_of(survey, least), at=at, key=key)
