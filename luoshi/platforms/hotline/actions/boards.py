"""Bring in the messages of a board: every row or none, each message once, with the reply it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.errors import FormInvalid, KeyReused
from luoshi.kernel.cases.models import Case, Event
from luoshi.kernel.cases.tables import entry_of
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation
from luoshi.kernel.parameters.queries import parameter_book
from luoshi.platforms.hotline.actions.intake import completed
from luoshi.platforms.hotline.boards import Bad, Message
from luoshi.platforms.hotline.types.request import CATEGORY, LOCALITY


@dataclass(slots=True)
class Brought:
    """What came of a table: how many were taken, had been before, were replied to; and the bad rows."""

    taken: int = 0
    known: int = 0
    replied: int = 0
    bad: list[Bad] = field(default_factory=list)
    written: bool = False


def bring_messages(rows: Iterable[Message | Bad], *, by: Actor, write: bool) -> Brought:
    """Take every message as a request of the moment it was left, and tell what came of it.

    Everything is done as it would be and then undone, unless ``write`` is set and no row is bad. A reply of
    the board is given as a direct answer of the moment it was given, while nobody else has the request.
    """
    done = Brought()
    with transaction.atomic():
        for row in rows:
            if isinstance(row, Bad):
                done.bad.append(row)
                continue
            try:
                with transaction.atomic():
                    _bring(row, by, done)
            except (LuoshiError, ValueError) as error:
                done.bad.append(Bad(row.row, _why(error)))
        done.written = write and not done.bad
        if not done.written:
            transaction.set_rollback(True)
    return done


def _bring(row: Message, by: Actor, done: Brought) -> None:
    key, day = f"board:{row.key}", row.asked_at.astimezone(LOCAL).date()
    known = Event.objects.filter(key=key).exists()
    values = completed(_values(row.given, day))
    case = open_case("hotline", by=by, data=values, at=row.asked_at, key=key)
    replied = bool(row.reply and row.replied_at) and _reply(case, row, by)
    done.known += known
    done.taken += not known
    done.replied += replied


def _reply(case: Case, row: Message, by: Actor) -> bool:
    case.refresh_from_db(fields=["state"])
    key = f"board-reply:{row.key}"
    if case.state != "received" or row.replied_at is None:
        return False
    said = {"outcome": row.outcome, "reply": row.reply}
    act(case, "reply_now", by=by, data=said, at=row.replied_at, key=key)
    return True


def _values(given: Mapping[str, str], on: date) -> dict[str, str]:
    values = {"channel": "board", "sort": "other"} | dict(given)
    if "category" in values:
        values["category"] = entry_of(CATEGORY, values["category"], on=on)
    else:
        unclear = parameter_book().value("hotline.unclear", on=on, scope=settings.CITY.scope)
        values["category"] = str(unclear.value)
    if name := values.get("locality"):
        values["locality"] = _locality(name, on)
    return values


def _locality(name: str, on: date) -> str:
    named = Q(code=name) | Q(name=name) | Q(short=name)
    codes = list(Organisation.objects.in_force(on).filter(named).values_list("code", flat=True)[:2])
    if len(codes) != 1:
        why = "没有这个单位" if not codes else "有几个单位叫这个名字，请写代码"
        raise ValueError(f"{LOCALITY.title}：{why}：{name[:60]}")
    return codes[0]


def _why(error: Exception) -> str:
    match error:
        case KeyReused():
            return "这个编号导入过，内容不同。更正请在该件中办理"
        case FormInvalid():
            return "；".join(problem.message for problem in error.problems)
        case LuoshiError():
            return error.zh
        case _:
            return str(error)
