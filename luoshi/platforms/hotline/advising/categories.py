"""The category that the trained model suggests."""

from __future__ import annotations

from datetime import date

from luoshi.kernel.cases.tables import city_table
from luoshi.platforms.hotline.advising.said import Proposal, Said
from luoshi.platforms.hotline.models import Suggestion
from luoshi.platforms.hotline.suggesting.classifier import Model
from luoshi.platforms.hotline.suggesting.grams import document

TABLE = "hotline_categories"
_LONGEST = 200


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
        if (entry := table.get(choice.label)) and entry.holds(on)
    ]
    return found, advice.abstains or not found


def topic_of(text: str, model: Model | None) -> str | None:
    """Return the category of a part of a text, or None where the model has no opinion."""
    return model.suggest(document("", text)).label if model else None


def producer_of(model: Model) -> str:
    """Return how a suggestion names the model that made it."""
    return f"model:{model.version}"
