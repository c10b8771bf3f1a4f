"""Who listens to a topic, and when a failed delivery is tried again. Pure functions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from urllib.parse import urlsplit

# Waits after the first, second, … failure. Nine attempts over 68 hours outlast a receiver that is away from
# Friday evening to Monday morning; after that a person looks at it.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
    timedelta(hours=24),
)
MOST_ATTEMPTS = len(WAITS) + 1


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts, or None where the delivery is given up."""
    return WAITS[attempts - 1] if attempts < MOST_ATTEMPTS else None


def patterns_of(topic: str) -> list[str]:
    """Return every pattern that covers a topic: "case.assigned" is covered by "*", "case.*" and itself."""
    parts = topic.split(".")
    return ["*", *(".".join(parts[:depth]) + ".*" for depth in range(1, len(parts))), topic]


def masked(address: str) -> str:
    """Return an address so that its owner knows it and nobody else learns it: an e-mail, a number, a URL."""
    if "://" in address:
        return f"{address.split('/')[0]}//{urlsplit(address).hostname or ''}/…"
    name, at, host = address.rpartition("@")
    if at:
        return f"{name[:1]}***@{host}"
    return f"{address[:3]}****{address[-4:]}" if len(address) >= 11 else "****"


def covers(patterns: Collection[str], topic: str) -> bool:
    """Tell whether one of the patterns covers the topic."""
    return not set(patterns_of(topic)).isdisjoint(patterns)
