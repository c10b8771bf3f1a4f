"""Take a request, whatever way it comes: by telephone, page, message board, e-mail or program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from luoshi.kernel.cases.actions import act, open_case
from luoshi.kernel.cases.evidence import StoredFile
from luoshi.kernel.cases.models import Case
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.actor import Actor
from luoshi.platforms.hotline.coding import coded, coded_once
from luoshi.platforms.hotline.rules import PERSONAL


@dataclass(frozen=True, slots=True)
class Taken:
    """A request that was taken, and the code by which it is followed: told now, and kept nowhere."""

    case: Case
    code: str


@transaction.atomic
def take_request(
    data: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    evidence: Iterable[StoredFile] = (),
    key: str | None = None,
    code: str | None = None,
    simulated: bool = False,
) -> Taken:
    """Open a request and return it with a new follow code.

    ``by`` is the agent, or the system for what comes without one. A class of limit that is not given is that
    of the category; who gives no name, number or address is anonymous. All three are sealed beside the
    chain. The same key and content again return the same request; its code is then another, and the one
    before no longer works, unless ``code`` says which it is to have from the first. Raises what ``open_case``
    raises.
    """
    values = completed(data)
    case = open_case("hotline", by=by, data=values, evidence=evidence, at=at, key=key, simulated=simulated)
    return Taken(case, coded(case) if code is None else coded_once(case, code))


@transaction.atomic
def give_code(case: Case, *, by: Actor, at: datetime) -> str:
    """Return a new follow code for whoever lost theirs, which ends; the chain says who gave it out."""
    act(case, "give_code", by=by, at=at)
    return coded(case)


def completed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with the category's class of limit, and as anonymous where nothing says who asks."""
    values = dict(data)
    if not values.get("limit"):
        entry = city_table("hotline_categories").get(str(values.get("category", "")))
        values["limit"] = entry.more.get("limit", "") if entry else ""
    if not any(values.get(key) for key in PERSONAL):
        values.setdefault("anonymous", True)
    return values
