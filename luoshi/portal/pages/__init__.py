"""Doors of the portal: each parses the request, asks one question or two, and renders."""

from luoshi.portal.pages.commitments import card, commitment, commitments
from luoshi.portal.pages.delivery import changes, corrections, deputies, due, feed, home
from luoshi.portal.pages.figures import figure, figures
from luoshi.portal.pages.matters import proposal, proposals, roots
from luoshi.portal.pages.places import place, places
from luoshi.portal.pages.reading import archive, compare, data, display, method, questions, report
from luoshi.portal.pages.units import unit, units

__all__ = [
    "archive",
    "card",
    "changes",
    "commitment",
    "commitments",
    "compare",
    "corrections",
    "data",
    "deputies",
    "display",
    "due",
    "feed",
    "figure",
    "figures",
    "home",
    "method",
    "place",
    "places",
    "proposal",
    "proposals",
    "questions",
    "report",
    "roots",
    "unit",
    "units",
]
