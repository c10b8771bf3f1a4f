"""Add an entry to the knowledge base, or another edition of one. Nothing is ever changed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models.expressions import RawSQL

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.base.search import to_vector
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.tables import city_table
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.advising.answers import may_edit
from luoshi.platforms.hotline.advising.categories import TABLE
from luoshi.platforms.hotline.models import Knowledge

_SAMPLES = "hotline_knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What an edition says. ``owner`` is the code of the unit that answers for it."""

    question: str
    answer: str
    category: str
    owner: str
    valid_from: date
    valid_to: date | None = None
    law: str = ""


@transaction.atomic
def add_knowledge(
    entry: Entry, *, by: Actor, at: datetime, form: str = "", key: str = "", after: int = 0
) -> Knowledge:
    """Add the entry, or the edition that follows number ``after`` of the entry ``key``; return it.

    ``form`` is the key of the form: sent again it returns what it added. An edition that says what the one
    before says is not added. Raises ``knowledge-right``, ``knowledge-wrong`` and ``knowledge-stale``.
    """
    owner = _owner(entry, at)
    if not may_edit(by, owner):
        raise LuoshiError(
            "knowledge-right",
            "知识库由热线派单岗和责任单位维护：只能写本单位负责的答复。",
            "The hotline's dispatchers and the unit in charge keep the knowledge base.",
        )
    _require(entry, at)
    key = key or f"k-{hashlib.sha256(f'{by.account}:{form or entry}'.encode()).hexdigest()[:10]}"
    found = Knowledge.objects.filter(key=key).select_for_update().order_by("-edition").first()
    if found and _said(found) == (entry, owner.pk):
        return found
    if (found.edition if found else 0) != after:
        raise LuoshiError(
            "knowledge-stale",
            "您打开以后，有人改过这一条。请看过新的版次再改。",
            "Somebody has added an edition since you opened this entry. Look at it first.",
        )
    return _added(entry, owner, key=key, edition=after + 1, account=by.account, at=at)


@transaction.atomic
def load_samples(*, at: datetime) -> int:
    """Add the city's sample entries that are not there yet, for a rehearsal; return how many were added.

    One whose unit does not exist is left out. What people have changed since stays.
    """
    day = at.astimezone(LOCAL).date()
    known = set(Knowledge.objects.values_list("key", flat=True))
    units = {unit.code: unit for unit in Organisation.objects.in_force(day)}
    added = 0
    for row in city_table(_SAMPLES):
        owner = units.get(row.more.get("owner", ""))
        if row.code in known or owner is None or not row.holds(day):
            continue
        entry = Entry(
            question=row.title,
            answer=row.more["answer"],
            category=row.more["category"],
            law=row.more.get("law", ""),
            owner=owner.code,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        _added(entry, owner, key=row.code, edition=1, account=None, at=at, sample=True)
        added += 1
    return added


def _added(
    entry: Entry,
    owner: Organisation,
    *,
    key: str,
    edition: int,
    account: int | None,
    at: datetime,
    sample: bool = False,
) -> Knowledge:
    vector = to_vector([entry.question, entry.answer, entry.law])
    row = Knowledge.objects.create(
        key=key,
        edition=edition,
        question=entry.question,
        answer=entry.answer,
        category=entry.category,
        law=entry.law,
        owner=owner,
        valid_from=entry.valid_from,
        valid_to=entry.valid_to,
        sample=sample,
        by_id=account,
        at=at,
        search=RawSQL("%s::tsvector", [vector]),
    )
    return Knowledge.objects.select_related("owner").defer("search").get(pk=row.pk)


def _said(row: Knowledge) -> tuple[Entry, int]:
    said = Entry(
        question=row.question,
        answer=row.answer,
        category=row.category,
        owner=row.owner.code,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        law=row.law,
    )
    return said, row.owner_id


def _owner(entry: Entry, at: datetime) -> Organisation:
    day = at.astimezone(LOCAL).date()
    owner = Organisation.objects.in_force(day).filter(code=entry.owner).first()
    if owner is None:
        raise _wrong("没有这个责任单位，或它已经撤销。", "There is no such unit.")
    return owner


def _require(entry: Entry, at: datetime) -> None:
    if not entry.question.strip() or not entry.answer.strip():
        raise _wrong("问题和答复都要写。", "Both question and answer are needed.")
    if entry.valid_to and entry.valid_to <= entry.valid_from:
        raise _wrong("终止日须晚于起始日。", "It must end after it begins.")
    if not city_table(TABLE).names(entry.category, on=at.astimezone(LOCAL).date()):
        raise _wrong("诉求分类不在码表里。", "There is no such category.")


def _wrong(zh: str, en: str) -> LuoshiError:
    return LuoshiError("knowledge-wrong", zh, en)
