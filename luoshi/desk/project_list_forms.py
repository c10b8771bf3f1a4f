"""Forms of the lists of projects: what narrows one, and what it is, term by term and column by column."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from luoshi.desk.forms import ANY, ChineseSelect, PlainSelect
from luoshi.kernel.base.problems import Problem
from luoshi.platforms.projects.lists.definition import (
    CYCLES,
    MOST_COLUMNS,
    MOST_ORDERS,
    Definition,
    checked_definition,
)
from luoshi.platforms.projects.lists.fields import ASKED, COLUMNS
from luoshi.platforms.projects.lists.language import MOST_TERMS, WORDS, checked
from luoshi.platforms.projects.lists.words import Names, text_of, value_of

SIZES: list[tuple[Any, Any]] = [  # 万元
    ("", _("不限")),
    (5_000, _("5000万元以上")),
    (10_000, _("1亿元以上")),
    (100_000, _("10亿元以上")),
]
SORTS = [
    ("", _("清单本来的次序")),
    ("-planned", _("计划总投资由大到小")),
    ("-days_in_state", _("在现环节由久到新")),
    ("plans_start_on", _("计划开工由早到晚")),
    ("name", _("项目名称")),
]
_NONE = [("", "—")]
_SPARE = 3  # empty terms offered beside those there are


class Part(NamedTuple):
    """A term as the form shows it."""

    number: int
    field: Any
    op: Any
    value: Any


class ListSearch(forms.Form):
    """What a list is narrowed by. Anything unknown is ignored."""

    q = forms.CharField(
        label=_("项目名称或编号"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"type": "search"}),
    )
    place = forms.ChoiceField(label=_("属地"), required=False, widget=ChineseSelect)
    unit = forms.ChoiceField(label=_("责任单位"), required=False, widget=ChineseSelect)
    size = forms.TypedChoiceField(
        label=_("规模"), required=False, coerce=int, choices=SIZES, widget=PlainSelect
    )
    sort = forms.ChoiceField(label=_("排序"), required=False, choices=SORTS, widget=PlainSelect)

    def __init__(
        self, data: Any, *, places: Iterable[tuple[str, str]], units: Iterable[tuple[str, str]]
    ) -> None:
        """Offer the places and units named."""
        super().__init__(data)
        self.fields["place"].choices = [*ANY, *places]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [*ANY, *units]  # type: ignore[attr-defined]


class DefinitionForm(forms.Form):
    """A list: its terms, columns, order, owner and cycle, all chosen, nothing written as code."""

    cycle = forms.ChoiceField(label=_("周期"), choices=CYCLES, widget=ChineseSelect)
    owner = forms.ChoiceField(label=_("责任单位"), widget=ChineseSelect)
    why = forms.CharField(label=_("修改理由"), required=False, max_length=200)
    upon = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, of: Definition, upon: int, names: Names) -> None:
        """Show the list as it is, with room for more."""
        super().__init__(data, initial=_initial(of, names) | {"upon": upon})
        self.names = names
        self.definition: Definition | None = None
        self.refused = 0  # the status of what the rules refused
        self.fields["owner"].choices = sorted(names.items(), key=lambda one: one[1])  # type: ignore[attr-defined]
        written = [n for n in range(MOST_TERMS) if data and data.get(f"term{n}_field")]
        self.rows = min(MOST_TERMS, max([len(of.terms) - 1, *written]) + 1 + _SPARE)
        for number in range(self.rows):
            self._add_term(number)
        for number in range(MOST_COLUMNS):
            self._add_choice(f"column{number}", _("第%(n)s栏") % {"n": number + 1}, _columns())
        for number in range(MOST_ORDERS):
            self._add_choice(f"order{number}", _("排序%(n)s") % {"n": number + 1}, _orders())

    def parts(self) -> list[Part]:
        """Return the terms as they are shown."""
        return [
            Part(n + 1, self[f"term{n}_field"], self[f"term{n}_op"], self[f"term{n}_value"])
            for n in range(self.rows)
        ]

    def columns(self) -> list[forms.BoundField]:
        """Return the choices of columns."""
        return [self[f"column{n}"] for n in range(MOST_COLUMNS)]

    def orders(self) -> list[forms.BoundField]:
        """Return the choices of the order."""
        return [self[f"order{n}"] for n in range(MOST_ORDERS)]

    def clean(self) -> dict[str, Any]:
        """Read the whole as a definition, and put what is wrong beside where it stands."""
        values = super().clean() or self.cleaned_data
        terms = [one for n in range(self.rows) if (one := self._term(n, values))]
        raw = {
            "filter": terms,
            "columns": [key for n in range(MOST_COLUMNS) if (key := values.get(f"column{n}"))],
            "order": [key for n in range(MOST_ORDERS) if (key := values.get(f"order{n}"))],
            "owner": values.get("owner"),
            "cycle": values.get("cycle"),
        }
        definition, problems = checked_definition(raw)
        for problem in problems:
            if not (problem.where.startswith("第") or problem.where in ("责任单位", "周期")):
                self.add_error(None, f"{problem.where}：{_said(problem)}")
        self.definition = None if self.errors else definition
        return values

    def _term(self, number: int, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return a term as it is kept, None for an empty line; tell what is wrong with it."""
        key, op = values.get(f"term{number}_field"), values.get(f"term{number}_op")
        text = values.get(f"term{number}_value") or ""
        if not key:
            return None
        raw: dict[str, Any] = {"field": key, "op": op}
        value = value_of(ASKED[key], op or "", text, self.names)
        raw |= {} if value is None else {"value": value}
        for problem in checked([raw])[1]:
            self.add_error(f"term{number}_value", _said(problem))
        return raw

    def _add_term(self, number: int) -> None:
        fields = [*_NONE, *((column.key, column.title) for column in ASKED.values())]
        label = {"n": number + 1}
        self._add_choice(f"term{number}_field", _("第%(n)s条 字段") % label, fields)
        self._add_choice(f"term{number}_op", _("第%(n)s条 算式") % label, [*_NONE, *WORDS.items()])
        self.fields[f"term{number}_value"] = forms.CharField(
            label=_("第%(n)s条 值") % label, required=False, max_length=400
        )

    def _add_choice(self, name: str, label: Any, choices: list[tuple[str, Any]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, required=False, choices=choices, widget=ChineseSelect
        )


def _initial(of: Definition, names: Names) -> dict[str, Any]:
    values: dict[str, Any] = {"owner": of.owner, "cycle": of.cycle}
    for number, term in enumerate(of.terms):
        values |= {f"term{number}_field": term.column.key, f"term{number}_op": term.op.value}
        values[f"term{number}_value"] = text_of(term, names)
    values |= {f"column{number}": column.key for number, column in enumerate(of.columns)}
    return values | {f"order{number}": order.written for number, order in enumerate(of.order)}


def _columns() -> list[tuple[str, Any]]:
    return [*_NONE, *((column.key, column.heading) for column in COLUMNS.values())]


def _orders() -> list[tuple[str, Any]]:
    ways = (("", "由小到大"), ("-", "由大到小"))
    return [*_NONE, *((f"{sign}{c.key}", f"{c.title} {way}") for c in COLUMNS.values() for sign, way in ways)]


def _said(problem: Problem) -> str:
    return problem.zh if (get_language() or "zh").startswith("zh") else problem.en
