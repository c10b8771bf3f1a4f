"""``luoshi cases``: tables in and out, proofs of histories, of declarations and of what they name."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.law import Law
from luoshi.kernel.cases import checks
from luoshi.kernel.cases.models import Case, DailyRoot, Event
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.tests.factories import assign, make_town, moment, propose
from luoshi.kernel.parameters.queries import parameter_book

pytestmark = pytest.mark.django_db
TABLE = "外部编号,题目,来源,内容,同意公开\nA1,修路,人大代表建议,破损,是\nA2,修桥,{origin},破损,是\n"


@pytest.fixture(autouse=True)
def town(settings, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment("2026-03-05"))
    return make_town(settings)


def run(*arguments):
    out = io.StringIO()
    call_command("cases", *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


def table(tmp_path, origin="政协提案"):
    path = tmp_path / "建议.csv"
    path.write_text(TABLE.format(origin=origin), "gb18030")
    return path


def test_a_table_is_first_looked_at_and_then_written_once(tmp_path):
    arguments = ["import", table(tmp_path), "--type", "proposals", "--as", "deputy"]

    looked = run(*arguments)
    assert not Case.objects.exists()
    written, again = run(*arguments, "--commit"), run(*arguments, "--commit")

    assert "可导入 2 · 已有 0" in looked
    assert "导入 2 · 已有 0" in written
    assert "导入 0 · 已有 2" in again
    assert Case.objects.count() == 2


def test_a_table_with_a_fault_is_refused_with_the_place_of_the_fault(tmp_path):
    out = io.StringIO()

    with pytest.raises(CommandError, match="1 处需要更正") as refused:
        call_command(
            *("cases", "import", str(table(tmp_path, "其他")), "--type", "proposals"),
            *("--as", "deputy", "--commit"),
            stderr=out,
        )

    assert refused.value.returncode == 2
    assert "第3行 来源 “其他”" in out.getvalue()
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "nowhere.csv", "--type", "proposals", "--as", "deputy"],
        ["import", "nowhere.csv", "--type", "proposals", "--as", "nobody"],
        ["verify", "proposals-2026-9999"],
    ],
)
def test_what_does_not_exist_is_said_in_words(arguments):
    with pytest.raises(LuoshiError):
        run(*arguments)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_holds_what_the_account_may_see(tmp_path, town, ending):
    propose(town)

    said = run("export", tmp_path / f"a.{ending}", "--type", "proposals", "--as", "office")
    nothing = run("export", tmp_path / f"b.{ending}", "--as", "finance_head")

    assert said.startswith("导出 1 ")
    assert nothing.startswith("导出 0 ")
    assert (tmp_path / f"a.{ending}").stat().st_size > 0
    with pytest.raises(CommandError):
        run("export", tmp_path / "a.pdf", "--as", "office")


def test_verification_names_what_does_not_hold_and_fails(town):
    case = propose(town)
    assign(town, case)
    assert run("root") == run("root")
    assert DailyRoot.objects.get().hash in run("root")
    assert "核验 1 件、日根 1 个，全部相符" in run("verify")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # a hand in the database
    Event.objects.filter(case=case, seq=2).update(data={"unit": "finance"})

    out = io.StringIO()
    with pytest.raises(CommandError) as broken:
        call_command("cases", "verify", case.code, stderr=out)

    assert broken.value.returncode == 2
    assert f"{case.code}：第2步与指纹不符" in out.getvalue()


def test_the_declared_types_are_sound_and_all_they_name_has_a_value():
    assert checks.declared_types_are_sound(None) == []
    assert "proposals  建议提案  通过 (sound)" in run("check")


def test_a_parameter_without_a_value_is_named(town, settings):
    declared = case_types()["proposals"]

    missing = checks.missing_parameters(
        declared, parameter_book(), on=date(1990, 1, 1), scope=settings.CITY.scope
    )

    assert any("proposals.deputy.answer_hard" in line for line in missing)
    assert any(line.startswith("intake: ") for line in missing)


def test_a_key_with_a_field_that_is_no_choice_is_named(settings):
    declared = case_types()["proposals"]
    clock = replace(declared.clocks[0], within="proposals.{title}.return")

    missing = checks.missing_parameters(
        replace(declared, clocks=(clock,)), parameter_book(), on=date(2026, 3, 5), scope=settings.CITY.scope
    )

    assert missing == ["clock return: title in proposals.{title}.return is no choice"]


def test_djangos_check_reports_every_fault_of_a_declaration(monkeypatch):
    broken = replace(case_types()["proposals"], law=Law("", ""))
    monkeypatch.setattr(checks, "case_types", lambda: {"proposals": broken})

    (fault,) = checks.declared_types_are_sound(None)

    assert (fault.id, fault.msg, fault.obj) == ("cases.E001", "the type cites no article", "proposals")


KNOWN = ("hotline", "suborder", "project", "project_problem", "lead")


def test_a_post_that_is_to_read_what_nobody_declares_is_named(monkeypatch):
    assert checks.posts_read_types_that_exist(None) == []
    monkeypatch.setattr(checks, "case_types", lambda: dict.fromkeys(KNOWN))

    faults = checks.posts_read_types_that_exist(None)

    assert {fault.msg for fault in faults} == {
        "post siping-hotline-dispatcher reads topic, which is no type",
        "post siping-discipline reads topic, which is no type",
    }
