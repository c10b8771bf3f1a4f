"""Every write of the ledger: one call of one function of the database each.

Call one of these per business act, last in its transaction, with a key that names the act
(``prepaid:topup:<receipt>``): repeated, it answers as the first time and writes nothing. Amounts are whole
fen, accounts are ids. What is refused raises LedgerRefused; ``errors`` lists the codes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from luoshi.kernel.ledger.errors import refusals_in_words
from luoshi.kernel.ledger.types import CNY, AccountType, Leg
from luoshi.kernel.prepared import ask

_OPEN = "SELECT ledger_open(%s::text[], %s::text[], %s, %s, %s, %s::bigint, %s::bigint)"
_POST = "SELECT ledger_post(%s, %s::bigint, %s::bigint, %s::bigint, %s, %s, %s)"
_LEGS = "%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[]"
_GROUP = f"SELECT ledger_post_group(%s, {_LEGS}, %s)"
_FROZEN = f"SELECT ledger_post_frozen(%s, {_LEGS}, %s)"
_FROZEN_BATCH = f"SELECT ledger_post_frozen_batch(%s::text[], {_LEGS}, %s)"
_BATCH = f"SELECT ledger_post_batch(%s::text[], {_LEGS}, %s::date[])"
_REVERSE = "SELECT ledger_reverse(%s, %s, %s, %s, %s)"
_HOLD = "SELECT ledger_hold(%s, %s::bigint, %s::bigint, %s::bigint, %s, %s, %s, %s::timestamptz)"
_POST_HOLD = "SELECT ledger_post_hold(%s, %s::bigint, %s::bigint, %s, %s, %s::timestamptz)"


def open_accounts(
    type: AccountType, tokens: Sequence[str], *, owner: str | Sequence[str] = "", unit: str = CNY
) -> list[int]:
    """Return the ids of the type's accounts of the tokens, opening those that are not there yet."""
    owners = [owner] * len(tokens) if isinstance(owner, str) else list(owner)
    codes = [type.code(token) for token in tokens]
    found = _call(_OPEN, codes, owners, type.key, unit, type.side, type.floor, type.ceiling)
    return list(found or [])


def limit(account: int, *, floor: int | None, ceiling: int | None) -> None:
    """Set new limits of the account. Refused where its balance lies outside them now."""
    _call("SELECT ledger_limit(%s::bigint, %s::bigint, %s::bigint)", account, floor, ceiling)


def post(key: str, *, debit: int, credit: int, amount: int, kind: str, ref: str = "", on: date) -> int:
    """Move an amount from one account to another and return the move's id."""
    return int(_call(_POST, key, debit, credit, amount, kind, ref, on))


def post_group(key: str, legs: Iterable[Leg], *, on: date) -> int:
    """Write several moves as one entry, all or none, and return the first one's id.

    Limits are those after the whole entry, so its moves may stand in any order.
    """
    return int(_call(_GROUP, key, *_columns(legs), on))


def post_frozen(key: str, legs: Iterable[Leg], *, on: date) -> int:
    """Write an entry over frozen accounts too. For a closure, whose role has a grant of its own."""
    return int(_call(_FROZEN, key, *_columns(legs), on))


def post_frozen_batch(entries: Mapping[str, Sequence[Leg]], *, on: date) -> int:
    """Write many entries over frozen accounts, by their keys, and return how many were new. All or none.

    The rows are those of ``post_frozen`` one after the other; limits are those after all of them.
    """
    keys = [key for key, legs in entries.items() for _ in legs]
    legs = [leg for legs in entries.values() for leg in legs]
    return int(_call(_FROZEN_BATCH, keys, *_columns(legs), on))


def post_batch(entries: Mapping[str, Leg], *, on: date) -> int:
    """Write many entries of one move each, by their keys, and return how many were new. All or none."""
    return int(_call(_BATCH, list(entries), *_columns(entries.values()), [on] * len(entries)))


def reverse(key: str, *, of: str, kind: str, ref: str = "", on: date) -> int:
    """Write the opposite of every move of an entry, named by its key, once; return the first one's id."""
    return int(_call(_REVERSE, key, of, kind, ref, on))


def hold(
    key: str,
    *,
    debit: int,
    credit: int,
    amount: int,
    kind: str,
    ref: str = "",
    on: date,
    expires_at: datetime,
) -> int:
    """Set an amount apart until it is posted, voided or expires; return the hold's id."""
    return int(_call(_HOLD, key, debit, credit, amount, kind, ref, on, expires_at))


def post_hold(key: str, hold: int, *, amount: int, ref: str = "", on: date, at: datetime) -> int:
    """Post a hold that is pending at the moment, all or part; what remains is free again."""
    return int(_call(_POST_HOLD, key, hold, amount, ref, on, at))


def void_hold(hold: int, *, at: datetime) -> bool:
    """Free what was held. Return False where it was free already."""
    return bool(_call("SELECT ledger_void_hold(%s::bigint, %s::timestamptz)", hold, at))


def expire_holds(*, at: datetime, limit: int = 1000) -> int:
    """Free up to so many holds whose time is over, and return how many."""
    return int(_call("SELECT ledger_expire_holds(%s::timestamptz, %s::integer)", at, limit))


def freeze(accounts: Sequence[int]) -> int:
    """Stop every movement of the accounts at once; return how many were open."""
    return int(_call("SELECT ledger_freeze(%s::bigint[])", list(accounts)))


def thaw(accounts: Sequence[int]) -> int:
    """Let frozen accounts move again; return how many were frozen."""
    return int(_call("SELECT ledger_thaw(%s::bigint[])", list(accounts)))


def close(accounts: Sequence[int]) -> int:
    """Close accounts for good, each of which is empty; return how many were not closed before."""
    return int(_call("SELECT ledger_close(%s::bigint[])", list(accounts)))


def rebuild() -> list[tuple[Any, ...]]:
    """Set every balance and hold to what the journal says.

    Returns the accounts that differed: code, balance before and after, held before and after.
    """
    with refusals_in_words():
        return ask("SELECT * FROM ledger_rebuild()")


def grant(role: str, *, closing: bool = False) -> None:
    """Let a role of the database call the ledger and read its tables, and write none of them.

    ``closing`` adds the functions that freeze accounts and move frozen money.
    """
    _call("SELECT ledger_grant(%s, %s)", role, closing)


def _columns(legs: Iterable[Leg]) -> tuple[list[int], list[int], list[int], list[str], list[str]]:
    rows = list(legs)
    return (
        [leg.debit for leg in rows],
        [leg.credit for leg in rows],
        [leg.amount for leg in rows],
        [leg.kind for leg in rows],
        [leg.ref for leg in rows],
    )


def _call(statement: str, *values: Any) -> Any:
    with refusals_in_words():
        return ask(statement, values)[0][0]
