"""The command line says what it read, writes the same bytes twice, and never shows a traceback."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from luoshi.reader.cli import main
from luoshi.reader.cli.terminal import cells, fitted, grid
from luoshi.reader.tests.pages import ROOT, SEED

REPORT = (
    "虚构市2026年政府工作报告\n\n二、2026年重点工作\n\n全年新增就业1.6万人以上。地区生产总值增长5%左右。\n"
)
COMMAND = "import sys; from luoshi.reader.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    return path


def run(*arguments: str, language: str = "C.UTF-8", given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments],
        input=given,
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "LANG": language},
    )


def test_json_has_the_reading_in_its_order_and_decimals_as_numbers(report, capsysbinary):
    status = main(["read", str(report), "--format", "json"])

    reading = json.loads(capsysbinary.readouterr().out)
    assert status == 0
    assert list(reading)[:6] == ["report", "sha256", "place", "year", "source", "quantities"]
    assert list(reading)[-4:] == ["sections", "sentences", "coverage", "text"]
    first = reading["quantities"][0]
    assert list(first)[:5] == ["start", "end", "quote", "value", "unit"]
    assert (first["value"], first["unit"]) == (16000, "人")
    assert REPORT[first["start"] : first["end"]] == first["quote"]


def test_the_same_file_gives_the_same_bytes_in_two_processes():
    first, second = (run("read", str(SEED), "--format", "json").stdout for _ in range(2))

    assert len(first) > 100_000
    assert first == second


def test_yaml_holds_what_json_holds(report, capsysbinary):
    main(["read", str(report), "--format", "json"])
    as_json = json.loads(capsysbinary.readouterr().out)
    main(["read", str(report), "--format", "yaml"])
    as_yaml = yaml.safe_load(capsysbinary.readouterr().out)

    assert as_yaml == as_json


def test_standard_input_is_read_and_place_and_year_are_taken_from_the_call():
    done = run("read", "-", "--format", "json", "--place", "虚构县", "--year", "2031", given=REPORT.encode())

    reading = json.loads(done.stdout)
    assert (reading["report"], reading["place"], reading["year"]) == ("stdin", "虚构县", 2031)


def test_the_table_names_place_counts_and_every_commitment_with_its_place_in_the_text(report):
    chinese = run("read", str(report), language="zh_CN.UTF-8").stdout.decode()
    english = run("read", str(report)).stdout.decode()

    offset = REPORT.index("全年新增就业")
    assert "量化指标 2" in chinese
    assert "quantities 2" in english
    assert f"{offset}:" in english
    assert "新增就业1.6万人以上" in english


def test_a_file_that_cannot_be_read_ends_in_one_sentence_and_status_2(tmp_path):
    missing = str(tmp_path / "none.txt")

    chinese, english = run("read", missing, language="zh_CN.UTF-8"), run("read", missing)

    assert (chinese.returncode, english.returncode) == (2, 2)
    assert chinese.stderr.decode() == f"luoshi: 找不到文件：{missing}。请检查路径。 [missing]\n"
    assert english.stderr.decode() == f"luoshi: There is no file {missing}. Check the path. [missing]\n"


def test_an_output_that_cannot_be_written_leaves_nothing_behind(report, tmp_path, capsys):
    (tmp_path / "folder.json").mkdir()

    status = main(["read", str(report), "--format", "json", "--out", str(tmp_path / "folder.json")])

    assert status == 2
    assert "[unwritable]" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.json", "report.txt"]


def test_a_folder_without_reports_is_an_error(tmp_path, capsys):
    (tmp_path / "notes.csv").write_text("a,b")

    status = main(["read", str(tmp_path)])

    assert status == 2
    assert "[no_reports]" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["read"], ["read", ".", "--jobs", "0"], ["read", ".", "--year", "2026"]]
)
def test_a_wrong_call_ends_with_status_2(arguments):
    with pytest.raises(SystemExit) as caught:
        main(arguments)

    assert caught.value.code == 2


def test_reading_a_report_from_a_cold_start_takes_less_than_a_second():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    run("read", str(SEED))

    after = resource.getrusage(resource.RUSAGE_CHILDREN)  # processor time: a busy machine proves nothing
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 1.0


def test_reading_text_loads_neither_django_nor_any_library():
    probe = (
        "import sys; from luoshi.reader.cli import main; main(['read', sys.argv[1]]); "
        "print({'django', 'pyarrow', 'yaml', 'docx', 'pypdfium2', 'numpy'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", probe, str(SEED)], capture_output=True, check=True, cwd=ROOT)

    assert done.stdout.splitlines()[-1] == b"set()"


def test_chinese_takes_two_cells_a_character():
    lines = grid([("地区", "5%"), ("Xi'an 西安", "10%")], right=frozenset({1}))

    assert lines == ["地区         5%", "Xi'an 西安  10%"]
    assert cells("落实 ok") == 7
    assert fitted("落实清单", 6) == "落实…"
