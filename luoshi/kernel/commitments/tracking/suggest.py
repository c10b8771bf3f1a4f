"""建议牵头单位: rank organisations for a commitment by its words, and say which words decided. No Django.

Signs, in falling order: the organisation's name stands in the words; a duty word stands in them; a duty word
shares most of its pairs of characters with them. Rarer duty words weigh more than those many bodies share.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from luoshi.kernel.commitments.reviewed import Entry
from luoshi.kernel.commitments.tracking.matching import pairs_of, plain

_NAME, _AREA = Decimal(3), Decimal("0.5")  # a body's own name in the words; a district's says where, not who
_QUOTE, _TITLE, _INDICATOR = Decimal("1.0"), Decimal("0.6"), Decimal("0.5")
_CONTEXT, _SECTION = Decimal("0.2"), Decimal("0.3")  # the words before it; the titles it stands under
_LEAST_SHARED = Decimal("0.6")  # of a duty word's pairs, where it does not stand whole
_PART = Decimal("0.4")  # what a word that stands only in part weighs of one that stands whole
_PLACE = re.compile(r"(人民政府|满族自治县|自治县|市|县|区)$")
_SENTENCE = re.compile(r"[。；;\n①-⑳]")
_ANSWERS = frozenset({"department", "institution", "enterprise", "district"})  # to the city's government
_BODIES = frozenset({"department", "institution"})


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of an organisation: its code, names, sort and duty words."""

    code: str
    name: str
    short: str
    kind: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An organisation with its weight and the words that gave it."""

    code: str
    weight: Decimal
    words: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Return why it is suggested."""
        return f"按职责词：{'、'.join(self.words)}"


def suggest(entry: Entry, bodies: Iterable[Body], *, titles: Sequence[str] = ()) -> list[Suggestion]:
    """Rank the organisations with any sign, best first; equal ones by code, so always in the same order.

    ``titles`` are those of the sections the commitment stands under. A district
    comes in only by its name, and weighs little by it.
    """
    known = sorted((body for body in bodies if body.kind in _ANSWERS), key=lambda body: body.code)
    common = Counter(duty for body in known for duty in set(body.duties))
    fields = _fields(entry, titles)
    ranked = []
    for body in known:
        weights = [(_weight_of(duty, fields) / common[duty], duty) for duty in dict.fromkeys(body.duties)]
        found = [(weight, duty) for weight, duty in weights if weight > 0]
        weight = _NAME if body.kind in _BODIES else _AREA
        found += [(weight, name) for name in _names_in(body, fields[0][0])]
        if found:
            strongest = sorted(found, key=lambda each: (-each[0], each[1]))
            total = sum((weight for weight, _ in strongest), Decimal(0))
            ranked.append(Suggestion(body.code, total, tuple(word for _, word in strongest)))
    return sorted(ranked, key=lambda each: (-each.weight, each.code))


def _fields(entry: Entry, titles: Sequence[str]) -> list[tuple[str, frozenset[str], Decimal]]:
    indicators = "，".join(target.indicator for target in entry.targets)
    texts = [
        (entry.anchor.quote, _QUOTE),
        (entry.title, _TITLE),
        (indicators, _INDICATOR),
        (_SENTENCE.split(entry.anchor.prefix)[-1], _CONTEXT),
        ("，".join(titles), _SECTION),
    ]
    return [(plain(text), pairs_of(text), weight) for text, weight in texts]


def _weight_of(duty: str, fields: list[tuple[str, frozenset[str], Decimal]]) -> Decimal:
    """Return what the duty word weighs: longer words say more, the field where it stands counts once."""
    word, pairs = plain(duty), pairs_of(duty)
    length = Decimal(min(len(word), 6)) / 2
    best = Decimal(0)
    for text, shared, weight in fields:
        if word in text:
            best = max(best, weight * length)
        elif len(pairs) > 1:
            share = Decimal(len(pairs & shared)) / len(pairs)
            if share >= _LEAST_SHARED:
                best = max(best, weight * length * share * _PART)
    return best


def _names_in(body: Body, text: str) -> list[str]:
    names = {plain(body.name), plain(body.short), _PLACE.sub("", plain(body.short))}
    return sorted(name for name in names if len(name) >= 2 and name in text)[:1]
