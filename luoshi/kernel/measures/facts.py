"""Facts: views that platforms publish of their records, made from commented files by a migration.

One file is one view. Its comments say what one row is and what each column means; the view and its
comments in the database are made from it. No personal data: a subject is named by its code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from luoshi.kernel.base.problems import Problem, require_none
from luoshi.kernel.measures.headers import read_header
from luoshi.kernel.measures.selects import SCHEMA

REQUIRED = ("subject", "org", "place", "simulated")  # of every fact
_MARK = "sha256:"  # in the view's comment, the file it was made from


@dataclass(frozen=True, slots=True)
class Fact:
    """A published view as its file states it."""

    name: str  # "proposals_matters"
    meaning: str  # what one row is
    columns: Mapping[str, str]  # name → meaning, in the order of the view
    statement: str
    text: str

    @property
    def sha256(self) -> str:
        """Return the hash of the file."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def comment(self) -> str:
        """Return what the database says of the view."""
        return f"{self.meaning}\n{_MARK}{self.sha256}"


def examine_fact(text: str, *, name: str, where: str) -> tuple[Fact, list[Problem]]:
    """Return the fact and everything that its file lacks."""
    header, problems = read_header(text, where=where)
    if not header.notes:
        problems.append(Problem(where, "没有说明一行是什么", "does not say what one row is"))
    problems += [
        Problem(where, f"缺少列 {column} 的说明", f"lacks a line -- {column}: meaning")
        for column in REQUIRED
        if column not in header.entries
    ]
    problems += [
        Problem(f"{where}:{entry.line}", f"列 {key} 没有说明", f"does not say what {key} means")
        for key, entry in header.entries.items()
        if not entry.words
    ]
    columns = {key: entry.words for key, entry in header.entries.items()}
    return Fact(name, " ".join(header.notes), columns, header.statement, text), problems


def read_fact(path: Path, *, app: str) -> Fact:
    """Return the fact of the file. Raises ``fact-invalid`` with everything that it lacks."""
    where = f"{app}/facts/{path.name}"
    fact, problems = examine_fact(path.read_text("utf-8"), name=f"{app}_{path.stem}", where=where)
    require_none(problems, code="fact-invalid", name=where)
    return fact


class CreateFacts(Operation):
    """Make the view ``facts.<app>_<name>`` from ``<app>/facts/<name>.sql``, in place of what it was.

    A changed file needs a new migration with the operation; move it there from the earlier one, so that
    a fresh database is never asked for columns that do not exist yet. Backwards the view is dropped.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, app: str, name: str) -> None:
        self.app, self.name = app, name

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how the operation is written."""
        return type(self).__name__, [self.app, self.name], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change no model: a view is none."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the view with its comments; refuse one whose columns are not those its file explains."""
        folder = Path(apps.get_app_config(self.app).path) / "facts"
        create(read_fact(folder / f"{self.name}.sql", app=self.app), schema_editor)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the view."""
        schema_editor.execute(f"DROP VIEW IF EXISTS {SCHEMA}.{self.app}_{self.name}", params=None)

    def describe(self) -> str:
        """Say what it does."""
        return f"Publish the fact {self.app}_{self.name}"


def create(fact: Fact, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the view of a fact. Raises ``fact-invalid`` where its columns are not the explained ones."""
    view = f"{SCHEMA}.{schema_editor.quote_name(fact.name)}"
    quote = schema_editor.quote_value
    schema_editor.execute(f"DROP VIEW IF EXISTS {view}", params=None)
    schema_editor.execute(f"CREATE VIEW {view} AS\n{fact.statement}", params=None)
    schema_editor.execute(f"COMMENT ON VIEW {view} IS {quote(fact.comment)}", params=None)
    if not schema_editor.collect_sql:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {view} LIMIT 0")  # noqa: S608  the name of a file of ours
            given = [column.name for column in cursor.description or ()]
        require_none(_unexplained(fact, given), code="fact-invalid", name=fact.name)
    for column, meaning in fact.columns.items():
        target = f"{view}.{schema_editor.quote_name(column)}"
        schema_editor.execute(f"COMMENT ON COLUMN {target} IS {quote(meaning)}", params=None)


def _unexplained(fact: Fact, given: list[str]) -> list[Problem]:
    if given == list(fact.columns):
        return []
    explained, got = ", ".join(fact.columns), ", ".join(given)
    zh, en = f"说明的列是 {explained}，查询的列是 {got}", f"explains {explained} but selects {got}"
    return [Problem(fact.name, zh, en)]
