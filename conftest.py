"""Every test runs against a real PostgreSQL: the one DATABASE_URL names, else the embedded one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dj_database_url
import hypothesis
import psycopg
import pytest
from django.conf import settings
from django.db import transaction
from django.db.backends.postgresql.operations import DatabaseOperations

from luoshi.config.postgres import ensure_database

os.environ["TZ"] = "Asia/Shanghai"
os.environ.setdefault("LUOSHI_STATE", tempfile.mkdtemp(prefix="luoshi-test-"))
_ours = "DATABASE_URL" not in os.environ
_url = ensure_database(Path(os.environ["LUOSHI_STATE"]))
# pytest-django has loaded the settings before this file is read.
settings.DATABASES["default"].update(dj_database_url.parse(_url))
if _ours:  # and thrown away: nothing of it need outlive a loss of power
    with psycopg.connect(_url, autocommit=True) as _server:
        _server.execute("ALTER SYSTEM SET fsync = off")
        _server.execute("SELECT pg_reload_conf()")
# How fast a machine is decides nothing.
hypothesis.settings.register_profile(
    "luoshi", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("luoshi")
Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # else the static files' middleware warns


@pytest.fixture(autouse=True, scope="session")
def history_may_be_emptied_between_tests() -> Iterator[None]:
    """Let Django empty the tables after a test that commits.

    History refuses TRUNCATE by triggers, of which PostgreSQL fires none for a session that says it only
    copies what another server has done. Only Django's own flush says so, never a test.
    """

    def flush(operations: Any, statements: list[str]) -> None:
        with transaction.atomic(using=operations.connection.alias), operations.connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give all journeys to one of the processes that share the tests: it prepares the one site.

    xdist's own groups are names that it appends to those of the tests, which pytest 9 does not let it.
    """
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

    class Together(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            return "journeys" if nodeid.startswith("tests/journeys/") else nodeid

    return Together(config, log) if config.getvalue("dist") == "loadgroup" else None
