"""Requests as anyone may see them: where about, of what kind, who answers by when, and the public answer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Event
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.models import Request
from luoshi.platforms.hotline.open311.errors import not_found
from luoshi.platforms.hotline.open311.offered import TABLE
from luoshi.platforms.hotline.open311.wishes import CLOSED, MOST, OPEN, Wish
from luoshi.platforms.hotline.types import REQUEST

TOKEN = "form:"  # noqa: S105  what the idempotency key of a request begins with
_ENDED = ("finished", "archived", "declined", "merged")
_ANSWERED = ("finished", "archived")
_LONGEST = 4000
_ABOUT = 3  # decimals of a degree: about a hundred metres
_DAY = r"(?!\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2})"
_NUMBER = re.compile(rf"(?<![\d.]){_DAY}\+?\d(?:[\s-]?\d){{6,}}[Xx]?")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TAG = re.compile(r"<[/!]?[a-zA-Z][^>]*>")
_COLUMNS = (
    *("code", "state", "category", "locality", "longitude", "latitude", "simulated"),
    *("opened_at", "moved_at", "finished_at", "due_at", "case__unit__name", "reply"),
)


def published(wish: Wish) -> list[dict[str, Any]]:
    """Return the public requests that are wished for, the latest first, at most a thousand. Two queries."""
    if wish.ids:
        found = _public().filter(code__in=_printable(wish.ids))
    else:
        found = _public().filter(opened_at__range=(wish.since, wish.until))
        if wish.services:
            found = found.filter(category__in=_printable(wish.services))
        if wish.statuses == {OPEN}:
            found = found.exclude(state__in=_ENDED)
        if wish.statuses == {CLOSED}:
            found = found.filter(state__in=_ENDED)
    return _shown(found.order_by("-opened_at", "-code")[:MOST])


def published_one(code: str) -> list[dict[str, Any]]:
    """Return the request alone in a list. Raises ``open311-404`` where there is none, or none to be shown."""
    found = _shown(_public().filter(code=code)) if code.isprintable() else []
    if not found:
        raise not_found("service_request_id", code)
    return found


def number_of(token: str) -> str:
    """Return the number of the request that was taken under the token. Raises ``open311-404``."""
    if re.fullmatch(r"[0-9a-f]{64}", token):
        events = Event.objects.filter(key=TOKEN + token, case__data__channel="open311")
        if number := events.values_list("case__code", flat=True).first():
            return str(number)
    raise not_found("token", token)


def plain(text: str) -> str:
    """Return a text without telephone, identity and account numbers, e-mail addresses and markup."""
    bare = _ADDRESS.sub("〔略〕", _TAG.sub("", text))
    return _NUMBER.sub("〔略〕", bare)[:_LONGEST]


def _printable(codes: Iterable[str]) -> list[str]:
    """Return those that could be a code; PostgreSQL takes no NUL."""
    return [code for code in codes if code.isprintable()]


def _public() -> QuerySet[Request]:
    """Keep what its resident agreed to publish and has a place. Reports of wrongdoing are never shown."""
    agreed = Request.objects.filter(public=True, confidential=False, longitude__isnull=False)
    return agreed.filter(case__secrecy=0).exclude(sort="report")


def _shown(found: QuerySet[Request]) -> list[dict[str, Any]]:
    rows: Iterable[dict[str, Any]] = list(
        found.annotate(reply=KeyTextTransform("reply", "case__data")).values(*_COLUMNS)
    )
    codes = {row["locality"] for row in rows}
    names = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    return [_request(row, names) for row in rows]


def _request(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    table, ended = city_table(TABLE), row["state"] in _ENDED
    entry = table.get(row["category"])
    said = "（模拟数据）" if row["simulated"] else ""
    return {
        "service_request_id": row["code"],
        "status": CLOSED if ended else OPEN,
        "status_notes": _notes(row),
        "service_name": entry.title if entry else None,
        "service_code": row["category"],
        "description": f"{said}{table.titled(row['category'])}",
        "agency_responsible": row["case__unit__name"],
        "service_notice": _notice(row, ended),
        "requested_datetime": _time(row["opened_at"]),
        "updated_datetime": _time((ended and row["finished_at"]) or row["moved_at"]),
        "expected_datetime": _time(row["due_at"]) if row["due_at"] else None,
        "address": names.get(row["locality"]),
        "address_id": row["locality"] or None,
        "zipcode": None,
        "lat": round(row["latitude"], _ABOUT),
        "long": round(row["longitude"], _ABOUT),
        "media_url": None,
    }


def _notes(row: dict[str, Any]) -> str:
    title = REQUEST.state(row["state"]).title
    return plain(f"{title}：{row['reply']}") if row["state"] in _ANSWERED and row["reply"] else title


def _notice(row: dict[str, Any], ended: bool) -> str | None:
    return None if ended or not row["due_at"] else f"{_time(row['due_at'])[:16].replace('T', ' ')} 前答复"


def _time(moment: datetime) -> str:
    return moment.astimezone(LOCAL).isoformat(timespec="seconds")
