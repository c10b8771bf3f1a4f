"""One of three engines by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from luoshi.kernel.base.errors import LuoshiError

ENGINES = ("postgres", "duckdb", "spark")


class Engine(Protocol):
    """Runs a statement of PostgreSQL's dialect over the facts."""

    name: str

    def rows(self, statement: str) -> Iterable[Sequence[object]]:
        """Return the rows of the statement."""


def open_engine(
    name: str, *, facts: Path | None = None, master: str = "local[*]"
) -> AbstractContextManager[Engine]:
    """Open the engine. DuckDB and Spark read the export in the folder ``facts``.

    Raises ``facts-folder-missing`` where they have none, ``engine-missing`` where one is not installed.
    """
    if name == "postgres":
        from luoshi.kernel.measures.engines.postgres import postgres

        return postgres()
    if facts is None or not (facts / "facts.json").is_file():
        raise LuoshiError(
            "facts-folder-missing",
            f"引擎 {name} 读导出的事实数据：先 luoshi facts export --out 文件夹，再以 --facts 指定。",
            f"The engine {name} reads exported facts: luoshi facts export --out FOLDER, then --facts FOLDER.",
        )
    if name == "duckdb":
        from luoshi.kernel.measures.engines.duck import duckdb

        return duckdb(facts)
    from luoshi.kernel.measures.engines.sparking import spark

    return spark(facts, master=master)


def not_installed(engine: str, extra: str, more: str = "") -> LuoshiError:
    """Return the error that says what to install."""
    return LuoshiError(
        "engine-missing",
        f"没有安装 {engine}：pip install 'luoshi[{extra}]'{more and f'，并安装 {more}'}。",
        f"{engine} is not installed: pip install 'luoshi[{extra}]'{more and f', and install {more}'}.",
    )
