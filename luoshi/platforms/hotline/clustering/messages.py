"""What is clustered, how strictly, and the state that a platform keeps in its tables between two runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One request as far as clustering needs it. ``person`` is a token: equal for one person, telling
    nothing.
    """

    id: str
    at: datetime
    person: str
    title: str
    body: str = ""
    place: str = ""  # code of a division, the longer the narrower; empty where unknown
    likes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strictness:
    """When two things count as one issue. Likeness is a cosine of weighed n-grams, between 0 and 1."""

    nearest: float = 0.15  # mean likeness to the three nearest messages of a cluster, to join it
    average: float = 0.07  # mean likeness to all of its messages, to join it
    merge: float = 0.11  # mean likeness of all pairs of messages of two clusters, to merge them
    largest: int = 150  # messages from which on a cluster takes only near copies: no blob
    near_copy: float = 0.5
    reweigh_after: float = 1.5  # growth of the number of messages after which words are weighed anew


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """All that must be kept: who is in which cluster, and in how many messages each term was seen.

    The messages themselves are the platform's rows. Everything else is made again from them by
    ``Clusters.restore``.
    """

    clusters: Mapping[str, str]  # message → cluster
    spread: Mapping[str, int]  # term → messages; all seen so far, those forgotten included
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two clusters were found to be one issue: ``gone`` is now part of ``kept``."""

    kept: str
    gone: str
