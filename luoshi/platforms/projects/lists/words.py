"""The language of lists as people write and read it: titles for keys, 今天 for today. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from luoshi.platforms.projects.lists.fields import Column, Kind
from luoshi.platforms.projects.lists.language import Op, Term

Names = Mapping[str, str]  # of organisations, by code
_DAYS = {
    **{"今天": "today", "本月初": "month_start", "本月末": "month_end"},
    **{"本年初": "year_start", "本年末": "year_end"},
}
_DAY_WORDS = {english: chinese for chinese, english in _DAYS.items()}
_BETWEEN = re.compile(r"[、,，;；]")
_VERBS = {Op.EQ: "为", Op.IN: "为", Op.EMPTY: "空缺", Op.FILLED: "已填"}
_DAY_VERBS = {Op.GE: "不早于", Op.LE: "不晚于", Op.BEFORE: "早于", Op.AFTER: "晚于"}
_UNITS = {Kind.MONEY: "万元", Kind.PERCENT: "%", Kind.SHARE: "%"}
FLAGS = {True: "是", False: "否"}


def said(term: Term, names: Names) -> str:
    """Return the term as a sentence reads it: 计划总投资不少于5000万元."""
    title = term.column.title
    if term.op in (Op.EMPTY, Op.FILLED):
        return f"{title}{_VERBS[term.op]}"
    if term.op is Op.DAYS_SINCE:
        return f"{title}至今满{term.value}天"
    text = text_of(term, names)
    if term.column.kind is Kind.DAY:
        return f"{title}{_DAY_VERBS.get(term.op, '为')}{text}"
    if unit := _UNITS.get(term.column.kind):
        return f"{title}{'不少于' if term.op is Op.GE else '不多于'}{text}{unit}"
    return f"{title}{_VERBS[term.op]}{text}"


def sentence(terms: Iterable[Term], names: Names) -> str:
    """Return all terms as one sentence."""
    return "；".join(said(term, names) for term in terms) or "全部项目"


def text_of(term: Term, names: Names) -> str:
    """Return the term's value as a person writes it."""
    if term.value is None:
        return ""
    if term.op is Op.DAYS_SINCE:
        return str(term.value)
    if term.column.kind is Kind.DAY:
        return _day_said(str(term.value))
    titles = _titles(term.column, names)
    return "、".join(str(titles.get(value, value)) for value in term.values)


def value_of(column: Column, op: str, text: str, names: Names) -> Any:
    """Return what a person wrote as the language keeps it; what cannot be read stays as it is."""
    text = text.strip()
    if op in (Op.EMPTY, Op.FILLED):
        return text or None
    if op == Op.DAYS_SINCE:
        return int(text) if text.isdecimal() else text
    if column.kind is Kind.DAY:
        return _day_written(text)
    if column.kind in _UNITS:
        return text.replace(",", "").removesuffix(_UNITS[column.kind])
    keys = {title: key for key, title in _titles(column, names).items()}
    if op == Op.IN:
        parts = (part.strip() for part in _BETWEEN.split(text))
        return [keys.get(part, part) for part in parts if part]
    return keys.get(text, text)


def _titles(column: Column, names: Names) -> Mapping[Any, str]:
    if column.kind in (Kind.PLACE, Kind.UNIT):
        return names
    return FLAGS if column.kind is Kind.FLAG else dict(column.choices)


def _day_said(value: str) -> str:
    word = re.match(r"[a-z_]+", value)
    if word is None:
        return value
    days = value[word.end() :]
    return f"{_DAY_WORDS.get(word[0], word[0])}{f'{days}天' if days else ''}"


def _day_written(text: str) -> str:
    text = text.removesuffix("天") if text[-1:] == "天" and text != "今天" else text
    word = next((chinese for chinese in _DAYS if text.startswith(chinese)), "")
    return (_DAYS[word] + text[len(word) :]).replace(" ", "") if word else text
