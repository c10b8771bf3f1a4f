"""Spark reads a folder into the very file that this machine's processes write."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

import pytest

from luoshi.reader.batch import local, read_folder
from luoshi.reader.cli import main
from luoshi.reader.inputs import InputError
from luoshi.reader.spark import on_spark
from luoshi.reader.tests.pages import needs

pytestmark = [pytest.mark.spark, pytest.mark.xdist_group("spark")]

PLAN = "虚构市{year}年政府工作报告\n\n二、{year}年重点工作\n\n地区生产总值增长{n}%左右，新建学校{n}0所。\n"


def test_twenty_reports_give_the_same_file_on_spark_and_on_this_machine(tmp_path, capsys):
    needs(find_spec("pyspark"), "the extra luoshi[spark]")
    needs(shutil.which("java") or os.environ.get("JAVA_HOME"), "Java")
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(19):
        (folder / f"report_{n}.txt").write_text(PLAN.format(year=2000 + n, n=n + 1), "utf-8")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7")

    status = main(
        [
            "read",
            str(folder),
            "--engine",
            "spark",
            "--master",
            "local[2]",
            "--out",
            str(tmp_path / "spark.parquet"),
        ]
    )
    summary = read_folder(folder, tmp_path / "local.parquet", engine=local(2))

    assert status == 1
    assert "broken.pdf" in capsys.readouterr().err
    assert (summary.read, len(summary.failed)) == (19, 1)
    assert (tmp_path / "spark.parquet").read_bytes() == (tmp_path / "local.parquet").read_bytes()


def test_without_java_the_engine_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(InputError) as caught:
        on_spark("local[2]")

    assert caught.value.code == "needs_spark"
