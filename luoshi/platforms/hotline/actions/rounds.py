"""Gather what the public wants answered, and sort it into questions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.cases.actions import open_case
from luoshi.kernel.cases.context import LOCAL
from luoshi.kernel.cases.models import Case
from luoshi.kernel.orgs.actor import Actor
from luoshi.kernel.orgs.models import Organisation
from luoshi.platforms.hotline.models import ContactSeen, Opinion, Round
from luoshi.platforms.hotline.topics.bringing import OpinionPlan
from luoshi.platforms.hotline.topics.contacts import open_contact, sealed_contact
from luoshi.platforms.hotline.topics.standing import require_sorter

LONGEST = 2000  # characters of an opinion
_REASON = 500


@transaction.atomic
def open_round(
    slug: str,
    *,
    title: str,
    about: str,
    opens_on: date,
    closes_on: date,
    organiser: Organisation,
    by: Actor,
    at: datetime,
    simulated: bool = False,
) -> Round:
    """Open a round of gathering and return it. The same slug again returns the round as it is.

    Raises ``topics-not-yours``, ``round-days`` and ``round-taken``.
    """
    require_sorter(by)
    if closes_on < opens_on:
        raise LuoshiError("round-days", "截止日期早于开始日期。", "The last day is before the first.")
    said = {"title": title, "about": about, "opens_on": opens_on, "closes_on": closes_on}
    row, new = Round.objects.get_or_create(
        slug=slug,
        defaults=said
        | {"organiser": organiser, "opened_by_id": by.account, "opened_at": at, "simulated": simulated},
    )
    if not new and any(getattr(row, name) != value for name, value in said.items()):
        raise LuoshiError(
            "round-taken",
            f"地址 {slug} 已用于“{row.title}”，请换一个。",
            f"The address {slug} belongs to another round; choose another.",
        )
    return row


def give_opinion(
    row: Round,
    text: str,
    *,
    place: str = "",
    phone: str = "",
    channel: str,
    key: str,
    at: datetime,
    by: Actor | None = None,
    simulated: bool = False,
) -> Opinion:
    """Take an opinion and return it. The same key again returns the one that was taken.

    ``by`` is who noted it on a visit; residents give theirs themselves while the round is open. Raises
    ``round-closed``, ``opinion-changed`` where the key came with other words, ``topics-not-yours``.
    """
    text = text.strip()
    found = Opinion.objects.filter(key=key).first()
    if found is None:
        if by is not None:
            require_sorter(by)
        elif not row.opens_on <= at.astimezone(LOCAL).date() <= row.closes_on:
            raise LuoshiError("round-closed", "这次征集不在开放期间。", "This round is not open.")
        contact, person = sealed_contact(phone)
        found, _ = Opinion.objects.get_or_create(
            key=key,
            defaults={
                "round": row,
                "text": text,
                "place": place,
                "channel": channel,
                "at": at,
                "contact": contact,
                "person": person,
                "simulated": simulated or row.simulated,
            },
        )
    if (found.round_id, found.text) != (row.pk, text):
        raise LuoshiError(
            "opinion-changed",
            "这张表已经提交过。说另一件事，请重新填写。",
            "This form was sent already. To say something else, fill in a new one.",
        )
    return found


@transaction.atomic
def bring_opinions(row: Round, plan: OpinionPlan, *, by: Actor) -> list[Opinion]:
    """Take everything a table of visits says and return it, what had come in before included: all or none.

    Raises ``topics-not-yours``, and ``sheet-faults`` for a plan that has any.
    """
    require_sorter(by)
    if plan.faults:
        raise LuoshiError("sheet-faults", "表格还有要改正的地方。", "The table has faults to put right.")
    return [
        give_opinion(
            row,
            each.text,
            place=each.place,
            phone=each.phone,
            channel=Opinion.Channel.VISIT,
            key=each.key,
            at=each.at,
            by=by,
        )
        for each in plan.rows
    ]


@transaction.atomic
def merge_opinions(opinions: Iterable[int], code: str, *, by: Actor, at: datetime) -> list[Opinion]:
    """Make the opinions part of a question that is open. Those already part of it stay as they are."""
    require_sorter(by)
    topic = Case.objects.filter(code=code, type="topic", closed_at=None).first()
    if topic is None:
        raise LuoshiError("topic-missing", f"没有未办结的题目 {code}。", f"There is no open question {code}.")
    rows = _unsorted(opinions, into=topic)
    _settle(rows, by=by, at=at, topic=topic)
    return rows


@transaction.atomic
def raise_topic(
    opinions: Sequence[int], *, title: str, question: str, by: Actor, at: datetime, key: str | None = None
) -> Case:
    """Make one new question of the opinions and return it. The same opinions give one question only."""
    require_sorter(by)
    chosen = sorted(set(opinions))
    key = key or "opinions:" + hashlib.sha256(repr(chosen).encode()).hexdigest()[:48]
    before = Opinion.objects.filter(pk__in=chosen).exclude(topic=None).select_related("topic").first()
    rows = _unsorted(chosen, into=before.topic if before else None)
    first = rows[0]
    data = {
        "title": title,
        "question": question,
        "source": "visit" if all(row.channel == Opinion.Channel.VISIT for row in rows) else "page",
        "round": first.round.slug,
    }
    simulated = all(row.simulated for row in rows)
    topic = open_case("topic", by=by, data=data, at=at, key=key, simulated=simulated)
    _settle(rows, by=by, at=at, topic=topic)
    return topic


@transaction.atomic
def set_aside(opinions: Iterable[int], *, reason: str, by: Actor, at: datetime) -> list[Opinion]:
    """Leave the opinions out of every question, for a reason that is kept. Raises ``aside-reason``."""
    require_sorter(by)
    _require_reason(reason)
    rows = _unsorted(opinions, into=None)
    _settle(rows, by=by, at=at, aside=reason.strip())
    return rows


@transaction.atomic
def show_contact(opinion: Opinion, *, by: Actor, reason: str, at: datetime) -> str:
    """Return the number an opinion came with, and log who looked and why.

    Raises ``topics-not-yours``, ``aside-reason`` and ``contact-gone``.
    """
    require_sorter(by)
    _require_reason(reason)
    if by.account is None or not opinion.contact:
        raise LuoshiError(
            "contact-gone", "没有留电话，或已按期删除。", "No number was left, or it was erased."
        )
    ContactSeen.objects.create(opinion=opinion, by_id=by.account, at=at, reason=reason.strip())
    return open_contact(opinion.contact)


def _unsorted(opinions: Iterable[int], *, into: Case | None) -> list[Opinion]:
    """Return the opinions, locked. Raises ``opinions-missing``, and ``opinions-sorted`` for one elsewhere."""
    chosen = set(opinions)
    rows = list(Opinion.objects.select_for_update(of=("self",)).select_related("round").filter(pk__in=chosen))
    if not rows or len(rows) != len(chosen):
        raise LuoshiError("opinions-missing", "请先选择意见。", "Choose opinions first.")
    if any(row.sorted_at and (into is None or row.topic_id != into.pk) for row in rows):
        raise LuoshiError(
            "opinions-sorted",
            "其中有的意见别人刚刚梳理过，请刷新后再选。",
            "Somebody has just sorted some of these; reload and choose again.",
        )
    return rows


def _settle(rows: list[Opinion], *, by: Actor, at: datetime, **outcome: Any) -> None:
    fresh = [row.pk for row in rows if row.sorted_at is None]
    Opinion.objects.filter(pk__in=fresh).update(sorted_at=at, sorted_by_id=by.account, **outcome)


def _require_reason(reason: str) -> None:
    if not 1 <= len(reason.strip()) <= _REASON:
        raise LuoshiError(
            "aside-reason",
            f"请用 {_REASON} 字以内写明理由。",
            f"Give a reason in at most {_REASON} characters.",
        )
