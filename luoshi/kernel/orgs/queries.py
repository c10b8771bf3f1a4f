"""Questions about organisations and who may act for them. None writes, none reads the clock."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from luoshi.kernel.base.errors import LuoshiError
from luoshi.kernel.composed import Blank, Where, answers, one_of, question_of
from luoshi.kernel.orgs.actor import Actor, HeldPost
from luoshi.kernel.orgs.models import Account, Holding, Organisation, Post


def actor_of(account: Account, *, on: date) -> Actor:
    """Return the account with the posts it holds on the day. An account that is switched off holds none."""
    return actors_of([account], on=on)[0]


def actors_of(accounts: Sequence[Account], *, on: date) -> list[Actor]:
    """Return each of the accounts as ``actor_of`` does. One query for all."""
    posts: dict[int, dict[int, HeldPost]] = {account.pk: {} for account in accounts}
    for holder, pk, code, title, org, path, *lists in answers(_held(), {"on": on, "accounts": list(posts)}):
        roles, reads = (frozenset(json.loads(text)) for text in lists)
        posts[holder][pk] = HeldPost(pk, code, title, org, path, roles, reads)
    return [Actor(a.pk, a.get_full_name(), tuple(posts[a.pk].values()), a.clearance) for a in accounts]


@cache
def _held() -> Where:
    """Return the question which posts some accounts hold on a day, asked at the beginning of every page."""
    on: Any = Blank("on")
    theirs = one_of("account_id", Blank("accounts", "bigint[]"))
    held = Holding.objects.in_force(on).filter(theirs, account__is_active=True)
    rows = held.order_by("post__code").values_list(
        *("account_id", "post_id", "post__code", "post__title"),
        *("post__organisation__code", "post__organisation__path", "post__roles", "post__reads"),
    )
    return question_of(rows)


@dataclass(frozen=True, slots=True)
class Branch:
    """An organisation with what stands below it."""

    organisation: Organisation
    branches: tuple[Branch, ...]


def organisation_tree(on: date) -> tuple[Branch, ...]:
    """Return the organisations in force on the day as trees, roots and siblings by code. One query."""
    below: dict[int | None, list[Organisation]] = {}
    for organisation in Organisation.objects.in_force(on).order_by("code"):
        below.setdefault(organisation.parent_id, []).append(organisation)

    def grow(parent: int | None) -> tuple[Branch, ...]:
        return tuple(Branch(one, grow(one.pk)) for one in below.get(parent, ()))

    return grow(None)


def successor_of(organisation: Organisation, on: date) -> Organisation | None:
    """Return who answers on the day for what the organisation did: itself, or what took over, and so on.

    None before it was founded. Follows any number of mergers, one query for each.
    """
    here: Organisation | None = organisation
    if on < organisation.valid_from:
        return None
    while here is not None and here.valid_to is not None and here.valid_to <= on:
        here = here.successor
    return here


def names_on(organisation: Organisation, on: date) -> tuple[str, ...]:
    """Return under which names the organisation's duties were done on the day.

    History stays under the old name: before a merger those are the names of all that merged, after
    the organisation's own end that of its successor. Empty where nobody had the duties.
    """
    if on >= organisation.valid_from:
        heir = successor_of(organisation, on)
        return (heir.name,) if heir else ()
    earlier, seen = [organisation], {organisation.pk}
    names: list[str] = []
    while earlier:
        found = Organisation.objects.filter(successor__in=earlier).exclude(pk__in=seen).order_by("code")
        earlier = []
        for one in found:
            seen.add(one.pk)
            if one.valid_from <= on:
                names.append(one.name)
            else:
                earlier.append(one)
    return tuple(names)


def account_named(username: str) -> Account:
    """Return the account. Raises ``account-unknown``."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise LuoshiError(
            "account-unknown",
            f"没有账号 {username}。可用 luoshi accounts add {username} 开立。",
            f"There is no account {username}. Make it with luoshi accounts add {username}.",
        )
    return account


def post_coded(code: str) -> Post:
    """Return the post. Raises ``post-unknown``."""
    post = Post.objects.filter(code=code).first()
    if post is None:
        raise LuoshiError(
            "post-unknown",
            f"没有岗位 {code}。请用 luoshi orgs list 查看。",
            f"There is no post {code}. See luoshi orgs list.",
        )
    return post
