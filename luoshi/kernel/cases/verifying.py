"""Is the history what it was? Checked from the rows alone, and exact to the event that is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from luoshi.kernel.cases.chain import START, link, root, text_of
from luoshi.kernel.cases.fold import Standing, fold
from luoshi.kernel.cases.models import Case, DailyRoot, Event, Head
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.cases.standing import code_of, standing_of


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found. ``seq`` is the first event that is not what its hash says; None: all is well."""

    events: int
    seq: int | None = None
    why: str = ""

    @property
    def sound(self) -> bool:
        """Tell whether nothing was found."""
        return self.seq is None and not self.why


def verify(case: Case) -> Verdict:
    """Recompute the chain of the case, and compare its head and its row with what the events add up to."""
    events = list(case.events.all())
    previous = START
    for number, event in enumerate(events, start=1):
        if event.seq != number:
            return Verdict(len(events), number, f"第{number}步缺失")
        if event.previous != previous or event.hash != link(previous, text_of(case.code, event)):
            return Verdict(len(events), number, f"第{number}步与指纹不符")
        previous = event.hash
    if not events or len(events) < case.version:
        return Verdict(len(events), len(events) + 1, f"第{len(events) + 1}步缺失")
    if case.head != previous:
        return Verdict(len(events), len(events), "末步与事项所记的链首不符")
    said = replay(case, events=events)
    row = (case.opener_id, case.opened_at, case.moved_at, case.unit.code)
    if row != (events[0].by_id, events[0].at, events[-1].at, said.unit) or said != standing_of(
        case, assisting_of(case, said)
    ):
        return Verdict(len(events), why="事项现状与记录推算不符")
    return Verdict(len(events))


def replay(case: Case, *, at: datetime | None = None, events: Iterable[Event] | None = None) -> Standing:
    """Return the standing that the events add up to, at the moment given or now."""
    known = case.events.all() if events is None else events
    return fold(case_type(case.type), (e for e in known if at is None or e.at <= at))


def assisting_of(case: Case, said: Standing) -> tuple[str, ...]:
    """Return the codes of the units asked to help by their rows, in the order in which events say them."""
    asked = {code_of(task.path) for task in case.tasks.all()}
    return tuple(code for code in said.assisting if code in asked) + tuple(
        sorted(asked - set(said.assisting))
    )


def verify_day(day: date) -> Verdict:
    """Recompute the root of the day from the heads it covers, and each head from its event."""
    taken = DailyRoot.objects.filter(day=day).first()
    if taken is None:
        return Verdict(0, why="这一天没有日根")
    heads = heads_until(day, including=True)
    if root((code, *head) for code, head in heads.items()) != taken.hash:
        return Verdict(len(heads), why="链首与日根不符")
    same = Event.objects.filter(case__code=OuterRef("code"), seq=OuterRef("seq"), hash=OuterRef("hash"))
    changed = (
        Head.objects.filter(~Exists(same), root__day__lte=day).order_by("code").values_list("code", flat=True)
    )
    wrong = list(dict.fromkeys(changed))
    return Verdict(len(heads), why=f"与日根不符的事项：{'、'.join(wrong[:10])}" if wrong else "")


def heads_until(day: date, *, including: bool = False) -> dict[str, tuple[int, str]]:
    """Return the last known event of every case before the day, by code."""
    kept = Head.objects.filter(root__day__lte=day) if including else Head.objects.filter(root__day__lt=day)
    latest = kept.order_by("code", "-root__day").distinct("code")
    return {code: (seq, digest) for code, seq, digest in latest.values_list("code", "seq", "hash")}
