"""What the ledger says: an account as it stood, its lines, everything side by side. Amounts in fen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from luoshi.kernel.ledger.models import Account, DayBalance
from luoshi.kernel.prepared import ask

_BALANCE = """
SELECT coalesce(sum(amount), 0)::bigint FROM ledger_leg
 WHERE account = %(account)s AND effective_on <= %(on)s
   AND (%(known_at)s::timestamptz IS NULL OR posted_at <= %(known_at)s)
"""
_STATEMENT = """
SELECT l.move, l.key, l.kind, l.ref, o.code, l.effective_on, l.posted_at, l.amount
  FROM ledger_leg l JOIN ledger_account o ON o.id = l.other
 WHERE l.account = %(account)s AND l.effective_on BETWEEN %(since)s AND %(until)s
 ORDER BY l.effective_on, l.move
"""
_TRIAL = """
SELECT a.type, a.unit, a.side, count(*), coalesce(sum(a.posted), 0)::bigint, coalesce(sum(a.held), 0)::bigint
  FROM ledger_account a GROUP BY a.type, a.unit, a.side ORDER BY a.type, a.unit, a.side
"""
_TRIAL_ON = """
SELECT a.type, a.unit, a.side, count(DISTINCT a.id), coalesce(sum(l.amount), 0)::bigint, 0
  FROM ledger_account a LEFT JOIN ledger_leg l ON l.account = a.id AND l.effective_on <= %(on)s
 GROUP BY a.type, a.unit, a.side ORDER BY a.type, a.unit, a.side
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an account's statement: ``amount`` and ``balance`` have the sign people read."""

    move: int
    key: str
    kind: str
    ref: str
    other: str
    effective_on: date
    posted_at: datetime
    amount: int
    balance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One type of account in the trial balance; ``posted`` has the ledger's sign, so that all add up to 0."""

    type: str
    unit: str
    side: str
    accounts: int
    posted: int
    held: int

    @property
    def shown(self) -> int:
        """Return the amount as people read it."""
        return self.posted if self.side == "credit" else -self.posted


def balance_of(account: Account, *, on: date, known_at: datetime | None = None) -> int:
    """Return the balance at the end of the business day, as people read it, from what was known by then.

    Without ``known_at`` all that is known now counts, entries for the day that came later included.
    """
    posted = ask(_BALANCE, {"account": account.pk, "on": on, "known_at": known_at})[0][0]
    return int(posted) if account.side == "credit" else -int(posted)


def sealed_balance(account: Account, *, day: date) -> int | None:
    """Return the balance when the day was sealed, as people read it; None where it had not moved. One row."""
    found = DayBalance.objects.filter(account=account, day__lte=day).order_by("-day").first()
    if found is None:
        return None
    return found.posted if account.side == "credit" else -found.posted


def statement(account: Account, *, since: date, until: date) -> list[Line]:
    """Return the account's lines of the business days, both included, each with the balance after it."""
    sign = 1 if account.side == "credit" else -1
    values = {"account": account.pk, "since": since, "until": until}
    rows = ask(_STATEMENT, values)
    balance = balance_of(account, on=until) - sum(sign * row[-1] for row in rows)
    lines = []
    for move, key, kind, ref, other, effective_on, posted_at, amount in rows:
        balance += sign * amount
        lines.append(
            Line(
                move=move,
                key=key,
                kind=kind,
                ref=ref,
                other=other,
                effective_on=effective_on,
                posted_at=posted_at,
                amount=sign * amount,
                balance=balance,
            )
        )
    return lines


def trial_balance(*, on: date | None = None) -> list[Row]:
    """Return what each type of account adds up to, now or at the end of a business day."""
    rows = ask(_TRIAL) if on is None else ask(_TRIAL_ON, {"on": on})
    return [
        Row(type=type_, unit=unit, side=side, accounts=accounts, posted=posted, held=held)
        for type_, unit, side, accounts, posted, held in rows
    ]
