"""A process that moves money until it has done its share or is killed: for the crash test and the benchmark.

Each turn has a key of its own and is the same when it is repeated: a writer that is started again does once
more what the killed one may have done.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import psycopg

POST = "SELECT ledger_post(%s, %s::bigint, %s::bigint, %s::bigint, 'transfer', '', %s)"
GROUP = "SELECT ledger_post_group(%s, %s::bigint[], %s::bigint[], %s::bigint[], %s, %s, %s)"
BATCH = "SELECT ledger_post_batch(%s, %s::bigint[], %s::bigint[], %s::bigint[], %s, %s, %s)"
HOLD = "SELECT ledger_hold(%s, %s::bigint, %s::bigint, %s::bigint, 'transfer', '', %s, '2126-01-01')"
PAID = "SELECT ledger_post_hold(%s, %s::bigint, %s::bigint, '', %s, now())"
VOID = "SELECT ledger_void_hold(%s::bigint, now())"
DAY = date(2026, 3, 2)


def main(url: str, number: str, turns: str, journal: str) -> None:
    """Take the writer's turns in order; the journal has a dot for each that was acknowledged."""
    done = Path(journal)
    start = len(done.read_bytes()) if done.exists() else 0
    with psycopg.connect(url, autocommit=True) as connection, done.open("ab", buffering=0) as acknowledged:
        accounts = [pk for (pk,) in connection.execute("SELECT id FROM ledger_account ORDER BY id")]
        for turn in range(start, int(turns)):
            act(connection, f"writer:{number}:{turn}", accounts)
            acknowledged.write(b".")


def act(connection: psycopg.Connection[Any], key: str, accounts: list[int]) -> None:
    """Move money between accounts chosen by the key: by one move, a group, a batch or a hold."""
    chance = Random(key)
    first, second, third = chance.sample(accounts, 3)
    amount, way = chance.randint(1, 500), chance.random()

    def call(statement: str, *values: Any) -> int:
        row = connection.execute(statement, values, prepare=True).fetchone()
        assert row
        return int(row[0])

    if way < 0.85:
        call(POST, key, first, second, amount, DAY)
    elif way < 0.9:
        sides, kinds = ([first, second], [second, third]), ["transfer", "more"]
        call(GROUP, key, *sides, [amount, amount], kinds, ["", ""], DAY)
    elif way < 0.95:
        sides, kinds = ([third, first], [first, second]), ["more", "transfer"]
        call(BATCH, [f"{key}:more", key], *sides, [amount, amount], kinds, ["", ""], [DAY, DAY])
    else:
        held = call(HOLD, key, first, second, amount, DAY)
        if amount % 2:
            call(PAID, f"{key}:paid", held, amount // 2 + 1, DAY)
        else:
            call(VOID, held)


if __name__ == "__main__":
    main(*sys.argv[1:])
