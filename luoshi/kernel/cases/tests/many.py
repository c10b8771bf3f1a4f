"""Many cases fast: real ones, told act by act, are copied under new numbers, each with a chain of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from django.db import connection, models

from luoshi.kernel.base.search import to_vector
from luoshi.kernel.cases.chain import START, link, text_of
from luoshi.kernel.cases.fields import words_in
from luoshi.kernel.cases.fold import Standing, fold
from luoshi.kernel.cases.models import Case, Deadline, Event, Task, Words
from luoshi.kernel.cases.registry import case_type
from luoshi.kernel.orgs.models import Organisation


def copy_cases(
    originals: Sequence[Case], *, titles: Iterable[str], units: Sequence[Organisation], days: int = 0
) -> int:
    """Copy the cases, in turn, once for each title, and return how many there are now.

    A copy has its own title; where an act names the answerable unit, that is one of ``units`` in turn; and
    it begins up to ``days`` days later than its original.
    """
    told = [(case, list(case.events.all()), list(case.deadlines.all())) for case in originals]
    places = {unit.code: unit for unit in units}
    first = (Case.objects.aggregate(last=models.Max("pk"))["last"] or 0) + 1
    cases, words, events, deadlines, tasks = [], [], [], [], []
    for number, (title, (case, acts, dues)) in enumerate(zip(titles, cycle(told)), start=first):
        unit, later = units[number % len(units)], timedelta(days=number % (days + 1))
        copy = _copied(case, pk=number, code=f"copy-{number:07}", title=title)
        copies = list(_chained(copy, acts, unit, later))
        standing = fold(case_type(case.type), copies)
        _settle(copy, standing, places, copies, later)
        cases.append(copy)
        words.append(Words(case=copy, vector=_vector(copy)))
        events += copies
        deadlines += [_moved(row, copy, later) for row in dues]
        tasks += [Task(case=copy, unit=places[code], path=places[code].path, asked_at=copy.opened_at)
                  for code in standing.assisting if code in places]  # fmt: skip
    for model, rows in ((Case, cases), (Words, words), (Event, events), (Deadline, deadlines), (Task, tasks)):
        _load(model, rows)
    return Case.objects.count()


def _copied(row: Any, **changes: Any) -> Any:
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**values | changes)


def _chained(copy: Case, acts: Sequence[Event], unit: Organisation, later: timedelta) -> Iterable[Event]:
    previous = START
    for act in acts:
        event = _copied(act, id=None, case_id=copy.pk, at=act.at + later, previous=previous, key=None)
        event.data = act.data | {"title": copy.title} if "title" in act.data else act.data
        if act.action == "assign":
            event.data = event.data | {"unit": unit.code}
        event.hash = previous = link(previous, text_of(copy.code, event))
        yield event


def _settle(
    copy: Case, standing: Standing, places: dict[str, Organisation], events: list[Event], later: timedelta
) -> None:
    """Write the row that the events add up to."""
    copy.version, copy.head, copy.moved_at = events[-1].seq, events[-1].hash, events[-1].at
    copy.opened_at, copy.data, copy.closed_at = events[0].at, dict(standing.data), standing.closed_at
    copy.due_at = copy.due_at + later if copy.due_at else None
    if place := places.get(standing.unit):
        copy.unit_id, copy.path = place.pk, place.path


def _vector(copy: Case) -> str:
    return to_vector([copy.code, copy.title, *words_in(case_type(copy.type), copy.data)])


def _moved(row: Deadline, copy: Case, later: timedelta) -> Deadline:
    moments = ("started_at", "due_at", "strict_at", "warn_at", "stopped_at")
    moved = {name: getattr(row, name) + later for name in moments if getattr(row, name)}
    unit = {"unit_id": copy.unit_id} if row.clock != "assisting" else {}
    new: Deadline = _copied(row, id=None, case_id=copy.pk, **moved | unit)
    return new


def _load(model: Any, rows: list[Any]) -> None:
    """Copy the rows into the model's table in one stream."""
    fields = [
        f
        for f in model._meta.concrete_fields
        if f.name not in ("recorded_at", *([] if model is Case else ["id"]))
    ]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
            for row in rows:
                stream.write_row([_written(field, getattr(row, field.attname)) for field in fields])
        if model is not Words:
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


def _written(field: Any, value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(field, models.JSONField) else value


def titles(number: int) -> Iterable[str]:
    """Return that many titles, of which few are the same."""
    places = ["铁西区", "铁东区", "梨树县", "伊通县", "双辽市", "高新区", "辽河农垦区", "公主岭"]
    things = [
        "操场",
        "路灯",
        "供热管网",
        "公交线路",
        "农贸市场",
        "养老床位",
        "停车位",
        "排水管",
        "校车",
        "图书馆",
    ]
    deeds = ["修缮", "增设", "改造", "延长", "整治", "开放", "补贴", "巡查"]
    whole = (
        f"关于{deed}{place}第{n}{thing}的建议"
        for n in range(1, number)
        for place in places
        for thing in things
        for deed in deeds
    )
    return islice(whole, number)
