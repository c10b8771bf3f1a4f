"""The nouns of the hotline that are not cases."""

from luoshi.platforms.hotline.models.day_count import DayCount, DayMark
from luoshi.platforms.hotline.models.hot import HotIssue, HotMember, HotState, HotSurge
from luoshi.platforms.hotline.models.key import Open311Key
from luoshi.platforms.hotline.models.knowledge import Knowledge
from luoshi.platforms.hotline.models.request import Request
from luoshi.platforms.hotline.models.suggesting import (
    Bigram,
    ClassifierVersion,
    DispatchCount,
    OpenWords,
    Suggestion,
)
from luoshi.platforms.hotline.models.topics import ContactSeen, Opinion, Round, Sampled, Survey

__all__ = [
    "Bigram",
    "ClassifierVersion",
    "ContactSeen",
    "DayCount",
    "DayMark",
    "DispatchCount",
    "HotIssue",
    "HotMember",
    "HotState",
    "HotSurge",
    "Knowledge",
    "Open311Key",
    "OpenWords",
    "Opinion",
    "Request",
    "Round",
    "Sampled",
    "Suggestion",
    "Survey",
]
