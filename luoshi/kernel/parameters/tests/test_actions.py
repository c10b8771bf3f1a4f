"""Parameters in the database: loaded, seen by every process, and the command."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.parameters.actions import load_parameters
from luoshi.kernel.parameters.models import Parameter, ParameterEdition
from luoshi.kernel.parameters.queries import parameter_book

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DAY = date(2026, 3, 2)
FINE = """
- key: fines.late
  title: 加处罚款的比例
  unit: ratio
  source: {law: 行政处罚法(2021), article: "72"}
  verified: true
  values:
    - {scope: nation, from: 2021-07-15, to: null, value: 0.03}
"""
ANSWERS = """
- key: suggestions.answer
  title: 建议答复期限
  unit: month
  source: {law: 代表法(2025), article: "51"}
  verified: true
  values:
    - {scope: nation, from: 2025-03-12, to: null, value: 3}
    - {scope: nation, from: 2015-08-29, to: 2025-03-12, value: 3, verified: false}
- key: suggestions.return
  title: 建议退回期限
  unit: work
  source: {law: 某条例, article: ""}
  verified: false
  note: 条例原文未读
  values:
    - {scope: nation/吉林省, from: 2020-11-27, to: null, value: 10}
"""
CASES = """
- key: cases.warning
  title: 届满前的提醒
  unit: work
  source: {law: 本平台设定, article: ""}
  verified: true
  values:
    - {scope: nation, from: 2020-01-01, value: 3}
"""


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    made = tmp_path / "parameters"
    made.mkdir()
    (made / "answers.yaml").write_text(ANSWERS, "utf-8")
    (made / "cases.yaml").write_text(CASES, "utf-8")
    settings.CITY = replace(configured.CITY, folder=tmp_path)
    return made


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("parameters", *arguments, stdout=out)
    return out.getvalue()


def test_a_folder_is_loaded_once_and_again_without_change(folder):
    first = load_parameters(folder, at=NOW)
    keys = list(Parameter.objects.values_list("pk", flat=True))
    second = load_parameters(folder, at=NOW)

    assert first.keys == ("cases.warning", "suggestions.answer", "suggestions.return")
    assert (first.settings, first.unverified) == (4, 2)
    assert first.settings == Parameter.objects.count()
    assert second == replace(first, keys=())
    assert list(Parameter.objects.values_list("pk", flat=True)) == keys
    assert ParameterEdition.objects.count() == 1


def test_a_new_limit_changes_only_its_key_and_keeps_the_old_one_for_old_days(folder):
    load_parameters(folder, at=NOW)
    path = folder / "answers.yaml"
    line = "    - {scope: nation, from: 2025-03-12, to: null, value: 3}"
    old, new = "from: 2025-03-12, to: 2027-01-01, value: 3", "from: 2027-01-01, to: null, value: 2"
    lines = f"    - {{scope: nation, {old}}}\n    - {{scope: nation, {new}}}"
    path.write_text(path.read_text("utf-8").replace(line, lines), "utf-8")

    change = load_parameters(folder, at=NOW)

    book, scope = parameter_book(), configured.CITY.scope
    assert change.keys == ("suggestions.answer",)
    assert book.value("suggestions.answer", on=date(2026, 12, 31), scope=scope).value == 3
    assert book.value("suggestions.answer", on=date(2027, 1, 1), scope=scope).value == 2


def test_what_is_no_longer_in_the_folder_is_removed(folder):
    load_parameters(folder, at=NOW)
    (folder / "cases.yaml").unlink()

    change = load_parameters(folder, at=NOW)

    assert change.keys == ("cases.warning",)
    assert not Parameter.objects.filter(key__startswith="cases.").exists()


def test_nothing_is_written_from_a_folder_with_a_problem(folder):
    (folder / "broken.yaml").write_text("- key: nothing.here", "utf-8")

    with pytest.raises(LuoshiError) as caught:
        load_parameters(folder, at=NOW)

    assert caught.value.code == "parameters-invalid"
    assert not Parameter.objects.exists()


def test_a_decimal_survives_the_database_exactly(folder):
    (folder / "fines.yaml").write_text(FINE, "utf-8")
    load_parameters(folder, at=NOW)

    kept = Parameter.objects.get(key="fines.late")
    read = parameter_book().value("fines.late", on=DAY, scope="nation")

    assert kept.value == "0.03"
    assert read.value == Decimal("0.03")


def test_the_book_costs_one_query_and_sees_a_change_at_once(
    folder, django_assert_num_queries: DjangoAssertNumQueries
):
    load_parameters(folder, at=NOW)
    parameter_book()
    with django_assert_num_queries(1):
        first = parameter_book()
    with django_assert_num_queries(1):
        assert parameter_book() is first

    (folder / "fines.yaml").write_text(FINE, "utf-8")
    load_parameters(folder, at=NOW)

    with django_assert_num_queries(2):
        assert parameter_book().settings("fines.late")


def test_before_anything_is_loaded_the_book_is_empty():
    assert parameter_book().settings() == []


@pytest.mark.parametrize("until", [date(2026, 1, 1), date(2025, 12, 31)])
def test_the_database_refuses_a_value_that_ends_before_it_begins(until):
    with pytest.raises(IntegrityError), transaction.atomic():
        Parameter.objects.create(
            key="a.b", scope="nation", valid_from=date(2026, 1, 1), valid_to=until, value=1, unit="count"
        )


def test_the_command_loads_lists_and_shows_what_was_not_read(folder):
    loaded = run("load")
    again = run("load")
    listed = run("list")
    read = run("show", "suggestions.answer", "--on", "2026-03-02")
    unread = run("show", "suggestions.return", "--on", "2026-03-02")
    elsewhere = run("show", "cases.warning", "--scope", "nation/浙江省")

    assert "待核" in loaded
    assert "本次变动：无" in again
    assert len(listed.splitlines()) == Parameter.objects.count()
    assert read.startswith("建议答复期限：3个月\n依据：代表法(2025)第51条\n")
    assert "→ nation  2025-03-12 – 今  3个月" in read
    assert "  nation  2015-08-29 – 2025-03-12  3个月（待核）" in read
    assert unread.startswith("建议退回期限：10个工作日（待核）")
    assert elsewhere.startswith("届满前的提醒：3个工作日\n")


def test_the_command_says_which_key_it_does_not_know(folder):
    run("load")

    with pytest.raises(LuoshiError) as caught:
        run("show", "no.such")
    assert caught.value.code == "parameter-unknown"
    with pytest.raises(CommandError):
        run("show", "cases.warning", "--on", "soon")
