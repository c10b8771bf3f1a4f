"""The commands, from a city's folder to the database and back to the screen."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from pytest_django import Settings

from luoshi.kernel.base.city import City
from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.commitments.models import Commitment, Report, Revision
from luoshi.kernel.commitments.queries import narrow
from luoshi.kernel.commitments.reading import read_reports, slug_of
from luoshi.kernel.commitments.reviewed import load_reviewed, save_reviewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(tmp_path: Path, settings: Settings) -> City:
    shutil.copytree(configured.CITY.folder / "reports", tmp_path / "reports")
    settings.CITY = replace(configured.CITY, folder=tmp_path)
    made: City = settings.CITY
    return made


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_a_report_is_drafted_reviewed_and_adopted(city: City) -> None:
    year = str(city.year)
    path = city.commitments_path(city.year)

    drafted = run("commitments", "draft", year)
    file = load_reviewed(path)
    first = run("commitments", "adopt", year)
    second = run("commitments", "adopt", year)

    assert f"共 {len(file.entries)} 条" in drafted
    assert first.startswith(f"采纳 {len(file.entries)} ")
    assert second.startswith("采纳 0 ")
    assert Commitment.objects.filter(report__slug=city.report_slug(city.year)).count() == len(file.entries)
    assert set(Commitment.objects.values_list("anchor", flat=True)) == {"ok"}
    shas = set(Revision.objects.values_list("file_sha256", flat=True))
    assert shas == {hashlib.sha256(path.read_bytes()).hexdigest()}


def test_every_word_of_the_first_report_is_found_by_search(city: City) -> None:
    run("commitments", "draft", str(city.year))
    run("commitments", "adopt", str(city.year))

    wanted: dict[str, set[str]] = {}
    for code, quote in Commitment.objects.values_list("code", "quote"):
        for start in range(len(quote) - 1):
            wanted.setdefault(quote[start : start + 2], set()).add(code)
    found = {
        words: set(narrow(Commitment.objects.all(), q=words).values_list("code", flat=True))
        for words in wanted
    }

    assert len(wanted) > 500
    assert not {words: codes for words, codes in wanted.items() if not codes <= found[words]}


def test_a_second_draft_leaves_the_file_as_it_is(city: City) -> None:
    run("commitments", "draft", str(city.year))
    before = city.commitments_path(city.year).read_text("utf-8")

    said = run("commitments", "draft", str(city.year))

    assert said.startswith("没有变化")
    assert city.commitments_path(city.year).read_text("utf-8") == before


def test_a_reissued_report_is_compared_before_it_is_adopted(city: City, tmp_path: Path) -> None:
    year = str(city.year)
    run("commitments", "draft", year)
    path = city.commitments_path(city.year)
    before = path.read_bytes()
    reissue = tmp_path / "reissue.txt"
    reissue.write_text("更正说明。\n" + city.report_path(city.year).read_text("utf-8"), "utf-8")

    changes = json.loads(run("commitments", "diff", year, "--report", str(reissue), "--format", "json"))
    words = run("commitments", "diff", year, "--report", str(reissue))
    adopted = run("commitments", "adopt", year, "--report", str(reissue))

    number = len(load_reviewed(path).entries)
    assert {kind: len(items) for kind, items in changes.items() if items} == {"moved": number}
    assert words.startswith(f"位置移动（{number}）")
    assert f"其中 {number} 条位置已移动" in adopted
    assert path.read_bytes() == before


def test_an_adoption_before_a_draft_says_what_to_do(city: City) -> None:
    with pytest.raises(LuoshiError) as caught:
        run("commitments", "adopt", str(city.year))

    assert caught.value.code == "reviewed-missing"


def test_a_broken_file_is_neither_adopted_nor_overwritten(city: City) -> None:
    path = city.commitments_path(city.year)
    path.parent.mkdir()
    path.write_text("commitments: [", "utf-8")

    for step in ("draft", "adopt"):
        with pytest.raises(LuoshiError, match="YAML"):
            run("commitments", step, str(city.year))

    assert path.read_text("utf-8") == "commitments: ["
    assert not Report.objects.exists()


def test_a_missing_report_says_where_it_should_lie(city: City) -> None:
    with pytest.raises(LuoshiError) as caught:
        run("commitments", "draft", "1999")

    assert caught.value.code == "file-missing"
    assert "1999.txt" in caught.value.en


def test_reports_are_loaded_listed_and_loaded_again_without_change(city: City) -> None:
    report = str(city.report_path(city.year))
    given = ("--place", "某市", "--year", "2026")

    first = run("reports", "load", report, *given)
    again = run("reports", "load", report, *given)
    listed = run("reports", "list")

    assert first == again == listed
    assert first.startswith("2026  2026年某市政府工作报告  数字 ")


def test_a_file_that_cannot_be_read_does_not_stop_the_others(city: City) -> None:
    folder = city.folder / "reports"
    (folder / "a_broken.txt").write_bytes(b"\x00\x01")

    with pytest.raises(CommandError, match="1 份报告没有载入") as caught:
        run("reports", "load", str(folder), "--place", "某市", "--year", "2026")

    assert caught.value.returncode == 2
    assert Report.objects.count() == 1


def test_files_are_read_the_same_in_several_processes(city: City) -> None:
    folder = [city.folder / "reports"]

    one = list(read_reports(folder, jobs=1))
    two = list(read_reports(folder, jobs=2))

    assert one == two


def test_a_slug_is_the_name_of_the_file() -> None:
    assert slug_of("province_anhui_2026.txt") == "province-anhui-2026"
    assert slug_of("吉林/2026年四平市 政府工作报告.docx") == "吉林-2026年四平市-政府工作报告"


def test_a_reviewed_file_survives_a_note(city: City) -> None:
    run("commitments", "draft", str(city.year))
    path = city.commitments_path(city.year)
    file = load_reviewed(path)
    first = file.entries[0]
    noted = replace(first, review=replace(first.review, status="confirmed", note="已核对：无误 # 好"))

    save_reviewed(replace(file, entries=(noted, *file.entries[1:])), path)
    run("commitments", "adopt", str(city.year))

    assert Commitment.objects.get(code=first.id).note == "已核对：无误 # 好"
