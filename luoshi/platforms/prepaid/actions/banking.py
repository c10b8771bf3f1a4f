"""Bring in a bank's statement: once each line, whatever order its files come in, cut off or sent twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import transaction

from luoshi.kernel.cases.actions.bulk import copy_rows
from luoshi.kernel.prepared import ask
from luoshi.platforms.prepaid.actions.booking import as_it_came, book, book_waiting, only_one
from luoshi.platforms.prepaid.actions.claiming import match_again
from luoshi.platforms.prepaid.actions.naming import Told
from luoshi.platforms.prepaid.bank.statements import Balance, Line, Statement, read_statement
from luoshi.platforms.prepaid.models import BankBalance, BankFile

_CHUNK = 5_000  # lines in one transaction
_COLUMNS = (
    *("file_id", "account", "serial", "day", "amount", "tail", "purpose"),
    *("shop_id", "kind", "ref", "matched", "spare", "matched_at", "booked_at"),
)
_KNOWN = """
SELECT line.account, line.serial, line.day, line.amount
  FROM unnest(%s::text[], %s::text[]) AS asked (account, serial)
  JOIN prepaid_bankline AS line ON line.account = asked.account AND line.serial = asked.serial
"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file brought: how many lines are new and how many were known; what had waited and went on."""

    file: BankFile
    new: int
    booked_later: int
    matched_later: int


def import_statement(content: bytes, *, name: str, at: datetime) -> Imported:
    """Bring in a statement of a bank. The same content again brings nothing; one cut off goes on.

    Raises ``bank-file-encoding`` and ``bank-file-wrong``; then nothing was written.
    """
    statement = read_statement(content, name=name)
    file = _file(statement, at=at)
    new = 0
    if file.finished_at is None:
        new = sum(_bring(chunk, file, at=at) for chunk in _chunks(statement.lines))
        _finish(file, statement.balances, at=at)
    return Imported(file, new, book_waiting(at=at), match_again(at=at))


def _file(statement: Statement, *, at: datetime) -> BankFile:
    balances = statement.balances
    first, last = min(one.day for one in balances), max(one.day for one in balances)
    values = {
        "name": statement.name[:200],
        "day": last,
        "opening": sum(one.opening for one in balances if one.day == first),
        "closing": sum(one.closing for one in balances if one.day == last),
        "lines": len(statement.lines),
        "imported_at": at,
    }
    file, _ = BankFile.objects.get_or_create(sha256=statement.sha256, defaults=values)
    return file


def _chunks(lines: Sequence[Line]) -> Iterator[list[Line]]:
    for _, of_day in groupby(sorted(lines, key=_day), key=_day):
        rest = list(of_day)
        for start in range(0, len(rest), _CHUNK):
            yield rest[start : start + _CHUNK]


def _day(line: Line) -> date:
    return line.day


@transaction.atomic
def _bring(lines: Sequence[Line], file: BankFile, *, at: datetime) -> int:
    only_one()
    known = {(account, serial): (day, amount) for account, serial, day, amount in _known(lines)}
    fresh: list[Told] = []
    conflicts: list[list[str | int]] = []
    doubled = 0
    for line in lines:
        key, said = (line.account, line.serial), (line.day, line.amount)
        if key not in known:
            known[key] = said
            fresh.append(_told(line))
        elif known[key] == said:
            doubled += 1
        else:
            conflicts.append([line.account, line.serial, line.day.isoformat(), line.amount])
    if fresh:
        book(fresh, at=at)
        copy_rows("prepaid_bankline", _COLUMNS, (_copied(line, file) for line in fresh))
    _count(file, doubled=doubled, conflicts=conflicts)
    return len(fresh)


def _known(lines: Iterable[Line]) -> list[tuple[str, str, date, int]]:
    columns = zip(*((line.account, line.serial) for line in lines), strict=True)
    return [(a, s, day, amount) for a, s, day, amount in ask(_KNOWN, [list(one) for one in columns])]


def _told(line: Line) -> Told:
    told = Told(line.account, line.serial, line.day, line.amount, line.tail, line.purpose)
    as_it_came(told)
    return told


def _copied(line: Told, file: BankFile) -> tuple[object, ...]:
    shop = line.shop.pk if line.shop else None
    said = (file.pk, line.account, line.serial, line.day, line.amount, line.tail, line.purpose)
    return (*said, shop, line.kind, line.ref, line.matched, line.spare, line.matched_at, line.booked_at)


def _count(file: BankFile, *, doubled: int, conflicts: list[list[str | int]]) -> None:
    if doubled or conflicts:
        file.doubled += doubled
        file.conflicts = [one for one in file.conflicts if one not in conflicts] + conflicts
        file.save(update_fields=["doubled", "conflicts"])


@transaction.atomic
def _finish(file: BankFile, balances: Iterable[Balance], *, at: datetime) -> None:
    BankBalance.objects.bulk_create(
        [
            BankBalance(file=file, account=one.account, day=one.day, opening=one.opening, closing=one.closing)
            for one in balances
        ],
        update_conflicts=True,
        unique_fields=["account", "day"],
        update_fields=["file", "opening", "closing"],
    )
    file.finished_at = at
    file.save(update_fields=["finished_at"])
