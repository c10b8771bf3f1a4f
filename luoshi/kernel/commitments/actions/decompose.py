"""任务分解: read a task list, place its rows and, when asked, let it say who answers and by when (D2)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.actions.duties import Wanted, name_of, settle
from luoshi.kernel.commitments.models import (
    ChangeRecord,
    Check,
    Commitment,
    Decomposition,
    DecompositionRow,
    Origin,
    Report,
    Source,
    TargetPlan,
)
from luoshi.kernel.commitments.rights import require_office
from luoshi.kernel.commitments.tracking.decomposing import Plan, place_rows
from luoshi.kernel.commitments.tracking.queries import named_organisations, promises_of
from luoshi.kernel.commitments.tracking.rows import FIELDS, differences, facts_of, latest
from luoshi.kernel.commitments.tracking.tasks import read_tasks
from luoshi.kernel.commitments.tracking.units import Names
from luoshi.kernel.orgs.actor import SYSTEM, Actor
from luoshi.kernel.orgs.models import Organisation

_WHO = "任务分解方案"  # in records, where nobody is named


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposed:
    """What an import did or would do. ``known`` means that this very document was imported before."""

    plan: Plan
    committed: bool = False
    known: bool = False
    assigned: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    dated: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """Return it for people."""
        made = list(self.plan.lines())
        made += [f"  未改期：{each}" for each in self.refused]
        if self.known:
            return [*made, "这份文件以前已经导入，没有写入"]
        if not self.committed:
            return [*made, "试运行，没有写入；加上 --commit 写入"]
        counts = f"分工新增 {len(self.assigned)} · 终止 {len(self.ended)} · 时限 {len(self.dated)}"
        return [*made, f"已写入：{counts}"]


def decompose(
    content: bytes,
    *,
    name: str,
    report: str,
    year: int,
    at: datetime,
    commit: bool = False,
    by: Actor = SYSTEM,
) -> Decomposed:
    """Place the rows of a task list on the report's commitments, and write it all where ``commit`` says so.

    The document is kept by its hash with every row; the same document again writes nothing. Its first-listed
    unit is the lead, its days become the deadlines that the report leaves open. Raises what ``read_tasks``
    raises, ``office-only``, and ``tracking-unadopted`` where the report has no commitments.
    """
    require_office(by)
    promises = promises_of(report)
    if not promises:
        raise LuoshiError(
            "tracking-unadopted",
            f"报告 {report} 没有入库的承诺。请先运行 luoshi commitments adopt {year}。",
            f"No commitments of {report} are in the database. Run luoshi commitments adopt {year}.",
        )
    names = Names.of(named_organisations(), on=timezone.localdate(at))
    plan = place_rows(read_tasks(content, name=name), promises, names, year=year)
    sha256 = hashlib.sha256(content).hexdigest()
    if Decomposition.objects.filter(sha256=sha256).exists():
        return Decomposed(plan=plan, known=True)
    if not commit:
        return Decomposed(plan=plan)
    who = _WHO if by.account is None else name_of(by)
    return _write(plan, content, sha256=sha256, name=name, report=report, year=year, at=at, who=who)


@transaction.atomic
def _write(
    plan: Plan, content: bytes, *, sha256: str, name: str, report: str, year: int, at: datetime, who: str
) -> Decomposed:
    Report.objects.select_for_update().get(slug=report)
    document = Decomposition.objects.create(sha256=sha256, name=name[:200], year=year, content=content, at=at)
    rows = DecompositionRow.objects.bulk_create(
        DecompositionRow(
            document=document,
            number=placed.row.number,
            task=placed.row.task,
            units=placed.row.units,
            limit=placed.row.limit,
            deadline=placed.deadline,
            problems=[*placed.problems, *placed.notes],
        )
        for placed in plan.rows
    )
    commitments = {one.code: one for one in Commitment.objects.filter(report__slug=report, withdrawn=False)}
    links: Any = DecompositionRow.commitments.through
    links.objects.bulk_create(
        links(decompositionrow_id=row.pk, commitment_id=commitments[match.code].pk)
        for row, placed in zip(rows, plan.rows, strict=True)
        for match in placed.matches
    )
    wanted, deadlines = _wanted(plan, rows, commitments)
    touched = [commitments[code] for code in dict.fromkeys(one.commitment.code for one in wanted)]
    assigned, ended = settle(wanted, of=touched, at=at, who=who, reason=f"导入《{document.name}》")
    dated, refused = _date(deadlines, report=report, document=document, at=at, who=who)
    return Decomposed(
        plan=plan,
        committed=True,
        assigned=tuple(assigned),
        ended=tuple(ended),
        dated=tuple(dated),
        refused=tuple(refused),
    )


def _wanted(
    plan: Plan, rows: list[DecompositionRow], commitments: dict[str, Commitment]
) -> tuple[list[Wanted], dict[str, date]]:
    """Return who is to answer and the last day of each commitment. A second row's lead is responsible."""
    bodies = {one.code: one for one in Organisation.objects.all()}
    wanted: dict[tuple[str, str], Wanted] = {}
    leads: set[str] = set()
    deadlines: dict[str, date] = {}
    for row, placed in zip(rows, plan.rows, strict=True):
        if not placed.placed:
            continue
        for match in placed.matches:
            for unit in placed.units:
                part: str = "responsible" if unit.part == "lead" and match.code in leads else unit.part
                leads |= {match.code} if part == "lead" else set()
                wanted.setdefault(
                    (match.code, unit.code),
                    Wanted(
                        commitment=commitments[match.code],
                        organisation=bodies[unit.code],
                        part=part,
                        source=Source.DECOMPOSITION,
                        confirmed=True,
                        row=row,
                    ),
                )
            if placed.deadline:
                deadlines[match.code] = max(placed.deadline, deadlines.get(match.code, date.min))
    return list(wanted.values()), deadlines


def _date(
    deadlines: dict[str, date], *, report: str, document: Decomposition, at: datetime, who: str
) -> tuple[list[str], list[str]]:
    """Give targets and checks the document's day. A day that already stands otherwise is not moved so."""
    dated: list[str] = []
    refused: list[str] = []
    records: list[ChangeRecord] = []
    for model, what in ((TargetPlan, "target"), (Check, "check")):
        versions: dict[tuple[str, str, int], list[Any]] = defaultdict(list)
        found: Any = model.objects.filter(commitment__report__slug=report, commitment__code__in=deadlines)
        for row in found.select_related("commitment"):
            key = (row.commitment.code, getattr(row, "quote", ""), getattr(row, "nth", 1))
            versions[key].append(row)
        fresh = []
        for (code, quote, _), kept in versions.items():
            old, day, name = latest(kept, change=False), deadlines[code], f"{code} {quote or what}"
            if old is None or old.withdrawn or (old.deadline == day and old.deadline_from != "period"):
                continue
            if old.deadline_from != "period" or day > old.deadline:
                refused.append(f"{name} 现为 {old.deadline}，方案为 {day}；改期请走目标调整")
                continue
            fresh.append(_dated(model, old, day, kept, at))
            dated.append(f"{name} {day}")
            records.append(_record(fresh[-1], old, what, document, at, who))
        made = model.objects.bulk_create(fresh)
        assert len(made) == len(fresh)
    ChangeRecord.objects.bulk_create(records)
    return dated, refused


def _dated(model: Any, old: Any, day: date, kept: list[Any], at: datetime) -> Any:
    words = {"quote": old.quote, "nth": old.nth} if model is TargetPlan else {}
    values = {name: getattr(old, name) for name in FIELDS[model]}
    return model(
        commitment=old.commitment,
        version=max(row.version for row in kept) + 1,
        origin=Origin.DECOMPOSITION,
        valid_from=timezone.localdate(at),
        recorded_at=at,
        **words,
        **values | {"deadline": day, "deadline_from": "decomposition"},
    )


def _record(new: Any, old: Any, what: str, document: Decomposition, at: datetime, who: str) -> ChangeRecord:
    return ChangeRecord(
        commitment=new.commitment,
        plan=new if isinstance(new, TargetPlan) else None,
        what=what,
        origin=Origin.DECOMPOSITION,
        quote=getattr(new, "quote", ""),
        changes=differences(facts_of(old), facts_of(new)),
        reason="任务分解方案写明的完成时限",
        who=who,
        approved_by=document.name,
        at=at,
    )
