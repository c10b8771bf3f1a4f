"""A process that moves money until it has done its share or is killed: for the crash test and the benchmark.

Each turn has a key of its own, so a writer that is started again repeats what the killed one may have done.
"""

from __future__ import annotations

import os
import random
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import psycopg

POST = "SELECT ledger_post(%s, %s::bigint, %s::bigint, %s::bigint, 'transfer', '', %s)"
DAY = date(2026, 3, 2)


def main(url: str, number: str, turns: str, journal: str) -> None:
    """Post the transfers of the writer in order; the journal holds the last turn that was acknowledged."""
    done = Path(journal)
    start = len(done.read_bytes()) if done.exists() else 0
    with psycopg.connect(url, autocommit=True) as connection, done.open("ab", buffering=0) as acknowledged:
        accounts = [pk for (pk,) in connection.execute("SELECT id FROM ledger_account ORDER BY id")]
        for turn in range(start, int(turns)):
            chance = random.Random(f"{number}:{turn}")  # the same turn is the same transfer
            debit, credit = chance.sample(accounts, 2)
            key, amount = f"writer:{number}:{turn}", chance.randint(1, 500)
            with suppress(psycopg.errors.CheckViolation):  # not enough money: a refusal is an answer
                connection.execute(POST, (key, debit, credit, amount, DAY), prepare=True)
            acknowledged.write(b".")


if __name__ == "__main__":
    main(*sys.argv[1:])
    os._exit(0)
