"""Check every cell of a table before one row is written. A fixed number of queries, whatever its length."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.access import visible
from luoshi.kernel.cases.chain import canonical, plain
from luoshi.kernel.cases.context import LOCAL, Context
from luoshi.kernel.cases.declarations import CaseType, Field, Into, Kind
from luoshi.kernel.cases.fields import accept
from luoshi.kernel.cases.fold import Standing
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.permit import refusals
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.cases.sheets.reading import FORMULA, Row, Sheet
from luoshi.kernel.cases.tables import entry_of
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Account, Organisation
from luoshi.kernel.parameters.queries import parameter_book

EXTERNAL = "外部编号"
_EXTERNAL = (EXTERNAL, "external_id", "externalid")
_UNITS, _PEOPLE = (Kind.UNIT, Kind.UNITS), (Kind.PERSON, Kind.PEOPLE)
_SHOWN = 60  # characters of a wrong value that are repeated
_EXTERNAL_LENGTH = 100
_Read = tuple[Row, dict[str, Any], dict[str, Any], str]  # a row, its cells by key, its values, its key


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be taken: in which row and column, what it says, and what is wrong with it."""

    row: int
    column: str
    value: str
    why: str

    def __str__(self) -> str:
        said = f" “{self.value}”" if self.value else ""
        return f"{self.where}{said}：{self.why}"

    @property
    def where(self) -> str:
        """Return row and column as a person looks for them."""
        return f"第{self.row}行 {self.column}" if self.row else self.column


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row that can become a case, the key that lets it become only one, and the case it has become."""

    number: int
    data: Mapping[str, Any]
    key: str
    existing: str = ""


@dataclass(slots=True)
class Plan:
    """What an import would do. It can be committed where ``faults`` is empty."""

    type: str
    name: str
    rows: list[PlannedRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def new(self) -> list[PlannedRow]:
        """Return the rows that would open a case."""
        return [row for row in self.rows if not row.existing]


def plan_import(type_key: str, sheet: Sheet, *, by: Actor, at: datetime) -> Plan:
    """Return what the table would bring, with every fault it has, each with row, column, value and reason.

    Organisations are found by code, name or short name, people by user name or name. The column 外部编号
    names a row for good: it becomes one case only, however often it is brought. Raises ``sheet-columns``
    where titles are unknown or missing.
    """
    declared, day = case_type(type_key), at.astimezone(LOCAL).date()
    columns, external = _columns(declared, sheet)
    plan = Plan(type_key, sheet.name)
    known = _Known(declared, sheet, columns, day)
    seen: dict[str, int] = {}
    read: list[_Read] = []
    for row in sheet.rows:
        faults, given = _given(row, columns, known)
        name = row.cell(external) if external is not None else ""
        if name == FORMULA or len(name) > _EXTERNAL_LENGTH:
            faults.append(Fault(row.number, EXTERNAL, "", f"须为直接填写的文字，最多{_EXTERNAL_LENGTH}字"))
        broken = {fault.column for fault in faults}
        values, problems = accept(declared.opening.form, given)
        for problem in problems:
            column, text = known.column(problem.field), row.cell(columns.get(problem.field, len(row.cells)))
            if column not in broken:
                faults.append(Fault(row.number, column, known.told(problem.field, text), problem.message))
        plan.faults += faults
        if faults:
            continue
        key = _key(declared, values, name)
        if key in seen:
            why = "外部编号与该行相同" if name else "内容与该行相同；确为两件的，请加外部编号"
            plan.faults.append(Fault(row.number, EXTERNAL, name[:_SHOWN], f"重复：第{seen[key]}行，{why}"))
            continue
        seen[key] = row.number
        read.append((row, given, values, key))
    plan.faults += _guarded(declared, read, columns, by, at, known)
    _match(plan, read, by)
    plan.faults += _twice(declared, read, plan, by, known)
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


class _Known:
    """Everything the table refers to, fetched at once."""

    def __init__(self, declared: CaseType, sheet: Sheet, columns: Mapping[str, int], day: date) -> None:
        self.fields, self.day = {f.key: f for f in declared.opening.form}, day
        units, people = self._named(sheet, columns, _UNITS), self._named(sheet, columns, _PEOPLE)
        intake = ""
        if declared.intake:
            intake = str(parameter_book().value(declared.intake, on=day, scope=settings.CITY.scope).value)
        found = Organisation.objects.in_force(day).filter(
            Q(code__in=[*units, intake]) | Q(name__in=units) | Q(short__in=units)
        )
        self.intake, self.paths, self.units = (
            intake,
            {u.code: u.path for u in found},
            defaultdict[str, set[str]](set),
        )
        for unit in found:
            for name in (unit.code, unit.name, unit.short):
                self.units[name].add(unit.code)
        self.people = defaultdict[str, set[int]](set)
        if people:
            for account in Account.objects.filter(
                Q(username__in=people) | Q(name__in=people), is_active=True
            ):
                for name in (account.username, account.name):
                    self.people[name].add(account.pk)

    def column(self, key: str) -> str:
        """Return the title of the field."""
        return self.fields[key].title if key in self.fields else key

    def told(self, key: str, text: str) -> str:
        """Return the text of a cell as it may be repeated: not that of a private field."""
        known = self.fields.get(key)
        return "" if known is None or known.private or text == FORMULA else text[:_SHOWN]

    def resolved(self, known: Field, text: str) -> Any:
        """Return the codes or keys the cell names. Raises ValueError in words."""
        if known.kind in _UNITS:
            codes = [self._one(self.units, name, "单位") for name in _names(known, text)]
            return codes if known.kind is Kind.UNITS else codes[0]
        if known.kind in _PEOPLE:
            keys = [self._one(self.people, name, "账号") for name in _names(known, text)]
            return keys if known.kind is Kind.PEOPLE else keys[0]
        return entry_of(known, text, on=self.day) if known.kind is Kind.ENTRY else text

    @staticmethod
    def _one(found: Mapping[str, set[Any]], name: str, noun: str) -> Any:
        fitting = found.get(name, set())
        if not fitting:
            raise ValueError(f"没有这个{noun}：{name[:_SHOWN]}")
        if len(fitting) > 1:
            raise ValueError(
                f"有{len(fitting)}个{noun}叫这个名字，请写{'代码' if noun == '单位' else '用户名'}"
            )
        return next(iter(fitting))

    def _named(self, sheet: Sheet, columns: Mapping[str, int], kinds: tuple[Kind, Kind]) -> list[str]:
        asked = [(f, columns[key]) for key, f in self.fields.items() if f.kind in kinds and key in columns]
        return sorted(
            {n for row in sheet.rows for f, at in asked for n in _names(f, row.cell(at)) if "\x00" not in n}
        )


def _names(known: Field, text: str) -> list[str]:
    if known.kind in (Kind.UNITS, Kind.PEOPLE):
        for sign in "，;；\n":
            text = text.replace(sign, "、")
        return [part.strip() for part in text.replace(",", "、").split("、") if part.strip()]
    return [text] if text else []


def _columns(declared: CaseType, sheet: Sheet) -> tuple[dict[str, int], int | None]:
    """Return where each field stands, and where the external number does."""
    fields = {name: f.key for f in declared.opening.form for name in (f.title, f.key)}
    columns: dict[str, int] = {}
    external, unknown = None, []
    for place, title in enumerate(sheet.titles):
        if title.lower() in _EXTERNAL:
            external = place
        elif title in fields and fields[title] not in columns:
            columns[fields[title]] = place
        elif title or any(row.cell(place) for row in sheet.rows):
            unknown.append(title or f"第{place + 1}列")
    missing = [f.title for f in declared.opening.form if f.required and f.key not in columns]
    if unknown or missing:
        wanted = "、".join(f.title for f in declared.opening.form)
        zh = [f"没有这些列：{'、'.join(unknown)}"] if unknown else []
        zh += [f"缺少这些列：{'、'.join(missing)}"] if missing else []
        en = [f"unknown columns: {', '.join(unknown)}"] if unknown else []
        en += [f"missing columns: {', '.join(missing)}"] if missing else []
        raise LuoshiError(
            "sheet-columns",
            f"表格“{sheet.name}”的标题行不对。{'；'.join(zh)}。可用的列：{wanted}、{EXTERNAL}。",
            f"The titles of {sheet.name} do not fit; {'; '.join(en)}. Columns: {wanted}, {EXTERNAL}.",
        )
    return columns, external


def _given(row: Row, columns: Mapping[str, int], known: _Known) -> tuple[list[Fault], dict[str, Any]]:
    faults: list[Fault] = []
    given: dict[str, Any] = {}
    for key, place in columns.items():
        text = row.cell(place)
        if not text:
            continue
        try:
            if text == FORMULA:
                raise ValueError("是公式。公式不计算，请粘贴为数值")
            given[key] = known.resolved(known.fields[key], text)
        except ValueError as error:
            faults.append(Fault(row.number, known.column(key), known.told(key, text), str(error)))
    return faults, given


def _key(declared: CaseType, values: Mapping[str, Any], external: str) -> str:
    """Return what makes the row one case only. Private values stay out: a hash of them could be guessed."""
    private = {f.key for f in declared.opening.form if f.private}
    said = {key: value for key, value in values.items() if key not in private}
    content = ["external", declared.key, external] if external else ["content", declared.key, said]
    return "import:" + hashlib.sha256(canonical(content).encode("utf-8")).hexdigest()


def _guarded(
    declared: CaseType,
    read: Iterable[_Read],
    columns: Mapping[str, int],
    by: Actor,
    at: datetime,
    known: _Known,
) -> list[Fault]:
    """Return what guards say against rows, and against the person who brings them."""
    book, faults = parameter_book(), dict[Fault, None]()
    abouts = {guard.key: guard.about for guard in declared.opening.guards if guard.about}
    unit = next(f.key for f in declared.opening.form if f.into is Into.UNIT)
    signing = [f.key for f in declared.opening.form if f.into is Into.SIGNERS]
    for row, _, values, _ in read:
        code = values.setdefault(unit, known.intake)
        if code not in known.paths:
            faults[Fault(row.number, known.column(unit), str(code), "没有这个单位")] = None
            continue
        signers = {pk for key in signing for pk in values.get(key, ())} | {by.account}
        context = Context(
            type=declared,
            standing=Standing(state=declared.states[0].key),
            actor=by,
            at=at,
            books=lambda: book,
            scope=settings.CITY.scope,
            opener=by.account,
            signers=frozenset(pk for pk in signers if pk is not None),
            given=values,
            unit_path=known.paths[code],
        )
        for refusal in refusals(declared.opening, context, complete=True):
            fault = Fault(row.number, "整行", "", str(refusal))
            if refusal.code == "role":  # holds for the whole table, once
                fault = Fault(0, "整表", "", str(refusal))
            elif about := abouts.get(refusal.code):
                text = row.cell(columns[about]) if about in columns else ""
                fault = Fault(row.number, known.column(about), known.told(about, text), str(refusal))
            faults[fault] = None
    return list(faults)


def _twice(declared: CaseType, read: Sequence[_Read], plan: Plan, by: Actor, known: _Known) -> list[Fault]:
    """Return each value that tells cases apart and that another row or case has. Two queries a field."""
    faults: list[Fault] = []
    new = {row.number for row in plan.new}
    broken = {(fault.row, fault.column) for fault in plan.faults}
    for key in declared.distinct:
        column = known.column(key)
        said = [(row.number, str(values[key])) for row, _, values, _ in read if values.get(key)]
        said = [(number, value) for number, value in said if (number, column) not in broken]
        taken = _taken(declared, key, {value for number, value in said if number in new}, by)
        first: dict[str, int] = {}
        for number, value in said:
            before = taken.get(value, "") if number in new else ""
            if value in first and not before:
                before = f"第{first[value]}行"
            if before:
                faults.append(
                    Fault(number, column, known.told(key, value), f"重复：{before}已有同一{column}")
                )
            first.setdefault(value, number)
    return faults


def _taken(declared: CaseType, key: str, values: set[str], by: Actor) -> dict[str, str]:
    """Return which of the values cases have, and what such a case may be called before the actor."""
    if not values:
        return {}
    column = f"data__{key}"
    cases = Case.objects.filter(type=declared.key, **{f"{column}__in": sorted(values)})
    taken = dict.fromkeys(cases.values_list(column, flat=True), "另一事项")
    return taken | {value: f"事项 {code} " for value, code in visible(by, cases).values_list(column, "code")}


def _match(plan: Plan, read: Sequence[_Read], by: Actor) -> None:
    """Tell which rows have become cases already. One that has become another case is a fault."""
    keys = [key for _, _, _, key in read]
    events = {e.key: e for e in Event.objects.filter(key__in=keys).select_related("case")}
    shown = visible(by, Case.objects.filter(pk__in=[e.case_id for e in events.values()]))
    codes = dict(shown.values_list("pk", "code")) if events else {}
    private = {f.key for f in case_type(plan.type).opening.form if f.private}
    for row, given, values, key in read:
        event = events.get(key)
        code = codes.get(event.case_id, "") if event else ""
        kept = {name: value for name, value in (event.data if event else {}).items() if name not in private}
        said = {name: value for name, value in plain(values).items() if name not in private}
        if event and event.case.type == plan.type and code and kept == said:
            plan.rows.append(PlannedRow(row.number, given, key, code))
        elif event:
            which = f" {code} " if code else "其他事项"
            why = f"已用于{which}，内容不同。更正请在该事项中办理"
            plan.faults.append(Fault(row.number, EXTERNAL, "", why))
        else:
            plan.rows.append(PlannedRow(row.number, given, key))
