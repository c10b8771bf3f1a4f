"""An item → its sentence with figures and evidence, in words that read back to the same figures. Pure.

``year`` is that of the report being drafted: the review half tells of the year before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from luoshi.kernel.commitments.assessing.codes import GOOD, EventKind, Process
from luoshi.kernel.commitments.nextreport.checking import reads_right, states_nothing
from luoshi.kernel.commitments.nextreport.figures import actual_of, evidence_of, is_provisional, share_of
from luoshi.kernel.commitments.nextreport.items import (
    Figure,
    Item,
    Kind,
    Outstanding,
    Piece,
    Sentence,
    Silent,
)
from luoshi.kernel.commitments.nextreport.phrases import clauses, leads, quoted
from luoshi.kernel.commitments.nextreport.standing import goal_of, kind_of, reasons, said_of

PROVISIONAL = "（初步数）"


def sentence_of(item: Item, *, year: int) -> Sentence | None:
    """Return what the review half says of the item, or None where there is nothing but a reason to give.

    A figure that no way of saying it reads back rightly is left out; ``outstanding_of`` then tells so.
    """
    if item.series is None:
        return _deed(item, year)
    if (figure := actual_of(item)) is None or item.adjusted:
        return _without_figure(item, year)
    found = next((pieces for pieces in _figured(item, figure) if reads_right(pieces, year=year)), None)
    return Sentence(item.promise.code, found) if found else None


def outstanding_of(item: Item, *, year: int) -> Outstanding | None:
    """Return the item's line in the last section with the reason, or None where it is done or on pace."""
    kind = kind_of(item)
    if kind is None:
        untold = item.series and actual_of(item) is not None and sentence_of(item, year=year) is None
        return _line(item, Kind.UNWRITTEN, ("见依据",), year) if untold else None
    return _line(item, kind, reasons(item), year)


def silent_line(silent: Silent, *, year: int) -> Outstanding:
    """Return the line of a commitment that nothing measures."""
    lacks = "、".join(silent.lacks) or "没有可用的指标和佐证"
    ways = (silent.reason, lacks) if silent.reason else (lacks,)
    said = _first((f"无法核验，{way}" for way in ways), year)
    code = silent.promise.code
    name = _title((silent.promise.title,), code, year)
    return Outstanding(Kind.UNKNOWN, Sentence(code, (f"{name}（{quoted(code)}）：{said}",)))


def _figured(item: Item, figure: Figure) -> Iterator[tuple[Piece, ...]]:
    share = share_of(item)
    for with_share in (True, False) if share else (False,):
        for lead in leads(item):
            for clause in clauses(item, figure):
                yield _joined(item, lead, clause, share if with_share else None)


def _joined(item: Item, lead: str, clause: tuple[Piece, ...], share: Figure | None) -> tuple[Piece, ...]:
    pieces: list[Piece] = [lead] if lead else []
    for piece in clause:
        pieces.append(piece)
        if isinstance(piece, Figure):
            pieces += [PROVISIONAL] if is_provisional(item) else []
            pieces.append(evidence_of(item, figure=piece))
    said = said_of(item, with_share=share is not None)
    if share is not None:
        verb = "完成" if item.assessment.verdict in GOOD else "为"
        pieces += [f"，{verb}{goal_of(item)}目标的", share, evidence_of(item, share=True)]
    return (*pieces, f"，{said}") if said else tuple(pieces)


def _without_figure(item: Item, year: int) -> Sentence | None:
    """Return a verdict without its figure: one that is not made public, or the line of a changed target."""
    made = item.assessment
    if made.verdict not in GOOD:
        return None
    why = "" if item.adjusted else "（实际数不公开）"
    name = _title((item.series.title if item.series else "", item.promise.title), item.promise.code, year)
    return Sentence(item.promise.code, (f"{name}{said_of(item)}{why}", evidence_of(item)))


def _deed(item: Item, year: int) -> Sentence | None:
    """Return a verified deed with its basis, a reported one as reported; nothing for any other."""
    made, code = item.assessment, item.promise.code
    name = _title(_deed_names(item), code, year)
    proof = next((event for event in item.events if event.kind is EventKind.DONE and event.ref), None)
    evidence = evidence_of(item)
    if made.actual and proof:
        evidence = replace(evidence, basis=proof.ref, done_on=proof.on)
        late = "" if made.verdict in GOOD else "，晚于期限"
        done = f"{name}已完成{late}"
        basis = _first((f"{done}（依据：{proof.ref}）", f"{done}（依据：{quoted(proof.ref)}）", done), year)
        return Sentence(code, (basis, evidence))
    if made.process is Process.REPORTED_DONE and made.verdict not in GOOD:
        return Sentence(code, (f"{name}报送已完成，尚未核验", evidence))
    return None


def _line(item: Item, kind: Kind, ways: Iterable[str], year: int) -> Outstanding:
    code = item.promise.code
    name = _title(_deed_names(item) if item.series is None else _target_names(item), code, year)
    said = _first(ways, year)
    changed = "（调整后的目标）" if item.adjusted else ""
    words = f"{name}{changed}（{quoted(code)}）：{said}"
    return Outstanding(kind, Sentence(code, (words, evidence_of(item, figure=actual_of(item)))))


def _target_names(item: Item) -> tuple[str, ...]:
    title = item.series.title if item.series else ""
    if item.target.value is None and item.target.quote and item.target.quote != title:
        return (f"{quoted(item.target.quote)}（{title}）", title, item.promise.title)
    return (title, item.promise.title)


def _deed_names(item: Item) -> tuple[str, ...]:
    return (item.promise.title,)


def _title(names: Iterable[str], code: str, year: int) -> str:
    """Return the first name that states no figure by itself, quoted where it must be, else the code."""
    ways = [way for name in names if name for way in (name, quoted(name))]
    return _first((*ways, f"第{quoted(code)}号承诺"), year)


def _first(ways: Iterable[str], year: int) -> str:
    """Return the first way that gives a reader no figure, else the last one."""
    last = ""
    for last in ways:
        if states_nothing(last, year=year):
            return last
    return last
