"""Who answers for what: departments with what they lead and what they support, told apart, never scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils.translation import gettext as _

from luoshi.kernel.commitments.judging.queries import Standing, counted
from luoshi.kernel.commitments.tracking.queries import Answerable, answerable
from luoshi.kernel.orgs.models import Organisation
from luoshi.portal.standing import Board

SMALL = 5  # fewer than so many are not to be compared, where no rule set says


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with the commitments it leads, answers for and supports."""

    organisation: Organisation
    lead: tuple[Standing, ...]
    responsible: tuple[Standing, ...]
    support: tuple[Standing, ...]
    suggested: bool  # whether any of it is only suggested
    least: int

    @property
    def counts(self) -> dict[str, int]:
        """Return how many of those it leads are in each class."""
        return counted(self.lead)

    @property
    def small(self) -> bool:
        """Tell whether it leads too few to be compared."""
        return 0 < len(self.lead) < self.least

    @property
    def parts(self) -> list[tuple[str, tuple[Standing, ...]]]:
        """Return what it does, the leading part first."""
        parts = (("lead", self.lead), ("responsible", self.responsible), ("support", self.support))
        return [(part, items) for part, items in parts if items]


def units_of(board: Board, report: str, *, on: date) -> list[Unit]:
    """Return every unit that answers for something on the day, in the order of the directory. Two queries."""
    grouped: dict[int, list[Answerable]] = {}
    bodies: dict[int, Organisation] = {}
    for one in answerable(report, on=on):
        grouped.setdefault(one.organisation.pk, []).append(one)
        bodies[one.organisation.pk] = one.organisation
    made = [_unit(bodies[pk], rows, board) for pk, rows in grouped.items()]
    return sorted(made, key=lambda unit: unit.organisation.path)


def unit_of(board: Board, report: str, code: str, *, on: date) -> Unit:
    """Return one unit. Raises Http404 where there is none of that code."""
    rows = [one for one in answerable(report, on=on) if one.organisation.code == code]
    if rows:
        return _unit(rows[0].organisation, rows, board)
    body = Organisation.objects.filter(code=code).first()
    if body is None:
        raise Http404(_("没有代码为 %(code)s 的单位。可在“责任单位”中查找。") % {"code": code})
    return _unit(body, [], board)


def _unit(body: Organisation, rows: Sequence[Answerable], board: Board) -> Unit:
    by_code = {item.commitment.code: item for item in board.items}

    def those(part: str) -> tuple[Standing, ...]:
        return tuple(
            by_code[one.commitment] for one in rows if one.part == part and one.commitment in by_code
        )

    rule = board.rule
    return Unit(
        organisation=body,
        lead=those("lead"),
        responsible=those("responsible"),
        support=those("support"),
        suggested=any(not one.confirmed for one in rows),
        least=rule.small_n if rule else SMALL,
    )


def leads_of(report: str, *, on: date) -> dict[str, Answerable]:
    """Return who leads each commitment on the day, by code."""
    return {one.commitment: one for one in answerable(report, on=on) if one.part == "lead"}
