"""How strongly a promise binds: the words that govern it decide before its comparator does."""

from __future__ import annotations

import re

from luoshi.reader.model import CommitmentKind, Strength
from luoshi.reader.promises.promise import Promise

_WORDS: tuple[tuple[Strength, re.Pattern[str]], ...] = (
    (
        "binding",
        re.compile(
            r"确保|必须|务必|务求|坚决|守牢|守住|严守|严控|严格控制|一律|不得|严禁|保证(?!金)|约束性|底线|红线"
        ),
    ),
    # 争取资金 is what is done, not how surely.
    ("aspirational", re.compile(r"力争|争取(?![^,]{0,16}(?:资金|国债|债券|政策))|力求|努力|奋力|争创|冲刺")),
)
_QUOTED = re.compile(r"“[^”]*”")
_BINDING_COMPARATOR = re.compile(r"不低于|不少于|不超过|不高于|不突破|至少|不降低|不减少|只增不减|只减不增")


def strength_of(promise: Promise, kind: CommitmentKind) -> Strength:
    """Return the strength the wording gives: the first governing word, then the comparator, then the kind.

    A plain plan or 预期目标 is ``expected``. An item of the 民生实事 list is binding whatever it says: the
    caller settles that.
    """
    said = _QUOTED.sub("", promise.said)
    governing = _QUOTED.sub("", promise.carried) + "," + said
    places = [(match.start(), strength) for strength, word in _WORDS if (match := word.search(governing))]
    if places:
        return min(places)[1]
    if _BINDING_COMPARATOR.search(said):
        return "binding"
    return "directional" if kind == "directional" else "expected"
