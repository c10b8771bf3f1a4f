"""The language of a list's filter: terms of a column, an operation and a value, all of which must hold.

Pure: what is written is checked without a database, every fault at once, and told in words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from luoshi.kernel.base.periods import month_of, year
from luoshi.kernel.base.problems import Problem, require_none
from luoshi.platforms.projects.lists.fields import ASKED, Column, Kind, known

MOST_TERMS, MOST_VALUES, MOST_DAYS = 20, 60, 36_500
_NUMBER = re.compile(r"\d{1,11}(?:\.\d{1,6})?")
_PERCENT = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
_WORD = re.compile(r"(today|month_start|month_end|year_start|year_end)(?:([+-])(\d{1,5}))?")
_LONGEST = 120  # characters of a text


class Op(StrEnum):
    """What a term asks. ``ge`` and ``le`` hold at the value itself, ``before`` and ``after`` do not."""

    EQ = "eq"
    IN = "in"
    GE = "ge"
    LE = "le"
    BEFORE = "before"
    AFTER = "after"
    DAYS_SINCE = "days_since"  # at least so many days have passed since
    EMPTY = "empty"
    FILLED = "filled"


WORDS = {
    **{Op.EQ: "为", Op.IN: "为其中之一", Op.GE: "不少于（不早于）", Op.LE: "不多于（不晚于）"},
    **{Op.BEFORE: "早于", Op.AFTER: "晚于", Op.DAYS_SINCE: "距今至少（天）"},
    **{Op.EMPTY: "空缺", Op.FILLED: "已填"},
}
_BARE = (Op.EMPTY, Op.FILLED)
_NAMED = (Op.EQ, Op.IN, *_BARE)
OPS: dict[Kind, tuple[Op, ...]] = {
    Kind.TEXT: _NAMED,
    Kind.CHOICE: _NAMED,
    Kind.PLACE: _NAMED,
    Kind.UNIT: (Op.EQ, Op.IN),
    Kind.MONEY: (Op.GE, Op.LE, *_BARE),
    Kind.PERCENT: (Op.GE, Op.LE),
    Kind.SHARE: (Op.GE, Op.LE),
    Kind.DAY: (Op.EQ, Op.GE, Op.LE, Op.BEFORE, Op.AFTER, Op.DAYS_SINCE, *_BARE),
    Kind.FLAG: (Op.EQ,),
}


@dataclass(frozen=True, slots=True)
class Term:
    """One condition. Its value is as it was written: see ``amount_of``, ``parts_of`` and ``day_of``."""

    column: Column
    op: Op
    value: Any = None

    @property
    def values(self) -> tuple[Any, ...]:
        """Return what the column may hold, for ``eq`` and ``in``."""
        return tuple(self.value) if self.op is Op.IN else (self.value,)

    @property
    def written(self) -> dict[str, Any]:
        """Return it as it is kept."""
        bare = {"field": self.column.key, "op": self.op.value}
        return bare if self.op in _BARE else bare | {"value": self.value}


def terms_of(raw: Any, *, name: str) -> tuple[Term, ...]:
    """Return the terms that are written. Raises ``list-filter`` with every fault."""
    terms, problems = checked(raw)
    require_none(problems, code="list-filter", name=name)
    return terms


def checked(raw: Any) -> tuple[tuple[Term, ...], list[Problem]]:
    """Return the terms that can be read, and what is wrong with the others."""
    if not isinstance(raw, list):
        return (), [_problem("条件", "应是一列条件", "must be a list of terms")]
    terms: list[Term] = []
    problems: list[Problem] = []
    for number, one in enumerate(raw, start=1):
        found = _term(one, f"第{number}条")
        if isinstance(found, Problem):
            problems.append(found)
        else:
            terms.append(found)
    if len(raw) > MOST_TERMS:
        problems.append(_problem("条件", f"最多{MOST_TERMS}条", f"at most {MOST_TERMS} terms"))
    return tuple(terms), problems


def amount_of(term: Term) -> int:
    """Return the value of an amount in fen, of a share in ten-thousandths."""
    return int(Decimal(str(term.value)).scaleb(6 if term.column.kind is Kind.MONEY else 2))


def day_of(value: str, *, on: date) -> date:
    """Return the day that is meant: a date, or a word such as ``month_start+10`` seen from the day given."""
    found = _WORD.fullmatch(value)
    if found is None:
        return date.fromisoformat(value)
    month, whole = month_of(on), year(on.year)
    days = {
        **{"today": on, "month_start": month.start, "month_end": month.last},
        **{"year_start": whole.start, "year_end": whole.last},
    }
    return days[found[1]] + timedelta(days=int(f"{found[2] or '+'}{found[3] or 0}"))


def _term(raw: Any, where: str) -> Term | Problem:
    if not isinstance(raw, Mapping):
        return _problem(where, "应写明字段、算式和值", "needs a field, an op and a value")
    if unknown := set(raw) - {"field", "op", "value"}:
        return _problem(where, f"不认识“{'、'.join(map(str, sorted(unknown)))}”", "has unknown keys")
    column = ASKED.get(str(raw.get("field")))
    if column is None:
        zh = f"没有字段“{raw.get('field')}”。可用字段：{known()}"
        return _problem(where, zh, f"no field “{raw.get('field')}”. Fields: {', '.join(ASKED)}")
    ops = OPS[column.kind]
    if raw.get("op") not in ops:
        zh = f"“{column.title}”不能用“{raw.get('op')}”。可用：{'、'.join(f'{WORDS[op]} {op}' for op in ops)}"
        return _problem(where, zh, f"{column.key} takes no “{raw.get('op')}”. It takes: {', '.join(ops)}")
    term = Term(column, Op(raw["op"]), raw.get("value"))
    fault = _fault(term)
    if fault:
        return _problem(where, f"“{column.title}”{fault[0]}", f"{column.key}: {fault[1]}")
    return term


def _fault(term: Term) -> tuple[str, str] | None:
    """Return what is wrong with the value, in two languages."""
    value, kind = term.value, term.column.kind
    if term.op in _BARE:
        return None if value is None else ("空缺、已填不带值", "takes no value")
    if term.op is Op.DAYS_SINCE:
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_DAYS
        return None if whole else ("的天数应是整数", "days are a whole number")
    if term.op is Op.IN and not (isinstance(value, list) and 1 <= len(value) <= MOST_VALUES):
        return (f"应列出1至{MOST_VALUES}个值", f"must list 1 to {MOST_VALUES} values")
    return next((fault for one in term.values if (fault := _FAULTS[kind](term.column, one))), None)


def _bad_choice(column: Column, value: Any) -> tuple[str, str] | None:
    if value in dict(column.choices):
        return None
    zh = "、".join(f"{title} {key}" for key, title in column.choices)
    return (f"没有“{value}”。可用：{zh}", f"no “{value}”. Known: {', '.join(dict(column.choices))}")


def _bad_text(column: Column, value: Any) -> tuple[str, str] | None:
    if isinstance(value, str) and 0 < len(value) <= _LONGEST:
        return None
    return (f"的值应是1至{_LONGEST}字的文字", f"the value is a text of 1 to {_LONGEST} characters")


def _bad_amount(column: Column, value: Any) -> tuple[str, str] | None:
    if _is_number(value, _NUMBER):
        return None
    return ("的值应是以万元为单位的数，如 5000", "the value is in 10,000 yuan, such as 5000")


def _bad_percent(column: Column, value: Any) -> tuple[str, str] | None:
    if _is_number(value, _PERCENT):
        return None
    return ("的值应是百分数，如 55 或 32.5", "the value is in per cent, such as 55 or 32.5")


def _bad_day(column: Column, value: Any) -> tuple[str, str] | None:
    try:
        day_of(value, on=date(2000, 1, 1))
    except (TypeError, ValueError, OverflowError):
        return (
            "的值应是日期（如 2026-04-15）或 today、month_start、month_end、year_start、year_end，"
            "可加减天数，如 today-30",
            "the value is a date or today, month_start, month_end, year_start, year_end, as in today-30",
        )
    return None


def _bad_flag(column: Column, value: Any) -> tuple[str, str] | None:
    return None if isinstance(value, bool) else ("的值应是 true 或 false", "the value is true or false")


_FAULTS = {
    **{Kind.TEXT: _bad_text, Kind.PLACE: _bad_text, Kind.UNIT: _bad_text, Kind.CHOICE: _bad_choice},
    **{Kind.MONEY: _bad_amount, Kind.PERCENT: _bad_percent, Kind.SHARE: _bad_percent},
    **{Kind.DAY: _bad_day, Kind.FLAG: _bad_flag},
}


def _is_number(value: Any, pattern: re.Pattern[str]) -> bool:
    written = isinstance(value, int | str) and not isinstance(value, bool)
    return written and pattern.fullmatch(str(value)) is not None


def _problem(where: str, zh: str, en: str) -> Problem:
    return Problem(where, zh, en)


def written(terms: Sequence[Term]) -> list[dict[str, Any]]:
    """Return the terms as they are kept."""
    return [term.written for term in terms]
