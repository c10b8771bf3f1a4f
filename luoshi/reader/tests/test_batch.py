"""A folder is read once, file by file: nothing is read twice, and one bad file costs only itself."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from luoshi.reader.batch import Summary, local, read_folder, reports_in
from luoshi.reader.batch.journal import Journal
from luoshi.reader.batch.processes import in_processes
from luoshi.reader.batch.stores import store_for
from luoshi.reader.cli import main

PLAN = "虚构{n}市2026年政府工作报告\n\n二、2026年重点工作\n\n地区生产总值增长{n}%左右，新建学校{n}0所。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    (reports / "older").mkdir(parents=True)
    for n in (1, 2, 3):
        (reports / f"report_{n}.txt").write_text(PLAN.format(n=n), "utf-8")
    (reports / "older" / "report_4.txt").write_text(PLAN.format(n=4), "gb18030")
    (reports / "notes.csv").write_text("not a report")
    return reports


def read(folder: Path, out: Path, processes: int = 1) -> Summary:
    return read_folder(folder, out, engine=local(processes))


def square_or_die(number: int) -> int:
    if number == 3:
        os._exit(1)
    return number * number


def test_reports_are_found_in_sub_folders_and_other_files_left_alone(folder):
    assert reports_in(folder) == ["older/report_4.txt", "report_1.txt", "report_2.txt", "report_3.txt"]


def test_a_table_has_a_row_per_quantity_with_its_sentence(folder, tmp_path):
    out = tmp_path / "readings.parquet"

    summary = read(folder, out)

    rows = pq.read_table(out).to_pylist()
    assert summary == Summary(read=4, kept=0, failed=())
    assert len(rows) == 8
    first = rows[0]
    assert (first["file"], first["report"], first["year"]) == ("older/report_4.txt", "older/report_4", 2026)
    assert (first["indicator"], first["value"], first["unit"], first["cmp"]) == (
        "地区生产总值",
        4,
        "%",
        "approx",
    )
    assert first["sentence"] == "地区生产总值增长4%左右，新建学校40所。"


def test_lines_hold_whole_readings_and_the_same_rows(folder, tmp_path):
    table, lines = tmp_path / "readings.parquet", tmp_path / "readings.jsonl"
    read(folder, table)
    read(folder, lines)

    readings = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]

    assert [reading["file"] for reading in readings] == reports_in(folder)
    assert readings[1]["text"] == PLAN.format(n=1)
    assert list(store_for(lines).rows()) == list(store_for(table).rows())


@pytest.mark.parametrize("name", ["readings.parquet", "readings.jsonl"])
def test_a_second_run_reads_only_what_changed_and_gives_what_a_first_run_would(folder, tmp_path, name):
    out = tmp_path / name
    read(folder, out)
    (folder / "report_1.txt").write_text(PLAN.format(n=5), "utf-8")
    (folder / "report_2.txt").unlink()
    (folder / "report_0.txt").write_text(PLAN.format(n=6), "utf-8")

    summary = read(folder, out)
    read(folder, tmp_path / f"fresh-{name}")

    assert (summary.read, summary.kept) == (2, 2)
    assert out.read_bytes() == (tmp_path / f"fresh-{name}").read_bytes()


def test_several_processes_give_the_same_file_as_one(folder, tmp_path):
    read(folder, tmp_path / "one.parquet", 1)
    read(folder, tmp_path / "two.parquet", 2)

    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_a_report_without_a_quantity_is_not_read_again(folder, tmp_path):
    (folder / "empty.txt").write_text("没有数字的报告。", "utf-8")
    read(folder, tmp_path / "readings.parquet")

    summary = read(folder, tmp_path / "readings.parquet")

    assert (summary.read, summary.kept) == (0, 5)


def test_one_bad_file_is_named_and_stops_nothing(folder, tmp_path, capsys):
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7")
    out = tmp_path / "readings.parquet"

    status = main(["read", str(folder), "--out", str(out), "--jobs", "1"])

    assert status == 1
    assert "broken.pdf" in capsys.readouterr().err
    assert len(pq.read_table(out)) == 8


def test_nothing_is_written_where_no_file_could_be_read(tmp_path, capsys):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "broken.pdf").write_bytes(b"%PDF-1.7")

    status = main(["read", str(tmp_path / "reports"), "--out", str(tmp_path / "out.parquet")])

    assert status == 2
    assert [path.name for path in tmp_path.iterdir()] == ["reports"]


def test_an_interrupted_run_goes_on_where_it_stopped(folder, tmp_path):
    out = tmp_path / "readings.jsonl"
    read(folder, out)
    first, second, *_ = out.read_text("utf-8").splitlines()
    out.unlink()
    with Journal(out) as journal:
        journal.append(first)
        journal._file.write(second[:100].encode())  # the crash came in the middle of a line

    summary = read(folder, out)

    assert (summary.read, summary.kept) == (3, 1)
    assert len(out.read_text("utf-8").splitlines()) == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["readings.jsonl", "reports"]


def test_a_process_that_dies_costs_only_its_item():
    done = dict(in_processes(square_or_die, range(5), 2))

    assert done == {number: None if number == 3 else number * number for number in range(5)}


def test_a_file_that_is_no_store_of_readings_is_not_overwritten(folder, tmp_path, capsys):
    out = tmp_path / "precious.jsonl"
    out.write_text('{"a": 1}\n')

    status = main(["read", str(folder), "--out", str(out)])

    assert status == 2
    assert "[not_readings]" in capsys.readouterr().err
    assert out.read_text() == '{"a": 1}\n'
