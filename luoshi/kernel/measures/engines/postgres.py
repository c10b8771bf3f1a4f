"""The database itself: the facts as the records stand now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection


class Postgres:
    """Asks the project's own database."""

    name = "postgres"

    def rows(self, statement: str) -> list[Sequence[object]]:
        """Return the rows of the statement."""
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return list(cursor.fetchall())


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Open the engine: the connection there is, with memory for the sums of a city and no time to compile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('jit', 'off', false), set_config('work_mem', '64MB', false) "
            "WHERE pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('64MB')"
        )
    try:
        yield Postgres()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET jit; RESET work_mem")
