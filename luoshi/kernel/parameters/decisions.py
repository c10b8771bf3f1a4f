"""Decisions that explain themselves: yes, no, or unknown with the facts still missing. Pure, three-valued.

What is missing is never taken for a no: the logic is Kleene's, so a fact supplied later can settle an
unknown answer but never turn one answer into the other.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Generic, Literal, TypeVar

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.law import Law
from luoshi.kernel.parameters.rules import Book

Answer = Literal["yes", "no", "unknown"]
Op = Literal["eq", "ne", "lt", "le", "gt", "ge", "in"]
Fact = int | str | bool | Decimal | date
Facts = Mapping[str, Fact | None]  # a fact that is absent or None is not known

_OPS = {"eq": eq, "ne": ne, "lt": lt, "le": le, "gt": gt, "ge": ge}
_KINDS = {bool: "flag", str: "words", int: "number", Decimal: "number", date: "day"}
_NOT: dict[Answer, Answer] = {"yes": "no", "no": "yes", "unknown": "unknown"}
Id = TypeVar("Id", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Key:
    """A limit that is looked up in the book, by its key, on the day and for the place of the decision."""

    name: str


@dataclass(frozen=True, slots=True)
class Is:
    """One condition: a fact compared with a limit, the clause it stands on, and that clause in a sentence."""

    fact: str
    op: Op
    limit: Fact | tuple[Fact, ...] | Key
    law: Law
    sentence: str


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. Without parts: yes."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds. Without parts: no."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Rule


Rule = Is | All | Any | Not


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What one condition came to. ``limit_verified`` is false where the limit prints 待核."""

    clause: Law
    sentence: str
    fact: str
    fact_value: Fact | None
    limit: Fact | tuple[Fact, ...]
    limit_verified: bool
    answer: Answer


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, a reason for every condition in the order of the rule, and the facts that could change it.

    ``missing`` is empty unless the answer is unknown.
    """

    answer: Answer
    reasons: tuple[Reason, ...]
    missing: tuple[str, ...]


def decide(rule: Rule, facts: Facts, book: Book, *, on: date, scope: str) -> Decision:
    """Decide the rule for the facts, with the limits of the day and place.

    Raises ``parameter-missing`` where the book has no limit, and ``fact-unfit`` where a fact cannot be
    compared with its limit, as words with a number; floats are refused.
    """
    answer, reasons, missing = _decide(rule, facts, book, on, scope)
    return Decision(answer, tuple(reasons), tuple(dict.fromkeys(missing)))


@dataclass(frozen=True, slots=True)
class WhatIf(Generic[Id]):
    """Whom another rule book would treat otherwise. Everyone is in exactly one of the four.

    ``gains`` are certain of a yes that was none before, ``losses`` of a no that was none before;
    ``still_unknown`` are all whose answer after is unknown, whatever it was before.
    """

    gains: tuple[Id, ...]
    losses: tuple[Id, ...]
    unchanged: tuple[Id, ...]
    still_unknown: tuple[Id, ...]


def what_if(
    rule: Rule,
    population: Iterable[tuple[Id, Facts]],
    *,
    before: tuple[Book, date],
    after: tuple[Book, date],
    scope: str,
) -> WhatIf[Id]:
    """Decide the rule for everyone, before and after a change of book or day. Reads the population once."""
    found: dict[str, list[Id]] = {"gains": [], "losses": [], "unchanged": [], "still_unknown": []}
    for who, facts in population:
        old, new = (decide(rule, facts, book, on=on, scope=scope).answer for book, on in (before, after))
        found[_moved(old, new)].append(who)
    return WhatIf(**{name: tuple(people) for name, people in found.items()})


def _moved(old: Answer, new: Answer) -> str:
    if new == "unknown":
        return "still_unknown"
    if new == old:
        return "unchanged"
    return "gains" if new == "yes" else "losses"


_Found = tuple[Answer, list[Reason], list[str]]


def _decide(rule: Rule, facts: Facts, book: Book, on: date, scope: str) -> _Found:
    match rule:
        case Is():
            reason = _reason(rule, facts, book, on, scope)
            return reason.answer, [reason], [rule.fact] if reason.answer == "unknown" else []
        case Not(part):
            answer, reasons, missing = _decide(part, facts, book, on, scope)
            return _NOT[answer], reasons, missing
        case All(parts):
            return _join([_decide(part, facts, book, on, scope) for part in parts], settles="no")
        case Any(parts):
            return _join([_decide(part, facts, book, on, scope) for part in parts], settles="yes")


def _join(found: list[_Found], *, settles: Answer) -> _Found:
    """Join parts of which a single one with the answer ``settles`` settles the whole."""
    answers = {answer for answer, _, _ in found}
    reasons = [reason for _, part, _ in found for reason in part]
    if settles in answers:
        return settles, reasons, []
    if "unknown" in answers:
        return "unknown", reasons, [fact for _, _, part in found for fact in part]
    return _NOT[settles], reasons, []


def _reason(leaf: Is, facts: Facts, book: Book, on: date, scope: str) -> Reason:
    limit, verified = leaf.limit, leaf.law.verified
    if isinstance(limit, Key):
        setting = book.value(limit.name, on=on, scope=scope)
        limit, verified = setting.value, setting.verified
    value = facts.get(leaf.fact)
    answer: Answer = "unknown" if value is None else "yes" if _holds(leaf, value, limit) else "no"
    return Reason(
        clause=leaf.law,
        sentence=leaf.sentence,
        fact=leaf.fact,
        fact_value=value,
        limit=limit,
        limit_verified=verified,
        answer=answer,
    )


def _holds(leaf: Is, value: Fact, limit: Fact | tuple[Fact, ...]) -> bool:
    limits = limit if isinstance(limit, tuple) else (limit,)
    ordered = leaf.op not in ("eq", "ne", "in")
    kinds = {_kind(each) for each in (value, *limits)}
    if (
        len(kinds) != 1
        or "" in kinds
        or (ordered and kinds & {"flag", "words"})
        or (leaf.op == "in") != isinstance(limit, tuple)
    ):
        raise LuoshiError(
            "fact-unfit",
            f"事实 {leaf.fact} 的值 {value!r} 不能与 {limit!r} 比较（{leaf.op}）。"
            "请核对填报的类型；金额用整数分。",
            f"The fact {leaf.fact} is {value!r}, which does not compare with {limit!r} ({leaf.op}). "
            "Check the type that was filled in; money is whole fen.",
        )
    return value in limits if leaf.op == "in" else bool(_OPS[leaf.op](value, limit))


def _kind(value: object) -> str:
    """Return the kind within which values compare; none for a float or a moment."""
    return _KINDS.get(type(value), "")


def facts_of(rule: Rule) -> Iterator[str]:
    """Yield the facts a rule asks for, once each, in its order: what a form must ask."""
    yield from dict.fromkeys(_facts(rule))


def _facts(rule: Rule) -> Iterator[str]:
    match rule:
        case Is(fact=fact):
            yield fact
        case Not(part):
            yield from _facts(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _facts(part)
