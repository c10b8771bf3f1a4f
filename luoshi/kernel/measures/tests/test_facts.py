"""Facts: what platforms publish of their records, explained column by column."""

from __future__ import annotations

import json

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.db import connection

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.measures.checks import facts_and_measures_are_sound
from luoshi.kernel.measures.exporting import columns_of, export, made_from
from luoshi.kernel.measures.facts import CreateFacts, Fact, create, examine_fact
from luoshi.kernel.measures.registry import facts, measure, measures
from luoshi.kernel.measures.tests.factories import REQUESTS, Request, fill, moment

FILE = "-- One row is a thing.\n-- subject: 编号\n-- org: 单位\n-- place: 地点\n-- simulated: 模拟\nSELECT {}"
COLUMNS = "'a' AS subject, 'b/' AS org, '' AS place, FALSE AS simulated"


def thing(select=COLUMNS):
    fact, problems = examine_fact(FILE.format(select), name="invented_things", where="things.sql")
    assert problems == []
    return fact


def test_a_fact_says_what_a_row_is_and_what_each_column_means():
    text = "-- subject:\n-- org: 单位\nSELECT 1"

    _, problems = examine_fact(text, name="x", where="x.sql")

    assert [f"{p.where} {p.en}" for p in problems] == [
        "x.sql does not say what one row is",
        "x.sql lacks a line -- place: meaning",
        "x.sql lacks a line -- simulated: meaning",
        "x.sql:1 does not say what subject means",
    ]


@pytest.mark.django_db
def test_the_view_carries_its_meaning_and_the_hash_of_its_file():
    with connection.schema_editor() as editor:
        create(thing(), editor)

    with connection.cursor() as cursor:
        cursor.execute("SELECT col_description('facts.invented_things'::regclass, 2)")
        assert cursor.fetchone() == ("单位",)
    assert made_from(["invented_things"]) == {"invented_things": thing().sha256}


@pytest.mark.django_db
def test_a_column_that_is_not_explained_is_not_published():
    with pytest.raises(LuoshiError, match="secret"), connection.schema_editor() as editor:
        create(thing(COLUMNS + ", 1 AS secret"), editor)


@pytest.mark.django_db
def test_a_fact_is_taken_back_by_its_migration():
    made = CreateFacts("proposals", "matters")

    with connection.schema_editor() as editor:
        made.database_backwards("proposals", editor, None, None)  # type: ignore[arg-type]  # asks neither
        gone = made_from(["proposals_matters"])
        made.database_forwards("proposals", editor, None, None)  # type: ignore[arg-type]

    assert gone == {}
    assert made.deconstruct() == ("CreateFacts", ["proposals", "matters"], {})


@pytest.mark.django_db
def test_every_installed_fact_is_in_the_database_as_filed():
    assert made_from(facts()) == {name: fact.sha256 for name, fact in facts().items()}


def test_every_installed_fact_and_measure_is_sound():
    assert facts_and_measures_are_sound(None) == []
    assert measures().keys() >= {"proposals.answered_rate", "proposals.matters"}


def test_an_unknown_measure_is_answered_with_those_there_are():
    with pytest.raises(LuoshiError, match=r"proposals\.matters"):
        measure("proposals.unheard_of")


@pytest.mark.usefixtures("requests")
def test_an_export_lies_by_fact_and_year_and_explains_itself(tmp_path):
    fill([Request("1", "2025-12-31", amount=1), Request("2", "2026-01-01", amount=2)])

    rows = export([REQUESTS], tmp_path / "out", at=moment("2026-02-01"))

    part = tmp_path / "out" / "invented_requests" / "year=2026" / "part.parquet"
    table = pq.ParquetFile(part).read()
    told = json.loads((tmp_path / "out" / "facts.json").read_text("utf-8"))["facts"][0]
    assert rows == {"invented_requests": 2}
    assert table.column("subject").to_pylist() == ["2"]
    assert table.schema.field("amount").metadata == {b"meaning": "数额".encode()}
    assert told["columns"][4] == {"name": "amount", "type": "decimal128(28, 6)", "meaning": "数额"}


@pytest.mark.usefixtures("requests")
def test_an_export_overwrites_nothing(tmp_path):
    (tmp_path / "old.txt").write_text("")

    with pytest.raises(LuoshiError, match="不是空的"):
        export([REQUESTS], tmp_path, at=moment("2026-02-01"))


@pytest.mark.django_db
def test_a_fact_that_no_migration_made_is_named():
    with pytest.raises(LuoshiError, match="luoshi migrate"):
        columns_of(Fact("invented_nothing", "", {}, "", ""))


@pytest.mark.django_db
def test_facts_are_listed_with_their_columns(capsys):
    call_command("facts", "list")

    told = capsys.readouterr().out
    assert "proposals_matters（与文件一致）" in told
    assert "  org：" in told


@pytest.mark.django_db
def test_facts_are_exported_by_command(tmp_path, capsys):
    call_command("facts", "export", "--out", str(tmp_path / "out"))

    assert "proposals_matters：0 行" in capsys.readouterr().out
    assert (tmp_path / "out" / "proposals_matters" / "year=0" / "part.parquet").exists()
