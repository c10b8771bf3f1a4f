"""Write what was planned, through the same verb as everything else: every row or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.problems import Problem, require_none
from luoshi.kernel.cases.actions import open_case
from luoshi.kernel.cases.sheets.planning import Fault, Plan
from luoshi.kernel.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class Imported:
    """Codes of the cases that were opened, and of those that had been before, in the order of rows."""

    opened: tuple[str, ...]
    existing: tuple[str, ...]


@transaction.atomic
def commit_import(plan: Plan, *, by: Actor, at: datetime) -> Imported:
    """Open a case for every new row of the plan. The same plan again opens none.

    Raises ``import-faults`` with the plan's faults, or the first error of a row with its number; then
    nothing was written.
    """
    require_none([_problem(fault) for fault in plan.faults], code="import-faults", name=plan.name)
    opened: list[str] = []
    existing: list[str] = []
    for row in plan.rows:
        if row.existing:
            existing.append(row.existing)
            continue
        try:
            case = open_case(plan.type, by=by, data=row.data, at=at, key=row.key)
        except LuoshiError as error:
            raise LuoshiError(
                error.code, f"第{row.number}行：{error.zh}", f"Row {row.number}: {error.en}"
            ) from error
        (opened if case.opened_at == at else existing).append(case.code)
    return Imported(tuple(opened), tuple(existing))


def _problem(fault: Fault) -> Problem:
    said = f"“{fault.value}”：" if fault.value else ""
    return Problem(fault.where, f"{said}{fault.why}", f"{said}{fault.why}")
