"""``luoshi commitments track|decompose|coverage``, from a city's folder to the database."""

from __future__ import annotations

import hashlib
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
from luoshi.kernel.commitments.models import Check, Decomposition, Responsibility, TargetPlan
from luoshi.kernel.commitments.tests.tracking.factories import as_csv
from luoshi.kernel.commitments.tracking import load_tracking, save_tracking
from luoshi.kernel.orgs.actions import load_organisations

pytestmark = pytest.mark.django_db
YEAR = "2026"


@pytest.fixture
def city(tmp_path: Path, settings: Settings) -> City:
    for name in ("reports", "commitments", "tracking"):
        shutil.copytree(configured.CITY.folder / name, tmp_path / name)
    for name in ("organisations.yaml", "streets.csv", "series.yaml"):
        shutil.copy(configured.CITY.folder / name, tmp_path / name)
    settings.CITY = replace(configured.CITY, folder=tmp_path)
    made: City = settings.CITY
    return made


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("commitments", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def test_the_citys_tracking_is_adopted_once_and_covers_all(city: City) -> None:
    load_organisations(city.organisations_path, streets=city.streets_path)
    run("adopt", YEAR)

    first = run("track", "adopt", YEAR)
    second = run("track", "adopt", YEAR)
    covered = run("coverage", YEAR)

    entries = load_tracking(city.tracking_path(2026)).entries
    assert TargetPlan.objects.count() == sum(len(entry.targets) for entry in entries)
    assert Check.objects.count() == sum(entry.check is not None for entry in entries)
    assert Responsibility.objects.filter(part="lead").count() == 122
    sha256 = hashlib.sha256(city.tracking_path(2026).read_bytes()).hexdigest()
    assert set(TargetPlan.objects.values_list("file_sha256", flat=True)) == {sha256}
    assert first.startswith("新增 ")
    assert second.startswith("新增 0 · 更改 0 · 移出 0 · 未变 ")
    assert covered.startswith("承诺 122 条")


def test_a_draft_adds_what_is_missing_and_coverage_says_it_is_not_done(city: City) -> None:
    path = city.tracking_path(2026)
    file = load_tracking(path)
    save_tracking(replace(file, entries=file.entries[1:]), path)

    shown = run("track", "diff", YEAR)
    drafted = run("track", "draft", YEAR)

    assert shown.startswith("+ 2026-001")
    assert drafted.startswith("+ 2026-001")
    assert len(load_tracking(path).entries) == len(file.entries)
    with pytest.raises(CommandError, match="1 条承诺没有着落") as caught:
        run("coverage", YEAR)
    assert caught.value.returncode == 1


def test_a_first_draft_needs_no_file(city: City) -> None:
    city.tracking_path(2026).unlink()

    drafted = run("track", "draft", YEAR)

    assert "共 122 条" in drafted


def test_a_file_that_does_not_fit_is_shown_by_diff_and_refused_by_adopt(city: City) -> None:
    path = city.tracking_path(2026)
    path.write_text(path.read_text("utf-8").replace("org: statistics", "org: starfleet", 1), "utf-8")

    for move in ("diff", "adopt"):
        with pytest.raises(LuoshiError, match="starfleet") as caught:
            run("track", move, YEAR)
        assert caught.value.code == "tracking-invalid"
        assert "第 " in caught.value.zh

    assert not TargetPlan.objects.exists()


def test_a_task_list_is_tried_and_then_imported(city: City, tmp_path: Path) -> None:
    load_organisations(city.organisations_path, streets=city.streets_path)
    run("adopt", YEAR)
    run("track", "adopt", YEAR)
    path = tmp_path / "方案.csv"
    path.write_bytes(
        as_csv(
            [
                ("任务", "责任单位", "完成时限"),
                (
                    "改造老旧供热管网23.5公里、供水管网12.9公里、燃气管网6.3公里",
                    "市住建局、铁西区、铁东区",
                    "10月底前",
                ),
                (
                    "城镇新增就业1.5万人，农村劳动力转移就业26万人",
                    "市人社局牵头，各县（市）区政府配合",
                    "全年",
                ),
            ]
        )
    )

    tried = run("decompose", str(path))
    assert not Decomposition.objects.exists()
    done = run("decompose", str(path), "--commit")

    assert "任务 2 行，落位 2 行，对应承诺 5 条" in tried
    assert "已写入" in done
    confirmed = Responsibility.objects.filter(confirmed=True, part="lead", valid_to__isnull=True)
    assert sorted(confirmed.values_list("commitment__code", flat=True)) == [
        *("2026-080", "2026-081", "2026-082", "2026-084", "2026-085"),
    ]
    assert run("track", "adopt", YEAR).startswith("新增 0 · 更改 0")


def test_a_task_list_that_is_not_there_says_so(city: City) -> None:
    with pytest.raises(LuoshiError) as caught:
        run("decompose", "没有.csv")

    assert caught.value.code == "file-missing"
