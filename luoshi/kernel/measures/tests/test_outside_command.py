"""What `luoshi series` says."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.measures.outside.models import Observation
from luoshi.kernel.measures.outside.rehearsal import rehearse_observations
from luoshi.kernel.measures.tests.factories import moment
from luoshi.kernel.measures.tests.outside_factories import GDP, gdp, make_bureau

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(settings, tmp_path):
    make_bureau(settings)
    path = tmp_path / "核算.csv"
    path.write_text(gdp("2025年一季度,5.1,初步,2025-04-20", "2025年一季度,4.9,,2025-10-20"), "utf-8")
    return path


def said(capsys, *words):
    call_command("series", *map(str, words))
    return capsys.readouterr().out


def test_series_are_listed_and_loaded(capsys):
    listed = said(capsys, "list")

    assert "outside.gdp_growth  地区生产总值增长率（同比，%，按季，年初至今）  statistics" in listed
    assert "新的口径：outside.gdp、" in said(capsys, "load")
    assert "新的口径：无" in said(capsys, "load")


def test_a_table_is_looked_at_then_written_then_shown(capsys, table):
    assert "可导入 2 · 已有 0" in said(capsys, "import", table)
    assert not Observation.objects.exists()

    assert "导入 2 · 已有 0" in said(capsys, "import", table, "--commit", "--as", "statistics")
    assert "导入 0 · 已有 2" in said(capsys, "import", table, "--commit", "--as", "statistics")

    shown = said(capsys, "show", GDP)
    assert "2025年1—3月  5.1%  2025-04-20 公布  [初步，已被替代]" in shown
    assert "2025年1—3月  4.9%  2025-10-20 公布  [已修订]" in shown
    assert "4.9%" not in said(capsys, "show", GDP, "--at", "2025-10-19")


def test_faults_are_printed_and_nothing_is_written(capsys, table):
    table.write_text(gdp("2025年4月,5.1,,"), "utf-8")

    with pytest.raises(CommandError, match="1 处需要更正"):
        call_command("series", "import", str(table), "--commit", "--as", "statistics")

    assert "第2行 时期" in capsys.readouterr().err
    assert not Observation.objects.exists()


def test_whoever_writes_is_named(table):
    with pytest.raises(LuoshiError) as caught:
        call_command("series", "import", str(table), "--commit")

    assert caught.value.code == "import-unnamed"


def test_invented_figures_are_marked(capsys):
    rehearse_observations(year=2025, until=moment("2025-11-20"))

    assert "模拟数据" in said(capsys, "show", "outside.online_rate")
