"""The statements of an act know every column of the rows they read and write."""

from __future__ import annotations

import re

import pytest
from django.db.models import DateTimeField, Model

from luoshi.kernel.cases import statements
from luoshi.kernel.cases.actions import preparing
from luoshi.kernel.cases.models import Case, Deadline, Event, Evidence, Task
from luoshi.kernel.notices.models import Delivery, Notice
from luoshi.kernel.notices.statements import ANNOUNCE

GIVEN_BY_THE_DATABASE = {"id", "recorded_at"}
SET_WHEN_A_CASE_IS_OPENED = {"type", "type_version", "code", "opener_id", "simulated", "opened_at"}
SET_WHEN_A_CLOCK_STARTS = {"case_id", "clock", "law", "seq", "started_at", "term"}


def columns(model: type[Model]) -> list[str]:
    return [str(field.column) for field in model._meta.concrete_fields]


def names(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def inserted(statement: str, model: type[Model]) -> set[str]:
    """Return the columns an INSERT of the statement names, for each of which it must have a value."""
    named = rf"INSERT INTO {model._meta.db_table}\s+\(([^)]*)\)\s+"
    found = re.search(named + r"SELECT (.*?)\sFROM", statement, re.S)
    found = found or re.search(named + r"VALUES\s+\((.*?)\)\s+RETURNING", statement, re.S)
    assert found
    assert len(names(found[1])) == found[2].count(",") + 1
    return set(names(found[1]))


def updated(statement: str, model: type[Model]) -> set[str]:
    found = re.search(
        rf"UPDATE {model._meta.db_table}(?: AS old)?\s+SET (.*?)\s(?:FROM|WHERE)", statement, re.S
    )
    assert found
    return set(re.findall(r"(\w+) = ", found[1]))


@pytest.mark.parametrize(
    ("statement", "model"),
    [
        (statements.OPEN_CASE, Case),
        (statements.OPEN_CASE, Event),
        (statements.MOVE_CASE, Event),
        (statements.START_CLOCKS, Deadline),
        (statements.BRING_EVIDENCE, Evidence),
        (statements.ASK_UNITS, Task),
        (ANNOUNCE, Notice),
        (ANNOUNCE, Delivery),
    ],
)
def test_a_new_row_is_written_with_every_column_of_its_model(statement: str, model: type[Model]):
    assert inserted(statement, model) == set(columns(model)) - GIVEN_BY_THE_DATABASE


def test_a_case_that_moves_is_written_with_every_column_that_can_change():
    changing = set(columns(Case)) - GIVEN_BY_THE_DATABASE - SET_WHEN_A_CASE_IS_OPENED

    assert updated(statements.MOVE_CASE, Case) == changing


def test_a_deadline_that_moves_is_written_with_every_column_that_can_change():
    changing = set(columns(Deadline)) - GIVEN_BY_THE_DATABASE - SET_WHEN_A_CLOCK_STARTS

    assert updated(statements.MOVE_CLOCKS, Deadline) == changing


def test_a_case_is_read_in_the_order_of_its_model():
    read = re.search(r"SELECT (.*?)\sFROM", statements.LOCK_CASE, re.S)

    assert read
    assert names(read[1].replace("::json", "")) == columns(Case)


def test_every_moment_of_a_deadline_is_read_as_one():
    moments = [field.attname for field in Deadline._meta.concrete_fields if isinstance(field, DateTimeField)]

    assert list(preparing._DEADLINE_MOMENTS) == moments
