"""What is published of the ledger, and the proof that one account is part of it. Tokens only, no names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.ledger import merkle, trees
from luoshi.kernel.ledger.models import Account, DayBalance, Move, Seal, Total
from luoshi.kernel.ledger.sealing import account_leaf, body_of, groups_on, move_leaves


def published() -> dict[str, Any]:
    """Return every seal as it is published: anyone recomputes each head from the one before."""
    seals = Seal.objects.prefetch_related("totals")
    return {
        "format": "luoshi-ledger-seals-1",
        "seals": [{**seal_body(one), "head": one.head} for one in seals],
    }


def seal_body(seal: Seal) -> dict[str, Any]:
    """Return what the head of the seal is a hash of."""
    fields = ("type", "unit", "side", "accounts", "total", "root")
    totals = [{name: getattr(one, name) for name in fields} for one in seal.totals.all()]
    totals.sort(key=lambda one: (one["type"], one["unit"], one["side"]))
    return body_of(day=seal.day, last=seal.last_move, moves=seal.moves, root=seal.root, totals=totals)


def account_proof(code: str, *, day: date) -> dict[str, Any]:
    """Return the proof that the account's balance is part of its type's total under the seal of the day.

    For the holder only: the path tells the sums beside it, though not whose they are.
    Raises ``proof-missing``.
    """
    return account_proofs([code], day=day)[0]


def account_proofs(codes: Sequence[str], *, day: date) -> list[dict[str, Any]]:
    """Return the proof of each account in order. Raises ``proof-missing``."""
    found = {one.code: one for one in Account.objects.filter(code__in=codes)}
    balances = _balances_on(found.values(), day)
    roots = {(one.type, one.unit, one.side): one.root for one in Total.objects.filter(seal__day=day)}
    proofs = []
    for code in codes:
        account = found.get(code)
        if account is None or account.pk not in balances:
            raise LuoshiError(
                "proof-missing",
                f"账户 {code} 在 {day} 没有可证明的余额：账户不存在、尚未发生收付，或当日未封存。",
                f"Nothing of account {code} can be proved on {day}: there is no such account, it had not"
                " moved, or the day is not sealed.",
            )
        group = (account.type, account.unit, account.side)
        proofs.append(_proof(account, balances[account.pk], roots[group], day=day))
    return proofs


def _balances_on(accounts: Iterable[Account], day: date) -> dict[int, int]:
    """Return what each account that had moved stood at when the day was sealed; of a day not sealed, none."""
    if not Seal.objects.filter(day=day).exists():
        return {}
    rows = DayBalance.objects.filter(account__in=[one.pk for one in accounts], day__lte=day)
    return dict(rows.order_by("account", "-day").distinct("account").values_list("account", "posted"))


def _proof(account: Account, posted: int, root: str, *, day: date) -> dict[str, Any]:
    if not root:
        raise LuoshiError(
            "proof-missing",
            f"{account.type} 类账户可为负数，合计无法逐户证明。",
            f"Accounts of type {account.type} may be below zero; their total has no proof by account.",
        )
    body = account_leaf(code=account.code, day=day, side=account.side, posted=posted, salt=str(account.salt))
    group = account.type, account.unit, account.side
    tree = trees.kept(root, lambda: groups_on(day, type=account.type)[group])
    steps = tree.path(merkle.Node(merkle.leaf(merkle.canonical(body)), body["balance"]))
    return {
        "format": "luoshi-ledger-proof-1",
        "type": account.type,
        "unit": account.unit,
        "side": account.side,
        "leaf": body,
        "path": [{"side": s.side, "hash": s.beside.hash, "amount": s.beside.amount} for s in steps],
    }


def move_proof(move: Move) -> dict[str, Any]:
    """Return the proof that the move lies under the seal of its day. Raises ``proof-missing`` before that."""
    seal = Seal.objects.filter(last_move__gte=move.pk).first()
    if seal is None:
        raise LuoshiError(
            "proof-missing", "这笔分录所在的日子尚未封存。", "The day of the move is not sealed yet."
        )
    before = Seal.objects.filter(day__lt=seal.day).last()
    rows = list(move_leaves(before.last_move if before else 0, seal.last_move, seal.secret))
    ids = Move.objects.filter(pk__gt=before.last_move if before else 0, pk__lt=move.pk).count()
    steps = merkle.path([merkle.leaf(data) for data in rows], ids)
    return {
        "day": seal.day.isoformat(),
        "leaf": rows[ids].decode("utf-8"),
        "path": [{"side": step.side, "hash": step.beside} for step in steps],
    }
