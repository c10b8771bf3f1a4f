"""Places that a text names: estates, roads and villages, told by their last character and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

Name = tuple[str, str]  # kind and the last characters of the name, as its beginning cannot be told

_NO_NAME = "的这那个条我在本全各了是请该每某有为和与到从给对把被何么同多几整"
_HAN = rf"(?![{_NO_NAME}])[\u4e00-\u9fff]"
_KINDS = {
    "estate": rf"{_HAN}{{2}}(?:小区|花园|家园|新城|公寓|嘉园|新村|名城)|{_HAN}{{2}}(?:苑|庭)",
    "road": rf"{_HAN}{{2}}(?:大道|路(?!口|段|灯|面|线|由|边|人|况|障)|街(?!道|头|边))",
    "village": rf"{_HAN}{{2}}村(?!民|委|里|口|支)",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}
_SHARE = 0.25  # of the mentions of a kind, for a name to stand for a cluster


def named_places(text: str) -> set[Name]:
    """Return the places named, each by its kind and the end of its name."""
    return {(kind, name) for kind, pattern in _PATTERNS.items() for name in pattern.findall(text)}


def standing_for(mentions: Iterable[set[Name]]) -> set[Name]:
    """Return the places that a cluster is about: of each kind those that a fair share of mentions name."""
    counts = Counter(name for names in mentions for name in names)
    of_kind: Counter[str] = Counter()
    for (kind, _), count in counts.items():
        of_kind[kind] += count
    return {name for name, count in counts.items() if count >= _SHARE * of_kind[name[0]]}


def apart(one: set[Name], other: set[Name]) -> bool:
    """Tell whether two things name different places of one kind and share none of that kind."""
    mine, theirs = _by_kind(one), _by_kind(other)
    return any(not mine[kind] & theirs[kind] for kind in mine.keys() & theirs.keys())


def _by_kind(names: set[Name]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for kind, name in names:
        found.setdefault(kind, set()).add(name)
    return found
