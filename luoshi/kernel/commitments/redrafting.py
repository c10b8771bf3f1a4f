"""Bring a reviewed file up to date with a reading, and lose no reviewer's work. No Django."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from luoshi import __version__
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.drafting import draw
from luoshi.kernel.commitments.placing import Placed, place_entry
from luoshi.kernel.commitments.reviewed import Entry, Header, ReviewedFile
from luoshi.kernel.commitments.reviewed.entry import Part
from luoshi.reader.model import Reading

PARTS = ("targets", "deeds", "entities")
_SHARED = 0.5  # share of the shorter of two passages beyond which they are one commitment


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An entry of the file beside what the reading makes of the same words: ``{field: (file, reading)}``."""

    entry: Entry
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraft:
    """A reviewed file brought up to date with a reading, and what that took."""

    file: ReviewedFile
    added: tuple[Entry, ...]
    refreshed: tuple[Entry, ...]  # drafts drawn anew, under the same id
    dropped: tuple[Entry, ...]  # drafts that the reading no longer has
    moved: tuple[tuple[Entry, Entry], ...]  # before and after: the same words at another place
    edited: tuple[tuple[Entry, str], ...]  # the words now read so; the file keeps those reviewed
    orphans: tuple[Entry, ...]  # the words are no longer in the text
    unread: tuple[Entry, ...]  # the words are there, the reading makes no commitment of them
    differing: tuple[Difference, ...]  # the reading sees the same words otherwise


def redraft(file: ReviewedFile | None, reading: Reading, *, force: bool = False) -> Redraft:
    """Bring the file up to date: new commitments get new ids, moved words new offsets, no review is lost.

    With ``force`` the entries that are still drafts are drawn anew, or dropped where the reading no
    longer has them. Raises ``reviewed-other-report`` where file and reading do not belong together.
    """
    file = file or ReviewedFile(header=_header(reading, last=0), entries=())
    require_same_report(file, reading)
    placed = [(entry, place_entry(entry, reading.text)) for entry in file.entries]
    fluid = {entry.id: p for entry, p in placed if force and entry.review.status == "draft"}
    kept = {entry.id: p for entry, p in placed if entry.id not in fluid}

    seen, fresh = _match(draw(reading), kept)
    drawn_anew = {}
    added = []
    last = file.header.last
    for drawn in fresh:
        if former := _partner(drawn, {code: p for code, p in fluid.items() if code not in drawn_anew}):
            drawn_anew[former] = replace(drawn, id=former, review=fluid[former].entry.review)
        else:
            last += 1
            added.append(replace(drawn, id=f"{reading.year}-{last:03d}"))

    stayed = [(entry, p) for entry, p in placed if entry.id in kept]
    promised = [(entry, p) for entry, p in stayed if p.found and entry.review.status != "rejected"]
    entries = [*(_kept(entry, p) for entry, p in stayed), *drawn_anew.values(), *added]
    return Redraft(
        file=ReviewedFile(
            header=_header(reading, last=last),
            entries=tuple(sorted(entries, key=lambda entry: int(entry.id.rpartition("-")[2]))),
        ),
        added=tuple(added),
        refreshed=tuple(entry for entry in drawn_anew.values() if entry != fluid[entry.id].entry),
        dropped=tuple(p.entry for code, p in fluid.items() if code not in drawn_anew),
        moved=tuple((entry, now) for entry, p in stayed if (now := _kept(entry, p)) != entry),
        edited=tuple((entry, p.found.quote) for entry, p in stayed if p.found and _is_edited(entry, p)),
        orphans=tuple(entry for entry, p in stayed if not p.found),
        unread=tuple(entry for entry, _ in promised if entry.id not in seen),
        differing=tuple(
            Difference(entry=entry, fields=fields)
            for entry, p in promised
            if entry.id in seen and (fields := _differences(_kept(entry, p), seen[entry.id]))
        ),
    )


def require_same_report(file: ReviewedFile, reading: Reading) -> None:
    """Raise ``reviewed-other-report`` where the file is about another report than the reading."""
    if (file.header.report, file.header.year) != (reading.report, reading.year):
        ours = f"{file.header.report} ({file.header.year})"
        theirs = f"{reading.report} ({reading.year})"
        raise LuoshiError(
            "reviewed-other-report",
            f"审阅文件属于 {ours}，读取的报告却是 {theirs}。请核对 report 与 year 两项。",
            f"The reviewed file is about {ours}, the report read is {theirs}. Check its report and year.",
        )


def _match(drawn: Iterable[Entry], kept: dict[str, Placed]) -> tuple[dict[str, Entry], list[Entry]]:
    """Return what the reading makes of the entries that stay, and what it has besides."""
    seen: dict[str, Entry] = {}
    fresh = []
    for entry in drawn:
        if code := _partner(entry, kept):
            seen.setdefault(code, entry)
        else:
            fresh.append(entry)
    return seen, fresh


def _partner(drawn: Entry, placed: dict[str, Placed]) -> str | None:
    """Return the id of the entry that stands on the same words, the one that shares most of them."""
    shares = {code: _shared(drawn, p) for code, p in placed.items()}
    best = max(shares, key=shares.__getitem__, default=None)
    return best if best is not None and shares[best] > _SHARED else None


def _shared(drawn: Entry, placed: Placed) -> float:
    if placed.found is None:
        return 0
    a, b = drawn.anchor, placed.found
    return max(0, min(a.end, b.end) - max(a.start, b.start)) / min(a.end - a.start, b.end - b.start)


def _is_edited(entry: Entry, placed: Placed) -> bool:
    return placed.status == "orphan" or placed.entry.anchor.quote != entry.anchor.quote


def _kept(entry: Entry, placed: Placed) -> Entry:
    """Return the entry as it goes into the file: at its new place, but with the words that were reviewed."""
    return entry if _is_edited(entry, placed) else placed.entry


def _header(reading: Reading, *, last: int) -> Header:
    return Header(
        report=reading.report,
        place=reading.place or "",
        year=reading.year or 0,
        sha256=reading.sha256,
        reader=__version__,
        last=last,
    )


def _differences(entry: Entry, drawn: Entry) -> dict[str, tuple[Any, Any]]:
    ours, theirs = _said(entry), _said(drawn)
    return {name: (ours[name], theirs[name]) for name in ours if ours[name] != theirs[name]}


def _said(entry: Entry) -> dict[str, Any]:
    """Return what an entry says of its words; not what is merely derived, like the title."""
    return {
        "quote": entry.anchor.quote,
        **{name: getattr(entry, name) for name in ("kind", "strength", "half", "section", "livelihood")},
        **{part: [_without_place(item) for item in getattr(entry, part)] for part in PARTS},
    }


def _without_place(part: Part) -> dict[str, Any]:
    return {name: value for name, value in asdict(part).items() if name not in ("start", "end")}
