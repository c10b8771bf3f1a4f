"""One indicator over many reports: what each place plans, or reports, in its own words and in figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from luoshi.reader.inputs import InputError

# One indicator under several names; the first is the statistical yearbook's.
ALIASES = (
    ("地区生产总值", "国内生产总值", "生产总值", "经济总量", "GDP", "经济增长", "经济增速"),
    ("一般公共预算收入", "地方级财政收入", "地方一般公共预算收入", "财政收入", "一般预算收入"),
    ("规模以上工业增加值", "规上工业增加值"),
    ("固定资产投资", "全社会固定资产投资"),
    ("社会消费品零售总额", "社零总额"),
    ("居民人均可支配收入", "全体居民人均可支配收入", "居民收入"),
    ("城镇新增就业", "新增城镇就业", "城镇新增就业人数"),
    ("城镇调查失业率", "城镇调查失业率全年平均值"),
    ("居民消费价格", "居民消费价格涨幅", "居民消费价格指数", "CPI"),
)

_OWN = re.compile(r"^(我?(全国|全省|全区|全市|全县|本省|本市|我省|我市|我区|自治区|地方))")
_GROWTH = re.compile(r"(按|预期目标|增长率|增长|增速|同比|年均|总量|规模)+$")

COLUMNS = ("place", "year", "quote", "value", "low", "high", "unit", "cmp", "form", "period", "report")

_NEEDED = (*COLUMNS, "half", "indicator", "start", "duplicate_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is compared: an indicator, in one half of the reports, and of which form."""

    indicator: str
    half: str = "plan"
    form: str | None = None


def compare(rows: Iterable[dict[str, Any]], question: Question) -> list[dict[str, Any]]:
    """Return one row per report that states the indicator, sorted by report, with the keys of ``COLUMNS``.

    Where a report states it several times, growth is taken before a level, this year before other periods,
    the first statement before later ones. Copies are left out.
    """
    names = names_of(question.indicator)
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        asked = row["half"] == question.half and question.form in (None, row["form"])
        if asked and not row["duplicate_of"] and plain_name(row["indicator"]) in names:
            found.setdefault(row["report"], []).append(row)
    best = [min(found[report], key=_rank) for report in sorted(found)]
    return [{column: _whole(row[column]) for column in COLUMNS} for row in best]


def names_of(indicator: str) -> frozenset[str]:
    """Return every name of an indicator; one that has no aliases has only its own."""
    plain = plain_name(indicator)
    for group in ALIASES:
        names = frozenset(plain_name(name) for name in group)
        if plain in names:
            return names
    return frozenset({plain})


def plain_name(indicator: str) -> str:
    """Return the indicator without whose it is (全市) and without what is said of it (增长)."""
    name = re.sub(r"[（(].*?[）)]|\s", "", indicator).upper()
    return _GROWTH.sub("", _OWN.sub("", name)) or name


def rows_from(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file written by ``luoshi read``, or of a folder, whose reports are read now.

    Reports of the folder that cannot be read are passed over. Raises InputError.
    """
    from luoshi.reader.batch import Job, read_job, reports_in
    from luoshi.reader.batch.stores import store_for

    if not path.exists():
        raise InputError("missing", str(path))
    if path.is_file():
        yield from store_for(path).rows(_NEEDED)
        return
    import json

    for name in reports_in(path):
        outcome = read_job(Job(str(path / name), name, "quantities"))
        if outcome.record is not None:
            yield from json.loads(outcome.record)["rows"]


def _whole(value: Any) -> Any:
    """Return a whole number as such: a table's columns know only floats."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _rank(row: dict[str, Any]) -> tuple[bool, bool, int]:
    return (row["form"] != "growth", row["period"] != str(row["year"]), row["start"])
