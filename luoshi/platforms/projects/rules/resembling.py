"""Which projects are entered twice, and which are one that was cut in parts: pure, each finding explained.

Two projects are compared only where they share a firm, a place or a name, so that the work grows with the
number of projects and not with its square. Nothing is decided: a person looks at each finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import combinations
from math import cos, hypot, radians

from luoshi.platforms.projects.rules.naming import Name, name_of, plain

_CELL = 0.004  # degrees: some 440 m by 320 m here
_DEGREE = 111_320  # metres
_CROWD = 250  # a block that holds more says nothing
_RIVALS = 95  # how near the names of two firms' projects must be to be one
DUPLICATE, SPLIT = "duplicate", "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A project as it is compared. ``planned`` is fen."""

    code: str
    name: str
    planned: int
    proposed_on: date
    developer: str = ""
    uscc: str = ""
    address: str = ""
    locality: str = ""
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """From where on two projects resemble. Shares are per cent; ``days`` lie between parts at most."""

    alike: int
    nearby: int  # metres
    money: int
    days: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Projects that resemble, why, and what they come to together, in fen."""

    kind: str
    codes: tuple[str, ...]
    alike: int
    why: tuple[str, ...]
    planned: int


@dataclass(frozen=True, slots=True)
class _Read:
    entry: Entry
    name: Name
    signs: frozenset[tuple[str, int]]
    firm: str
    site: str


def resembling(entries: Iterable[Entry], bounds: Bounds) -> list[Finding]:
    """Return what resembles: parts of one project as one finding, projects entered twice in pairs."""
    read = [_read(entry) for entry in entries]
    duplicates: list[Finding] = []
    parts: list[tuple[int, int, Finding]] = []
    for one, other in sorted(_pairs(read, bounds)):
        found = _compared(read[one], read[other], bounds)
        if found is None:
            continue
        if found.kind == SPLIT:
            parts.append((one, other, found))
        else:
            duplicates.append(found)
    everything = [*_joined(read, parts), *duplicates]
    return sorted(everything, key=lambda finding: (finding.kind != SPLIT, -finding.planned, finding.codes))


def _read(entry: Entry) -> _Read:
    name = name_of(entry.name)
    return _Read(entry, name, _signs(name.core), plain(entry.developer), plain(entry.address))


def _signs(text: str) -> frozenset[tuple[str, int]]:
    """Return the signs of the text, each with which of its kind it is."""
    return frozenset((sign, text[:at].count(sign)) for at, sign in enumerate(text))


def _pairs(read: Sequence[_Read], bounds: Bounds) -> set[tuple[int, int]]:
    """Return which are to be compared: those that share a block, unless a glance rules them out."""
    blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(read):
        for key in _keys(one):
            blocks[key].append(at)
    return {
        (one, other)
        for block in blocks.values()
        if len(block) <= _CROWD
        for one, other in combinations(block, 2)
        if _could_be(read[one], read[other], bounds)
    }


def _could_be(one: _Read, other: _Read, bounds: Bounds) -> bool:
    """Tell whether sums and signs leave it possible; what names share bounds how near they can be."""
    marked = one.name.mark and other.name.mark
    if not marked and _apart(one.entry.planned, other.entry.planned) > bounds.money:
        return False
    return 200 * len(one.signs & other.signs) >= bounds.alike * (len(one.signs) + len(other.signs))


def _keys(one: _Read) -> Iterator[tuple[object, ...]]:
    entry = one.entry
    place = entry.locality or one.name.core[:3]
    for firm in filter(None, (entry.uscc, one.firm)):
        yield "firm", firm, place
    if one.site:
        yield "site", one.site
    yield "name", one.name.core
    if entry.longitude is not None and entry.latitude is not None:
        across, up = int(entry.longitude / _CELL), int(entry.latitude / _CELL)
        for shift in ((0, 0), (0, 1), (1, 0), (1, 1)):  # neighbours share one of the four
            yield "cell", shift, (across + shift[0]) // 2, (up + shift[1]) // 2


def _compared(one: _Read, other: _Read, bounds: Bounds) -> Finding | None:
    alike = _alike(one, other)
    if alike < bounds.alike:
        return None
    firm, site = _same_firm(one, other), _same_site(one, other, bounds.nearby)
    marks = one.name.mark, other.name.mark
    if all(marks) and marks[0] != marks[1] and one.name.kind == other.name.kind:
        return _as_parts(one, other, alike, firm, site, bounds)
    if any(marks) and marks[0] != marks[1] and not site:
        return None
    return _as_duplicate(one, other, alike, firm, site, bounds)


def _as_parts(one: _Read, other: _Read, alike: int, firm: str, site: str, bounds: Bounds) -> Finding | None:
    days = abs((one.entry.proposed_on - other.entry.proposed_on).days)
    known = firm or not (one.firm and other.firm)  # two firms that are told apart build two projects
    if days > bounds.days or not (site and known):
        return None
    marks = f"名称只差“{one.name.mark}{one.name.kind}”“{other.name.mark}{other.name.kind}”"
    why = (marks, firm, site, f"先后{days}天提出")
    return _finding(SPLIT, (one, other), alike, tuple(filter(None, why)))


def _as_duplicate(
    one: _Read, other: _Read, alike: int, firm: str, site: str, bounds: Bounds
) -> Finding | None:
    apart = _apart(one.entry.planned, other.entry.planned)
    same = one.name.figures == other.name.figures
    rivals = one.firm and other.firm and not firm
    known = (firm or same) if site else (firm and same and not _elsewhere(one, other))
    if apart > bounds.money or not known or (rivals and alike < _RIVALS):
        return None
    why = (f"名称相近{alike}%", firm, site, f"计划总投资相差{apart}%")
    return _finding(DUPLICATE, (one, other), alike, tuple(filter(None, why)))


def _finding(kind: str, read: Sequence[_Read], alike: int, why: tuple[str, ...]) -> Finding:
    codes = tuple(sorted(one.entry.code for one in read))
    return Finding(kind, codes, alike, why, sum(one.entry.planned for one in read))


def _alike(one: _Read, other: _Read) -> int:
    """Return in per cent how near the names are."""
    if one.name.core == other.name.core:
        return 100
    return int(SequenceMatcher(None, one.name.core, other.name.core, autojunk=False).ratio() * 100)


def _apart(one: int, other: int) -> int:
    low, high = sorted((one, other))
    return (high - low) * 100 // high if high else 0


def _same_firm(one: _Read, other: _Read) -> str:
    if one.entry.uscc and one.entry.uscc == other.entry.uscc:
        return "同一统一社会信用代码"
    return "同一项目单位" if one.firm and one.firm == other.firm else ""


def _same_site(one: _Read, other: _Read, nearby: int) -> str:
    if one.site and one.site == other.site:
        return "同一建设地点"
    metres = _metres(one.entry, other.entry)
    return f"相距{metres}米" if metres is not None and metres <= nearby else ""


def _elsewhere(one: _Read, other: _Read) -> bool:
    """Tell whether both say where they are, and it is not the same."""
    return _metres(one.entry, other.entry) is not None or bool(one.site and other.site)


def _metres(one: Entry, other: Entry) -> int | None:
    if None in (one.longitude, one.latitude, other.longitude, other.latitude):
        return None
    up = (one.latitude or 0) - (other.latitude or 0)
    across = ((one.longitude or 0) - (other.longitude or 0)) * cos(radians(one.latitude or 0))
    return round(hypot(up, across) * _DEGREE)


def _joined(read: Sequence[_Read], parts: Sequence[tuple[int, int, Finding]]) -> Iterator[Finding]:
    """Yield the parts of each project together: what is part of the same as another is part of one."""
    root = {at: at for pair in parts for at in pair[:2]}

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for one, other, _ in parts:
        root[top(other)] = top(one)
    groups: dict[int, list[tuple[int, int, Finding]]] = defaultdict(list)
    for pair in parts:
        groups[top(pair[0])].append(pair)
    for pairs in groups.values():
        members = sorted({at for pair in pairs for at in pair[:2]})
        first = pairs[0][2]
        yield _finding(SPLIT, [read[at] for at in members], min(pair[2].alike for pair in pairs), first.why)
