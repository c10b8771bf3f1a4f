"""What the ledger says of one project's money: each entry in its order, and each account. Two queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from luoshi.kernel.ledger.models import Account
from luoshi.kernel.prepared import ask
from luoshi.platforms.projects.accounts import ALL
from luoshi.platforms.projects.models import Project
from luoshi.platforms.projects.models.fund import Source

_TITLES = {kind.key: kind.title for kind in ALL.values()}
_KINDS = {
    **{"allocate": "资金下达", "pay": "支付", "return": "缴回", "borrow": "借入"},
    **{"repay": "还款", "correction": "冲正"},
}
_LINES = """
SELECT l.move, l.effective_on, l.posted_at, l.kind, l.ref, o.type, a.type, l.amount
  FROM ledger_account a JOIN ledger_leg l ON l.account = a.id JOIN ledger_account o ON o.id = l.other
 WHERE a.owner = %s AND l.amount > 0 ORDER BY l.effective_on, l.move
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One move: from which account to which, fen, and which application it is for."""

    move: int
    on: date
    at: datetime
    kind: str
    application: str
    debit: str
    credit: str
    amount: int


@dataclass(frozen=True, slots=True)
class Standing:
    """An account as it stands, in fen as people read it."""

    source: str
    title: str
    amount: int


@dataclass(frozen=True, slots=True)
class Statement:
    """All moves and accounts of a project, and what the accounts come to: nothing, if all is well."""

    lines: list[Line]
    accounts: list[Standing]
    sum: int


def statement_of(project: Project) -> Statement:
    """Return the project's entries and accounts."""
    rows = ask(_LINES, [project.code])
    accounts = list(Account.objects.filter(owner=project.code, type__in=_TITLES).order_by("code"))
    titles = dict(Source.choices)
    return Statement(
        lines=[
            Line(
                move, on, at, _KINDS.get(kind, kind), ref, _TITLES.get(debit, debit), _TITLES[credit], amount
            )
            for move, on, at, kind, ref, debit, credit, amount in rows
            if credit in _TITLES
        ],
        accounts=[
            Standing(str(titles[row.code.rpartition(":")[2]]), _TITLES[row.type], row.shown)
            for row in sorted(accounts, key=lambda row: row.code.rpartition(":")[2])
        ],
        sum=sum(row.posted for row in accounts),
    )
