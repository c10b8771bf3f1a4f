"""Questions about the content of a report, neutrally worded, each citing every span it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from luoshi.reader.checks.arithmetic import (
    implied_bases,
    parts_over_whole,
    rates_over_full,
    shares_over_full,
    unstated_targets,
)
from luoshi.reader.checks.comparisons import missing_results, two_values, weaker_targets
from luoshi.reader.document import Document
from luoshi.reader.model import Check, Excluded, Quantity

_CHECKS: tuple[Callable[[Document, tuple[Quantity, ...]], Iterator[Check]], ...] = (
    weaker_targets,
    two_values,
    parts_over_whole,
    shares_over_full,
    rates_over_full,
    unstated_targets,
    implied_bases,
    missing_results,
)


def find_checks(
    document: Document, quantities: tuple[Quantity, ...], excluded: tuple[Excluded, ...]
) -> tuple[Check, ...]:
    """Compare the report's figures with each other, the weightiest kinds of question first.

    Figures in copied passages ask nothing of their own. Excluded digits state nothing, but a figure that
    one of them overlaps is not compared either.
    """
    taken = {offset for item in excluded for offset in range(item.start, item.end)}
    stated = tuple(q for q in quantities if q.duplicate_of is None and q.start not in taken)
    return tuple(check for find in _CHECKS for check in find(document, stated))
