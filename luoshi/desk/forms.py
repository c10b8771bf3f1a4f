"""Forms of the desk: filters of lists, and the form an action declares, drawn field by field."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from luoshi.desk.queries.lists import Wanted
from luoshi.desk.queries.names import UnitRead
from luoshi.desk.vocabulary import Due, Section, Sort
from luoshi.kernel.cases.declarations import Action, Field, Kind
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.fields import Problem
from luoshi.kernel.cases.registry import case_types
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.models import Organisation

ANY = [("", _("全部"))]
_MANY = (Kind.UNITS, Kind.PEOPLE)
_KEY_LENGTH = 40


class PlainSelect(forms.Select):
    """A choice of one, written without a template for every option: an office chooses among hundreds."""

    lang = SafeString("")

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return what Django's templates would."""
        of = flatatt({"name": name} | self.build_attrs(self.attrs, attrs))
        chosen = "" if value is None else str(value)
        parts: list[SafeString] = []
        for grouped, some in groupby(self.choices, lambda choice: isinstance(choice[1], list | tuple)):
            if grouped:
                parts += [self._group(title, options, chosen) for title, options in some]
            else:
                parts.append(self._options(some, chosen))
        return format_html("<select{}>{}</select>", of, mark_safe("".join(parts)))  # noqa: S308  all escaped

    def _group(self, title: Any, options: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
        return format_html('<optgroup label="{}">{}</optgroup>', title, self._options(options, chosen))

    def _options(self, options: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
        drawn = _drawn(tuple((str(key), str(label)) for key, label in options), self.lang)
        value = format_html('value="{}"', chosen)
        return SafeString(drawn.replace(value, f"{value} selected", 1))


@lru_cache(200)
def _drawn(options: tuple[tuple[str, str], ...], lang: SafeString) -> SafeString:
    """Return the options with none of them chosen."""
    rows = ((key, lang if key else "", label) for key, label in options)
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


class ChineseSelect(PlainSelect):
    """A choice among words of the platforms, which stay Chinese on an English page."""

    lang = SafeString(' lang="zh-hans"')


class CaseFilter(forms.Form):
    """What a list of cases may be narrowed by. Anything unknown is ignored rather than refused."""

    q = forms.CharField(
        label=_("搜索"), required=False, max_length=60, widget=forms.TextInput({"type": "search"})
    )
    type = forms.ChoiceField(label=_("事项类型"), required=False, widget=ChineseSelect)
    state = forms.ChoiceField(label=_("状态"), required=False, widget=ChineseSelect)
    unit = forms.ChoiceField(label=_("主办单位"), required=False, widget=ChineseSelect)
    due = forms.ChoiceField(label=_("期限"), required=False, widget=PlainSelect, choices=[*ANY, *Due.choices])
    sort = forms.ChoiceField(label=_("排序"), required=False, widget=PlainSelect, choices=Sort.choices)

    def __init__(self, *args: Any, units: Iterable[UnitRead], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        types = case_types()
        self.paths = {unit.code: unit.path for unit in units}
        self._offer("type", [(key, declared.title) for key, declared in types.items()])
        states = [
            (
                declared.title,
                [(f"{key}.{state.key}", state.title) for state in declared.states],
            )
            for key, declared in types.items()
        ]
        self._offer("state", states)
        self._offer("unit", [(unit.code, unit.short) for unit in units])

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        found = self.fields[name]
        assert isinstance(found, forms.ChoiceField)
        found.choices = [*ANY, *choices]

    def wanted(self, section: Section) -> Wanted:
        """Return what was set and is known."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        of, _dot, state = chosen.get("state", "").partition(".")
        return Wanted(
            section=section,
            q=chosen.get("q", ""),
            type=of or chosen.get("type", ""),
            state=state,
            unit=self.paths.get(chosen.get("unit", ""), ""),
            due=chosen.get("due", ""),
            sort=chosen.get("sort", Sort.DUE),
        )

    @property
    def set_fields(self) -> int:
        """Return how many filters are set, the order aside."""
        self.is_valid()
        return sum(bool(value) for name, value in self.cleaned_data.items() if name != "sort")


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values to choose from."""

    value: str
    label: str
    chosen: bool
    group: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A field as it is drawn: what was typed, what may be chosen, what is wrong."""

    field: Field
    id: str
    value: str
    options: tuple[Option, ...]
    error: str

    @property
    def shape(self) -> str:
        """Return how it is drawn."""
        match self.field.kind:
            case Kind.CHOICE:
                return "radio" if len(self.field.choices) <= 5 else "select"
            case Kind.UNIT | Kind.PERSON | Kind.ENTRY:
                return "select"
            case Kind.UNITS | Kind.PEOPLE:
                return "checks"
            case kind:
                return str(kind)


@dataclass(frozen=True, slots=True)
class Need:
    """Evidence an action asks for: any one of the kinds. ``held`` are kinds the case already has."""

    name: str
    kinds: tuple[str, ...]
    held: bool


@dataclass(frozen=True, slots=True)
class ActionForm:
    """The form of one action, for one rendering: its key makes a second click harmless."""

    action: Action
    key: str
    version: int | None
    inputs: tuple[Input, ...]
    needs: tuple[Need, ...]
    kept: tuple[tuple[StoredFile, str], ...] = ()  # files that came with an earlier try, and their tokens
    messages: tuple[str, ...] = ()
    tried: bool = False

    @property
    def bare(self) -> bool:
        """Tell whether there is nothing to fill in."""
        return not self.inputs and not self.needs


@dataclass(frozen=True, slots=True)
class Choices:
    """What fields may choose from: organisations, people by the key of the field, entries of the day."""

    on: date
    units: Sequence[Organisation] = ()
    people: Mapping[str, Sequence[tuple[int, str]]] = field(default_factory=dict)


def new_key() -> str:
    """Return a key for one rendering of a form."""
    return secrets.token_urlsafe(18)


def key_of(post: Mapping[str, Any]) -> str:
    """Return the key that a form brought, or a new one where it brought none of ours."""
    key = str(post.get("key", ""))
    return key if 10 <= len(key) <= _KEY_LENGTH else new_key()


def version_of(post: Mapping[str, Any]) -> int | None:
    """Return the step of the case that the person saw, None where the form did not say."""
    text = str(post.get("version", ""))
    return int(text) if text.isdecimal() and len(text) < 10 else None


def given_of(action: Action, post: MultiValueDict[str, str]) -> dict[str, Any]:
    """Return what was typed, by the keys of the action's fields."""
    return {
        of.key: post.getlist(of.key) if of.kind in _MANY else post.get(of.key)
        for of in action.form
        if of.key in post or of.kind is Kind.FLAG
    }


def form_of(
    action: Action,
    choices: Choices,
    *,
    version: int | None = None,
    held: Iterable[str] = (),
    given: Mapping[str, Any] | None = None,
    problems: Iterable[Problem] = (),
    messages: Iterable[str] = (),
    kept: Iterable[tuple[StoredFile, str]] = (),
    key: str = "",
) -> ActionForm:
    """Return the action's form, empty or with what was typed and what is wrong with it."""
    typed, wrong = given or {}, {problem.field: problem.message for problem in problems}
    kinds = set(held)
    return ActionForm(
        action=action,
        key=key or new_key(),
        version=version,
        inputs=tuple(
            _input(of, f"{action.key}-{of.key}", typed.get(of.key), wrong.get(of.key, ""), choices)
            for of in action.form
        ),
        needs=tuple(
            Need(f"evidence-{number}", parts, bool(kinds & set(parts)))
            for number, need in enumerate(action.needs)
            if (parts := tuple(need.split("|")))
        ),
        kept=tuple(kept),
        messages=tuple(messages),
        tried=given is not None,
    )


def _input(of: Field, id_: str, typed: Any, error: str, choices: Choices) -> Input:
    chosen = {str(value) for value in (typed if isinstance(typed, list) else [typed]) if value is not None}
    options: tuple[Option, ...] = ()
    match of.kind:
        case Kind.CHOICE:
            options = tuple(Option(key, title, key in chosen) for key, title in of.choices)
        case Kind.UNIT | Kind.UNITS:
            options = tuple(
                Option(unit.code, unit.name, unit.code in chosen, unit.get_kind_display())
                for unit in choices.units
            )
        case Kind.PERSON | Kind.PEOPLE:
            options = tuple(
                Option(str(pk), name, str(pk) in chosen) for pk, name in choices.people.get(of.key, ())
            )
        case Kind.ENTRY:
            table = city_table(of.table)
            options = tuple(
                Option(entry.code, entry.title, entry.code in chosen, table.titled(entry.parent))
                for entry in table.leaves(choices.on)
            )
    value = typed if isinstance(typed, str) else ""
    return Input(of, id_, value, options, error)
