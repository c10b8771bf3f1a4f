"""Every write of the parameters: loading the city's folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from luoshi.kernel.parameters.folder import read_folder
from luoshi.kernel.parameters.models import Parameter, ParameterEdition
from luoshi.kernel.parameters.rules import Setting

_LOCK = 0x706172616D657465  # one writer at a time: "paramete" in ASCII
_FIELDS = [
    *("key", "scope", "valid_from", "valid_to", "value", "unit"),
    *("law", "article", "verified", "title", "note", "combine"),
]
_Row = tuple[Any, ...]
_State = dict[tuple[str, str, date], _Row]


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """What a load changed: the keys whose values differ from before, and how much is loaded now."""

    keys: tuple[str, ...]
    settings: int
    unverified: int


@transaction.atomic
def load_parameters(folder: Path, *, at: datetime) -> ParameterChange:
    """Make the parameters those of the folder, all of them. Loading it again changes nothing.

    A value that is no longer in the folder is removed; to end one, give it a ``to``. Overlaps are looked for
    under a lock, so that two loads cannot make one between them. Raises ``parameters-invalid`` with every
    problem, and writes nothing then.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    settings = read_folder(folder)
    before, after = _kept(), {row[:3]: row for row in map(_row, settings)}
    differing = [place for place in before | after if before.get(place) != after.get(place)]
    if differing:
        _replace(differing, after)
        whole = json.dumps(sorted(after.values()), default=str).encode()
        keys = sorted({key for key, _, _ in differing})
        ParameterEdition.objects.create(at=at, fingerprint=hashlib.sha256(whole).hexdigest(), keys=keys)
    return ParameterChange(
        keys=tuple(sorted({key for key, _, _ in differing})),
        settings=len(settings),
        unverified=sum(not setting.verified for setting in settings),
    )


def _replace(places: Iterable[tuple[str, str, date]], after: _State) -> None:
    ids = {(p.key, p.scope, p.valid_from): p.pk for p in Parameter.objects.only("key", "scope", "valid_from")}
    Parameter.objects.filter(pk__in=[ids[place] for place in places if place in ids]).delete()
    Parameter.objects.bulk_create(
        Parameter(**dict(zip(_FIELDS, after[place], strict=True))) for place in places if place in after
    )


def _kept() -> _State:
    return {row[:3]: row for row in Parameter.objects.values_list(*_FIELDS)}


def _row(setting: Setting) -> _Row:
    value = str(setting.value) if isinstance(setting.value, Decimal) else setting.value  # no floats
    return (
        *(setting.key, setting.scope, setting.valid_from, setting.valid_to, value, setting.unit.value),
        *(setting.law.name, setting.law.article, setting.verified, setting.title, setting.note),
        setting.combine.value,
    )
