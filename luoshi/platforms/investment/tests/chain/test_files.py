"""The city's chains as text: read whole, or every fault named by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from luoshi.kernel.base.errors import LuoshiError
from luoshi.platforms.investment.chain.files import COLUMNS, Chains, read_chains
from luoshi.platforms.investment.chain.standard import industry_classes, industry_names

CITY = Path(__file__).parents[5] / "city" / "chains"
GOOD = {
    "chains.csv": ["corn,玉米,报告,yes"],
    "nodes.csv": ["corn,starch,淀粉,吨,1391,,100,调查,2026-01-01", "corn,corn,玉米,吨,0113,,,,"],
    "links.csv": ["corn,starch,1.5,行业,2026-01-01,no"],
}


def written(folder, **changed):
    for name, lines in GOOD.items():
        own = changed.get(name.removesuffix(".csv"), lines)
        (folder / name).write_text("\n".join([",".join(COLUMNS[name]), *own]) + "\n", "utf-8")
    return folder


def test_the_citys_own_chains_are_eight_and_sound():
    read = read_chains(CITY)

    assert len(read.chains) == 8
    assert [one.name for one in read.chains if one.verified] == ["现代农业", "新材料", "特色产业装备"]
    assert {one.chain for one in read.nodes} == {one.code for one in read.chains}


def test_the_table_of_the_standard_is_whole():
    assert len(industry_names()) == 1_970
    assert len(industry_classes()) == 1_380
    assert industry_names()["1391"] == "淀粉及淀粉制品制造"


def test_no_folder_is_no_chain(tmp_path):
    assert read_chains(tmp_path / "none") == Chains()


def test_what_is_empty_is_not_known(tmp_path):
    read = read_chains(written(tmp_path))

    assert read.nodes[1].final_demand is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"nodes": [*GOOD["nodes.csv"], "corn,oil,油,吨,9z99,,,,"]},
            "nodes.csv:4：GB/T 4754-2017 没有代码“9z99”",
        ),
        ({"nodes": [*GOOD["nodes.csv"], "wheat,oil,油,吨,1331,,,,"]}, "nodes.csv:4：没有产业链“wheat”"),
        ({"nodes": [*GOOD["nodes.csv"], "corn,corn,油,吨,1331,,,,"]}, "nodes.csv:4：corn 已在 nodes.csv:3"),
        (
            {"nodes": [*GOOD["nodes.csv"], "corn,oil,油,吨,1331,,-1,调查,2026-01-01"]},
            "nodes.csv:4：final_demand",
        ),
        ({"nodes": [*GOOD["nodes.csv"], "corn,oil,油,吨,1331,,1,,2026-01-01"]}, "nodes.csv:4：final_source"),
        ({"nodes": [*GOOD["nodes.csv"], "corn,oil,油"]}, "nodes.csv:4：3 列，应为 9 列"),
        ({"links": ["corn,oil,1,行业,2026-01-01,no"]}, "links.csv:2：没有环节“oil”"),
        ({"links": ["corn,corn,1,行业,2026-01-01,no"]}, "links.csv:2：投入和产出是同一个环节"),
        ({"links": ["corn,starch,一半,行业,2026-13-01,maybe"]}, "links.csv:2：dated_on “2026-13-01”"),
        ({"chains": ["Corn,玉米,报告,yes"]}, "chains.csv:2：code “Corn”"),
    ],
)
def test_a_fault_is_named_by_file_and_line(tmp_path, changed, said):
    with pytest.raises(LuoshiError) as caught:
        read_chains(written(tmp_path, **changed))

    assert said in str(caught.value)
    assert caught.value.code == "chains-invalid"


def test_all_faults_are_named_at_once(tmp_path):
    folder = written(tmp_path, links=["corn,oil,x,,2026-01-01,no"])
    (folder / "chains.csv").unlink()

    with pytest.raises(LuoshiError) as caught:
        read_chains(folder)

    assert "chains.csv：没有这个文件" in str(caught.value)
    assert str(caught.value).count("links.csv:2") == 3
