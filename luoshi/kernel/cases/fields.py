"""From what a person typed to what an event keeps: one reading of a form for pages, API and import. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from luoshi.kernel.cases.declarations import CaseType, Field, Into, Kind

_LENGTH = {Kind.TEXT: 300, Kind.LONG: 20_000}
_TRUE, _FALSE = {"1", "true", "是", "on", "yes"}, {"0", "false", "否", "", "no"}
_YEARS = range(1900, 2200)  # outside them periods cannot be counted
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # NUL, and halves of a surrogate pair
_SCALES = {"万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4}
_SEPARATORS = re.compile(r"[,，、;；\s]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the value of a field, in words a person can act on."""

    field: str
    message: str


def accept(form: Iterable[Field], given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    """Return the values in the form the chain keeps, and every problem found.

    A value that is empty and not required is left out. Keys the form does not know are a problem.
    """
    fields = {field.key: field for field in form}
    values: dict[str, Any] = {}
    problems = [Problem(key, "没有这个字段") for key in given if key not in fields]
    for key, field in fields.items():
        raw = given.get(key)
        if _empty(raw) and field.kind is not Kind.FLAG:
            if field.required:
                problems.append(Problem(key, f"请填写{field.title}"))
            continue
        try:
            values[key] = _READ[field.kind](field, _storable(raw))
        except ValueError as error:
            problems.append(Problem(key, f"{field.title}：{error}"))
    return values, problems


def words_in(declared: CaseType, data: Mapping[str, Any]) -> list[str]:
    """Return the words in the data that people wrote and search for. Private ones are no part of them."""
    worded = _worded(declared)
    return [value for key, value in data.items() if key in worded and isinstance(value, str)]


@cache
def _worded(declared: CaseType) -> frozenset[str]:
    forms = (action.form for action in declared.acts)
    return frozenset(field.key for form in forms for field in form if field.kind in _LENGTH)


def shown(
    field: Field,
    value: Any,
    *,
    units: Mapping[str, str],
    people: Mapping[int, str],
    entries: Callable[[str, str], str],
) -> str:
    """Return what the chain keeps as a person reads it. ``units`` and ``people`` hold names by key.

    ``entries`` gives the title of a code of a table.
    """
    match field.kind:
        case Kind.CHOICE:
            return dict(field.choices).get(value, str(value))
        case Kind.FLAG:
            return "是" if value else "否"
        case Kind.MONEY:
            return f"{'-' if value < 0 else ''}{abs(value) // 100:,}.{abs(value) % 100:02} 元"
        case Kind.UNIT:
            return units.get(value, str(value))
        case Kind.UNITS:
            return "、".join(units.get(code, code) for code in value)
        case Kind.PERSON:
            return people.get(value, "")
        case Kind.PEOPLE:
            return "、".join(people.get(key, "") for key in value)
        case Kind.ENTRY:
            return entries(field.table, value)
        case _:
            return str(value)


def _empty(raw: Any) -> bool:
    return raw is None or raw == [] or (isinstance(raw, str) and not raw.strip())


def _storable(raw: Any) -> Any:
    """Refuse what no database and no hash can take."""
    if _UNSTORABLE.search(str(raw)):
        raise ValueError("含有不能保存的字符")
    return raw


def _text(field: Field, raw: Any) -> str:
    text = str(raw).strip().replace("\r\n", "\n")
    if len(text) > _LENGTH[field.kind]:
        raise ValueError(f"最多{_LENGTH[field.kind]}字，现有{len(text)}字")
    return text


def _date(field: Field, raw: Any) -> str:
    day = raw.date() if isinstance(raw, datetime) else raw
    if not isinstance(day, date):
        day = _day_of(str(raw))
    if day.year not in _YEARS:
        raise ValueError(f"年份须在{_YEARS[0]}至{_YEARS[-1]}之间")
    return day.isoformat()


def _day_of(text: str) -> date:
    numbers = re.fullmatch(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*", text)
    if not numbers:
        raise ValueError("请写成 2026-03-01 这样的日期")
    try:
        return date(*(int(part) for part in numbers.groups()))
    except ValueError:
        raise ValueError("没有这一天") from None


def _choice(field: Field, raw: Any) -> str:
    text = str(raw).strip()
    for key, title in field.choices:
        if text in (key, title):
            return key
    raise ValueError("只能是" + "、".join(title for _, title in field.choices))


def _flag(field: Field, raw: Any) -> bool:
    text = "" if raw is None else str(raw).strip().lower()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    raise ValueError("请写是或否")


def _integer(field: Field, raw: Any) -> int:
    try:
        number = Decimal(str(raw).replace(",", ""))
    except ArithmeticError:
        raise ValueError("请写整数") from None
    if not number.is_finite() or number != number.to_integral_value() or abs(number) >= 10**15:
        raise ValueError("请写整数")
    if field.into is Into.SECRECY and number not in range(3):
        raise ValueError("只能是 0（公开）、1（内部）或 2（秘密）")
    return int(number)


def _money(field: Field, raw: Any) -> int:
    """Read yuan as typed, also as 1.2亿元; keep whole fen. A whole number from a program is fen already."""
    program = isinstance(raw, int) and not isinstance(raw, bool)
    try:
        fen = Decimal(raw) if program else _yuan(str(raw)) * 100
    except ArithmeticError:
        raise ValueError("请写金额，单位元，也可写 5000万元、1.2亿元") from None
    if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) >= 10**17:
        raise ValueError("金额最多两位小数")
    return int(fen)


def _yuan(text: str) -> Decimal:
    plain = re.sub(r"[,，\s]", "", text).lstrip("¥￥").removesuffix("元")
    times = next((unit for unit in _SCALES if plain.endswith(unit)), "")
    return Decimal(plain.removesuffix(times)) * _SCALES.get(times, 1)


def _code(field: Field, raw: Any) -> str:
    return str(raw).strip()


def _codes(field: Field, raw: Any) -> list[str]:
    parts = raw if isinstance(raw, list | tuple) else _SEPARATORS.split(str(raw).strip())
    return list(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))


def _people(field: Field, raw: Any) -> list[int]:
    return list(dict.fromkeys(_integer(field, part) for part in _codes(field, raw)))


def _point(field: Field, raw: Any) -> str:
    try:
        degrees = [Decimal(part.strip()) for part in str(raw).replace("，", ",").split(",")]
        longitude, latitude = (round(each, 6) for each in degrees)
        inside = abs(longitude) <= 180 and abs(latitude) <= 90
    except (ArithmeticError, ValueError):
        inside = False
    if not inside:
        raise ValueError("请写经度,纬度，如 124.350400,43.166400")
    return f"{longitude:.6f},{latitude:.6f}"


_READ: dict[Kind, Callable[[Field, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG: _text,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.FLAG: _flag,
    Kind.INTEGER: _integer,
    Kind.MONEY: _money,
    Kind.UNIT: _code,
    Kind.UNITS: _codes,
    Kind.PERSON: _integer,
    Kind.PEOPLE: _people,
    Kind.ENTRY: _code,
    Kind.POINT: _point,
}
