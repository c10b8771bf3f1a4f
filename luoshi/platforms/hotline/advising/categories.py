"""The category that the trained model suggests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.conf import settings

from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.advising.said import Proposal, Said
from luoshi.platforms.hotline.models import Suggestion
from luoshi.platforms.hotline.suggesting.classifier import Model
from luoshi.platforms.hotline.suggesting.grams import document

TABLE = "hotline_categories"
_LONGEST = 200
_LEAST = 0.005  # less is none in a hundred


def categories(said: Said, model: Model | None, *, on: date) -> tuple[list[Proposal], bool]:
    """Return up to three categories, best first, and whether none of them should be trusted.

    A category may be one above those that a record names: the model had too little to go by below it.
    Without a model there is nothing to trust.
    """
    if model is None or not said.content.strip():
        return [], True
    advice, table = model.suggest(document(said.heading, said.content)), city_table(TABLE)
    found = [
        Proposal(
            kind=Suggestion.Kind.CATEGORY,
            value=choice.label,
            title=table.titled(choice.label),
            confidence=round(choice.levels[-1].confidence, 3),
            producer=producer_of(model),
            why="、".join(choice.words)[:_LONGEST],
        )
        for choice in advice.choices
        if (entry := table.get(choice.label)) and entry.holds(on) and choice.confidence >= _LEAST
    ]
    return found, advice.abstains or not found


def topic_of(text: str, model: Model | None) -> str | None:
    """Return the category of a part of a text, or None where the model has no opinion."""
    return model.suggest(document("", text)).label if model else None


def to_dispatch(said: Said, model: Model | None, *, on: date) -> Said:
    """Return what a dispatch goes by: where nobody could tell the category, that of the model, if it has one.

    One query.
    """
    unclear = parameter_book().value("hotline.unclear", on=on, scope=settings.CITY.scope)
    if model is None or said.category != str(unclear.value):
        return said
    offered, abstains = categories(said, model, on=on)
    return said if abstains else replace(said, category=offered[0].value)


def producer_of(model: Model) -> str:
    """Return how a suggestion names the model that made it."""
    return f"model:{model.version}"
