"""A city's code tables: what may be named on a day, and every fault of a file at once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.tables import Table, read_table

HEAD = "code,parent,title,from,to,limit\n"
HEATING = HEAD + (
    "01,,城乡建设,2020-01-01,,\n"
    "0101,01,供热,2020-01-01,,\n"
    "010101,0101,室温不达标,2020-01-01,,utility\n"
    "010102,0101,小锅炉,2020-01-01,2024-11-01,ordinary\n"
)
DAY = date(2026, 3, 2)


def table(folder: Path, text: str = HEATING) -> Table:
    path = folder / f"{abs(hash(text))}.csv"
    path.write_text(text, "utf-8")
    return read_table(path)


def test_a_record_names_a_leaf_that_holds_on_the_day(tmp_path: Path):
    heating = table(tmp_path)

    assert [entry.code for entry in heating.leaves(DAY)] == ["010101"]
    assert [entry.code for entry in heating.leaves(date(2024, 10, 31))] == ["010101", "010102"]
    for on in (DAY, date(2024, 10, 31), date(2019, 1, 1)):
        named = [entry.code for entry in heating if heating.names(entry.code, on=on)]
        assert named == [entry.code for entry in heating.leaves(on)]
    assert not heating.names("999", on=DAY)


def test_an_entry_that_no_longer_holds_keeps_its_name(tmp_path: Path):
    heating = table(tmp_path)

    assert heating.titled("010102") == "城乡建设 / 供热 / 小锅炉"
    assert heating.titled("999") == "999"


def test_a_column_of_its_own_is_kept(tmp_path: Path):
    entry = table(tmp_path).get("010101")

    assert entry is not None
    assert entry.more == {"limit": "utility"}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("01,,又一个,2020-01-01,,\n", "01 is given twice"),
        ("02,,,2020-01-01,,\n", ":6: cannot be read"),
        ("02,,教育,2020,,\n", ":6: cannot be read"),
        ("02,,教育,2020-01-01,2019-01-01,\n", ":6: cannot be read"),
        ("02,\n", ":6: cannot be read"),
        ("0201,02,学校,2020-01-01,,\n", "there is no 02 above 0201"),
        ("02,03,甲,2020-01-01,,\n03,02,乙,2020-01-01,,\n", "what stands above 03 leads in a circle"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, line: str, fault: str):
    with pytest.raises(LuoshiError) as caught:
        table(tmp_path, HEATING + line)

    assert caught.value.code == "table-invalid"
    assert fault in caught.value.en


def test_another_encoding_is_told(tmp_path: Path):
    path = tmp_path / "old.csv"
    path.write_bytes(HEATING.encode("gb18030"))

    with pytest.raises(LuoshiError, match="UTF-8") as caught:
        read_table(path)

    assert caught.value.code == "table-invalid"


def test_every_fault_is_told_at_once(tmp_path: Path):
    with pytest.raises(LuoshiError) as caught:
        table(tmp_path, HEATING + "02,,,2020-01-01,,\n0301,03,学校,2020-01-01,,\n")

    assert "2 things" in caught.value.en


def test_a_table_that_is_not_there_says_where_it_belongs(tmp_path: Path):
    with pytest.raises(LuoshiError, match="tables") as caught:
        read_table(tmp_path / "none.csv")

    assert caught.value.code == "table-missing"
