"""What evaluating a question takes from its survey: the figures, and no others."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, NoReturn

from django.conf import settings
from django.db.models import Count, Q

from luoshi.kernel.cases.declarations import effect
from luoshi.kernel.cases.effects import Doing
from luoshi.kernel.cases.errors import ActRefused
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.permit import Refusal
from luoshi.kernel.parameters.rules import Book
from luoshi.platforms.hotline.models import Sampled, Survey
from luoshi.platforms.hotline.rules import TOPICS
from luoshi.platforms.hotline.topics.drawing import is_met

_TOLD = ("judged", "asked", "responded", "pleased", "seed", "population")


@effect
def figures_of_the_survey(doing: Doing) -> None:
    """Refuse figures that are not those of the survey, where one was drawn of what was delivered."""
    survey = survey_of(doing.case)
    if survey is None:
        return
    context = doing.context
    found = figures_of(survey, least_pleased(context.books(), on=context.today))
    if survey.sample.filter(answer="").exists():
        _refuse("样本还没有逐人记录完")
    if any(str(context.given.get(name)) != str(found[name]) for name in _TOLD):
        _refuse("已经抽样，评价结果只能取自抽样，请在抽样页上办结")


def _refuse(why: str) -> NoReturn:
    raise ActRefused([Refusal("figures_of_the_survey", why, TOPICS)])


def delivery_of(case: Case) -> Event | None:
    """Return the latest report that the question was answered for."""
    return case.events.filter(action="deliver").order_by("-seq").first()


def survey_of(case: Case) -> Survey | None:
    """Return the survey of what was delivered last, None before it is drawn."""
    delivery = delivery_of(case)
    return Survey.objects.filter(topic=case, delivery=delivery.seq).first() if delivery else None


def counted(survey: Survey) -> dict[str, int]:
    """Return how many were drawn, were asked so far, answered, and are pleased."""
    answers = Sampled.Answer
    told: dict[str, int] = survey.sample.aggregate(
        asked=Count("pk"),
        recorded=Count("pk", filter=~Q(answer="")),
        responded=Count("pk", filter=Q(answer__in=(answers.PLEASED, answers.NOT))),
        pleased=Count("pk", filter=Q(answer=answers.PLEASED)),
    )
    return told


def figures_of(survey: Survey, least: Fraction) -> dict[str, Any]:
    """Return what the evaluation says. Who did not answer is neither pleased nor not."""
    told = counted(survey)
    met = is_met(told["pleased"], told["responded"], least=least)
    return {
        "judged": "met" if met else "unmet",
        **{name: told[name] for name in ("asked", "responded", "pleased")},
        "seed": survey.seed,
        "population": survey.population,
    }


def least_pleased(book: Book, *, on: date) -> Fraction:
    """Return the share of those who answered that must be pleased, as it holds on the day."""
    return Fraction(str(book.value("hotline.topic.pleased", on=on, scope=settings.CITY.scope).value))
