"""The day's seal: one hash over all that moved, over what all accounts add up to, and over the seal before.

Anyone who keeps a published seal can tell afterwards whether a row was changed, added or left out.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.ledger import merkle, trees
from luoshi.kernel.ledger.merkle import Node
from luoshi.kernel.ledger.models import Move, Seal
from luoshi.kernel.prepared import ask

_BALANCES = """
SELECT DISTINCT ON (b.account_id) a.type, a.unit, a.side, a.code, a.salt::text, b.posted
  FROM ledger_daybalance b JOIN ledger_account a ON a.id = b.account_id
 WHERE b.day <= %(day)s AND (%(type)s::text IS NULL OR a.type = %(type)s) ORDER BY b.account_id, b.day DESC
"""
_SEAL = "SELECT ledger_seal(%s, %s::bigint, %s::bigint, %s, %s, %s, %s::jsonb, %s::bytea)"
_MOVE_FIELDS = (
    *("id", "key", "line", "debit", "credit", "amount", "kind", "ref", "pending", "hold", "reverses"),
    *("effective_on", "posted_at", "salt"),
)
_MOVES = """
SELECT m.id, m.key, m.line, d.code, c.code, m.amount, m.kind, m.ref, m.pending, m.hold_id, m.reverses_id,
       to_char(m.effective_on, 'YYYY-MM-DD'),
       to_char(m.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US+00:00'), m.salt::text
  FROM ledger_move m LEFT JOIN ledger_account d ON d.id = m.debit_id
  LEFT JOIN ledger_account c ON c.id = m.credit_id
 WHERE m.id > %s::bigint AND m.id <= %s::bigint ORDER BY m.id LIMIT 10000
"""
Group = tuple[str, str, str]  # type, unit, side


def seal_due(now: datetime) -> str:
    """Seal yesterday where money has moved and it is not sealed yet. Say what was done."""
    day = timezone.localtime(now).date() - timedelta(days=1)
    last = Seal.objects.last()
    if (last is not None and last.day >= day) or not Move.objects.exists():
        return ""
    return f"日封 {seal(on=day).head[:16]}"


def seal(*, on: date) -> Seal:
    """Return the seal of the day, taking it where there is none: it covers every move since the last one.

    Raises ``seal-too-late`` for a day before the last sealed one.
    """
    if found := Seal.objects.filter(day=on).first():
        return found
    previous = Seal.objects.last()
    if previous is not None and previous.day > on:
        raise LuoshiError(
            "seal-too-late",
            f"{previous.day} 已经封存，不能再封更早的一天。",
            f"{previous.day} is sealed already; no earlier day can be.",
        )
    last = ask("SELECT ledger_cut()")[0][0]  # outside the transaction below, so that writers go on at once
    try:
        with transaction.atomic():
            return _take(on, previous, last)
    except IntegrityError:  # another process was faster
        return seal(on=on)


def _take(day: date, previous: Seal | None, last: int) -> Seal:
    after, head = (previous.last_move, previous.head) if previous else (0, merkle.START)
    ask("SELECT ledger_end_day(%s, %s::bigint, %s::bigint)", (day, after, last))
    secret = secrets.token_bytes(32)
    leaves = [merkle.leaf(data) for data in move_leaves(after, last, secret)]
    body = body_of(
        day=day,
        last=last,
        moves=len(leaves),
        root=merkle.root(leaves),
        totals=totals_on(day, over=trees.keep),
    )
    sealed = link(head, body)
    values = (
        day,
        last,
        len(leaves),
        body["root"],
        head,
        sealed,
        json.dumps(body["totals"]),
        f"\\x{secret.hex()}",
    )
    taken = Seal.objects.get(pk=ask(_SEAL, values)[0][0])
    trees.forget(but=[one["root"] for one in body["totals"]])
    return taken


def body_of(*, day: date, last: int, moves: int, root: str, totals: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what the head of a day is a hash of, as it is published."""
    return {"day": day.isoformat(), "last_move": last, "moves": moves, "root": root, "totals": totals}


def link(previous: str, body: dict[str, Any]) -> str:
    """Return the head that follows the one given."""
    return hashlib.sha256(previous.encode() + merkle.canonical(body)).hexdigest()


def move_leaves(after: int, last: int, secret: bytes | memoryview) -> Iterator[bytes]:
    """Yield each move after the first id up to the last one, as it is hashed.

    The salt against guessing of a move that has none of its own is made of the seal's secret.
    """
    while rows := ask(_MOVES, (after, last)):
        for row in rows:
            body = dict(zip(_MOVE_FIELDS, row, strict=True))
            body["salt"] = body["salt"] or _salt(body["id"], secret)
            yield merkle.canonical(body)
        after = rows[-1][0]


def _salt(move: int, secret: bytes | memoryview) -> str:
    return hmac.digest(bytes(secret), b"%d" % move, "sha256").hex()


def totals_on(day: date, *, over: Callable[[list[Node]], Node] = merkle.total) -> list[dict[str, Any]]:
    """Return what each type of account added up to when the day was sealed, with the root that proves it.

    ``over`` makes the root of some leaves.
    """
    return [
        {"type": group[0], "unit": group[1], "side": group[2], **_total(leaves, over)}
        for group, leaves in sorted(groups_on(day).items())
    ]


def groups_on(day: date, *, type: str | None = None) -> dict[Group, list[Node]]:
    """Return the leaf of every account that had moved when the day was sealed, by type, unit and side.

    With ``type`` only those of one type.
    """
    groups: dict[Group, list[Node]] = defaultdict(list)
    for type_, unit, side, code, salt, posted in ask(_BALANCES, {"day": day, "type": type}):
        body = account_leaf(code=code, day=day, side=side, posted=posted, salt=salt)
        groups[type_, unit, side].append(Node(merkle.leaf(merkle.canonical(body)), body["balance"]))
    return groups


def account_leaf(*, code: str, day: date, side: str, posted: int, salt: str) -> dict[str, Any]:
    """Return what of an account is hashed: its balance as people read it, and a salt against guessing."""
    balance = posted if side == "credit" else -posted
    return {"account": code, "balance": balance, "day": day.isoformat(), "salt": salt}


def _total(leaves: list[Node], over: Callable[[list[Node]], Node]) -> dict[str, Any]:
    amount = sum(node.amount for node in leaves)
    provable = all(node.amount >= 0 for node in leaves)
    return {"accounts": len(leaves), "total": amount, "root": over(leaves).hash if provable else ""}
